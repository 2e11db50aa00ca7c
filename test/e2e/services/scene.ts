import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { startCrlServer } from '../../../scripts/simulated/crl-server.ts';
import { encodeWinHttpBlob } from '../../../src/core/codec/winhttp-blob.ts';
import {
  encodeWinInetBlob,
  freshWinInetBlob,
  type WinInetBlob,
} from '../../../src/core/codec/wininet-blob.ts';
import { startBumpingSquid } from '../../path/tunnel/proxy/bumping-squid.ts';
import { INTERNET, regText, USER_SETTINGS } from '../../support/machines/reg-text.ts';
import { freePort, ownAddress } from '../../support/ports.ts';
import { type SquidOptions, startSquid } from '../../support/servers/squid.ts';
import { privateNames } from '../../support/texts/names.ts';

/** The name that WinINET and WinHTTP have for the proxies: a loopback address would be refused. */
export const PROXY = 'proxy.contoso.example';
/** Only the proxies resolve it. */
export const OUTSIDE = 'www.fabrikam.example';
/** The computer resolves it too. */
export const INSIDE = 'intranet.contoso.example';
const LISTS = 'lists.fabrikam.example';

/** A proxy of one of the two settings; `null` is direct. */
interface WinHttp {
  proxy: string;
  bypass?: string;
}

export interface Settings {
  user?: Partial<WinInetBlob>;
  computer?: WinHttp | null;
  /** The 32-bit view, where it differs. */
  computer32?: WinHttp | null;
}

/**
 * Two web servers, their revocation lists, and what stands between: any number of real squids. The computer resolves
 * the names of the proxies and of the server inside.
 */
export type Services = Awaited<ReturnType<typeof setServices>>;

export async function setServices(answer: RequestListener) {
  const closing: (() => Promise<unknown>)[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'p2s-services-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const address = ownAddress();
  const ca = await createCa({ intermediateCrlUrls: [`http://${LISTS}/root.crl`] });
  const issued = async (names: readonly string[]) =>
    ca.issue({ names: [...names], crlUrls: [`http://${LISTS}/issuing.crl`] });
  const leaf = await issued([OUTSIDE, INSIDE]);
  const lists = await startCrlServer({
    host: ownAddress(),
    port: 80,
    resources: {
      '/issuing.crl': { body: await ca.crl('intermediate') },
      '/root.crl': { body: await ca.crl('root') },
    },
  });
  closing.push(() => lists.close());
  const listen = async (server: ReturnType<typeof createServer>, port: number) => {
    await new Promise<void>((resolve) => server.listen(port, address, resolve));
    closing.push(() => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    });
  };
  await listen(createTlsServer({ key: leaf.key, cert: leaf.cert }, answer), 443);
  await listen(createServer(answer), 80);
  const other = await issued(['another.example']);
  await listen(createTlsServer({ key: other.key, cert: other.cert }, answer), 8443);
  const revoked = await issued([OUTSIDE]);
  lists.set('/issuing.crl', { body: await ca.crl('intermediate', { revoked: [revoked.serial] }) });
  await listen(createTlsServer({ key: revoked.key, cert: revoked.cert }, answer), 8444);
  const hosts = { [OUTSIDE]: address, [INSIDE]: address, [LISTS]: lists.host };
  const names = await privateNames({ [PROXY]: '127.0.0.1', [INSIDE]: address });
  closing.push(() => names.close());
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, ca.root.pem);
  const started = async (one: { port: number; close(): Promise<void> }) => {
    closing.push(() => one.close());
    return `${PROXY}:${one.port}`;
  };
  return {
    env: { ...process.env, ...names.env },
    caFile,
    ca,
    address,
    /** `HOST:PORT` of a new squid. */
    squid: async (options: SquidOptions = {}) => started(await startSquid({ hosts, ...options })),
    /** One that decrypts TLS. */
    bumping: async (rules?: readonly string[]) => {
      const inspector = (await createCa({ name: 'Contoso Inspection' })).root;
      return started(
        await startBumpingSquid({ inspector, upstreamRoot: ca.root.pem, hosts, ...(rules && { rules }) }),
      );
    },
    /** One that grants CONNECT and then ends TLS. */
    cutting: async () => {
      const server = createTcpServer((client) => {
        client.on('error', () => undefined);
        client.once('data', () => {
          client.write('HTTP/1.1 200 Connection established\r\n\r\n');
          client.once('data', () => client.destroy());
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      closing.push(() => new Promise((resolve) => server.close(resolve)));
      return `${PROXY}:${(server.address() as AddressInfo).port}`;
    },
    dead: async () => `${PROXY}:${await freePort()}`,
    tlsPort: `${INSIDE}:443`,
    /** The file of a computer with these settings. */
    machine: async ({ user = {}, computer = null, computer32 = computer }: Settings) => {
      const file = join(folder, 'machine.reg');
      const flags = user.flags ?? (user.proxy === undefined ? 1 : 3);
      const blob = encodeWinInetBlob({ ...freshWinInetBlob(), counter: 5, ...user, flags });
      await writeFile(
        file,
        regText({
          [USER_SETTINGS]: {
            ProxyEnable: flags & 2 ? 1 : 0,
            ...(user.proxy !== undefined && { ProxyServer: user.proxy }),
            ...(user.bypass !== undefined && { ProxyOverride: user.bypass }),
            ...(user.pac !== undefined && { AutoConfigURL: user.pac }),
          },
          [`${USER_SETTINGS}\\Connections`]: { DefaultConnectionSettings: blob },
          [`HKEY_LOCAL_MACHINE\\SOFTWARE\\${INTERNET}\\Connections`]: { WinHttpSettings: blobOf(computer) },
          [`HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\${INTERNET}\\Connections`]: {
            WinHttpSettings: blobOf(computer32),
          },
        }),
      );
      return file;
    },
    file: async (name: string, text: string) => {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    },
    close: async () => {
      for (const close of closing.reverse()) await close();
    },
  };
}

function blobOf(setting: WinHttp | null): Uint8Array {
  const { proxy = '', bypass = '' } = setting ?? {};
  return encodeWinHttpBlob({ version: 0x28, counter: 0, flags: proxy === '' ? 1 : 3, proxy, bypass });
}
