import { describe, expect, it } from 'vitest';
import type { Gateway } from '../../../../src/core/model/check.ts';
import { StageFailure } from '../../../../src/path/transport/failure.ts';
import { createReader } from '../../../../src/path/transport/reader.ts';
import {
  connectRequest,
  openPlainTunnel,
  openTunnel,
  readHead,
} from '../../../../src/path/tunnel/connect.ts';
import { failureOf } from '../../stage-failure.ts';
import {
  during,
  passing,
  peerWith,
  type Reply,
  type ScriptedConnection,
  scripted,
} from './scripted-transport.ts';

const GATEWAY: Gateway = { host: 'vpn.contoso.example', port: 443, source: 'option' };
const WITH =
  'CONNECT vpn.contoso.example:443 HTTP/1.1\r\nHost: vpn.contoso.example:443\r\n' +
  'SSTPVERSION: 1.0\r\nProxy-Connection: Keep-Alive\r\n\r\n';
const WITHOUT = WITH.replace('SSTPVERSION: 1.0\r\n', '');
const head = (status: string, ...fields: string[]) => [`HTTP/1.1 ${status}`, ...fields, '', ''].join('\r\n');
const reset = () => Object.assign(new Error('reset'), { code: 'ECONNRESET' });

/** Asks the proxy of the first connection; the second is for the request without the header. */
async function asked(
  first: Reply[],
  second: ScriptedConnection = {},
  how: { patienceMs?: number; deadlineMs?: number } = {},
) {
  const made = scripted({ plain: [first] }, second);
  const evidence: Record<string, unknown> = {};
  let open = false;
  const work = during(async (lifetime) => {
    const connection = await made.transport.connect(['192.0.2.1'], 8080, lifetime);
    const opened = openTunnel(
      made.transport,
      connection,
      GATEWAY,
      lifetime,
      evidence,
      how.patienceMs ?? null,
    );
    await opened.finally(() => {
      open = !connection.stream.destroyed;
    });
  }, how.deadlineMs);
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  const failure = error instanceof StageFailure ? error : null;
  if (failure === null && error !== null) throw error;
  return {
    ...{ reason: failure?.reason ?? null, why: failure?.evidence ?? {}, evidence },
    ...{ sent: made.plain.map(({ sent }) => sent), asked: made.asked, open },
  };
}

describe('a CONNECT with SSTPVERSION', () => {
  it('is the request of Windows', () => {
    expect([connectRequest(GATEWAY, true), connectRequest(GATEWAY, false)]).toEqual([WITH, WITHOUT]);
    expect(connectRequest({ ...GATEWAY, host: '2001:db8::1' }, false)).toMatch(
      /^CONNECT \[2001:db8::1\]:443 HTTP\/1\.1\r\nHost: \[2001:db8::1\]:443\r\n/,
    );
  });

  it.each(['200 Connection established', '299 x'])('is granted by %s', async (status) => {
    const { reason, evidence, sent, open } = await asked([head(status, 'Server: proxy')]);
    expect([reason, sent, open]).toEqual([null, [WITH], true]);
    expect(evidence).toMatchObject({ httpStatus: Number(status.slice(0, 3)), server: 'proxy' });
  });

  it.each<[string, Reply[], string, Record<string, unknown>]>([
    [
      'a sign-in',
      [head('407 x', 'Proxy-Authenticate: NTLM', 'Proxy-Authenticate: Basic realm=x')],
      'proxy-auth',
      { schemes: ['NTLM', 'Basic'] },
    ],
    ['a sign-in without a scheme', [head('407 x')], 'proxy-auth', { schemes: [] }],
    ['a sign-in for the network', [head('511 x')], 'status', {}],
    ['a status that is none', [head('099 x')], 'status', {}],
    ['another protocol', ['SSH-2.0-x'], 'not-http', { began: 'SSH-2.0-x' }],
    ['bytes after it', [`${head('200 x')}<html>`], 'spoke-first', { began: '<html>' }],
  ])('that %s refuses is not sent again', async (_name, first, reason, why) => {
    const seen = await asked(first, { plain: [[head('200 x')]] });
    expect(seen).toMatchObject({ reason, sent: [WITH] });
    expect(seen.why).toStrictEqual(why);
  });

  it.each<[string, Reply[], string, Record<string, unknown>]>([
    ['403', [head('403 x')], 'status', {}],
    ['400', [head('400 x')], 'status', {}],
    ['300', [head('300 x')], 'redirect', {}],
    ['399', [head('399 x')], 'redirect', {}],
    ['a close', [null], 'closed', { withSstpVersion: 'closed' }],
    ['a close in its head', ['HTTP/1.1 4', null], 'closed', { withSstpVersion: 'closed' }],
    ['a reset', [reset()], 'reset', { withSstpVersion: 'reset', errno: 'ECONNRESET' }],
  ])('that %s refuses is sent again without it', async (_name, first, reason, why) => {
    const accepted = await asked(first, { plain: [[head('200 x')]], tls: [[]] });
    expect(accepted).toMatchObject({ reason: 'sstp-header-refused', sent: [WITH, WITHOUT], open: false });
    const tls = reason === 'closed' || reason === 'reset' ? { tls: 'completed' } : {};
    expect(accepted.why).toStrictEqual({ ...why, withoutSstpVersion: { status: 200, ...tls } });
    expect(accepted.asked).toEqual(['192.0.2.1:8080', '192.0.2.1:8080']);
    const { withSstpVersion: _left, ...own } = why;
    for (const [again, withoutSstpVersion] of [
      [{ plain: [[head('403 x')]] }, { status: 403 }],
      [{ plain: [[head('300 x')]] }, { status: 300 }],
      [{ plain: [[null]] }, { status: null, reason: 'closed' }],
      [{ plain: [[`${head('200 x')}early`]] }, { status: 200, reason: 'spoke-first' }],
      [{ refused: new StageFailure('refused') }, { status: null, reason: 'refused' }],
    ] as const) {
      const refused = await asked(first, again as ScriptedConnection);
      expect(refused.reason).toBe(reason);
      expect(refused.why).toStrictEqual({ ...own, withoutSstpVersion });
    }
  });

  it('has the second answer of its proxy, where one follows the first', async () => {
    const refused = await asked([head('200 x') + head('403 y')], { plain: [[null]] });
    expect(refused).toMatchObject({
      reason: 'status',
      evidence: { httpStatus: 403, httpReason: 'y', granted: 200 },
    });
    const signIn = await asked([head('200 x') + head('407 y', 'Proxy-Authenticate: NTLM')]);
    expect(signIn).toMatchObject({ reason: 'proxy-auth', why: { schemes: ['NTLM'] } });
    const page = await asked([head('200 x') + head('200 y')]);
    expect(page).toMatchObject({ reason: 'spoke-first', evidence: { httpReason: 'y', granted: 200 } });
    expect(page.why.began).toMatch(/^HTTP\/1\.1 200 y/);
  });

  it('that has no reply is sent again beside it', async () => {
    const unanswered = (second: ScriptedConnection) =>
      passing(() => asked([], second, { patienceMs: 100, deadlineMs: 300 }), 100, 200);
    const filtered = await unanswered({ plain: [[head('200 x')]], tls: [[]] });
    expect(filtered).toMatchObject({
      ...{ reason: 'sstp-header-refused', sent: [WITH, WITHOUT] },
      why: { withSstpVersion: 'timeout', withoutSstpVersion: { status: 200, tls: 'completed' } },
    });
    const ended = { plain: [[head('200 x')]], tls: new StageFailure('closed') };
    expect(await unanswered(ended)).toMatchObject({
      ...{ reason: 'timeout', why: { withoutSstpVersion: { status: 200, tls: 'closed' } } },
    });
    expect(await asked([null], ended)).toMatchObject({ reason: 'closed' });
    const refused = await unanswered({ plain: [[head('407 x')]] });
    expect(refused).toMatchObject({ reason: 'timeout', why: { withoutSstpVersion: { status: 407 } } });
    const slow = await passing(() => asked(['HTTP/1.1'], { refused: null }, { deadlineMs: 50 }), 50);
    expect(slow.reason).toBe('timeout');
    expect(slow.why).toStrictEqual({ deadlineMs: 50, bytesReceived: 8, quietMs: expect.any(Number) });
    expect(Number((slow.why as { quietMs?: number }).quietMs)).toBeLessThan(60_000);
  });

  it('ends with a fault of the program, and not by a second try', async () => {
    const fault = new Error('a fault');
    await expect(asked([null], { refused: fault })).rejects.toBe(fault);
  });
});

describe('a CONNECT for other protocols', () => {
  const plain = async (...replies: Reply[]) => {
    const peer = peerWith([replies]);
    const evidence: Record<string, unknown> = {};
    await during((lifetime) => openPlainTunnel(peer.stream, GATEWAY, lifetime, evidence));
    return { peer, evidence };
  };

  it('is sent without the header, and leaves what follows to its caller', async () => {
    const { peer, evidence } = await plain(`${head('200 x')}rest`);
    expect([peer.sent, String(peer.stream.read())]).toEqual([WITHOUT, 'rest']);
    expect([evidence.httpStatus, peer.stream.destroyed]).toEqual([200, false]);
  });

  it.each([
    ['302 x', 'status'],
    ['403 x', 'status'],
    ['407 x', 'proxy-auth'],
  ])('is refused by %s: %s', async (status, reason) => {
    expect(await failureOf(plain(head(status)))).toMatchObject({ reason });
  });
});

describe('the head of an answer', () => {
  const read = (...replies: Reply[]) =>
    during(async (lifetime) => {
      const { stream } = peerWith([replies]);
      stream.write('x');
      const reader = createReader(stream);
      const { status } = await readHead(reader, lifetime);
      return { status, rest: await reader.next() };
    });

  it('may come in parts, and leaves the rest', async () => {
    expect(await read('HTTP/1.', '1 200 x\r\n', '\r\nrest')).toEqual({
      status: 200,
      rest: Buffer.from('rest'),
    });
    expect(await read(head('403 x', `X: ${'a'.repeat(20_000)}`), null)).toEqual({ status: 403, rest: null });
  });

  it.each([
    ['\x13\x03', 'not-http'],
    ['\x14\x03', 'tls-record'],
    ['\x15', 'tls-record'],
    ['\x16\x03\x01', 'tls-record'],
    ['\x17\x03', 'tls-record'],
    ['\x18\x03', 'not-http'],
    ['\x16\x02', 'not-http'],
    ['HTTP/2 200\r\n\r\n', 'not-http'],
  ])('is none in %j', async (bytes, reason) => {
    const failure = await failureOf(read(bytes));
    expect(failure.reason).toBe(reason);
    expect(failure.evidence.began).toMatch(bytes.startsWith('HTTP') ? /^HTTP/ : /^\\x1/);
  });

  it('that is too large is shown by its first bytes', async () => {
    const failure = await failureOf(read(head('200 x', `X: ${'a'.repeat(20_000)}`)));
    expect(failure.reason).toBe('head-too-large');
    expect(failure.evidence.began).toMatch(/^HTTP\/1\.1 200 x.{30,60}$/);
  });
});
