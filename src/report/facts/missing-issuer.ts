import { type Check, ofStage } from '../../core/model/check.ts';
import { withoutControls } from '../../core/model/neutralise.ts';
import { isRecord } from '../model/is-record.ts';
import type { RevocationOwner } from '../model/revocation-owner.ts';
import { isOwn, type RevocationFailure, revocationFailures } from './revocation-failures.ts';

/** The issuer of the last certificate in a chain without a trusted root: neither sent nor a trusted root. */
export interface MissingIssuer {
  /** Subject of the certificate that it issued. */
  subject: string;
  issuer: string;
  /** The certificate has a URL for the issuer (AIA). */
  isNamed: boolean;
  /** It is a root that Windows looks up in its root list. */
  isRoot: boolean;
  /** URLs to download it from. */
  urls: readonly string[];
  /** Failed downloads, with reasons. */
  failures: readonly RevocationFailure[];
}

/** The missing issuer, from the last certificate check; `null` where the chain ends in a root. */
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

/** Whether the route to a missing issuer must be allowed by its owner. */
export function isIssuerBlocked({ to, fetches }: Pick<RevocationOwner, 'to' | 'fetches'>): boolean {
  return to !== 'vpn-team' && fetches.some(isOfIssuer);
}

function isOfIssuer({ evidence }: Pick<RevocationFailure, 'evidence'>): boolean {
  return evidence.kind === 'issuer';
}

function text(value: unknown): string {
  return withoutControls(String(value), 200);
}
