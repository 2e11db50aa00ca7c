import { type CacheAge, cacheAges } from './crl-cache.ts';
import type { EventLog, LocalEvidence } from './local-evidence.ts';
import type { VpnEvent } from './vpn-events.ts';

const MAX_EVENTS = 50;

/** What a machine told of VPN trouble, as it may leave the program: decoded, bounded, without certificates. */
export interface EvidenceView {
  unavailable: string | null;
  logs: readonly EventLog[];
  /** The newest first. */
  events: readonly VpnEvent[];
  crlCaches: readonly CacheAge[];
  /** How many Get-VpnConnection told of, or why it did not; `null` where nobody was asked. */
  vpnConnections: { unavailable: string | null; count: number } | null;
}

export function evidenceView(
  { unavailable, logs, crlCaches, vpnConnections = null }: LocalEvidence,
  events: readonly VpnEvent[],
): EvidenceView {
  const asked = vpnConnections;
  return {
    unavailable,
    logs,
    events: events.slice(0, MAX_EVENTS),
    crlCaches: cacheAges(crlCaches),
    vpnConnections:
      asked === null ? null : { unavailable: asked.unavailable, count: asked.connections.length },
  };
}
