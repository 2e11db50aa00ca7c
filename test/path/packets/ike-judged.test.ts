import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../../../src/path/ike/message.ts';
import { NOTIFY } from '../../../src/path/ike/payloads.ts';
import { type IkePacketOptions, prepareIke } from '../../../src/path/packets/ike.ts';
import { rememberedRandom } from '../../../src/path/packets/random.ts';
import type { FlowAttempt, FlowTranscript } from '../../../src/path/packets/transcript.ts';
import { acceptance, notify, response } from '../ike/answers.ts';

const ADDRESS = '198.51.100.1';
const OTHER = '198.51.100.2';

function prepare(more: Partial<IkePacketOptions> = {}) {
  const usual = { host: 'vpn.contoso.example', port: 500, nonEspMarker: false, deadlineMs: 12_000 };
  const { request, judge } = prepareIke({ ...usual, randomBytes, ...more });
  const spi = Buffer.from(request.answerStarts, 'base64').subarray(more.nonEspMarker === true ? 4 : 0);
  return { request, judge, spi };
}

/** What one address replied to a packet that was sent once. */
function replied(datagrams: readonly Uint8Array[], more: Partial<FlowAttempt> = {}): FlowAttempt {
  return {
    ...{ address: ADDRESS, sent: 1, end: 'silent', endMs: 10, socketError: null },
    datagrams: datagrams.map((bytes) => ({ ms: 5, base64: Buffer.from(bytes).toString('base64') })),
    ...more,
  };
}

function flow(attempts: FlowAttempt[], resolve: FlowTranscript['resolve'] = null): FlowTranscript {
  return { host: 'vpn.contoso.example', port: 500, resolve, attempts, endMs: 20 };
}

describe('an IKE packet for another computer', () => {
  it('is a request of this SPI, sent as often and as long as from here', () => {
    const { request, spi } = prepare();
    const decoded = decodeMessage(Buffer.from(request.packet, 'base64'));
    expect(decoded).toMatchObject({ message: { exchange: 34, fromInitiator: true, isResponse: false } });
    expect(Buffer.from(request.packet, 'base64').subarray(0, 8)).toEqual(spi);
    expect(spi).toHaveLength(8);
    expect(request).toMatchObject({
      ...{ host: 'vpn.contoso.example', port: 500, deadlineMs: 12_000 },
      ...{ sendAtMs: [0, 1000, 3000], listenMs: 6000 },
    });
    expect(prepare({ deadlineMs: 4000 }).request).toMatchObject({ deadlineMs: 4000, listenMs: 4000 });
  });

  it('has the non-ESP marker on port 4500, and its answer must have it', async () => {
    const { request, judge, spi } = prepare({ port: 4500, nonEspMarker: true });
    const packet = Buffer.from(request.packet, 'base64');
    expect(packet.subarray(0, 4)).toEqual(Buffer.alloc(4));
    expect(packet.subarray(4, 12)).toEqual(spi);
    const answer = response(spi, acceptance(spi));
    const marked = replied([Buffer.concat([Buffer.alloc(4), answer])]);
    expect(await judge(flow([marked]))).toMatchObject({ result: 'answered' });
    expect(await judge(flow([replied([answer])]))).toMatchObject({
      result: 'not-ike',
      evidence: { problem: 'no-marker' },
    });
  });
});

describe('the replies that another computer received', () => {
  it('are an acceptance, without NAT, since that computer has addresses of its own', async () => {
    const { judge, spi } = prepare();
    const ends = {
      responder: { address: ADDRESS, port: 500 },
      initiator: { address: '192.0.2.10', port: 50_000 },
    };
    const seen = flow([replied([response(spi, acceptance(spi, ends))])]);
    const outcome = await judge(seen);
    expect(outcome).toMatchObject({
      result: 'answered',
      answers: [{ kind: 'accepted', nat: null, proposal: expect.stringContaining('MODP-2048') }],
    });
    expect(outcome.evidence).toEqual({ address: ADDRESS, packets: 1 });
    // Judged again, they are judged alike.
    expect(await judge(seen)).toEqual(outcome);
  });

  it('may be a cookie, which no second request follows', async () => {
    const { judge, spi } = prepare();
    const cookie = response(spi, [notify(NOTIFY.cookie, Buffer.alloc(20, 7))]);
    const outcome = await judge(flow([replied([cookie], { sent: 2 })]));
    expect(outcome).toMatchObject({ result: 'answered', answers: [{ kind: 'cookie' }] });
    expect(outcome.answers).toHaveLength(1);
    expect(outcome.answers[0]).not.toHaveProperty('nat');
    expect(outcome.evidence).toMatchObject({ packets: 2 });
  });

  const noise = Buffer.from('noise');
  const ONE = { address: ADDRESS, packets: 1 };
  const CLOSED = { end: 'failed', socketError: 10_061 } as const;
  const unsent = (socketError: number) => replied([], { sent: 0, end: 'unreachable', socketError });

  it.each<[string, FlowAttempt, string, Record<string, unknown>]>([
    ['none', replied([], { sent: 3 }), 'silent', { address: ADDRESS, packets: 3 }],
    ['noise', replied([noise, noise]), 'not-ike', { ...ONE, ignored: 2, problem: 'too-short' }],
    ['a closed port', replied([], CLOSED), 'refused', { ...ONE, errno: 'ECONNREFUSED' }],
    [
      'noise before a closed port',
      replied([noise], CLOSED),
      'not-ike',
      { ...ONE, ignored: 1, problem: 'too-short' },
    ],
    ['a failure without a code', replied([], { end: 'failed' }), 'unreachable', { ...ONE, errno: 'unknown' }],
    ['no route', unsent(10_051), 'unreachable', { address: ADDRESS, errno: 'ENETUNREACH' }],
    ['a firewall of that computer', unsent(10_013), 'refused', { address: ADDRESS, errno: 'EACCES' }],
  ])('may be %s', async (_, attempt, result, evidence) => {
    const outcome = await prepare().judge(flow([attempt]));
    expect(outcome).toEqual({ result, answers: [], evidence });
  });

  it('may be an answer after noise, or an answer before the port closed', async () => {
    const { judge, spi } = prepare();
    const refusal = response(spi, [notify(NOTIFY.noProposalChosen)]);
    const answered = { result: 'answered', answers: [{ kind: 'no-proposal' }] };
    expect(await judge(flow([replied([Buffer.from('noise'), refusal])]))).toMatchObject(answered);
    const closed = replied([refusal], { end: 'failed', socketError: 10_061 });
    expect(await judge(flow([closed]))).toMatchObject(answered);
  });

  it('are those of the address that says most', async () => {
    const { judge, spi } = prepare();
    const accepted = replied([response(spi, acceptance(spi))], { address: OTHER });
    expect(await judge(flow([replied([]), accepted]))).toMatchObject({
      result: 'answered',
      evidence: { address: OTHER, also: [{ address: ADDRESS, result: 'silent' }] },
    });
  });

  it.each<[string, FlowTranscript['resolve'], string]>([
    ['no such name', { end: 'failed', socketError: 11_001, addresses: [], endMs: 1 }, 'not-found'],
    [
      'a resolver that fails',
      { end: 'failed', socketError: 11_002, addresses: [], endMs: 1 },
      'dns-unavailable',
    ],
    ['a name without addresses', { end: 'done', socketError: null, addresses: [], endMs: 1 }, 'not-found'],
    ['a slow resolver', { end: 'timeout', socketError: null, addresses: [], endMs: 1 }, 'timeout'],
    ['no time to resolve', null, 'timeout'],
  ])('cannot be with %s', async (_, resolve, reason) => {
    const outcome = await prepare().judge(flow([], resolve));
    expect(outcome).toEqual({ result: 'no-address', answers: [], evidence: { reason } });
  });
});

describe('random bytes of a request', () => {
  it('are given again in their order, and no others', () => {
    const random = rememberedRandom(randomBytes);
    const [spi, nonce] = [random.first(8), random.first(32)];
    const again = random.again();
    expect([again(8), again(32)]).toEqual([spi, nonce]);
    expect(() => again(8)).toThrow(RangeError);
    expect(() => random.again()(32)).toThrow(RangeError);
    expect(random.again()(8)).toEqual(spi);
  });
});
