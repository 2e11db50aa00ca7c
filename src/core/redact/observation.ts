import type { LocalEvidence, VpnConnections } from '../evidence/local-evidence.ts';
import type { Observation } from '../model/observation.ts';
import { redactKeyPath, redactList, redactPath, redactWords } from './names.ts';
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
          phonebooks: phonebooks.map(({ sid, path, bytes, problem }) => ({
            sid: sid === null ? null : redactKeyPath(names, sid),
            path: redactPath(names, path),
            bytes: redactPhonebook(names, bytes),
            problem,
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

/** Members with fixed values of Windows. */
const KEPT = ['media', 'device', 'netcomponents', 'port'];
/** Sections of Connection Manager settings; the text after `&` is the name of a connection. */
const SECTION = /^(?:Connection Manager|Profile Format|(?:Networking|Server|TCP\/IP)&)/i;
/** Members that name the connection of such sections. */
const NAMING = ['dun', 'tunneldun', 'servicename'];

/** A phonebook with entries and servers renamed; numbers are kept, and every other value is blanked. */
function redactPhonebook(names: Pseudonyms, bytes: Uint8Array): Uint8Array {
  const { text, encode } = decoded(bytes);
  const lines = text.split(/(\r?\n)/).map((line, at) => (at % 2 === 1 ? line : redactLine(names, line)));
  return new Uint8Array(encode(lines.join('')));
}

function redactLine(names: Pseudonyms, line: string): string {
  const [, name] = /^\[(.*)\]\s*$/.exec(line) ?? [];
  if (name !== undefined) {
    const [kept = ''] = SECTION.exec(name) ?? [];
    return `[${kept}${redactWords(names, name.slice(kept.length))}]`;
  }
  const [, key, value = ''] = /^\s*([^=;]+)=(.*)$/.exec(line) ?? [];
  // Neither an entry nor a value: Windows ignores it.
  if (key === undefined) return '';
  if (/^(?:phonenumber|tunneladdress)$/i.test(key)) return `${key}=${redactList(names, value)}`;
  if (/^(?:\d{1,10}|)$/.test(value) || KEPT.includes(key.toLowerCase())) return `${key}=${value}`;
  if (NAMING.includes(key.toLowerCase())) return `${key}=${redactWords(names, value)}`;
  return `${key}=${'x'.repeat(Math.min(value.length, 8))}`;
}

/** UTF-16LE and UTF-8; anything else is treated as an unknown single-byte code page. */
function decoded(bytes: Uint8Array): { text: string; encode: (text: string) => Buffer } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const isUtf16 = buffer[0] === 0xff && buffer[1] === 0xfe;
  const encoding = isUtf16
    ? 'utf16le'
    : buffer.equals(Buffer.from(buffer.toString('utf8')))
      ? 'utf8'
      : 'latin1';
  const whole = buffer.toString(encoding);
  // A byte order mark is no part of the first line, which is usually an entry.
  const mark = whole.startsWith('\ufeff') ? '\ufeff' : '';
  return { text: whole.slice(mark.length), encode: (text) => Buffer.from(mark + text, encoding) };
}

/** Numbers, codes (also as a message parameter, `%%809`) and the ids of attempts, which identify events. */
const CODE = /^(?:(?:%%)?-?\d+|0x[0-9a-f]+|(?:CoId=)?\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?)$/i;
const MAX_CODE_BYTES = 8;

/**
 * Evidence of VPN problems without names: events keep their codes. Certificates cannot get another name and keep a
 * valid signature, and CRL cache files are named after URLs; both are omitted.
 */
function redactEvidence(names: Pseudonyms, evidence: LocalEvidence): LocalEvidence {
  return {
    ...evidence,
    events: evidence.events.map((event) => ({
      ...event,
      data: event.data.map((value) => {
        if (typeof value === 'string') return CODE.test(value) ? value : redactList(names, value);
        return value.length <= MAX_CODE_BYTES ? value : new Uint8Array(value.length);
      }),
    })),
    certificates: null,
    ...(evidence.vpnConnections == null
      ? {}
      : { vpnConnections: redactConnections(names, evidence.vpnConnections) }),
    crlCaches: evidence.crlCaches.map((cache) => ({ ...cache, files: [], omitted: cache.files.length > 0 })),
  };
}

function redactConnections(names: Pseudonyms, asked: VpnConnections): VpnConnections {
  const connections = asked.connections.map(({ name, server, tunnelType, allUsers }) => ({
    name: redactWords(names, name),
    server: redactList(names, server),
    tunnelType,
    allUsers,
  }));
  return { ...asked, sid: asked.sid === null ? null : redactKeyPath(names, asked.sid), connections };
}
