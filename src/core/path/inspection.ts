import { verdictRow } from '../causes/verdicts.ts';
import { isAzureGateway } from '../findings/path/gateway.ts';
import type { StageResult, VerdictCode } from '../model/check.ts';
import type { Finding } from '../model/finding.ts';

type Evidence = StageResult<'certificate'>['evidence'];

/**
 * Independent signs of a certificate made by an inspecting proxy: no public list has the root, it names neither a
 * CRL nor an issuer URL, and another certificate signed it.
 */
export const MADE_UP = ['root-not-public', 'no-cdp-and-no-aia', 'not-self-signed'] as const;

/** Verdicts that already report who ends TLS. */
const EXPLAINED: readonly unknown[] = ['inspection', 'front', 'page'];

export function hasSigns(evidence: Evidence, names: readonly string[]): boolean {
  return names.every((sign) => evidence.inspectionSigns?.includes(sign));
}

/**
 * Severity of a suspected inspection, which the certificate alone does not prove. Azure gateways have public roots
 * and revocation URLs, so such a certificate is an `error` on any route. A customer's own server may have one: a
 * `warning`, and only behind a proxy. `null`: no signs, or the direct route shows the same issuer.
 */
export function inspectionSuspected(host: string, certificate: Evidence): 'error' | 'warning' | null {
  // Only the gateway's authority issues under the root that the profile names.
  if (!hasSigns(certificate, MADE_UP) || certificate.asProfileExpects === true) return null;
  if (isAzureGateway({ host })) return 'error';
  return certificate.direct?.comparison !== 'same-issuer' && hasSigns(certificate, ['through-proxy'])
    ? 'warning'
    : null;
}

/**
 * Inspection with a root that is trusted here: everything up to the Ack may work, but sign-in fails, because the
 * crypto binding of MS-SSTP contains the digest of the certificate that the client received.
 */
export function inspectionFindings(
  { gateway, host, verdict }: { gateway: string; host: string; verdict: VerdictCode },
  certificate: StageResult<'certificate'> | undefined,
): Finding[] {
  if (certificate === undefined || EXPLAINED.includes(verdictRow(verdict).answers)) return [];
  const severity = inspectionSuspected(host, certificate.evidence);
  if (severity === null) return [];
  const { via, evidence } = certificate;
  const { inspectionSigns: signs, subject, issuer, sha256, trustedBy } = evidence;
  const azureName = isAzureGateway({ host });
  const reported = { gateway, via, signs, azureName, subject, issuer, sha256, trustedBy };
  return [{ code: 'inspection-suspected', severity, store: null, evidence: reported }];
}
