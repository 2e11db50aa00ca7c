import { X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { replayOf } from '../../../src/path/transcript/replay.ts';
import type { Received, TalkTranscript, TlsTranscript } from '../../../src/path/transcript/transcript.ts';
import type { Lifetime } from '../../../src/path/transport/lifetime.ts';
import { createReader } from '../../../src/path/transport/reader.ts';
import { NOT_JUDGED } from '../../../src/path/transport/transport.ts';
import { failureOf } from '../stage-failure.ts';
import { during } from '../tunnel/parts/scripted-transport.ts';

const ca = await createCa();
const leaf = await ca.issue({ names: ['a.example'] });
const stranger = await createCa();
const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64');
const ROOT_LIST = 'http://ctldl.windowsupdate.com/msdownload/update/v3/static/trustedr/en/authrootstl.cab';

const CONNECTED: NonNullable<TalkTranscript['connect']> = {
  ...{ endMs: 7, end: 'done', address: '192.0.2.1', attempts: [] },
};
const NOTHING: Received = { chunks: [], end: 'open', endMs: 0, socketError: null };
const HANDSHAKE: TlsTranscript = {
  ...{ endMs: 30, end: 'done', bytesReceived: 2000, received: '', socketEnd: 'open', socketError: null },
  ...{ failures: [], protocol: 3072, policyErrors: 4, certificates: [] },
};

function talk(more: Partial<TalkTranscript> = {}): TalkTranscript {
  return { deadlineMs: 15_000, resolve: null, connect: CONNECTED, proxy: null, ...more };
}

/** The first connection of a recording, then its handshake. */
const connected = (replay: ReturnType<typeof replayOf>, lifetime: Lifetime) =>
  replay.connect(['ignored'], 443, lifetime);
const secured = (more: Partial<TlsTranscript>, roots: string[] = [], inside: Received | null = null) =>
  during(async (lifetime) => {
    const replay = replayOf(talk({ tls: { ...HANDSHAKE, ...more }, inside }), roots);
    const made = await replay.secure(await connected(replay, lifetime), 'a.example', lifetime);
    return { ...made, at: replay.now?.() };
  });

describe('a recorded name', () => {
  const resolved = (resolve: TalkTranscript['resolve']) => {
    const replay = replayOf(talk({ resolve }));
    return during(async (lifetime) => [await replay.resolve('a.example', lifetime), replay.now?.()]);
  };
  const recorded = { endMs: 12, addresses: ['192.0.2.1', '2001:db8::1'], socketError: null };

  it('has the addresses and the time of the recording', async () => {
    expect(await resolved({ ...recorded, end: 'done' })).toEqual([recorded.addresses, 12]);
  });

  it('fails as it did there', async () => {
    expect(await failureOf(resolved(null))).toMatchObject({ reason: 'evidence-ends' });
    expect(await failureOf(resolved({ ...recorded, end: 'timeout' }))).toMatchObject({
      ...{ reason: 'timeout', evidence: { deadlineMs: 15_000 } },
    });
    const unknown = await failureOf(resolved({ ...recorded, end: 'failed', socketError: 11_001 }));
    expect(unknown).toMatchObject({ reason: 'not-found', evidence: { errno: 'ENOTFOUND' } });
  });

  it('is that of the version which the script offers', () => {
    const replay = replayOf(talk());
    expect([replay.offers, replay.now?.(), replay.prepare('a')]).toEqual([['TLSv1.2'], 0, undefined]);
  });
});

describe('a recorded connection', () => {
  const failing = (connect: TalkTranscript['connect']) =>
    failureOf(during((lifetime) => connected(replayOf(talk({ connect })), lifetime)));

  it('fails as it did there', async () => {
    const attempts = [
      { address: '2001:db8::1', socketError: 10_051 },
      { address: '192.0.2.1', socketError: 10_061 },
    ];
    expect(await failing(null)).toMatchObject({ reason: 'evidence-ends' });
    expect(await failing({ ...CONNECTED, end: 'timeout' })).toMatchObject({ reason: 'timeout' });
    expect(await failing({ ...CONNECTED, end: 'failed', attempts })).toMatchObject({
      reason: 'refused',
      evidence: {
        errno: 'ECONNREFUSED',
        attempts: [
          { address: '2001:db8::1', errno: 'ENETUNREACH' },
          { address: '192.0.2.1', errno: 'ECONNREFUSED' },
        ],
      },
    });
  });

  it('is one after the other, until there is none', async () => {
    const second = {
      connect: { ...CONNECTED, endMs: 3, address: '192.0.2.2' },
      proxy: null,
      tls: null,
      inside: null,
    };
    const replay = replayOf(talk({ further: [second] }));
    await during(async (lifetime) => {
      expect(await connected(replay, lifetime)).toMatchObject({ address: '192.0.2.1', port: 443 });
      expect(replay.now?.()).toBe(7);
      expect(await connected(replay, lifetime)).toMatchObject({ address: '192.0.2.2' });
      // No clock goes backwards.
      expect(replay.now?.()).toBe(7);
      expect(await failureOf(connected(replay, lifetime))).toMatchObject({ reason: 'evidence-ends' });
    });
  });
});

describe('recorded bytes', () => {
  const chunks = [
    { ms: 20, base64: base64('ab') },
    { ms: 25, base64: base64('c') },
  ];

  it('come one after the other, at their time, whatever is written', async () => {
    const replay = replayOf(talk({ proxy: { ...NOTHING, chunks, end: 'closed', endMs: 40 } }));
    await during(async (lifetime) => {
      const { stream } = await connected(replay, lifetime);
      const reader = createReader(stream);
      await new Promise((resolve) => stream.write('CONNECT', resolve));
      expect([String(await reader.next()), replay.now?.()]).toEqual(['ab', 20]);
      expect([String(await reader.next()), replay.now?.()]).toEqual(['c', 25]);
      expect([await reader.next(), replay.now?.()]).toEqual([null, 40]);
    });
  });

  it.each<[Partial<Received> | null, string, Record<string, unknown>]>([
    [null, 'evidence-ends', {}],
    [{ end: 'open' }, 'evidence-ends', {}],
    [{ end: 'timeout' }, 'timeout', { deadlineMs: 15_000, quietMs: 25 }],
    [{ end: 'limit' }, 'too-large', { maxBytes: 1_000 }],
    [{ end: 'failed', socketError: 10_054 }, 'reset', { errno: 'ECONNRESET' }],
  ])('end with %j: %s', async (end, reason, evidence) => {
    const proxy = end === null ? null : { ...NOTHING, chunks, endMs: 50, ...end };
    const replay = replayOf(talk({ proxy, maxBytes: 1_000 }));
    await during(async (lifetime) => {
      const reader = createReader((await connected(replay, lifetime)).stream);
      if (end !== null) expect(String(await reader.next()) + String(await reader.next())).toBe('abc');
      const failure = await failureOf(reader.next());
      expect([failure.reason, failure.evidence]).toEqual([reason, evidence]);
      expect(replay.now?.()).toBe(end === null ? 7 : 50);
    });
  });
});

describe('a recorded handshake', () => {
  it('has what .NET reported, and the certificates as they were sent', async () => {
    const sent = [leaf.der, Buffer.from('noise'), ca.root.der, ca.intermediate.der, stranger.root.der];
    const made = await secured({ certificates: sent.map(base64) }, [base64(ca.root.der)]);
    expect(made.evidence).toEqual({ protocol: 'TLSv1.2', cipher: null, alpn: null, policyErrors: 4 });
    expect(made.at).toBe(30);
    const { chain, authorizationError, systemRoots } = made.certificates();
    expect(chain).toEqual(sent);
    expect(authorizationError).toBe(NOT_JUDGED);
    const [root = ''] = systemRoots?.() ?? [];
    expect(Buffer.from(root.split('\n')[1] ?? '', 'base64')).toEqual(ca.root.der);
    expect(root).toMatch(/^-----BEGIN CERTIFICATE-----\n.*\n-----END CERTIFICATE-----$/);
  });

  it.each([
    [3072, 'TLSv1.2'],
    [12_288, 'TLSv1.3'],
    [768, null],
    [null, null],
  ])('of the protocol %s is %s', async (protocol, name) => {
    expect((await secured({ protocol })).evidence.protocol).toBe(name);
  });

  it('has its own bytes inside', async () => {
    const inside = { ...NOTHING, chunks: [{ ms: 44, base64: base64('inside') }] };
    await during(async (lifetime) => {
      const replay = replayOf(talk({ tls: HANDSHAKE, inside }));
      const { stream } = await replay.secure(await connected(replay, lifetime), 'a', lifetime);
      expect([String(await createReader(stream).next()), replay.now?.()]).toEqual(['inside', 44]);
    });
    await during(async (lifetime) => {
      const replay = replayOf(talk({ tls: HANDSHAKE }));
      const { stream } = await replay.secure(await connected(replay, lifetime), 'a', lifetime);
      expect(await failureOf(createReader(stream).next())).toMatchObject({ reason: 'evidence-ends' });
    });
  });

  it.each<[string, Partial<TlsTranscript>, string]>([
    ['no byte', { bytesReceived: 0 }, 'reset-at-client-hello'],
    ['an alert', { received: base64(Buffer.from('15030300020228', 'hex')) }, 'handshake-failure'],
    ['plain HTTP', { received: base64('HTTP/1.1 400 x\r\n') }, 'not-tls'],
    ['an end', { socketEnd: 'closed' }, 'closed'],
    ['a reset', { socketEnd: 'failed' }, 'closed'],
    ['a fault of .NET', { socketEnd: 'open' }, 'tls-error'],
  ])('fails by %s', async (_name, more, reason) => {
    const failures = [{ type: 'AuthenticationException', hresult: -1 }];
    const failure = await failureOf(
      secured({ end: 'failed', bytesReceived: 7, socketError: 10_054, failures, ...more }),
    );
    expect(failure.reason).toBe(reason);
    expect(failure.evidence).toEqual({
      ...{ errno: 'ECONNRESET', bytesReceived: more.bytesReceived ?? 7, failures },
    });
  });

  it('is none on a connection that is not of this recording, or without one', async () => {
    await during(async (lifetime) => {
      const replay = replayOf(talk({ tls: HANDSHAKE }));
      const other = await connected(replayOf(talk()), lifetime);
      expect(await failureOf(replay.secure(other, 'a', lifetime))).toMatchObject({ reason: 'evidence-ends' });
      const none = replayOf(talk());
      const own = await connected(none, lifetime);
      expect(await failureOf(none.secure(own, 'a', lifetime))).toMatchObject({ reason: 'evidence-ends' });
    });
  });
});

describe('a recorded handshake that runs out of time', () => {
  const slow = (certificates: Uint8Array[], roots: Uint8Array[] = []) =>
    failureOf(
      secured(
        { end: 'timeout', awaits: 'client', certificates: certificates.map(base64) },
        roots.map(base64),
      ),
    );
  const own = { bytesReceived: 2000, deadlineMs: 15_000 };

  it('without the answer of the server is a timeout', async () => {
    for (const awaits of ['server', undefined] as const) {
      const failure = await failureOf(secured({ end: 'timeout', awaits }));
      expect([failure.reason, failure.evidence]).toEqual(['timeout', { deadlineMs: 15_000 }]);
    }
  });

  it('names the issuer that was not sent', async () => {
    const urls = ['http://aia.example/issuing.crt'];
    const { der } = await ca.issue({ names: ['a.example'], caIssuersUrls: urls });
    const issued = { subject: 'CN=a.example', issuer: 'CN=P2S Sample Issuing CA' };
    const failure = await slow([der]);
    expect([failure.reason, failure.evidence]).toEqual([
      'chain-slow',
      { ...own, missingIssuer: { ...issued, urls, isRoot: false } },
    ]);
  });

  it('names the root that Windows may not have yet, and none that it has', async () => {
    const sent = [leaf.der, ca.intermediate.der, ca.root.der];
    const known = new X509Certificate(tls.rootCertificates[0] ?? '').raw;
    expect((await slow([known])).evidence).toMatchObject({
      missingIssuer: { urls: [ROOT_LIST], isRoot: true },
    });
    const root = { subject: 'CN=P2S Sample Root', issuer: 'CN=P2S Sample Root' };
    expect((await slow(sent)).evidence).toEqual({
      ...{ ...own, missingIssuer: { ...root, urls: [ROOT_LIST], isRoot: true } },
    });
    for (const chain of [sent, sent.slice(0, 2)]) {
      const failure = await slow(chain, [ca.root.der]);
      expect([failure.reason, failure.evidence]).toEqual(['chain-slow', own]);
    }
    expect((await slow([])).evidence).toEqual(own);
  });
});
