import { isRefusal } from '../../core/migration/route-verdict.ts';
import { errorCode, StageFailure } from '../transport/failure.ts';
import { startLifetime } from '../transport/lifetime.ts';
import { createNames, type Names } from '../transport/names.ts';
import { encodeInit, type InitAnswer, type InitRequest, readInit } from './init.ts';
import { FIRST_GROUP, keyShare } from './key-share.ts';
import { type Flow, openFlow, type Timing } from './udp.ts';

export interface IkeRequest {
  host: string;
  port: number;
  /** Sends four zero bytes before each message, as on port 4500 (RFC 3948 section 2.2). */
  nonEspMarker: boolean;
  /** Milliseconds for name resolution and both requests together. */
  deadlineMs: number;
  /** Milliseconds, monotonic. */
  now: () => number;
  randomBytes: (count: number) => Uint8Array;
  signal?: AbortSignal | undefined;
  /** Absent: {@link IKE_TIMING}. */
  timing?: Timing;
  /** Absent: the system's resolver. */
  names?: Names;
}

export interface IkeOutcome {
  /**
   * `answered`: a valid response; `refused`: by an ICMP "unreachable" or by this system; `not-ike`: a reply that
   * is not a valid response; `silent`: no reply; `unreachable`: this computer has no route to the address;
   * `no-address`: its name does not resolve.
   */
  result: 'answered' | 'refused' | 'not-ike' | 'silent' | 'unreachable' | 'no-address';
  /** In the order received. A cookie or a request for another group adds one more response. */
  answers: readonly InitAnswer[];
  evidence: Record<string, unknown>;
}

/**
 * Three packets within three seconds, then three seconds to listen: tolerates one or two lost packets, and sends
 * few to the gateway (RFC 7296 sections 2.1 and 2.4 leave the times to the initiator).
 */
export const IKE_TIMING: Timing = { sendAt: [0, 1000, 3000], listenMs: 6000 };

export const MARKER = Buffer.alloc(4);
/** One address of each family where a name has both; else the first two. */
export const MAX_ADDRESSES = 2;

/**
 * Checks whether an IKEv2 responder is reachable over UDP: sends a real IKE_SA_INIT and reads the response. A
 * cookie or a request for another group is answered once. The probe creates no keys and does not sign in. It
 * cannot delete the half-open SA without keys (RFC 7296 section 1.4.1), so the responder lets it expire. If an
 * address does not reply, the next one is tried; each has its part of the deadline. Rejects with P2sError
 * `cancelled`.
 */
export async function probeIke(request: IkeRequest): Promise<IkeOutcome> {
  const until = request.now() + request.deadlineMs;
  const failed = (result: IkeOutcome['result'], evidence: Record<string, unknown>): IkeOutcome => ({
    result,
    answers: [],
    evidence,
  });
  const lifetime = startLifetime(request.deadlineMs, request.signal);
  let addresses: string[];
  try {
    addresses = (await (request.names ?? createNames()).resolve(request.host, lifetime)).slice(
      0,
      MAX_ADDRESSES,
    );
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    return failed('no-address', { reason: error.reason, ...error.evidence });
  } finally {
    await lifetime.end();
  }
  const outcomes: IkeOutcome[] = [];
  for (const [index, address] of addresses.entries()) {
    const now = request.now();
    const outcome = await probeAddress(request, address, now + (until - now) / (addresses.length - index));
    outcomes.push(outcome);
    if (outcome.result === 'answered') break;
  }
  return mostInformative(outcomes) ?? failed('no-address', { reason: 'not-found' });
}

/** Most informative first. That this computer has no route to an address family says nothing about the server. */
const BY_INFORMATION: readonly IkeOutcome['result'][] = [
  'answered',
  'not-ike',
  'refused',
  'silent',
  'unreachable',
];

/** The most informative outcome of a name's addresses, with the others in its evidence; `null` without any. */
export function mostInformative(outcomes: readonly IkeOutcome[]): IkeOutcome | null {
  const rank = ({ result }: IkeOutcome) => BY_INFORMATION.indexOf(result);
  const [best, ...others] = outcomes.toSorted((a, b) => rank(a) - rank(b));
  if (best === undefined) return null;
  if (others.length === 0) return best;
  const also = others.map(({ result, evidence: { address } }) => ({ address, result }));
  return { ...best, evidence: { ...best.evidence, also } };
}

async function probeAddress(request: IkeRequest, address: string, until: number): Promise<IkeOutcome> {
  let flow: Flow;
  try {
    flow = await openFlow({ address, port: request.port }, request.signal);
  } catch (error) {
    const errno = errorCode(error);
    return { result: resultOf(errno), answers: [], evidence: { address, errno } };
  }
  try {
    return await converse(request, flow, until);
  } finally {
    await flow.close();
  }
}

/** The exchange on an open flow: {@link probeIke} without name resolution. */
export async function converse(request: IkeRequest, flow: Flow, until: number): Promise<IkeOutcome> {
  const { local, remote } = flow;
  const evidence: Record<string, unknown> = { address: remote.address, packets: 0 };
  const answers: InitAnswer[] = [];
  const common = { spi: request.randomBytes(8), nonce: request.randomBytes(32), local, remote };
  let next = { group: FIRST_GROUP, keyShare: shareOf(FIRST_GROUP), cookie: null as Uint8Array | null };
  for (;;) {
    const exchanged = await ask(request, flow, { ...common, ...next }, until);
    evidence.packets = Number(evidence.packets) + exchanged.sent;
    if (exchanged.kind === 'failed') {
      evidence.errno = exchanged.errno;
      if (answers.length === 0) return { result: resultOf(exchanged.errno), answers, evidence };
      return { result: 'answered', answers, evidence };
    }
    if (exchanged.kind === 'silent') {
      if (exchanged.ignored > 0) Object.assign(evidence, { ignored: exchanged.ignored, ...exchanged.seen });
      const nothing = exchanged.ignored > 0 ? 'not-ike' : 'silent';
      return { result: answers.length > 0 ? 'answered' : nothing, answers, evidence };
    }
    const answer = exchanged.value;
    answers.push(answer);
    const again = answers.length > 1 ? null : followUp(answer);
    if (again === null) return { result: 'answered', answers, evidence };
    next = { ...next, ...again };
  }
}

/** What to change for the second request; `null`: no second request is needed. */
function followUp(
  answer: InitAnswer,
): { cookie: Uint8Array } | { group: number; keyShare: Uint8Array } | null {
  if (answer.kind === 'cookie') return { cookie: answer.cookie };
  if (answer.kind !== 'other-group') return null;
  const share = keyShare(answer.group);
  return share === null ? null : { group: answer.group, keyShare: share };
}

async function ask(request: IkeRequest, flow: Flow, init: InitRequest, until: number) {
  const marker = request.nonEspMarker ? MARKER : Buffer.alloc(0);
  const seen: { problem?: string } = {};
  const { sendAt, listenMs } = request.timing ?? IKE_TIMING;
  const timing = { sendAt, listenMs: Math.max(1, Math.min(listenMs, until - request.now())) };
  const exchanged = await flow.exchange(
    Buffer.concat([marker, encodeInit(init)]),
    timing,
    (datagram): InitAnswer | null => {
      if (!datagram.subarray(0, marker.length).equals(marker)) {
        seen.problem ??= 'no-marker';
        return null;
      }
      const read = readInit(datagram.subarray(marker.length), init);
      if (read.kind === 'answer') return read.answer;
      seen.problem ??= read.kind === 'foreign' ? 'foreign' : read.problem;
      return null;
    },
  );
  return { ...exchanged, seen };
}

/**
 * An ICMP "port unreachable" is ECONNREFUSED (ECONNRESET on Windows); "administratively prohibited" is
 * EHOSTUNREACH. Node is known to drop ECONNRESET on Windows, so a refusal can look like no reply there.
 */
export function resultOf(errno: string | null): IkeOutcome['result'] {
  return isRefusal(errno) ? 'refused' : 'unreachable';
}

function shareOf(group: number): Uint8Array {
  const share = keyShare(group);
  if (share === null) throw new Error(`no key share for group ${group}`);
  return share;
}
