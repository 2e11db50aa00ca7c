import type { Observed } from '../facts/observed.ts';
import { joined, type Text, text, textOfCode } from './text.ts';

/** The end of a TLS handshake, as a text about the gateway. */
export function tlsEnd(reason: string | null, resetInTransit: boolean): Text {
  if (resetInTransit) return text('tls-end.reset-in-transit');
  return textOfCode('tls-end', reason, text('tls-end.other'));
}

/** What the VPN team must do about a failed TLS handshake. */
export function tlsNext(reason: string | null): Text {
  return textOfCode('tls-next', reason, text('tls-next.other'));
}

const TO_CHECK = {
  'name-mismatch': 'names',
  'no-alternative-name': 'names',
  expired: 'dates',
  'not-yet-valid': 'dates',
  'wrong-purpose': 'use',
  'chain-invalid': 'chain',
  'issuer-wrong-purpose': 'chain',
  'name-constraints': 'chain',
  'critical-extension': 'chain',
  'weak-signature': 'key',
  'weak-key': 'key',
} as const satisfies Record<string, string>;

/** What to check on a certificate: only the observed problems, and this computer's clock if it may explain them. */
export function certificateToCheck({ flaws, mayBeClock }: Pick<Observed, 'flaws' | 'mayBeClock'>): Text {
  const parts = new Set(flaws.flatMap(({ reason }) => TO_CHECK[reason as keyof typeof TO_CHECK] ?? []));
  if (parts.size === 0) return text('certificate.any');
  return joined(
    [...parts].map((part) =>
      text(part === 'dates' && mayBeClock ? 'certificate.dates-or-clock' : `certificate.${part}`),
    ),
    text('certificate.between'),
  );
}
