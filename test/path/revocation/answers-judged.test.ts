import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ofStage, type StageEvent } from '../../../src/core/model/check.ts';
import { checkRevocation, type RevocationRequest } from '../../../src/path/revocation/revocation.ts';
import { ocspGetUrl } from '../../../src/path/revocation/revocation-answer.ts';
import { commonName, der, extension, make, pair, sequence } from '../../page/made-certificates.ts';
import { DIRECT, through } from '../routes.ts';
import { type Answers, canned, ok, status } from './canned.ts';
import { AT, AUTHORITY, access, answer, FLAG, flagged, list, listed, single, uri } from './made-answers.ts';

const keys = pair.ec('P-256');
const by = { key: keys.publicKey, signer: keys.privateKey };
const NAME = commonName('lists');
const ROOT = make({
  ...by,
  issuer: NAME,
  subject: NAME,
  extensions: [AUTHORITY],
});
const SERIAL = Buffer.from([7]);
const CRL = 'http://crl.example/a.crl';
const OCSP = 'http://ocsp.example/here';

const points = (id: string, ...urls: string[]) =>
  extension(id, sequence(...urls.map((url) => sequence(der(0xa0, der(0xa0, uri(url)))))));
const crls = (...urls: string[]) => points('2.5.29.31', ...urls);
const ocsp = (url: string) => access(['1.3.6.1.5.5.7.48.1', url]);
const leafWith = (...extensions: Buffer[]) => make({ ...by, issuer: NAME, extensions });
const listWith = (more: Partial<Parameters<typeof list>[0]> = {}) =>
  list({ issuer: NAME, key: keys.privateKey, ...more });
const number = (value: number) => extension('2.5.29.20', der(2, Buffer.from([value])));
const keyBits = keys.publicKey.export({ type: 'spki', format: 'der' }).subarray(-65);
const good = () =>
  answer({
    singles: [single({ issuerName: NAME, issuerKeyBits: keyBits, serial: SERIAL })],
    key: keys.privateKey,
  });

async function check(chain: Uint8Array[], answers: Answers, more: Partial<RevocationRequest> = {}) {
  const { dialer, asked } = canned(answers);
  const events: StageEvent[] = [];
  const request: RevocationRequest = {
    ...{ chain, routeOf: () => DIRECT, dialerOf: () => dialer, deadlineMs: 20_000 },
    ...{ now: () => 0, wallClock: () => AT, ...more },
  };
  const results = await checkRevocation(request, { onStage: (event) => void events.push(event) });
  const briefly = ofStage(results, 'revocation').map(
    ({ status: of, evidence }) => `${of} ${evidence.reason}`,
  );
  return { results, briefly, asked, events };
}

describe('the list of a certificate', () => {
  const chain = [leafWith(crls(CRL)), ROOT];
  const of = (body: Uint8Array | string) => check(chain, { 'crl.example:80': ok(body) });

  it('is fetched and judged, and reported when it begins and ends', async () => {
    const bytes = listWith({ revoked: [listed(Buffer.from([9]))] });
    const { results, asked, events } = await of(bytes);
    const result = {
      ...{ stage: 'revocation', url: CRL, via: 'direct', status: 'pass', durationMs: 0 },
      evidence: {
        ...{ kind: 'crl', position: 0, subject: 'CN=Subject', serial: '07', decidedBy: 'option' },
        ...{ address: 'crl.example', httpStatus: 200, bytes: bytes.length, entries: 1, reason: 'valid' },
        ...{ thisUpdate: '2026-11-24T00:00:00.000Z', nextUpdate: '2026-12-01T00:00:00.000Z' },
      },
    };
    expect(results).toEqual([result]);
    expect(events).toEqual([
      { type: 'started', stage: 'revocation', url: CRL, via: 'direct' },
      { type: 'result', result },
    ]);
    expect(asked).toHaveLength(1);
  });

  it.each<[string, () => Uint8Array | string, string]>([
    ['nothing', () => '', 'fail empty'],
    ['a page', () => '\xef\xbb\xbf\r\n <html>', 'fail html'],
    ['a text', () => 'text', 'fail not-a-crl'],
    ['half a list', () => listWith().subarray(0, 40), 'fail not-a-crl'],
    [
      'an expired list',
      () => listWith({ extensions: [flagged('1.2.3', FLAG.yes, der(5))] }),
      'skip unsupported-extension',
    ],
    ['a list that names it', () => listWith({ revoked: [listed(SERIAL)] }), 'fail revoked'],
    ['a list of an unknown issuer', () => listWith({ issuer: commonName('x') }), 'fail wrong-issuer'],
    ['a list in PEM', () => pem('X509 CRL', listWith()), 'skip pem'],
    ['another text in PEM', () => pem('X', Buffer.from('x')), 'skip pem'],
    [
      'a list in PEM that names it',
      () => pem('X509 CRL', listWith({ revoked: [listed(SERIAL)] })),
      'fail revoked',
    ],
  ])('may be %s', async (_, body, expected) => {
    expect((await of(body())).briefly).toEqual([expected]);
  });

  it('has a digest where it names the certificate', async () => {
    const bytes = listWith({ revoked: [listed(SERIAL)] });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect((await of(bytes)).results[0]?.evidence).toMatchObject({ sha256 });
    expect((await of(listWith())).results[0]?.evidence).not.toHaveProperty('sha256');
    const held = (await of(listWith({ revoked: [listed(SERIAL, 6)] }))).results[0];
    expect(held).toMatchObject({ status: 'fail', evidence: { reason: 'revoked', hold: true } });
  });

  it('is warned about without the issuer, and missing where the server fails', async () => {
    expect((await check([leafWith(crls(CRL))], { 'crl.example:80': ok(listWith()) })).briefly).toEqual([
      'warn issuer-unknown',
    ]);
    expect((await check(chain, { 'crl.example:80': status('404 x') })).briefly).toEqual(['fail http-status']);
    const [missing] = (await check(chain, {})).results;
    expect(missing).toMatchObject({
      status: 'fail',
      evidence: { kind: 'crl', reason: 'reset', position: 0 },
    });
  });

  it('is skipped by its address, its route, or because it was not asked', async () => {
    const ldap = await check([leafWith(crls('ldap:///x')), ROOT], {});
    expect(ldap).toMatchObject({
      briefly: ['skip ldap'],
      asked: [],
      results: [{ via: 'unknown', durationMs: 0 }],
    });
    const closed = await check(chain, {}, { routeOf: () => ({ ...DIRECT, unsupported: 'socks' }) });
    expect(closed.results).toMatchObject([
      {
        status: 'skip',
        via: 'unknown',
        evidence: { reason: 'route-unsupported', detail: 'socks', decidedBy: 'option' },
      },
    ]);
    const unasked = await check(
      chain,
      {},
      { dialerOf: () => null, routeOf: () => through({ host: 'p', port: 1 }) },
    );
    expect(unasked.results).toMatchObject([
      { status: 'skip', via: 'p:1', evidence: { reason: 'not-asked' } },
    ]);
    expect(unasked.events).toHaveLength(1);
  });

  it('ends at the deadline of all checks, which may leave it no time', async () => {
    const open = { 'crl.example:80': { bytes: 'HTTP/1.1 200 OK\r\n\r\nx', open: true } } as const;
    const late = await check(chain, open, { until: 20, deadlineMs: 5000 });
    expect(late.results).toMatchObject([
      { status: 'skip', evidence: { reason: 'no-time-left', deadlineMs: 20 } },
    ]);
    const own = await check(chain, open, { until: 5000, deadlineMs: 20 });
    expect(own.results).toMatchObject([{ status: 'fail', evidence: { reason: 'timeout', deadlineMs: 20 } }]);
    const past = await check(chain, open, { until: -5 });
    expect(past.results).toMatchObject([{ evidence: { deadlineMs: 1 } }]);
  });

  it('is that of each certificate below the root', async () => {
    const below = commonName('below');
    const middle = make({ ...by, issuer: NAME, subject: below, extensions: [crls('http://b.example/')] });
    const leaf = make({ ...by, issuer: below, extensions: [crls(CRL)] });
    const answers = { 'crl.example:80': ok(listWith({ issuer: below })), 'b.example:80': ok(listWith()) };
    const { results } = await check([leaf, middle, ROOT], answers);
    expect(results).toMatchObject([0, 1].map((position) => ({ status: 'pass', evidence: { position } })));
  });

  it('rejects when the check is cancelled', async () => {
    const request = { chain, routeOf: () => DIRECT, deadlineMs: 1000, now: () => 0, wallClock: () => AT };
    const cancelled = checkRevocation(request, { signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a certificate without an address', () => {
  it('is reported, unless it is a root', async () => {
    const { results, events } = await check([leafWith(), ROOT], {});
    const result = {
      ...{ stage: 'revocation', url: null, via: 'unknown', status: 'warn', durationMs: 0 },
      evidence: { reason: 'no-revocation-url', position: 0, serial: '07' },
    };
    expect(results).toEqual([result]);
    expect(events).toEqual([{ type: 'result', result }]);
    expect((await check([Buffer.from('x'), ROOT], {})).results).toMatchObject([
      { status: 'fail', evidence: { reason: 'certificate-unreadable', position: 0 } },
    ]);
    expect((await check([ROOT], {})).results).toEqual([]);
  });
});

describe('the delta of a list', () => {
  const DELTA = 'http://delta.example/d.crl';
  const delta = (value: number, reason: number) =>
    listWith({
      extensions: [number(value), flagged('2.5.29.27', FLAG.yes, der(2, Buffer.from([5])))],
      revoked: [listed(SERIAL, reason)],
    });
  const held = listWith({
    extensions: [number(5), points('2.5.29.46', DELTA)],
    revoked: [listed(SERIAL, 6)],
  });

  it('is fetched after it, and may end its hold', async () => {
    const answers = { 'crl.example:80': ok(held), 'delta.example:80': ok(delta(6, 8)) };
    const { results, briefly, asked } = await check([leafWith(crls(CRL)), ROOT], answers);
    expect(briefly).toEqual(['fail revoked', 'pass valid']);
    const baseSha256 = createHash('sha256').update(held).digest('hex');
    expect(results[1]).toMatchObject({ url: DELTA, evidence: { kind: 'delta', released: true, baseSha256 } });
    expect(asked.map(({ to }) => to)).toEqual(['crl.example:80', 'delta.example:80']);
    const revoking = await check([leafWith(crls(CRL)), ROOT], {
      ...answers,
      'delta.example:80': ok(delta(6, 1)),
    });
    expect(revoking.briefly).toEqual(['fail revoked', 'fail revoked']);
    expect(revoking.results[1]?.evidence).not.toHaveProperty('released');
  });

  it('is fetched once for two lists of the same bytes, and not for a list in PEM', async () => {
    const two = [leafWith(crls(CRL, 'http://mirror.example/')), ROOT];
    const answers = {
      'crl.example:80': ok(held),
      'mirror.example:80': ok(held),
      'delta.example:80': ok(delta(6, 8)),
    };
    expect((await check(two, answers)).briefly).toEqual(['fail revoked', 'fail revoked', 'pass valid']);
    const inPem = { ...answers, 'crl.example:80': ok(pem('X509 CRL', held)) };
    expect((await check([leafWith(crls(CRL)), ROOT], inPem)).briefly).toEqual(['fail revoked']);
  });

  it('is that of the certificate where the list names none', async () => {
    const plain = listWith({ extensions: [number(5)] });
    const leaf = leafWith(crls(CRL), points('2.5.29.46', DELTA, DELTA));
    const answers = { 'crl.example:80': ok(plain), 'delta.example:80': ok(delta(6, 1)) };
    expect((await check([leaf, ROOT], answers)).briefly).toEqual(['pass valid', 'fail revoked']);
  });
});

describe('an OCSP responder', () => {
  const chain = [leafWith(ocsp(OCSP)), ROOT];
  const methods = (asked: { request: string }[]) => asked.map(({ request }) => request.split(' ')[0]);

  it('is asked by GET, with the request in the path', async () => {
    const { results, asked } = await check(chain, { 'ocsp.example:80': ok(good()) });
    expect(results).toMatchObject([
      {
        ...{ status: 'pass', url: OCSP },
        evidence: { kind: 'ocsp', method: 'GET', reason: 'valid', thisUpdate: '2026-11-24T00:00:00.000Z' },
      },
    ]);
    expect(asked[0]?.request).toMatch(/^GET \/here\/ME[A-Za-z0-9%]+ HTTP/);
  });

  it.each(['405 x', '501 x'])('that refuses GET is asked by POST: %s', async (line) => {
    const answers = (_to: string, path: string) =>
      path === '/here' ? ok(good()) : status(line, 'Server: x');
    const { results, asked } = await check(chain, answers);
    const evidence = {
      method: 'POST',
      getRefused: Number(line.slice(0, 3)),
      reason: 'valid',
      httpStatus: 200,
    };
    expect(results).toMatchObject([{ status: 'pass', evidence }]);
    expect(results[0]?.evidence).not.toHaveProperty('server');
    expect(methods(asked)).toEqual(['GET', 'POST']);
  });

  it.each([
    ['another status', status('404 x')],
    ['a refusal of Squid', status('405 x', 'X-Squid-Error: ERR 0')],
  ])('is not asked again after %s', async (_, refusal) => {
    const { briefly, asked } = await check(chain, () => refusal);
    expect([briefly, methods(asked)]).toEqual([['fail http-status'], ['GET']]);
  });

  it('is asked by POST alone where its address has a query', async () => {
    const { results, asked } = await check([leafWith(ocsp(`${OCSP}?x`)), ROOT], () => ok(good()));
    expect(results).toMatchObject([{ evidence: { method: 'POST', reason: 'valid' } }]);
    expect(results[0]?.evidence).not.toHaveProperty('getRefused');
    expect(methods(asked)).toEqual(['POST']);
    const url = (length: number) => ocspGetUrl(new URL(`${OCSP}/`), Buffer.alloc(length));
    expect(url(1)?.href).toBe(`${OCSP}/AA%3D%3D`);
    expect([url(189) === null, url(191) === null]).toEqual([false, true]);
    const bytes = Buffer.from('fbffbf00', 'hex');
    expect(ocspGetUrl(new URL('http://o.example'), bytes)?.href).toBe(
      'http://o.example/%2B%2F%2B%2FAA%3D%3D',
    );
    expect(ocspGetUrl(new URL('http://o.example/a?x=1'), bytes)).toBeNull();
    const refused = await check(chain, () => status('501 x'));
    expect(refused.results).toMatchObject([
      { status: 'fail', evidence: { method: 'POST', getRefused: 501, httpStatus: 501 } },
    ]);
  });

  it('may send something else, and is not asked without an issuer', async () => {
    expect((await check(chain, () => ok('<html>'))).briefly).toEqual(['fail html']);
    expect((await check(chain, () => ok('text'))).briefly).toEqual(['fail not-ocsp']);
    expect((await check(chain, () => ok(pem('OCSP RESPONSE', good())))).briefly).toEqual(['skip pem']);
    const alone = await check([leafWith(ocsp(OCSP))], {});
    expect(alone).toMatchObject({ briefly: ['skip issuer-unknown'], asked: [] });
  });
});

function pem(label: string, bytes: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(bytes).toString('base64')}\n-----END ${label}-----\n`;
}
