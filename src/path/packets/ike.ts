import { encodeInit } from '../ike/init.ts';
import { FIRST_GROUP, keyShare } from '../ike/key-share.ts';
import { converse, IKE_TIMING, type IkeOutcome, MARKER, mostInformative, resultOf } from '../ike/probe.ts';
import type { Exchanged, Flow } from '../ike/udp.ts';
import { networkFailure } from '../transport/failure.ts';
import { errnoOfWinsock } from '../transport/winsock.ts';
import { rememberedRandom } from './random.ts';
import type { FlowAttempt, FlowTranscript } from './transcript.ts';

export interface IkePacketOptions {
  host: string;
  port: number;
  nonEspMarker: boolean;
  /** Milliseconds for name resolution and the answers together. */
  deadlineMs: number;
  randomBytes: (count: number) => Uint8Array;
}

/** One flow of the request of Send-P2SPacket.ps1. */
export interface FlowRequest {
  host: string;
  port: number;
  packet: string;
  /** The first bytes of an answer; after any other reply, the next address of the name is tried. */
  answerStarts: string;
  sendAtMs: readonly number[];
  listenMs: number;
  deadlineMs: number;
}

export interface PreparedIke {
  request: FlowRequest;
  /** Judges the replies with the same code as this process's own probe. */
  judge(seen: FlowTranscript): Promise<IkeOutcome>;
}

/** The addresses of the target computer are not known here, so NAT cannot be detected. */
const NOWHERE = { address: '0.0.0.0', port: 0 };

/**
 * An IKE_SA_INIT for the target computer to send. A cookie, or a request for another group, proves the route and
 * is not answered.
 */
export function prepareIke({
  host,
  port,
  nonEspMarker,
  deadlineMs,
  randomBytes,
}: IkePacketOptions): PreparedIke {
  const random = rememberedRandom(randomBytes);
  const share = keyShare(FIRST_GROUP);
  if (share === null) throw new Error(`no key share for group ${FIRST_GROUP}`);
  const init = {
    ...{ spi: random.first(8), nonce: random.first(32), group: FIRST_GROUP, keyShare: share },
    ...{ local: NOWHERE, remote: NOWHERE, cookie: null },
  };
  const marker = nonEspMarker ? MARKER : Buffer.alloc(0);
  const { sendAt, listenMs } = IKE_TIMING;
  const judgeOne = async (attempt: FlowAttempt): Promise<IkeOutcome> => {
    const { address, end, socketError } = attempt;
    if (end === 'unreachable') {
      const errno = errnoOfWinsock(socketError);
      return { result: resultOf(errno), answers: [], evidence: { address, errno } };
    }
    const request = { host, port, nonEspMarker, deadlineMs, now: () => 0, randomBytes: random.again() };
    const { result, answers, evidence } = await converse(request, replay(attempt, port), deadlineMs);
    return { result, evidence, answers: answers.map(withoutTranslation) };
  };
  return {
    request: {
      ...{ host, port, deadlineMs, sendAtMs: sendAt, listenMs: Math.min(listenMs, deadlineMs) },
      packet: Buffer.concat([marker, encodeInit(init)]).toString('base64'),
      answerStarts: Buffer.concat([marker, init.spi]).toString('base64'),
    },
    judge: async ({ attempts, resolve }) => {
      const outcomes: IkeOutcome[] = [];
      for (const attempt of attempts) outcomes.push(await judgeOne(attempt));
      return mostInformative(outcomes) ?? nameless(resolve);
    },
  };
}

function withoutTranslation(answer: IkeOutcome['answers'][number]): IkeOutcome['answers'][number] {
  return answer.kind === 'accepted' ? { ...answer, nat: null } : answer;
}

function nameless(resolve: FlowTranscript['resolve']): IkeOutcome {
  const failure = networkFailure({ code: errnoOfWinsock(resolve?.socketError ?? null) });
  const reason =
    resolve?.end === 'failed' ? failure.reason : resolve?.end === 'done' ? 'not-found' : 'timeout';
  return { result: 'no-address', answers: [], evidence: { reason } };
}

/** A flow that sends nothing and replays the recorded replies. */
function replay({ address, datagrams, sent, end, socketError }: FlowAttempt, port: number): Flow {
  const waiting = datagrams.map(({ base64 }) => Buffer.from(base64, 'base64'));
  let asked = false;
  const once = () => {
    const packets = asked ? 0 : sent;
    asked = true;
    return packets;
  };
  return {
    local: NOWHERE,
    remote: { address, port },
    async exchange<T>(
      _: Uint8Array,
      __: unknown,
      take: (datagram: Buffer) => T | null,
    ): Promise<Exchanged<T>> {
      let ignored = 0;
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const value = take(next);
        if (value !== null) return { kind: 'taken', value, sent: once() };
        ignored += 1;
      }
      if (end === 'failed' && ignored === 0)
        return { kind: 'failed', errno: errnoOfWinsock(socketError) ?? 'unknown', sent: once() };
      return { kind: 'silent', ignored, sent: once() };
    },
    close: async () => undefined,
  };
}
