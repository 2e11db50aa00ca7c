import type { StageResult } from '../../model/check.ts';
import { fetchAnswer } from '../../model/fetch-answer.ts';
import type { Finding } from '../../model/finding.ts';

/**
 * The finding on a gateway that does not send all its certificates: Windows must download the missing ones.
 * `issuers` are these downloads; `certificate` is checked with their results.
 */
export function issuerFindings(
  gateway: string,
  issuers: readonly StageResult<'revocation'>[],
  certificate: StageResult<'certificate'> | undefined,
): Finding[] {
  if (issuers.length === 0) return [];
  const fetched = issuers.filter(({ status }) => status === 'pass');
  if (certificate?.evidence.reason === 'chain-incomplete') {
    const { sent } = certificate.evidence;
    const urls = fetched.map(({ url }) => url);
    return [finding('chain-incomplete', { gateway, sent, fetched: urls })];
  }
  const last = Math.max(...issuers.map(positionOf));
  const asked = issuers.filter((result) => positionOf(result) === last);
  if (asked.some(({ status }) => status === 'pass')) return [];
  const addresses = asked.map((one) => ({ url: one.url, via: one.via, ...fetchAnswer(one) }));
  return [finding('issuer-not-fetched', { gateway, subject: asked[0]?.evidence.subject, addresses })];
}

function positionOf({ evidence }: StageResult<'revocation'>): number {
  return Number(evidence.position);
}

function finding(code: Finding['code'], evidence: Finding['evidence']): Finding {
  return { code, severity: 'warning', store: null, evidence };
}
