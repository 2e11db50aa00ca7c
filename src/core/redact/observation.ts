import type { Observation } from '../model/observation.ts';
import { redactEvidence } from './evidence.ts';
import { redactKeyPath, redactList, redactPath, redactWords } from './names.ts';
import { redactPhonebook } from './phonebook.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { redactRegistry } from './registry.ts';

/**
 * An observation with pseudonyms for users, SIDs, hosts and addresses. It decodes as before and gives the same
 * findings, about the same settings under other names.
 */
export function redactObservation(names: Pseudonyms, observation: Observation): Observation {
  const { collectedAt, name, os, powershell, user, registry } = observation;
  const { advProxy, phonebooks, vpnOwners, evidence } = observation;
  // Members are listed one by one: a new member is omitted until its names are handled here.
  return {
    collectedAt,
    os,
    powershell,
    name: name === null ? null : redactWords(names, name),
    user:
      user === null
        ? null
        : {
            ...user,
            name: user.name === null ? null : redactWords(names, user.name),
            sid: user.sid === null ? null : redactKeyPath(names, user.sid),
          },
    ...(advProxy == null ? {} : { advProxy: redactAdvProxy(names, advProxy) }),
    ...(phonebooks === undefined
      ? {}
      : {
          phonebooks: phonebooks.map(({ sid, path, bytes }) => ({
            sid: sid === null ? null : redactKeyPath(names, sid),
            path: redactPath(names, path),
            bytes: redactPhonebook(names, bytes),
          })),
        }),
    ...(vpnOwners === undefined ? {} : { vpnOwners: vpnOwners.map((sid) => redactKeyPath(names, sid)) }),
    ...(evidence === undefined ? {} : { evidence: redactEvidence(names, evidence) }),
    registry: redactRegistry(names, registry),
  };
}

/** The JSON in the netsh output, with its strings replaced; the text around it is omitted. */
function redactAdvProxy(names: Pseudonyms, text: string): string {
  const json = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  return json.replace(
    /(:\s*")((?:[^"\\]|\\.)*)(")/g,
    (_, before: string, value: string, after: string) => `${before}${redactList(names, value)}${after}`,
  );
}
