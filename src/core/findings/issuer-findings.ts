import type { StageResult } from '../model/check.ts';
import { fetchAnswer } from '../model/fetch-answer.ts';
import type { Finding } from '../model/finding.ts';

/**
 * What a gateway that does not send all its certificates comes to: Windows has to fetch what is missing, and could or
 * could not. `issuers` are the fetches, `certificate` is judged with what they brought.
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
