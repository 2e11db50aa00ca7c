import { describe, expect, it } from 'vitest';
import { type CertificateAuthority, createCa } from '../../../scripts/simulated/ca.ts';
import { type Resource, type ServeMode, startCrlServer } from '../../../scripts/simulated/crl-server.ts';
import { revocationVerdict } from '../../../src/core/causes/verdict.ts';
import { checkRevocation } from '../../../src/path/revocation/revocation.ts';
import { closeAfterEach } from '../fixtures.ts';
import { noConnections, pour, startPlain } from '../gateways.ts';
import { DIRECT } from '../routes.ts';
import { CLOSE } from '../tunnel/proxy/scripted-proxy.ts';
import { briefly, requestFor, startOneAddress } from './revocation-requests.ts';

const keep = closeAfterEach();

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
    const at = keep(await startOneAddress('crl', list(mode)));
    const results = await checkRevocation(requestFor(at.chain, DIRECT));
    expect(results).toMatchObject([{ url: at.url, via: 'direct', status: 'fail', evidence }]);
    expect(revocationVerdict(results).verdict).toBe('revocation-unreachable');
    expect(at.server.log).toMatchObject([
      { method: 'GET', path: '/here?x=1', hostHeader: `127.0.0.1:${at.server.port}` },
    ]);
  });

  it('no reply ends in a timeout of its own', async () => {
    const at = keep(await startOneAddress('crl', list('silent')));
    const results = await checkRevocation({ ...requestFor(at.chain, DIRECT), deadlineMs: 300 });
    expect(results).toMatchObject([{ status: 'fail', evidence: { reason: 'timeout', deadlineMs: 300 } }]);
  });

  it('a hold is revoked, and named', async () => {
    const held = async (ca: CertificateAuthority, serial: string) => ({
      body: await ca.crl('root', { revoked: [{ serial, reason: 6 }] }),
    });
    const at = keep(await startOneAddress('crl', held));
    const results = await checkRevocation(requestFor(at.chain, DIRECT));
    expect(results).toMatchObject([{ status: 'fail', evidence: { reason: 'revoked', hold: true } }]);
  });

  it.each<[string, (ca: CertificateAuthority, serial: string) => Promise<Uint8Array>, string]>([
    ['an expired list', (ca) => ca.crl('root', { nextUpdate: new Date(Date.now() - 1000) }), 'expired'],
    ['another issuer', (ca) => ca.crl('intermediate'), 'wrong-issuer'],
    ['a twin', async () => (await createCa()).crl('root'), 'other-key'],
    ['a revoked serial', (ca, serial) => ca.crl('root', { revoked: [serial] }), 'revoked'],
    ['noise', async () => Buffer.from('no list'), 'not-a-crl'],
    [
      'a list of some reasons that names it',
      (ca, serial) => ca.crl('root', { revoked: [serial], someReasons: true }),
      'revoked',
    ],
  ])('%s', async (_name, make, reason) => {
    const at = keep(await startOneAddress('crl', async (ca, serial) => ({ body: await make(ca, serial) })));
    const results = await checkRevocation(requestFor(at.chain, DIRECT));
    expect(results).toMatchObject([{ status: 'fail', evidence: { reason } }]);
  });

  const asPem = (label: string, der: Uint8Array) =>
    Buffer.from(`-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`);

  it.each<
    [string, 'crl' | 'ocsp', (ca: CertificateAuthority, serial: string) => Promise<Uint8Array>, string]
  >([
    ['a list', 'crl', async (ca) => asPem('X509 CRL', await ca.crl('root')), 'pem'],
    ['something else', 'crl', async (ca) => Buffer.from(ca.root.pem), 'pem'],
    [
      'a list that names it',
      'crl',
      async (ca, serial) => asPem('X509 CRL', await ca.crl('root', { revoked: [serial] })),
      'revoked',
    ],
    ['an answer', 'ocsp', async () => asPem('OCSP RESPONSE', Buffer.from('3003', 'hex')), 'pem'],
  ])('PEM instead of DER is not certain to work: %s', async (_name, kind, make, reason) => {
    const at = keep(
      await startOneAddress(kind, async (ca, serial) => {
        const body = Buffer.from(await make(ca, serial));
        // The request to a responder is in the path below its address.
        return { body: kind === 'ocsp' ? async () => body : body };
      }),
    );
    const results = await checkRevocation(requestFor(at.chain, DIRECT));
    expect(results).toMatchObject([{ status: reason === 'pem' ? 'skip' : 'fail', evidence: { reason } }]);
    expect(revocationVerdict(results).verdict).toBe(reason === 'pem' ? 'not-tested' : 'revoked');
  });

  it('a list that is not judged: nothing is proved, and no owner is named', async () => {
    const at = keep(
      await startOneAddress('crl', async (ca) => ({ body: await ca.crl('root', { someReasons: true }) })),
    );
    const results = await checkRevocation(requestFor(at.chain, DIRECT));
    expect(results).toMatchObject([
      { status: 'skip', evidence: { reason: 'some-reasons', httpStatus: 200, entries: 0 } },
    ]);
    expect(revocationVerdict(results)).toEqual({ verdict: 'not-tested', stage: 'revocation' });
  });

  it.each([
    ['tryLater', 'ocsp-try-later'],
    ['unauthorized', 'ocsp-unauthorized'],
    ['unknown', 'ocsp-unknown'],
    ['revoked', 'revoked'],
  ] as const)('an OCSP responder that says %s', async (status, reason) => {
    const at = keep(
      await startOneAddress('ocsp', async (ca) => ({
        body: (asked) => ca.ocsp(asked, { issuer: 'root', status }),
      })),
    );
    const results = await checkRevocation(requestFor(at.chain, DIRECT));
    expect(results).toMatchObject([{ status: 'fail', evidence: { kind: 'ocsp', reason } }]);
  });

  it('an OCSP responder that sends a page', async () => {
    const at = keep(
      await startOneAddress('ocsp', async (ca) => ({ body: (asked) => ca.ocsp(asked), mode: 'html' })),
    );
    expect((await checkRevocation(requestFor(at.chain, DIRECT)))[0]?.evidence).toMatchObject({
      reason: 'html',
    });
  });

  it('asks no OCSP responder about a certificate of an unknown issuer, and checks no list of it', async () => {
    const ca = await createCa();
    const server = keep(await startCrlServer({ resources: { '/a.crl': { body: await ca.crl('root') } } }));
    const base = `http://127.0.0.1:${server.port}`;
    const leaf = await ca.issue({
      names: ['a'],
      issuer: 'root',
      crlUrls: [`${base}/a.crl`],
      ocspUrls: [`${base}/o`],
    });
    const results = await checkRevocation(requestFor([leaf.der], DIRECT));
    expect(briefly(results)).toEqual(['0 crl warn issuer-unknown', '0 ocsp skip issuer-unknown']);
    expect(server.log).toHaveLength(1);
  });

  it.each([
    ['not HTTP', 'SSH-2.0-x\r\n\r\n', 'not-http'],
    ['an endless head', `HTTP/1.1 200 OK\r\n${`X: ${'a'.repeat(1000)}\r\n`.repeat(40)}`, 'head-too-large'],
    [
      'another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nx',
      'http-status',
    ],
    ['another protocol, unnamed', 'HTTP/1.1 101 x\r\n\r\n', 'http-status'],
    ['a close after the request', CLOSE, 'reset'],
    ['terminal escapes', 'HTTP/1.1 200 OK\r\nServer: \x9b2J\xff\r\nContent-Length: 0\r\n\r\n', 'empty'],
  ])('%s', async (_name, answer, reason) => {
    const listening = keep(
      await startPlain((socket) =>
        socket.once('data', () => (answer === CLOSE ? socket.end() : socket.write(answer, 'latin1'))),
      ),
    );
    const ca = await createCa();
    const crlUrls = [`http://127.0.0.1:${listening.port}/`];
    const leaf = await ca.issue({ names: ['a'], issuer: 'root', crlUrls });
    const results = await checkRevocation(requestFor([leaf.der, ca.root.der], DIRECT));
    expect(results).toMatchObject([{ status: 'fail', evidence: { reason } }]);
    expect(JSON.stringify(results)).toMatch(/^[ -~]*$/);
    await noConnections(listening);
  });

  it.each<[string, Partial<Resource>, string]>([
    ['relative, to a good list', { location: '/moved' }, 'pass valid'],
    ['to another address that leads on', { location: '/moved?1' }, 'pass valid'],
    ['to a page', { location: '/page' }, 'fail html'],
    ['to itself', { location: '/here' }, 'fail redirect'],
    ['to nothing', { location: '/gone' }, 'fail redirect'],
    ['to https', { location: 'https://127.0.0.1/moved' }, 'fail redirect'],
    ['to somebody with a password', { location: 'http://a:b@127.0.0.1/moved' }, 'fail redirect'],
    ['to no address', { location: 'http://[' }, 'fail redirect'],
  ])('follows a redirect %s', async (_name, more, expected) => {
    const at = keep(
      await startOneAddress('crl', async (ca) => ({ body: await ca.crl('root'), mode: 'redirect', ...more })),
    );
    at.server.set('/moved', { body: await at.ca.crl('root') });
    at.server.set('/page', { body: Buffer.from('x'), mode: 'html' });
    const [result] = await checkRevocation(requestFor(at.chain, DIRECT));
    expect(`${result?.status} ${result?.evidence.reason}`).toBe(expected);
    if (expected !== 'fail redirect')
      expect(result?.evidence.redirects).toEqual([`127.0.0.1:${at.server.port}`]);
    if (more.location === '/here') expect(at.server.log).toHaveLength(11);
    if (more.location === '/gone')
      expect(result?.evidence).toMatchObject({
        httpStatus: 302,
        followed: { reason: 'http-status', httpStatus: 404 },
      });
    if (more.location?.startsWith('https')) expect(result?.evidence.toHttps).toBe(true);
  });

  it('goes to where it is redirected by the way of that address', async () => {
    const at = keep(
      await startOneAddress('crl', async (ca) => ({
        body: await ca.crl('root'),
        mode: 'redirect',
        location: 'http://moved.example/here',
      })),
    );
    const asked: string[] = [];
    const [result] = await checkRevocation(
      requestFor(at.chain, (url) => {
        asked.push(url);
        return url.includes('moved') ? { ...DIRECT, unsupported: 'pac' } : DIRECT;
      }),
    );
    expect(asked).toEqual([at.url, 'http://moved.example/here']);
    // That route cannot be followed from here: nothing is reported against the server.
    expect(result).toMatchObject({
      status: 'skip',
      evidence: { reason: 'route-unsupported', detail: 'pac' },
    });
  });

  it('reads no more than 20 MiB, and holds that against nobody', async () => {
    const listening = keep(
      await startPlain((socket) => {
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          pour(socket, Buffer.alloc(1 << 20, 0x30));
        });
      }),
    );
    const ca = await createCa();
    const leaf = await ca.issue({
      names: ['a'],
      issuer: 'root',
      crlUrls: [`http://127.0.0.1:${listening.port}/`],
    });
    const results = await checkRevocation(requestFor([leaf.der, ca.root.der], DIRECT));
    expect(results[0]).toMatchObject({
      status: 'skip',
      evidence: { reason: 'too-large', maxBytes: 20 * 1024 * 1024, httpStatus: 200 },
    });
    expect(revocationVerdict(results).verdict).toBe('not-tested');
  });
});
