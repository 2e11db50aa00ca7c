import http from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createCa } from '../../scripts/simulated/ca.ts';
import { startCrlServer } from '../../scripts/simulated/crl-server.ts';
import { startGateway } from '../../scripts/simulated/gateway.ts';
import { listen } from '../../scripts/simulated/sockets.ts';
import { ownAddress } from '../support/ports.ts';
import { skipWithout } from '../support/programs/process.ts';
import { SQUID, type Squid, type SquidOptions, startSquid } from '../support/servers/squid.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function start(options: SquidOptions = {}): Promise<Squid> {
  const squid = await startSquid(options);
  open.push(squid);
  return squid;
}

interface Reply {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

function ask(
  squid: Squid,
  method: 'GET' | 'CONNECT',
  path: string,
  headers: http.OutgoingHttpHeaders = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: squid.host,
      port: squid.port,
      method,
      path,
      headers,
      timeout: 8000,
      agent: false,
    });
    request.once('connect', ({ statusCode = 0, headers: got }, socket) => {
      socket.destroy();
      resolve({ status: statusCode, headers: got, body: '' });
    });
    request.once('response', (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    request.once('error', reject);
    request.end();
  });
}

/** A gateway and a web server whose names only squid resolves. */
async function behind(): Promise<{ hosts: Record<string, string>; gatewayPort: number; webPort: number }> {
  const address = ownAddress();
  const leaf = await (await createCa()).issue({ names: ['gateway.example'] });
  const gateway = await startGateway({ ...leaf, host: address });
  const web = await startCrlServer({ resources: { '/a.crl': { body: Buffer.from('list') } }, host: address });
  open.push(gateway, web);
  return {
    hosts: { 'gateway.example': address, 'crl.example': address },
    gatewayPort: gateway.port,
    webPort: web.port,
  };
}

describe.skipIf(skipWithout(SQUID))('squid', () => {
  it('connects to names that only it has, and logs what it was asked', async () => {
    const { hosts, gatewayPort, webPort } = await behind();
    const squid = await start({ hosts });
    const tunnel = `gateway.example:${gatewayPort}`;
    expect((await ask(squid, 'CONNECT', tunnel, { SSTPVERSION: '1.0' })).status).toBe(200);
    const url = `http://crl.example:${webPort}/a.crl`;
    const headers = { 'User-Agent': 'Microsoft-CryptoAPI/10.0', Accept: '*/*', Host: 'crl.example' };
    expect(await ask(squid, 'GET', url, headers)).toMatchObject({ status: 200, body: 'list' });
    const byTunnel = await squid.waitForEntry('the CONNECT', ({ method }) => method === 'CONNECT');
    expect(byTunnel).toEqual({
      method: 'CONNECT',
      url: tunnel,
      status: 200,
      userAgent: null,
      accept: null,
      sstpVersion: '1.0',
      result: 'TCP_TUNNEL/200',
    });
    expect(await squid.waitForEntry('the GET', ({ method }) => method === 'GET')).toEqual({
      method: 'GET',
      url,
      status: 200,
      userAgent: 'Microsoft-CryptoAPI/10.0',
      accept: '*/*',
      sstpVersion: null,
      result: 'TCP_MISS/200',
    });
    expect(await squid.log()).toHaveLength(2);
  });

  it('does not cache', async () => {
    const web = await listen(
      http.createServer((_, response) =>
        response.setHeader('Cache-Control', 'public, max-age=3600').end('page'),
      ),
    );
    open.push(web);
    const squid = await start({ hosts: { 'web.example': web.host } });
    for (let i = 0; i < 2; i += 1) {
      const { headers, body } = await ask(squid, 'GET', `http://web.example:${web.port}/`);
      expect([body, headers['x-cache']]).toEqual(['page', 'MISS from squid.example']);
    }
  });

  it('says 503 when the target refuses, 500 for a name that nobody has', async () => {
    const squid = await start({ hosts: { 'closed.example': ownAddress() } });
    expect((await ask(squid, 'CONNECT', 'closed.example:443')).status).toBe(503);
    expect((await ask(squid, 'CONNECT', 'unknown.example:443')).status).toBe(500);
  });

  it('asks for a password', async () => {
    const { hosts, gatewayPort } = await behind();
    const squid = await start({ hosts, policy: 'auth' });
    const target = `gateway.example:${gatewayPort}`;
    const refused = await ask(squid, 'CONNECT', target);
    expect(refused.status).toBe(407);
    expect(refused.headers['proxy-authenticate']).toBe('Basic realm="sample"');
    const login = (text: string) => ({
      'Proxy-Authorization': `Basic ${Buffer.from(text).toString('base64')}`,
    });
    expect((await ask(squid, 'CONNECT', target, login('user:wrong'))).status).toBe(407);
    expect((await ask(squid, 'CONNECT', target, login('user:pass'))).status).toBe(200);
  });

  it('filters by the SSTPVERSION header', async () => {
    const { hosts, gatewayPort } = await behind();
    const squid = await start({ hosts, policy: 'no-sstp' });
    const target = `gateway.example:${gatewayPort}`;
    const refused = await ask(squid, 'CONNECT', target, { SSTPVERSION: '1.0' });
    expect([refused.status, refused.headers['x-squid-error']]).toEqual([403, 'ERR_ACCESS_DENIED 0']);
    expect((await ask(squid, 'CONNECT', target)).status).toBe(200);
  });

  it('denies everything', async () => {
    const squid = await start({ policy: 'deny' });
    expect((await ask(squid, 'GET', 'http://crl.example/')).status).toBe(403);
  });

  it('is gone after close, helpers included', async () => {
    const squid = await startSquid({ policy: 'auth' });
    await squid.close();
    const after = await ask(squid, 'GET', 'http://crl.example/').catch(
      (error: NodeJS.ErrnoException) => error.code,
    );
    expect(after).toBe('ECONNREFUSED');
    expect(await squid.log()).toEqual([]);
  });
});
