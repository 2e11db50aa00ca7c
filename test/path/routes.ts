import { X509Certificate } from 'node:crypto';
import type { SimulatedServers } from '../../scripts/simulated/simulated-servers.ts';
import { gatewayVerdict } from '../../src/core/causes/verdict.ts';
import type { Check, Route, StageResult, Verdict } from '../../src/core/model/check.ts';
import type { TunnelRequest } from '../../src/path/tunnel/tunnel.ts';

export const DIRECT: Route = { proxy: null, decidedBy: 'option', unsupported: null };
export const CORRELATION_ID = '01234567-89AB-4CDE-8F01-23456789ABCD';

export function through(proxy: { host: string; port: number }): Route {
  return { proxy: { host: proxy.host, port: proxy.port }, decidedBy: 'option', unsupported: null };
}

/** The simulated gateway through the simulated proxy; a working path never reaches the deadline. */
export function throughSimulated(
  simulated: SimulatedServers,
  overrides: Partial<TunnelRequest> = {},
): TunnelRequest {
  return {
    ...base([simulated.caPem]),
    gateway: { host: simulated.gatewayHost, port: simulated.gatewayPort, source: 'option' },
    route: through(simulated.proxy),
    ...overrides,
  };
}

/** Straight to a listener on this machine. */
export function straightTo(
  at: { host: string; port: number },
  extraRoots: readonly string[] = [],
  overrides: Partial<TunnelRequest> = {},
): TunnelRequest {
  return {
    ...base(extraRoots),
    gateway: { host: at.host, port: at.port, source: 'option' },
    route: DIRECT,
    ...overrides,
  };
}

function base(extraRoots: readonly string[]): Omit<TunnelRequest, 'gateway' | 'route'> {
  return {
    extraRoots,
    deadlineMs: 20_000,
    now: () => performance.now(),
    wallClock: () => new Date(),
    correlationId: CORRELATION_ID,
  };
}

export function stagesOf(results: readonly StageResult[]): string[] {
  return results.map(({ stage, status }) => `${stage} ${status}`);
}

/** The evidence of one stage; throws when it did not run. */
export function evidenceOf(results: readonly StageResult[], stage: string): Record<string, unknown> {
  const found = results.find((result) => result.stage === stage);
  if (found === undefined) throw new Error(`no result for ${stage}: ${stagesOf(results).join(', ')}`);
  return { ...found.evidence };
}

export function sha256Of(pem: string): string {
  return new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();
}

/** The results as the checks of one gateway, with their verdict, to make sentences of. */
export function reportedBy(results: readonly StageResult[]): { checks: Check[]; verdict: Verdict } {
  const gateway = '127.0.0.1';
  const common = { gateway, from: 'this-machine', stores: 'current' } as const;
  return {
    checks: results.map((result) => ({ ...result, ...common })),
    verdict: { gateway, stores: 'current', ...gatewayVerdict(results) },
  };
}
