import { type CertificateAuthority, createCa } from '../../../scripts/simulated/ca.ts';
import { type CrlServer, type Resource, startCrlServer } from '../../../scripts/simulated/crl-server.ts';
import { ofStage, type Route, type StageResult } from '../../../src/core/model/check.ts';
import type { RevocationRequest } from '../../../src/path/revocation/revocation.ts';

/** A request with one route for all addresses, and a deadline that a working path never reaches. */
export function requestFor(
  chain: readonly Uint8Array[],
  route: Route | ((url: string) => Route),
): RevocationRequest {
  return {
    chain,
    routeOf: typeof route === 'function' ? route : () => route,
    deadlineMs: 10_000,
    now: () => performance.now(),
    wallClock: () => new Date(),
  };
}

/** `position kind status reason` of each result. */
export function briefly(results: readonly StageResult[]): string[] {
  return ofStage(results, 'revocation').map(
    ({ status, evidence }) => `${evidence.position} ${evidence.kind} ${status} ${evidence.reason}`,
  );
}

export interface OneAddress {
  server: CrlServer;
  ca: CertificateAuthority;
  url: string;
  /** A leaf right under a root. */
  chain: Uint8Array[];
  close(): Promise<void>;
}

/** A leaf with one revocation address, and the server behind it. */
export async function startOneAddress(
  kind: 'crl' | 'ocsp',
  resource: (ca: CertificateAuthority, serial: string) => Promise<Resource>,
): Promise<OneAddress> {
  const ca = await createCa();
  const server = await startCrlServer({ resources: {} });
  const url = `http://127.0.0.1:${server.port}/here${kind === 'ocsp' ? '' : '?x=1'}`;
  const addresses = kind === 'ocsp' ? { ocspUrls: [url] } : { crlUrls: [url] };
  const leaf = await ca.issue({ names: ['a'], issuer: 'root', ...addresses });
  server.set('/here', await resource(ca, leaf.serial));
  return { server, ca, url, chain: [leaf.der, ca.root.der], close: () => server.close() };
}
