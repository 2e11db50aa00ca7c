import type { LocalEvidence } from '../evidence/local-evidence.ts';
import type { VpnConnections } from '../evidence/vpn-connections.ts';
import { redactKeyPath, redactList, redactWords } from './names.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** Numbers, codes and the ids of attempts, which identify events. */
const CODE = /^(?:-?\d+|0x[0-9a-f]+|(?:CoId=)?\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?)$/i;
const MAX_CODE_BYTES = 8;

/**
 * Evidence of VPN problems without names: events keep their codes. Certificates cannot get another name and keep a
 * valid signature, and CRL cache files are named after URLs; both are omitted.
 */
export function redactEvidence(names: Pseudonyms, evidence: LocalEvidence): LocalEvidence {
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
