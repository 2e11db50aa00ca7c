import { type CacheAge, cacheAges } from './crl-cache.ts';
import type { EventLog, LocalEvidence } from './local-evidence.ts';
import type { VpnEvent } from './vpn-events.ts';

const MAX_EVENTS = 50;

/** A computer's evidence of VPN problems in reports: decoded, bounded, without certificates. */
export interface EvidenceView {
  unavailable: string | null;
  logs: readonly EventLog[];
  /** The newest first. */
  events: readonly VpnEvent[];
  crlCaches: readonly CacheAge[];
  /** Number of entries from Get-VpnConnection, or why it failed; `null` if it did not run. */
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
