import { createCa } from '../../../scripts/simulated/ca.ts';
import {
  type SimulatedServers,
  type SimulatedServersOptions,
  startSimulatedServers,
} from '../../../scripts/simulated/simulated-servers.ts';
import { gatewayVerdict } from '../../../src/core/causes/verdict.ts';
import type { Check } from '../../../src/core/model/check.ts';
import { checkRevocation } from '../../../src/path/revocation/revocation.ts';
import { checkTunnel, type TunnelRequest } from '../../../src/path/tunnel/tunnel.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { freePort, ownAddress } from '../../support/ports.ts';
import { requestsOf } from '../../support/texts/letters.ts';
import { closeAfterEach } from '../fixtures.ts';
import { through, throughSimulated } from '../routes.ts';
import { startBumpingSquid } from '../tunnel/proxy/bumping-squid.ts';

export const keep = closeAfterEach();
const AT = '2026-11-25T10:00:00.000Z';
export const ALLOW = 'http_access allow all';

export interface Scene {
  simulated: SimulatedServers;
  /** The address of each name for the proxy. */
  hosts: Record<string, string>;
}

export async function setScene(options: SimulatedServersOptions = {}): Promise<Scene> {
  const [host, port] = [ownAddress(), await freePort()];
  const crlListen = { host: ownAddress(), port };
  const simulated = keep(
    await startSimulatedServers({ ...options, gatewayListen: { host, port: 443 }, crlListen }),
  );
  const hosts = simulated.privateNames.map((name) => [
    name,
    name === simulated.gatewayHost ? host : crlListen.host,
  ]);
  return { simulated, hosts: Object.fromEntries(hosts) };
}

/** The whole path of both checks through one proxy, and what is reported about it. */
export async function see(
  { simulated }: Scene,
  proxy: { host: string; port: number },
  how: Partial<TunnelRequest> = {},
) {
  const route = through(proxy);
  const { deadlineMs = 20_000 } = how;
  const tunnel = await checkTunnel(throughSimulated(simulated, { ...how, route, deadlineMs }));
  await tunnel.settled;
  const revocation = await checkRevocation({
    chain: tunnel.chain,
    routeOf: () => route,
    deadlineMs,
    now: () => performance.now(),
    wallClock: () => new Date(),
  });
  const gateway = simulated.gatewayHost;
  const common = { gateway, from: 'this-machine', stores: 'current' } as const;
  const checks: Check[] = [...tunnel.results, ...revocation].map((result) => ({ ...result, ...common }));
  const verdict = {
    gateway,
    stores: 'current' as const,
    ...gatewayVerdict([...tunnel.results, ...revocation]),
  };
  const requests = requestsOf(checks, [verdict], AT);
  return {
    judged: [verdict.verdict, verdict.stage],
    ...ENGLISH.verdict(verdict, checks),
    owners: requests.map(({ to }) => to),
    request: requests[0]?.en ?? '',
  };
}

/** A squid with these TLS rules; its own root issues its certificates. */
export async function bumping({ simulated, hosts }: Scene, rules: string[], ownCertificateAlone = false) {
  const inspector = (await createCa({ name: 'Contoso Inspection' })).root;
  const upstreamRoot = simulated.caPem;
  return keep(await startBumpingSquid({ inspector, upstreamRoot, hosts, rules, ownCertificateAlone }));
}
