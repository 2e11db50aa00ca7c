import { isRecord } from '../../model/is-record.ts';
import { type Phrase, say } from '../../model/say.ts';
import {
  type Evidence,
  eachOf,
  type FindingRule,
  fill,
  filled,
  shown,
  todo,
  wordsFor,
} from './finding-rule.ts';

/** Auto-detection and PAC files. */
export const AUTOMATIC = {
  'auto-detect-not-resolved': {
    title: say('WinINET uses auto-detection, so the desired proxy is not known.'),
    says: (e) =>
      e.proxy === undefined
        ? fill(
            '{store}: auto-detect is on. Its result on this network was not resolved; only the manual settings were checked.',
            e,
          )
        : fill(
            '{store}: auto-detect is on. Its result on this network was not resolved, so {proxy} in WinHTTP may be that result or out of date: WinHTTP is not changed.',
            e,
          ),
    steps: (e) => (e.proxy === undefined ? [] : SET_WINHTTP_ALONE(e)),
  },
  'pac-file-unused': {
    title: say('The PAC file of --pac-file is not used.'),
    says: filled(
      'The PAC file of --pac-file is not used: no setting that decides the route has a PAC file or auto-detection.',
    ),
    steps: todo(
      'Leave out --pac-file, or name the address of the PAC file that the user should have with --pac URL.',
    ),
  },
  'automatic-resolved': {
    title: say(
      'The PAC file or auto-detection also names proxies that WinHTTP cannot use or that do not answer.',
    ),
    says: resolved,
    steps: todo('This is the result on this network; on another network it may differ.'),
  },
  'automatic-refused': {
    title: say('The PAC file or auto-detection gives no single proxy for WinHTTP.'),
    says: (e) =>
      fill('{store}: WinHTTP cannot hold auto-detect or a PAC file, and {why}{conditions}: {answers}.', e, {
        why: wordsFor(REFUSALS, e.kind),
        conditions: conditions(e),
        answers: eachOf(e.answers, ({ url, answer }) => `${url}: ${answer}`),
      }),
    steps: (e) =>
      e.kind === 'incomplete'
        ? todo(
            'Test the path: the certificate of the gateway has them (a recording needs --probe). Or name the state of WinHTTP in a file for --desired.',
          )(e)
        : e.kind === 'unsupported'
          ? NAME_HTTP_PROXY(e)
          : SET_WINHTTP_ALONE(e),
  },
  'automatic-unavailable': {
    title: say('Windows could not resolve auto-detection or the PAC file.'),
    says: filled('Windows could not resolve auto-detect and PAC ({reason}).'),
    steps: todo('Name the desired settings with --proxy or --direct.'),
  },
} satisfies Record<string, FindingRule>;

export const NAME_HTTP_PROXY = todo(
  'Name a proxy that accepts CONNECT without TLS with --proxy, or --direct: SSTP cannot use this one either.',
);

export const SET_WINHTTP_ALONE = todo(
  'To set WinHTTP alone, name its state in a file for --desired. --proxy and --direct set WinINET as well.',
);

const REFUSALS = {
  mixed: say('the relevant addresses get different answers'),
  unsupported: say('the answer is a SOCKS proxy or one over TLS, which SSTP and WinHTTP cannot use'),
  failed: say('there is no answer'),
  conditional: say('the file uses data that only the target computer has, or the time'),
  incomplete: say('the addresses of the revocation lists are not known, because no certificate was seen'),
} as const;

function resolved(e: Evidence): Phrase {
  const values = {
    dead:
      e.deadProxies === undefined
        ? ''
        : fill('; left out, because no connection succeeded: {deadProxies}', e),
    fallbacks: e.fallbacksDropped ? say('; its fallback routes are left out') : '',
  };
  if (e.kind === 'nothing-detected')
    return fill('{store}: auto-detect finds nothing, so the manual settings apply.', e, values);
  if (e.kind === 'direct')
    return fill('{store}: auto-detect or the PAC file sends every relevant address direct{dead}.', e, values);
  return fill(
    '{store}: auto-detect or the PAC file sends every relevant address to {host}:{port}{dead}{fallbacks}.',
    { ...(isRecord(e.proxy) ? e.proxy : {}), store: e.store },
    values,
  );
}

/** What the answers depend on. */
function conditions({ dependsOnNetwork, variesWith }: Evidence): Phrase {
  const named = [dependsOnNetwork, variesWith]
    .filter((value) => (Array.isArray(value) ? value.length > 0 : value !== ''))
    .map(shown);
  const all: Phrase = { between: 'clauses', parts: named };
  return named.length === 0 ? '' : say(' ({conditions})', { conditions: all });
}
