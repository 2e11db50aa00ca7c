import net from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type CertificateAuthority, createCa, type LeafOptions } from '../../scripts/world/ca.ts';
import {
  type CrlServer,
  type Resource,
  type ServeMode,
  startCrlServer,
} from '../../scripts/world/crl-server.ts';
import { listen } from '../../scripts/world/sockets.ts';
import { startWorld, type World, type WorldOptions } from '../../scripts/world/world.ts';
import type { Route, StageEvent, StageResult } from '../../src/core/check.ts';
import { revocationVerdict } from '../../src/core/verdict.ts';
import { checkRevocation, type RevocationRequest } from '../../src/path/revocation.ts';
import { freePort, waitFor } from '../support/process.ts';
import { DIRECT, through } from './ways.ts';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  await waitFor('every socket to be gone', () =>
    process.getActiveResourcesInfo().includes('TCPSocketWrap') ? undefined : true,
  );
});

function request(chain: readonly Uint8Array[], route: Route | ((url: string) => Route)): RevocationRequest {
  return {
    chain,
    routeOf: typeof route === 'function' ? route : () => route,
    deadlineMs: 10_000,
    now: () => performance.now(),
    wallClock: () => new Date(),
  };
}

async function world(options: WorldOptions = {}): Promise<World> {
  const started = await startWorld(options);
  open.push(started);
  return started;
}

const chainOf = (at: World) => [at.leaf.der, at.ca.intermediate.der, at.ca.root.der];
const briefly = (results: readonly StageResult[]) =>
  results.map(({ status, evidence }) => `${evidence.position} ${evidence.kind} ${status} ${evidence.reason}`);

const CRL_URL = 'http://crl.example/a.crl';

/** A leaf right under a root, and a server for its one address, which listens on a port of its own. */
async function one(resource: (ca: CertificateAuthority, serial: string) => Promise<Resource>, ocsp = false) {
  const ca = await createCa();
  const server: CrlServer = await startCrlServer({ resources: {} });
  open.push(server);
  const url = `http://127.0.0.1:${server.port}/here?x=1`;
  const leaf = await ca.issue({
    names: ['a'],
    issuer: 'root',
    ...(ocsp ? { ocspUrls: [url] } : { crlUrls: [url] }),
  });
  server.set('/here', await resource(ca, leaf.serial));
  return { ca, server, url, chain: [leaf.der, ca.root.der] };
}

describe('checkRevocation, through a proxy', () => {
  it('gets a valid answer from every address, and asks as CryptoAPI does', async () => {
    const at = await world();
    const results = await checkRevocation(request(chainOf(at), through(at.proxy)));
    expect(briefly(results)).toEqual([
      '0 crl pass valid',
      '0 crl pass valid',
      '0 ocsp pass valid',
      '1 crl pass valid',
      '1 ocsp pass valid',
    ]);
    expect(results.map(({ url }) => url)).toEqual([
      ...at.crlUrls.gateway,
      ...at.ocspUrls.gateway,
      ...at.crlUrls.intermediate,
      ...at.ocspUrls.intermediate,
    ]);
    expect(results.every(({ via }) => via === `127.0.0.1:${at.proxyPort}`)).toBe(true);
    expect(results[0]?.evidence).toMatchObject({
      serial: at.leaf.serial,
      httpStatus: 200,
      bytes: expect.any(Number),
      thisUpdate: expect.stringMatching(/^\d{4}-.*Z$/),
      nextUpdate: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(revocationVerdict(results)).toEqual({ verdict: 'reachable', stage: null });
    const get = at.proxy.log.find(({ target }) => target === 'http://crl3.digicert.example/issuing.crl');
    expect(get).toMatchObject({
      method: 'GET',
      headers: {
        host: 'crl3.digicert.example',
        'user-agent': 'Microsoft-CryptoAPI/10.0',
        accept: '*/*',
        connection: 'Keep-Alive',
      },
    });
    const post = at.proxy.log.find(({ target }) => target === 'http://ocsp.digicert.example/issuing');
    expect(post).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/ocsp-request' } });
    expect(at.proxy.log).toHaveLength(5);
  });

  it('finds a revoked certificate by list and by OCSP', async () => {
    const at = await world({ revoked: true });
    const results = await checkRevocation(request(chainOf(at), through(at.proxy)));
    expect(briefly(results).slice(0, 3)).toEqual([
      '0 crl fail revoked',
      '0 crl fail revoked',
      '0 ocsp fail revoked',
    ]);
    expect(revocationVerdict(results)).toEqual({ verdict: 'revoked', stage: 'revocation' });
  });

  it('takes each address its own way', async () => {
    const at = await world();
    const asked: string[] = [];
    const routeOf = (url: string): Route => {
      asked.push(url);
      return url.includes('crl4') ? { ...DIRECT, unsupported: 'pac' } : through(at.proxy);
    };
    const results = await checkRevocation(request(chainOf(at), routeOf));
    expect(asked).toHaveLength(5);
    expect(results.find(({ url }) => url?.includes('crl4'))).toMatchObject({
      status: 'skip',
      via: 'unknown',
      evidence: { reason: 'route-unsupported', detail: 'pac' },
    });
  });

  it('does not find names that only the proxy knows, and says so for the proxy as well', async () => {
    const ca = await createCa();
    const leaf = await ca.issue({ names: ['a'], issuer: 'root', crlUrls: ['http://crl.invalid/a.crl'] });
    const chain = [leaf.der, ca.root.der];
    const direct = await checkRevocation(request(chain, DIRECT));
    expect(direct[0]).toMatchObject({ via: 'direct', status: 'fail', evidence: { of: 'server' } });
    expect(['not-found', 'dns-unavailable']).toContain(direct[0]?.evidence.reason);
    const gone = await freePort();
    const proxied = await checkRevocation(request(chain, through({ host: '127.0.0.1', port: gone })));
    expect(proxied[0]?.evidence).toMatchObject({ reason: 'refused', of: 'proxy', errno: 'ECONNREFUSED' });
    expect(revocationVerdict(proxied).verdict).toBe('revocation-unreachable');
  });

  it('calls 407 final, and offers no credentials', async () => {
    const at = await world({ proxy: 'auth-required' });
    const results = await checkRevocation(request(chainOf(at), through(at.proxy)));
    expect(new Set(briefly(results).map((text) => text.split(' ').slice(2).join(' ')))).toEqual(
      new Set(['fail proxy-auth']),
    );
    expect(results[0]?.evidence).toMatchObject({ httpStatus: 407, schemes: ['Basic', 'Negotiate'] });
    expect(at.proxy.log).toHaveLength(5);
    expect(revocationVerdict(results).verdict).toBe('revocation-unreachable');
  });
});

describe('checkRevocation, what a server may answer', () => {
  const list = (mode: ServeMode) => async (ca: CertificateAuthority) => ({
    body: await ca.crl('root'),
    mode,
  });

  it.each<[ServeMode, Record<string, unknown>]>([
    ['html', { reason: 'html', httpStatus: 200, contentType: 'application/pkix-crl' }],
    ['redirect', { reason: 'redirect', httpStatus: 302, locationHost: 'blocked.example' }],
    ['forbidden', { reason: 'http-status', httpStatus: 403 }],
    ['auth-required', { reason: 'proxy-auth', httpStatus: 407, schemes: ['Negotiate'] }],
    ['unavailable', { reason: 'http-status', httpStatus: 503 }],
    ['empty', { reason: 'empty', bytes: 0 }],
    ['truncated', { reason: 'not-a-crl' }],
    ['cut-off', { reason: 'cut-off' }],
  ])('%s', async (mode, evidence) => {
    const at = await one(list(mode));
    const results = await checkRevocation(request(at.chain, DIRECT));
    expect(results).toMatchObject([{ url: at.url, via: 'direct', status: 'fail', evidence }]);
    expect(revocationVerdict(results).verdict).toBe('revocation-unreachable');
    expect(at.server.log).toMatchObject([
      { method: 'GET', path: '/here?x=1', hostHeader: `127.0.0.1:${at.server.port}` },
    ]);
  });

  it('silence ends in a timeout of its own', async () => {
    const at = await one(list('silent'));
    const results = await checkRevocation({ ...request(at.chain, DIRECT), deadlineMs: 300 });
    expect(results).toMatchObject([{ status: 'fail', evidence: { reason: 'timeout', deadlineMs: 300 } }]);
  });

  it.each<[string, (ca: CertificateAuthority, serial: string) => Promise<Uint8Array>, string]>([
    ['an expired list', (ca) => ca.crl('root', { nextUpdate: new Date(Date.now() - 1000) }), 'expired'],
    ['another issuer', (ca) => ca.crl('intermediate'), 'wrong-issuer'],
    ['a twin', async () => (await createCa()).crl('root'), 'bad-signature'],
    ['a revoked serial', (ca, serial) => ca.crl('root', { revoked: [serial] }), 'revoked'],
    ['noise', async () => Buffer.from('no list'), 'not-a-crl'],
  ])('%s', async (_name, make, reason) => {
    const at = await one(async (ca, serial) => ({ body: await make(ca, serial) }));
    const results = await checkRevocation(request(at.chain, DIRECT));
    expect(results).toMatchObject([{ status: 'fail', evidence: { reason } }]);
  });

  it.each([
    ['tryLater', 'ocsp-try-later'],
    ['unauthorized', 'ocsp-unauthorized'],
    ['unknown', 'ocsp-unknown'],
    ['revoked', 'revoked'],
  ] as const)('an OCSP responder that says %s', async (status, reason) => {
    const at = await one(
      async (ca) => ({ body: (asked) => ca.ocsp(asked, { issuer: 'root', status }) }),
      true,
    );
    const results = await checkRevocation(request(at.chain, DIRECT));
    expect(results).toMatchObject([{ status: 'fail', evidence: { kind: 'ocsp', reason } }]);
  });

  it('an OCSP responder that sends a page', async () => {
    const at = await one(async (ca) => ({ body: (asked) => ca.ocsp(asked), mode: 'html' }), true);
    expect((await checkRevocation(request(at.chain, DIRECT)))[0]?.evidence).toMatchObject({ reason: 'html' });
  });

  it('asks no OCSP responder about a certificate of an unknown issuer, and checks no list of it', async () => {
    const ca = await createCa();
    const server = await startCrlServer({ resources: { '/a.crl': { body: await ca.crl('root') } } });
    open.push(server);
    const base = `http://127.0.0.1:${server.port}`;
    const leaf = await ca.issue({
      names: ['a'],
      issuer: 'root',
      crlUrls: [`${base}/a.crl`],
      ocspUrls: [`${base}/o`],
    });
    const results = await checkRevocation(request([leaf.der], DIRECT));
    expect(briefly(results)).toEqual(['0 crl warn issuer-unknown', '0 ocsp skip issuer-unknown']);
    expect(server.log).toHaveLength(1);
  });

  it.each([
    ['not HTTP', 'SSH-2.0-x\r\n\r\n', 'not-http'],
    ['an endless head', `HTTP/1.1 200 OK\r\n${`X: ${'a'.repeat(1000)}\r\n`.repeat(40)}`, 'head-too-large'],
    ['terminal escapes', 'HTTP/1.1 200 OK\r\nServer: \x9b2J\xff\r\nContent-Length: 0\r\n\r\n', 'empty'],
  ])('%s', async (_name, answer, reason) => {
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write(answer, 'latin1'));
    });
    const listening = await listen(server);
    open.push(listening);
    const ca = await createCa();
    const crlUrls = [`http://127.0.0.1:${listening.port}/`];
    const leaf = await ca.issue({ names: ['a'], issuer: 'root', crlUrls });
    const results = await checkRevocation(request([leaf.der, ca.root.der], DIRECT));
    expect(results).toMatchObject([{ status: 'fail', evidence: { reason } }]);
    expect(JSON.stringify(results)).toMatch(/^[ -~]*$/);
    await waitFor('the connection to be closed', () => (listening.sockets.size === 0 ? true : undefined));
  });

  it('reads no more than 20 MiB', async () => {
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      const block = Buffer.alloc(1 << 20, 0x30);
      const pour = () =>
        void (!socket.destroyed && (socket.write(block) ? setImmediate(pour) : socket.once('drain', pour)));
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        pour();
      });
    });
    const listening = await listen(server);
    open.push(listening);
    const ca = await createCa();
    const leaf = await ca.issue({
      names: ['a'],
      issuer: 'root',
      crlUrls: [`http://127.0.0.1:${listening.port}/`],
    });
    const results = await checkRevocation(request([leaf.der, ca.root.der], DIRECT));
    expect(results[0]?.evidence).toMatchObject({ reason: 'too-large', maxBytes: 20 * 1024 * 1024 });
  });
});

describe('checkRevocation, certificates', () => {
  async function leafWith(options: Partial<LeafOptions>) {
    const ca = await createCa();
    return [(await ca.issue({ names: ['a'], issuer: 'root', ...options })).der, ca.root.der];
  }

  it('warns of a certificate that names no address', async () => {
    const results = await checkRevocation(request(await leafWith({}), DIRECT));
    expect(results).toMatchObject([
      { url: null, status: 'warn', evidence: { reason: 'no-revocation-url', position: 0 } },
    ]);
    expect(revocationVerdict(results).verdict).toBe('reachable');
  });

  it('skips LDAP, and does not claim to have tested it', async () => {
    const results = await checkRevocation(request(await leafWith({ crlUrls: ['ldap:///CN=a'] }), DIRECT));
    expect(results).toMatchObject([{ url: 'ldap:///CN=a', status: 'skip', evidence: { reason: 'ldap' } }]);
    expect(revocationVerdict(results).verdict).toBe('not-tested');
  });

  it('has a word for a certificate that it cannot read', async () => {
    const results = await checkRevocation(request([Buffer.from('30030201', 'hex')], DIRECT));
    expect(results).toMatchObject([{ status: 'fail', evidence: { reason: 'certificate-unreadable' } }]);
  });

  it('tells of each address as it starts and ends, and is cancelled at any moment', async () => {
    const at = await one(async (ca) => ({ body: await ca.crl('root') }));
    const events: StageEvent[] = [];
    const results = await checkRevocation(request(at.chain, DIRECT), {
      onStage: (event) => events.push(event),
    });
    expect(events).toEqual([
      { type: 'started', stage: 'revocation', url: at.url, via: 'direct' },
      { type: 'result', result: results[0] },
    ]);

    const silent = await one(async () => ({ body: Buffer.alloc(0), mode: 'silent' }));
    const controller = new AbortController();
    const cancelled = checkRevocation(request(silent.chain, DIRECT), {
      signal: controller.signal,
      onStage: () => setImmediate(() => controller.abort()),
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await expect(
      checkRevocation(request(silent.chain, DIRECT), { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('never throws for odd addresses in a certificate', async () => {
    const urls = [
      'http://',
      'http://[::1]:1/',
      'http://a b/',
      'http://x:99999/',
      '',
      CRL_URL.replace('crl.', '.'),
    ];
    const results = await checkRevocation(request(await leafWith({ crlUrls: urls }), DIRECT));
    expect(results).toHaveLength(urls.length);
    expect(results.every(({ status }) => status === 'fail' || status === 'skip')).toBe(true);
  });
});
