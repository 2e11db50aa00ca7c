import type { CheckStatus, Stage, StageResult } from '../../../src/core/model/check.ts';

export function result<S extends Stage>(
  stage: S,
  status: CheckStatus,
  evidence: Record<string, unknown> = {},
): StageResult<S> {
  const via = 'proxy.contoso.example:8080';
  return { stage, url: null, via, status, durationMs: 1, evidence } as unknown as StageResult<S>;
}

export const INSPECTED = ['through-proxy', 'root-not-public', 'no-cdp-and-no-aia', 'not-self-signed'];

export const without = (sign: string) => INSPECTED.filter((one) => one !== sign);
