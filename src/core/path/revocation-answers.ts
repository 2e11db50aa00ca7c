import type { StageResult } from '../model/check.ts';

/** The results that revoke a certificate: without a hold that a delta list has ended. */
export function revokedIn<T extends StageResult<'revocation'>>(results: readonly T[]): T[] {
  const released = results.filter(isRelease);
  return results.filter(
    (result) =>
      result.status === 'fail' &&
      result.evidence.reason === 'revoked' &&
      !released.some((delta) => isReleasedBy(delta, result)),
  );
}

/**
 * The results of certificates without an answer from any of their URLs. The issuer of a certificate is another
 * question than its revocation: it is settled if one URL returned the issuer, or if the answer did not need it. If
 * the issuer came only as PEM, it is unknown whether Windows builds the chain.
 */
export function unsettled<T extends StageResult<'revocation'>>(results: readonly T[]): T[] {
  const settled = positionsOf(results, settles);
  const issued = positionsOf(results, (result) => isOfIssuer(result) && result.status === 'pass');
  return results.filter((result) => {
    const { position } = result.evidence;
    if (isOfIssuer(result) && result.evidence.reason === 'pem') return !issued.has(position);
    return !settled.has(position) && !(isOfIssuer(result) && issued.has(position));
  });
}

function positionsOf(
  results: readonly StageResult<'revocation'>[],
  is: (result: StageResult<'revocation'>) => boolean,
): Set<number | undefined> {
  return new Set(results.filter(is).map(({ evidence }) => evidence.position));
}

/** Neither a delta without its base nor an issuer is an answer. */
function settles(result: StageResult<'revocation'>): boolean {
  const { status, evidence } = result;
  if (isOfIssuer(result)) return false;
  if (evidence.kind === 'delta') return isRelease(result);
  return status === 'pass' || evidence.reason === 'no-revocation-url';
}

function isOfIssuer({ evidence }: StageResult<'revocation'>): boolean {
  return evidence.kind === 'issuer';
}

/** A delta list has ended the hold in its base list. */
function isRelease({ status, evidence }: StageResult<'revocation'>): boolean {
  return status === 'pass' && evidence.kind === 'delta' && evidence.released === true;
}

/** By the digest of the base list of the delta; mirrors of one list have the same. */
function isReleasedBy(
  { evidence: delta }: StageResult<'revocation'>,
  { evidence }: StageResult<'revocation'>,
): boolean {
  const { kind, position, sha256 } = evidence;
  return kind === 'crl' && position === delta.position && sha256 !== undefined && sha256 === delta.baseSha256;
}
