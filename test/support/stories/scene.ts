import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type SimulatedServers,
  type SimulatedServersOptions,
  startSimulatedServers,
} from '../../../scripts/simulated/simulated-servers.ts';
import { ownAddress } from '../ports.ts';
import { type Squid, type SquidOptions, startSquid } from '../servers/squid.ts';
import { type PrivateNames, privateNames } from '../texts/names.ts';

/** The machine's name for the proxy; a name, because a loopback proxy is refused. */
export const PROXY_NAME = 'proxy.contoso.example';

/** The simulated servers of the main job with a real squid as the company's proxy. */
export interface Scene {
  simulated: SimulatedServers;
  squid: Squid;
  /** Gives a process the name of the proxy, and no other. */
  names: PrivateNames;
  folder: string;
  caFile: string;
  /** `HOST` or `HOST:PORT` as on the command line. */
  gateway: string;
  proxy: string;
  close(): Promise<void>;
}

export async function setScene(
  policy: SquidOptions['policy'] = 'open',
  options: Pick<SimulatedServersOptions, 'gateway' | 'revocation' | 'revoked'> = {},
): Promise<Scene> {
  const closing: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const one of closing.reverse()) await one();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), 'p2s-scene-'));
    closing.push(() => rm(folder, { recursive: true, force: true }));
    const address = ownAddress();
    const simulated = await startSimulatedServers({
      ...options,
      gatewayListen: { host: address, port: 443 },
      crlListen: { host: address, port: 80 },
    });
    closing.push(() => simulated.close());
    const hosts = Object.fromEntries(simulated.privateNames.map((name) => [name, address]));
    const squid = await startSquid({ hosts, policy: policy ?? 'open' });
    closing.push(() => squid.close());
    const names = await privateNames({ [PROXY_NAME]: squid.host });
    closing.push(() => names.close());
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, simulated.caPem);
    const gateway = simulated.gatewayHost;
    return { simulated, squid, names, folder, caFile, gateway, proxy: `${PROXY_NAME}:${squid.port}`, close };
  } catch (error) {
    await close();
    throw error;
  }
}
