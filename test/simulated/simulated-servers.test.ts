import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type SimulatedServers,
  type SimulatedServersOptions,
  startSimulatedServers,
} from '../../scripts/simulated/simulated-servers.ts';
import { folderForTest } from '../support/files.ts';
import { mayListen, ownAddress, waitFor } from '../support/ports.ts';
import { requireProgram, runProgram, skipWithout } from '../support/programs/process.ts';
import { OPENSSL } from '../support/servers/openssl.ts';

let simulated: SimulatedServers | null = null;
afterEach(async () => {
  await simulated?.close();
  simulated = null;
});

async function start(options: SimulatedServersOptions = {}): Promise<SimulatedServers> {
  simulated = await startSimulatedServers(options);
  return simulated;
}

/** The result of a CONNECT to the gateway: the open tunnel, or the refusal. */
function connect(where: SimulatedServers): Promise<{ status: number; socket: net.Socket }> {
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: where.proxyHost,
      port: where.proxyPort,
      method: 'CONNECT',
      path: `${where.gatewayHost}:${where.gatewayPort}`,
      headers: { SSTPVERSION: '1.0' },
      timeout: 5000,
    });
    request.once('connect', ({ statusCode = 0 }, socket) =>
      resolve({ status: statusCode, socket: socket as net.Socket }),
    );
    request.once('error', reject);
    request.end();
  });
}

/** An absolute-form GET through the proxy. */
function get(where: SimulatedServers, url: string): Promise<{ status: number; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const options = { host: where.proxyHost, port: where.proxyPort, path: url, timeout: 5000, agent: false };
    const request = http.get({ ...options, headers: { host: new URL(url).host } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
    });
    request.once('error', reject);
  });
}

describe('the simulated servers', () => {
  it('serves what the certificates point at, through the proxy alone', async () => {
    const where = await start();
    for (const url of [...where.crlUrls.gateway, ...where.crlUrls.intermediate]) {
      const { status, body } = await get(where, url);
      expect([url, status, body[0]]).toEqual([url, 200, 0x30]);
    }
    const access = new X509Certificate(where.leaf.der).infoAccess ?? '';
    const issuerUrl = /CA Issuers - URI:(\S+)/.exec(access)?.[1] ?? '';
    expect((await get(where, issuerUrl)).body).toEqual(where.ca.intermediate.der);
    expect(access).toContain(`OCSP - URI:${where.ocspUrls.gateway[0]}`);
    expect((await get(where, 'http://other.example/')).status).toBe(503);
    expect(where.proxy.log.map(({ status }) => status)).toEqual([200, 200, 200, 200, 503]);
  });

  it.skipIf(skipWithout(OPENSSL))(
    'answers OCSP for both certificates, to openssl through the proxy',
    async () => {
      requireProgram(OPENSSL, 'openssl');
      const where = await start();
      const folder = await folderForTest();
      const { root, intermediate } = where.ca;
      await writeFile(join(folder, 'root.pem'), root.pem);
      await writeFile(join(folder, 'issuing.pem'), intermediate.pem);
      await writeFile(join(folder, 'leaf.pem'), where.leaf.pem);
      const ask = (issuer: string, certificate: string, url = '') => {
        const about = [
          '-issuer',
          issuer,
          '-cert',
          certificate,
          '-CAfile',
          'root.pem',
          '-verify_other',
          issuer,
        ];
        const how = ['-url', url, '-proxy', `${where.proxyHost}:${where.proxyPort}`];
        return runProgram(OPENSSL, ['ocsp', ...about, ...how], { cwd: folder });
      };
      const leaf = await ask('issuing.pem', 'leaf.pem', where.ocspUrls.gateway[0]);
      expect([leaf.stdout, leaf.stderr]).toEqual([
        expect.stringMatching(/^leaf.pem: good\n/),
        'Response verify OK\n',
      ]);
      const own = await ask('root.pem', 'issuing.pem', where.ocspUrls.intermediate[0]);
      expect([own.stdout, own.stderr]).toEqual([
        expect.stringMatching(/^issuing.pem: good\n/),
        'Response verify OK\n',
      ]);
      expect(where.proxy.log.map(({ method }) => method)).toEqual(['POST', 'POST']);
    },
  );

  it('has its own ports in the names when it is given addresses to listen on', async () => {
    const host = ownAddress();
    const where = await start({ gatewayListen: { host, port: 8443 }, crlListen: { host, port: 8080 } });
    expect(where.gatewayPort).toBe(8443);
    expect(where.crlUrls.intermediate).toEqual(['http://crl3.digicert.example:8080/root.crl']);
    expect(new X509Certificate(where.leaf.der).checkIP(host)).toBe(host);
    expect((await get(where, where.crlUrls.intermediate[0] ?? '')).status).toBe(200);
    expect((await connect(where)).status).toBe(200);
  });

  it('leaves nothing open behind it, and nothing half-started when a part cannot start', async () => {
    const where = await start();
    const ports = [where.gateway.port, where.crlServer.port, where.proxyPort];
    const { socket } = await connect(where);
    const gone = new Promise((resolve) => socket.once('close', resolve));
    socket.resume();
    await where.close();
    simulated = null;
    await gone;
    for (const port of ports) expect(await mayListen(port)).toBe(true);

    const taken = net.createServer().listen(0, '127.0.0.1');
    const port = await waitFor('a port', () => (taken.address() as net.AddressInfo | null)?.port);
    const gateway = { host: ownAddress(), port: 8443 };
    await expect(
      startSimulatedServers({ gatewayListen: gateway, crlListen: { host: '127.0.0.1', port } }),
    ).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    expect(await mayListen(gateway.port, gateway.host)).toBe(true);
    taken.close();
  });
});
