import { type Check, ofStage } from '../core/check.ts';
import { withoutControls } from '../core/neutralise.ts';
import type { RevocationBlame } from './blame.ts';
import { isRecord } from './is-record.ts';
import { isOwn, type RevocationFailure, revocationFailures } from './revocation-failures.ts';

/** Who issued the last certificate of a chain that leads to no trusted root: neither sent, nor such a root. */
export interface MissingIssuer {
  /** Of the certificate that it issued. */
  subject: string;
  issuer: string;
  /** The certificate names an address for it (AIA). */
  isNamed: boolean;
  /** Where it was asked for, and why it was not had. */
  failures: readonly RevocationFailure[];
}

/** What is missing, by the certificate as it was judged last; `null` where the chain goes up to a root. */
export function missingIssuer(checks: readonly Check[]): MissingIssuer | null {
  const judged = ofStage(checks, 'certificate').findLast(isOwn);
  const missing = judged?.evidence.missingIssuer;
  if (!isRecord(missing)) return null;
  return {
    subject: text(missing.subject),
    issuer: text(missing.issuer),
    isNamed: Array.isArray(missing.urls) && missing.urls.length > 0,
    failures: revocationFailures(checks).filter(isOfIssuer),
  };
}

/** Whether somebody on the way to a missing issuer has to let it through. */
export function isIssuerBlocked({ to, fetches }: Pick<RevocationBlame, 'to' | 'fetches'>): boolean {
  return to !== 'vpn-team' && fetches.some(isOfIssuer);
}

function isOfIssuer({ evidence }: Pick<RevocationFailure, 'evidence'>): boolean {
  return evidence.kind === 'issuer';
}

function text(value: unknown): string {
  return withoutControls(String(value), 200);
}
