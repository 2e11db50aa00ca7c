import type * as z from 'zod';
import type { evidence } from '../schema/document.ts';
import { cacheAges } from './crl-cache.ts';
import type { LocalEvidence } from './local-evidence.ts';
import type { VpnEvent } from './vpn-events.ts';

const MAX_EVENTS = 50;

/** A computer's evidence of VPN problems in reports: decoded, bounded, without certificates. */
export type EvidenceView = z.infer<typeof evidence>;

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
