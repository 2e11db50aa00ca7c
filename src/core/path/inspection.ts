import { isAzureGateway } from '../findings/gateway-findings.ts';
import type { StageResult, VerdictCode } from '../model/check.ts';
import type { Finding } from '../model/finding.ts';

type Evidence = StageResult<'certificate'>['evidence'];

/**
 * What a certificate has that an inspecting proxy made, each told by itself: no public list knows the root, it names
 * neither a CRL nor an issuer address, and somebody else signed it.
 */
export const MADE_UP = ['root-not-public', 'no-cdp-and-no-aia', 'not-self-signed'] as const;

/** Verdicts that name who ends TLS already. */
const TOLD: readonly VerdictCode[] = ['tls-inspection', 'tls-offload', 'captive-portal'];

export function hasSigns(evidence: Evidence, wanted: readonly string[]): boolean {
  const signs: unknown = evidence.inspectionSigns;
  return Array.isArray(signs) && wanted.every((sign) => signs.includes(sign));
}

/**
 * How surely the evidence of a certificate speaks of inspection, though it does not prove it. Azure's gateways have
 * public roots and revocation addresses, so there such a certificate is an `error` on any way. A server of one's own may
 * have it by itself: a `warning`, and only where a proxy stands between. `null`: it does not, or the direct way shows
 * that the same authority issues there.
 */
export function inspectionSuspected(host: string, certificate: Evidence): 'error' | 'warning' | null {
  // Nobody but the gateway's authority issues under the root that the profile names.
  if (!hasSigns(certificate, MADE_UP) || certificate.asProfileExpects === true) return null;
  if (isAzureGateway({ host })) return 'error';
  const direct = certificate.direct as { comparison?: unknown } | undefined;
  return direct?.comparison !== 'same-issuer' && hasSigns(certificate, ['through-proxy']) ? 'warning' : null;
}

/**
 * Inspection behind a root that is trusted here: everything up to the Ack may work, and signing in fails all the same,
 * since the crypto binding of MS-SSTP holds the digest of the certificate that the client saw.
 */
export function inspectionFindings(
  { gateway, host, verdict }: { gateway: string; host: string; verdict: VerdictCode },
  certificate: StageResult<'certificate'> | undefined,
): Finding[] {
  if (certificate === undefined || TOLD.includes(verdict)) return [];
  const severity = inspectionSuspected(host, certificate.evidence);
  if (severity === null) return [];
  const { via, evidence } = certificate;
  const { inspectionSigns: signs, subject, issuer, sha256, trustedBy } = evidence;
  const azureName = isAzureGateway({ host });
  const reported = { gateway, via, signs, azureName, subject, issuer, sha256, trustedBy };
  return [{ code: 'inspection-suspected', severity, store: null, evidence: reported }];
}
