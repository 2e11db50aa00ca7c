import http from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type ForwardProxy,
  type ProxyBehaviour,
  type ProxyTarget,
  startProxy,
} from '../../scripts/simulated/proxy.ts';
import { listen } from '../../scripts/simulated/sockets.ts';
import { requireProgram, runProgram, skipWithout } from '../support/programs/process.ts';

const CURL = '/usr/bin/curl';

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

async function start(behaviour: ProxyBehaviour, hosts: Record<string, ProxyTarget> = {}) {
  const proxy = await startProxy({ behaviour, hosts });
  open.push(proxy);
  return { proxy };
}

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
