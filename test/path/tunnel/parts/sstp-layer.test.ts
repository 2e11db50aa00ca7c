import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { createReader } from '../../../../src/path/transport/reader.ts';
import type { StageNote } from '../../../../src/path/transport/stage.ts';
import { duplexPost, readAcceptance } from '../../../../src/path/tunnel/http-layer.ts';
import { awaitAck, farewell } from '../../../../src/path/tunnel/sstp-layer.ts';
import { CALL_ABORT, CALL_CONNECT_REQUEST, ECHO_RESPONSE } from '../../../../src/path/tunnel/sstp-packet.ts';
import { failureOf } from '../../stage-failure.ts';
import { during, passing, peerWith, type Reply } from './scripted-transport.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const ACK = hex(`1001 0030 0002 0001 0004 0028 0000 0003 ${'5a'.repeat(32)}`);
const status = (type: string) => hex(`1001 0014 ${type} 0001 0002 000c 0000 0001 0000 0004`);
const DATA = hex('1000 0008 c021 0101');
const ECHO = hex('1001 0008 0008 0000');
const UNBOUNDED = '18446744073709551615';
const head = (line: string, ...fields: string[]) => [line, ...fields, '', ''].join('\r\n');

describe('the wait for the Ack', () => {
  async function acked(replies: Reply[], deadlineMs?: number) {
    const peer = peerWith([replies]);
    const evidence: Record<string, unknown> = {};
    await during(
      (lifetime) => awaitAck(peer.stream, createReader(peer.stream), lifetime, evidence),
      deadlineMs,
    );
    return { evidence, sent: peer.sent };
  }

  it.each<[string, Reply[], Buffer[]]>([
    ['at once', [ACK], []],
    ['in parts', [ACK.subarray(0, 3), ACK.subarray(3, 20), ACK.subarray(20)], []],
    ['behind data and a question', [DATA, Buffer.concat([ECHO, ACK])], [ECHO_RESPONSE]],
    ['behind 64 packets', [Buffer.concat(Array(64).fill(DATA)), ACK], []],
    ['before what follows', [Buffer.concat([ACK, status('0006')])], []],
  ])('ends with it: %s', async (_name, replies, answers) => {
    const { evidence, sent } = await acked(replies);
    expect(evidence).toEqual({ ack: ACK.toString('hex'), hashBits: 3 });
    expect(sent).toBe(Buffer.concat([CALL_CONNECT_REQUEST, ...answers]).toString('latin1'));
  });

  it.each<[string, Reply[], Record<string, unknown>]>([
    ['nak', [status('0003')], { sstpStatus: 4, sstpAttribute: 1, packet: status('0003').toString('hex') }],
    ['abort', [status('0005')], { sstpStatus: 4, sstpAttribute: 1, packet: status('0005').toString('hex') }],
    [
      'disconnect',
      [status('0006')],
      { sstpStatus: 4, sstpAttribute: 1, packet: status('0006').toString('hex') },
    ],
    ['malformed-ack', [hex('1001 0008 0002 0000')], { flaw: 'attribute-count', packet: '1001000800020000' }],
    ['unexpected-message', [hex('1001 0008 0009 0000')], { messageType: 9, packet: '1001000800090000' }],
    ['other-version', [hex('2001 0008 0002 0000')], { began: '2001000800020000', version: '2.0' }],
    ['closed', [DATA, ECHO, DATA, null], { echoRequests: 1, dataPackets: 2 }],
    ['closed', [null], {}],
    [
      'too-many-packets',
      [Buffer.concat([...Array(65).fill(DATA), ACK])],
      { echoRequests: 0, dataPackets: 65 },
    ],
    ['not-a-packet', ['<!doctype html><html>'], { began: Buffer.from('<!doctype html><').toString('hex') }],
  ])('fails with %s', async (reason, replies, evidence) => {
    const failure = await failureOf(acked(replies));
    expect(failure.reason).toBe(reason);
    expect(failure.evidence).toStrictEqual(evidence);
  });

  it('shows 64 bytes of a packet at most', async () => {
    const long = Buffer.concat([hex('1001 0064 0009 0000'), Buffer.alloc(92)]);
    const { evidence } = await failureOf(acked([long]));
    expect(evidence.packet).toBe(long.toString('hex', 0, 64));
  });

  it('counts the bytes that came until the deadline', async () => {
    const slow = await passing(() => failureOf(acked([DATA, ACK.subarray(0, 5)], 100)), 100);
    expect(slow).toMatchObject({ reason: 'timeout', evidence: { bytesReceived: 13 } });
    expect((await failureOf(acked([], 30))).evidence).toStrictEqual({ deadlineMs: 30 });
  });
});

describe('the end of a call', () => {
  const left = async (replies: Reply[], signal?: AbortSignal) => {
    const { stream, ...peer } = peerWith([replies]);
    stream.on('error', () => undefined);
    await farewell(stream, createReader(stream), signal);
    return { destroyed: stream.destroyed, peer, stream };
  };

  it.each<[string, Reply[], boolean?]>([
    ['its abort', [DATA, Buffer.concat([ECHO, status('0005')])]],
    ['no packet', ['<html>']],
    ['its close', [DATA, null], true],
    ['a reset', [new Error('reset')], true],
  ])('waits for %s of the server', async (_name, replies, isClosed = false) => {
    const { signal } = new AbortController();
    const { stream } = await left(replies, signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    if (!isClosed) expect(stream.destroyed).toBe(false);
    stream.destroy();
  });

  it('says that it ends', async () => {
    const peer = peerWith([[null]]);
    await farewell(peer.stream, createReader(peer.stream));
    expect(peer.sent).toBe(CALL_ABORT.toString('latin1'));
  });

  it('waits three seconds for a server that goes on', async () => {
    // An abort is a control packet, and no other control packet is one.
    const { stream } = peerWith([[hex('1000 0008 0005 0000'), status('0006')]]);
    const open: boolean[] = [];
    await passing(
      async () => {
        setTimeout(() => open.push(!stream.destroyed), 2_999);
        await farewell(stream, createReader(stream));
        open.push(!stream.destroyed);
      },
      2_999,
      1,
    );
    expect(open).toEqual([true, false]);
  });

  it('does not wait when it is cancelled, before or during it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      expect((await left([], AbortSignal.abort())).destroyed).toBe(true);
      const controller = new AbortController();
      const waiting = left([], controller.signal);
      controller.abort();
      expect((await waiting).destroyed).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the answer to the SSTP request', () => {
  async function accepted(...replies: Reply[]) {
    const peer = peerWith([replies]);
    peer.stream.write('x');
    const note: StageNote = { status: 'pass', evidence: {} };
    const work = during((lifetime) => readAcceptance(createReader(peer.stream), lifetime, note));
    const reason = await work.then(
      () => null,
      (error: unknown) => (error as { reason?: unknown }).reason,
    );
    return { reason, ...note };
  }

  it('is asked for as Windows does', () => {
    expect(duplexPost('2001:db8::1', 'A-B')).toBe(
      'SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.1\r\n' +
        `SSTPCORRELATIONID: {A-B}\r\nContent-Length: ${UNBOUNDED}\r\nHost: [2001:db8::1]\r\n\r\n`,
    );
  });

  const SIGN_IN = 'Proxy-Authenticate: NTLM';
  const SHORTENED = expect.stringMatching(/^5{30,40}/);

  it.each<[string[], string | null, string, Record<string, unknown>]>([
    [['HTTP/1.1 200', `Content-Length: ${UNBOUNDED}`], null, 'pass', { contentLength: UNBOUNDED }],
    [['HTTP/1.1 200', 'Content-Length: 5'], null, 'warn', { contentLength: '5' }],
    [['HTTP/1.1 200', `Content-Length: ${'5'.repeat(99)}`], null, 'warn', { contentLength: SHORTENED }],
    [['HTTP/1.1 200'], null, 'warn', { contentLength: null }],
    [['HTTP/1.1 201'], 'status', 'pass', { httpStatus: 201 }],
    [['HTTP/1.0 404', 'Server: web'], 'status', 'pass', { httpStatus: 404, server: 'web' }],
    [['HTTP/1.0 200'], 'http-version', 'pass', { httpVersion: '1.0' }],
    [['HTTP/1.1 200', 'Transfer-Encoding: chunked'], 'chunked', 'pass', {}],
    [['HTTP/1.1 502', 'Via: x', 'X-Cache: MISS'], 'status', 'pass', { proxyHeaders: ['via', 'x-cache'] }],
    [['HTTP/1.1 407', SIGN_IN], 'status', 'pass', { proxyHeaders: ['proxy-authenticate'] }],
  ])('%j: %s', async ([line = '', ...fields], reason, stage, evidence) => {
    expect(await accepted(head(line, ...fields))).toMatchObject({ reason, status: stage, evidence });
  });

  it('has no headers of a proxy without one', async () => {
    expect((await accepted(head('HTTP/1.1 200'))).evidence).not.toHaveProperty('proxyHeaders');
    expect((await accepted(null)).reason).toBe('closed');
  });
});
