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
}

export function evidenceView(
  { unavailable, logs, crlCaches }: LocalEvidence,
  events: readonly VpnEvent[],
): EvidenceView {
  return { unavailable, logs, events: events.slice(0, MAX_EVENTS), crlCaches: cacheAges(crlCaches) };
}
