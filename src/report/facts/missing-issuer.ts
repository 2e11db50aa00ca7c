import { type Check, ofStage } from '../../core/model/check.ts';
import { withoutControls } from '../../core/model/neutralise.ts';
import { isRecord } from '../model/is-record.ts';
import type { RevocationOwner } from '../model/revocation-owner.ts';
import { isOwn, type RevocationFailure, revocationFailures } from './revocation-failures.ts';

/** Who issued the last certificate of a chain that leads to no trusted root: neither sent, nor such a root. */
export interface MissingIssuer {
  /** Of the certificate that it issued. */
  subject: string;
  issuer: string;
  /** The certificate names an address for it (AIA). */
  isNamed: boolean;
  /** It is a root that Windows looks for in its list of roots. */
  isRoot: boolean;
  /** Where it can be fetched from. */
  urls: readonly string[];
  /** Where it was asked for, and why it was not had. */
  failures: readonly RevocationFailure[];
}

/** What is missing, by the certificate as it was judged last; `null` where the chain goes up to a root. */
export function missingIssuer(checks: readonly Check[]): MissingIssuer | null {
  const slow = ofStage(checks, 'tls').filter(({ evidence }) => evidence.reason === 'chain-slow');
  const judged = [...slow, ...ofStage(checks, 'certificate')].findLast(isOwn);
  const missing = judged?.evidence.missingIssuer;
  if (!isRecord(missing)) return null;
  const urls = Array.isArray(missing.urls) ? missing.urls.map(String) : [];
  return {
    subject: text(missing.subject),
    issuer: text(missing.issuer),
    isNamed: urls.length > 0,
    isRoot: missing.isRoot === true,
    urls: urls.map((url) => text(url)),
    failures: revocationFailures(checks).filter(isOfIssuer),
  };
}

/** Whether somebody on the way to a missing issuer has to let it through. */
export function isIssuerBlocked({ to, fetches }: Pick<RevocationOwner, 'to' | 'fetches'>): boolean {
  return to !== 'vpn-team' && fetches.some(isOfIssuer);
}

function isOfIssuer({ evidence }: Pick<RevocationFailure, 'evidence'>): boolean {
  return evidence.kind === 'issuer';
}

function text(value: unknown): string {
  return withoutControls(String(value), 200);
}
