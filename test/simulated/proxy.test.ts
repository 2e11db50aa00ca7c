import http from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type ForwardProxy,
  type ProxyBehaviour,
  type ProxyTarget,
  startProxy,
} from '../../scripts/simulated/proxy.ts';
import { listen } from '../../scripts/simulated/sockets.ts';
import { freePort } from '../support/ports.ts';
import { requireProgram, runProgram, skipWithout } from '../support/programs/process.ts';
import { type Talk, talk } from './talk.ts';

const CURL = '/usr/bin/curl';
const CONNECT = 'CONNECT gateway.example:443 HTTP/1.1\r\nHost: gateway.example:443\r\n';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** A web server that returns the request it received. */
async function startOrigin(): Promise<{ host: string; port: number }> {
  const origin = await listen(
    http.createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () =>
        response.end(JSON.stringify({ url: request.url, headers: request.headers, body })),
      );
    }),
  );
  open.push(origin);
  return origin;
}

async function start(
  behaviour: ProxyBehaviour,
  hosts: Record<string, ProxyTarget> = {},
): Promise<{ proxy: ForwardProxy; client: Talk }> {
  const proxy = await startProxy({ behaviour, hosts });
  const client = talk(proxy);
  open.push(proxy, client);
  return { proxy, client };
}

const headEnd = (bytes: Buffer) => bytes.includes('\r\n\r\n');

describe('a forward proxy', () => {
  it('opens a tunnel to a name that only it resolves, and passes on what came with the request', async () => {
    const origin = await startOrigin();
    const { proxy, client } = await start('ok', { 'Gateway.example:443': origin });
    client.send(
      `${CONNECT}SSTPVERSION: 1.0\r\n\r\nGET /early HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    const text = (await client.ended()).toString();
    expect(text).toMatch(/^HTTP\/1\.1 200 Connection established\r\n\r\nHTTP\/1\.1 200 OK\r\n.*"\/early"/s);
    expect(proxy.log).toEqual([
      {
        method: 'CONNECT',
        target: 'gateway.example:443',
        headers: { host: 'gateway.example:443', sstpversion: '1.0' },
        status: 200,
      },
    ]);
  });

  it('uses the port asked for when its table names none', async () => {
    const origin = await startOrigin();
    const { client } = await start('ok', { 'any.example': { host: origin.host } });
    client.send(`GET http://any.example:${origin.port}/a?b=c HTTP/1.1\r\nHost: any.example\r\n\r\n`);
    expect((await client.ended()).toString()).toContain('"url":"/a?b=c"');
  });

  it('answers 503 for an unknown name, an address, and a target that refuses', async () => {
    const closed = await freePort();
    const { proxy } = await start('ok', { 'closed.example': { host: '127.0.0.1', port: closed } });
    for (const target of ['unknown.example:443', '127.0.0.1:443', 'closed.example:443']) {
      const client = talk(proxy);
      open.push(client);
      client.send(`CONNECT ${target} HTTP/1.1\r\n\r\n`);
      expect((await client.ended()).toString()).toMatch(/^HTTP\/1\.1 503 /);
    }
    expect(proxy.log.map(({ status }) => status)).toEqual([503, 503, 503]);
  });

  it.each([
    'GET / HTTP/1.1',
    'GET https://a.example/ HTTP/1.1',
    'CONNECT a.example HTTP/1.1',
    'nonsense',
    '',
  ])('answers 400 to %j', async (line) => {
    const { proxy, client } = await start('ok');
    client.send(`${line}\r\n\r\n`);
    expect((await client.ended()).toString()).toMatch(/^HTTP\/1\.1 400 /);
    expect(proxy.log).toEqual([]);
  });

  it('answers 431 to a head without end', async () => {
    const { client } = await start('ok');
    client.send(`GET http://a.example/${'a'.repeat(20_000)}`);
    expect((await client.ended()).toString()).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('speaks HTTP/1.0 when set to', async () => {
    const { client } = await start('http10', { 'gateway.example': await startOrigin() });
    client.send(`${CONNECT}\r\n`);
    expect((await client.until('the head', headEnd)).toString()).toBe(
      'HTTP/1.0 200 Connection established\r\n\r\n',
    );
  });

  it.each<[ProxyBehaviour, string, string | RegExp]>([
    ['forbid-all', '', /^HTTP\/1\.1 403 Forbidden\r\n/],
    ['bad-gateway', '', /^HTTP\/1\.1 502 Bad Gateway\r\n/],
    ['forbid-sstp-header', 'SSTPVERSION: 1.0\r\n', /^HTTP\/1\.1 403 Forbidden\r\n/],
    ['forbid-sstp-header', '', /^HTTP\/1\.1 200 Connection established\r\n/],
    ['auth-required', '', /407 .*\r\nProxy-Authenticate: Basic realm="sample proxy", Negotiate\r\n/],
  ])('%s with headers %j', async (behaviour, headers, expected) => {
    const { proxy, client } = await start(behaviour, { 'gateway.example': await startOrigin() });
    client.send(`${CONNECT}${headers}\r\n`);
    expect((await client.until('the head', headEnd)).toString()).toMatch(expected);
    expect(proxy.log).toHaveLength(1);
  });

  it('goes on after a refusal in the same connection', async () => {
    const { proxy, client } = await start('forbid-sstp-header', { 'gateway.example': await startOrigin() });
    client.send(`${CONNECT}SSTPVERSION: 1.0\r\n\r\n`);
    await client.until('the refusal', (bytes) => bytes.includes('</html>'));
    client.send(`${CONNECT}\r\n`);
    await client.until('the tunnel', (bytes) => bytes.includes('200 Connection established'));
    expect(proxy.log.map(({ status }) => status)).toEqual([403, 200]);
  });

  it('sends nothing when set to', async () => {
    const { proxy, client } = await start('silent');
    client.send(`${CONNECT}\r\n`);
    const seen = await client.until('the log entry', () => proxy.log.length > 0);
    expect([seen.length, proxy.log[0]?.status]).toEqual([0, 0]);
  });

  it('sends a slow head one byte at a time', async () => {
    const { client } = await start('slow-head');
    client.send(`${CONNECT}\r\n`);
    expect((await client.until('two bytes', (bytes) => bytes.length > 1)).toString()).toBe('HT');
  });

  it('sends a head without end for as long as the client reads', async () => {
    const { client } = await start('endless-head');
    client.send(`${CONNECT}\r\n`);
    const bytes = await client.until('a megabyte', (all) => all.length > 1_000_000);
    expect(headEnd(bytes)).toBe(false);
  });
});

describe.skipIf(skipWithout(CURL))('curl through it', () => {
  async function curl(
    proxy: ForwardProxy,
    ...args: string[]
  ): Promise<{ code: number | null; stdout: string }> {
    requireProgram(CURL, 'curl');
    return runProgram(CURL, ['-sS', '-m', '8', '-x', `http://${proxy.host}:${proxy.port}`, ...args]);
  }

  it('gets and posts', async () => {
    const { proxy } = await start('ok', { 'crl.example': await startOrigin() });
    const got = await curl(
      proxy,
      '-H',
      'Proxy-Authorization: Basic eA==',
      '-A',
      'agent',
      'http://crl.example/a.crl?x=1',
    );
    expect(JSON.parse(got.stdout)).toMatchObject({
      url: '/a.crl?x=1',
      headers: { host: 'crl.example' },
      body: '',
    });
    expect(got.stdout).not.toContain('proxy-');
    const posted = await curl(proxy, '--data', 'a question', 'http://crl.example/ocsp');
    expect(JSON.parse(posted.stdout)).toMatchObject({ url: '/ocsp', body: 'a question' });
    expect(proxy.log.map(({ method, target, status }) => [method, target, status])).toEqual([
      ['GET', 'http://crl.example/a.crl?x=1', 200],
      ['POST', 'http://crl.example/ocsp', 200],
    ]);
    expect(proxy.log[0]?.headers['user-agent']).toBe('agent');
  });

  it('opens a tunnel', async () => {
    const { proxy } = await start('ok', { 'crl.example': await startOrigin() });
    const got = await curl(proxy, '--proxytunnel', 'http://crl.example/through');
    expect(JSON.parse(got.stdout)).toMatchObject({ url: '/through' });
    expect(proxy.log[0]).toMatchObject({ method: 'CONNECT', target: 'crl.example:80' });
  });

  it.each<[ProxyBehaviour, string]>([
    ['auth-required', '407'],
    ['forbid-all', '403'],
    ['bad-gateway', '502'],
  ])('receives %s', async (behaviour, status) => {
    const { proxy } = await start(behaviour);
    const { stdout } = await curl(proxy, '-o', '/dev/null', '-w', '%{http_code}', 'http://crl.example/');
    expect(stdout).toBe(status);
  });
});
