import type { Socket } from 'node:net';
import { connect } from 'node:net';
import tls from 'node:tls';
import { describe, expect, it, vi } from 'vitest';
import type { TlsVersion } from '../../../src/core/path/tls-version.ts';
import {
  handshake,
  peerCertificates,
  prepareHandshake,
  tlsEvidence,
  trustContext,
} from '../../../src/path/transport/handshake.ts';
import { startLifetime } from '../../../src/path/transport/lifetime.ts';
import { closeAfterEach } from '../fixtures.ts';
import { ca, leaf, startPlain, startTls } from '../gateways.ts';
import { extensionsOf, suitesOf } from './client-hello.ts';

const keep = closeAfterEach();

interface How {
  host?: string;
  newest?: TlsVersion;
  roots?: readonly string[];
  deadlineMs?: number;
  /** Bytes that the server sends first, before TLS. */
  before?: string;
  /** Called with the socket under TLS. */
  onSocket?: (raw: Socket) => void;
}

/** A handshake with a listener. */
async function made(at: { port: number }, how: How = {}) {
  const { host = 'localhost', newest = 'TLSv1.3', roots = [], deadlineMs = 1_000_000, before = '' } = how;
  const lifetime = startLifetime(deadlineMs);
  keep({ close: () => lifetime.end() });
  const raw = lifetime.adopt(connect(at.port, '127.0.0.1'));
  how.onSocket?.(raw);
  for (let read = 0; read < before.length; ) {
    const chunk = raw.read() ?? (await new Promise((resolve) => raw.once('readable', resolve)));
    read += chunk?.length ?? 0;
  }
  return handshake(raw, prepareHandshake(host, trustContext(roots), newest), lifetime);
}

/** A listener that hands over the first bytes of a client, and then does what `then` says. */
async function helloTo(then: (socket: Socket) => void, first = '') {
  const hellos: Buffer[] = [];
  const at = await startPlain((socket) => {
    if (first !== '') socket.write(first);
    socket.once('data', (bytes) => {
      hellos.push(bytes);
      then(socket);
    });
  });
  return { at: keep(at), hellos };
}

describe('the ClientHello', () => {
  const helloOf = async (how: How) => {
    const { at, hellos } = await helloTo((socket) => socket.destroy());
    await made(at, how).catch(() => undefined);
    return hellos[0] ?? Buffer.alloc(0);
  };

  it('offers the cipher suites and curves of Windows, in its order', async () => {
    const hello = await helloOf({});
    expect(suitesOf(hello)).toEqual([
      ...['1302', '1301'],
      ...['c02c', 'c02b', 'c030', 'c02f', '009f', '009e', 'c024', 'c023', 'c028', 'c027'],
      ...['c00a', 'c009', 'c014', 'c013', '009d', '009c', '003d', '003c', '0035', '002f'],
      // TLS_EMPTY_RENEGOTIATION_INFO_SCSV
      '00ff',
    ]);
    expect(extensionsOf(hello).get(10)).toBe('0006001d00170018');
  });

  it('offers versions from TLS 1.2 to the newest', async () => {
    expect(extensionsOf(await helloOf({})).get(43)).toBe('0403040303');
    const older = extensionsOf(await helloOf({ newest: 'TLSv1.2' }));
    expect(older.get(43)).toBeUndefined();
    expect(suitesOf(await helloOf({ newest: 'TLSv1.2' }))[0]).toBe('c02c');
  });

  it('has the name without a dot at its end, no address and no ALPN', async () => {
    const named = extensionsOf(await helloOf({ host: 'vpn.contoso.example.' }));
    const name = Buffer.from('vpn.contoso.example');
    expect(named.get(0)).toBe(`0016000013${name.toString('hex')}`);
    expect(named.has(16)).toBe(false);
    for (const host of ['127.0.0.1', '::1']) expect(extensionsOf(await helloOf({ host })).has(0)).toBe(false);
  });
});

describe('a handshake', () => {
  it('accepts every certificate, with what OpenSSL says of it', async () => {
    const at = keep(await startTls(() => undefined));
    const unknown = peerCertificates(await made(at));
    expect(unknown.chain).toEqual([leaf.der, ca.intermediate.der]);
    expect(unknown.authorizationError).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
    const known = peerCertificates(await made(at, { roots: [ca.root.pem] }));
    expect(known).toEqual({ chain: [leaf.der, ca.intermediate.der, ca.root.der], authorizationError: null });
    // The name is compared afterwards.
    const other = await made(at, { roots: [ca.root.pem], host: 'other.example' });
    expect(peerCertificates(other).authorizationError).toBeNull();
  });

  it('reads a certificate that signs itself once', async () => {
    const { key, cert, der } = await ca.issue({ names: ['localhost'], issuer: 'self' });
    const at = keep(await startTls(() => undefined, { key, cert }));
    expect(peerCertificates(await made(at)).chain).toEqual([der]);
  });

  it('reports what it negotiated', async () => {
    const at = keep(await startTls(() => undefined, { ciphers: 'ECDHE-ECDSA-AES128-SHA256' }));
    expect(tlsEvidence(await made(at, { newest: 'TLSv1.2' }))).toEqual({
      ...{ protocol: 'TLSv1.2', cipher: 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256', alpn: null },
    });
    const newer = keep(await startTls(() => undefined));
    expect(tlsEvidence(await made(newer))).toMatchObject({ protocol: 'TLSv1.3' });
  });

  const ends =
    (text = '') =>
    (socket: Socket) =>
      void socket.end(text, 'latin1');
  const RESET = { errno: 'ECONNRESET', bytesReceived: 0 };
  const PLAIN = { errno: 'ERR_SSL_WRONG_VERSION_NUMBER', bytesReceived: 18 };

  it.each<[string, (socket: Socket) => void, string, Record<string, unknown>]>([
    ['a reset', (socket) => void socket.resetAndDestroy(), 'reset-at-client-hello', RESET],
    ['an end', ends(), 'reset-at-client-hello', RESET],
    ['an end in a record', ends('\x16\x03\x03\x40'), 'closed', { bytesReceived: 4 }],
    ['plain HTTP', ends('HTTP/1.1 400 x\r\n\r\n'), 'not-tls', PLAIN],
    ['an alert', ends('\x15\x03\x03\x00\x02\x02\x28'), 'handshake-failure', { bytesReceived: 7 }],
  ])('that %s ends fails by it, and counts what came for it', async (_name, then, reason, evidence) => {
    const { at } = await helloTo(then);
    await expect(made(at)).rejects.toMatchObject({ reason, evidence });
    const behind = await helloTo(then, 'HTTP/1.1 200 OK\r\n\r\n');
    await expect(made(behind.at, { before: 'HTTP/1.1 200 OK\r\n\r\n' })).rejects.toMatchObject({
      reason,
      evidence,
    });
  });

  it('that is too slow has the number of bytes that came', async () => {
    const late = async (then: (socket: Socket) => void, bytes: number) => {
      const { at } = await helloTo(then, 'before');
      let socket: Socket | undefined;
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      try {
        const onSocket = (raw: Socket) => {
          socket = raw;
        };
        const work = made(at, { deadlineMs: 200, before: 'before', onSocket }).catch((error) => error);
        while ((socket?.bytesRead ?? 0) < bytes) await new Promise((resolve) => setImmediate(resolve));
        vi.advanceTimersByTime(200);
        return await work;
      } finally {
        vi.useRealTimers();
      }
    };
    expect(await late((socket) => socket.write('\x16\x03', 'latin1'), 8)).toMatchObject({
      reason: 'timeout',
      evidence: { deadlineMs: 200, bytesReceived: 2 },
    });
    const unanswered: unknown = await late(() => undefined, 6);
    expect(unanswered).toMatchObject({ reason: 'timeout', evidence: { deadlineMs: 200 } });
    expect(unanswered).not.toHaveProperty('evidence.bytesReceived');
  });

  it('that an alert follows has the alert as the error of its stream', async () => {
    const at = keep(await startTls(() => undefined, { minVersion: 'TLSv1.3', requestCert: true }));
    const secured = await made(at);
    const closed = new Promise((resolve) => secured.once('close', resolve));
    secured.resume();
    await closed;
    expect(secured.errored).toMatchObject({ code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' });
  });
});

it('the context of a run is made once for each newest version', () => {
  const trust = trustContext([ca.root.pem]);
  expect(trust('TLSv1.3')).toBe(trust('TLSv1.3'));
  expect(trust('TLSv1.2')).not.toBe(trust('TLSv1.3'));
  expect(prepareHandshake('a.example', trust, 'TLSv1.2')).toEqual({
    ...{ secureContext: trust('TLSv1.2'), servername: 'a.example' },
  });
  expect(trust('TLSv1.2')).toBeInstanceOf(Object.getPrototypeOf(tls.createSecureContext()).constructor);
});
