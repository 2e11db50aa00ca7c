import { timingSafeEqual } from 'node:crypto';
import { decodeMessage, encodeMessage, IKE_SA_INIT, type IkeProblem, isIkeV1, PAYLOAD } from './message.ts';
import { type Endpoint, natHash } from './nat-detection.ts';
import {
  decodeKeyExchange,
  decodeNotify,
  decodeProposals,
  encodeKeyExchange,
  encodeNotify,
  encodeProposals,
  FIRST_STATUS_NOTIFY,
  NOTIFY,
  type Notify,
} from './payloads.ts';
import { groupText, isOffered, OFFER, proposalText } from './proposals.ts';

/** What an IKE_SA_INIT request is made from. */
export interface InitRequest {
  /** Eight bytes, not all zero. */
  spi: Uint8Array;
  /** 16 to 256 bytes, at least half the key size of the PRF (RFC 7296 section 2.10). */
  nonce: Uint8Array;
  group: number;
  /** The public value of that group. */
  keyShare: Uint8Array;
  local: Endpoint;
  remote: Endpoint;
  /** The cookie that a responder under load asked for (section 2.6). */
  cookie: Uint8Array | null;
}

/** The content of a valid response. Any response proves that packets travel in both directions. */
export type InitAnswer = { responderSpi: string; notifies: readonly number[] } & (
  | {
      kind: 'accepted';
      /** The algorithms that the responder chose. */
      proposal: string;
      /** The responder supports fragments of IKE messages (RFC 7383). */
      fragmentation: boolean;
      /** Whether NAT translated an address on the route; `null`: the response has no NAT detection payloads. */
      nat: { here: boolean; there: boolean } | null;
    }
  | { kind: 'cookie'; cookie: Uint8Array }
  | { kind: 'other-group'; group: number; groupName: string }
  | { kind: 'no-proposal' }
  /** A responder that speaks IKEv1. */
  | { kind: 'ikev1' }
  /** Another error, or a redirection. */
  | { kind: 'notify' }
);

export type ReadInit =
  | { kind: 'answer'; answer: InitAnswer }
  /** Well-formed, but a response to a different request. */
  | { kind: 'foreign' }
  | { kind: 'malformed'; problem: IkeProblem | 'payload' | 'not-offered' | 'incomplete' };

const MAX_COOKIE_BYTES = 64;
const [MIN_NONCE_BYTES, MAX_NONCE_BYTES] = [16, 256];
const NO_SPI = Buffer.alloc(8);

/** The request as sent to port 500. On port 4500 the non-ESP marker comes first. */
export function encodeInit({ spi, nonce, group, keyShare, local, remote, cookie }: InitRequest): Buffer {
  const notify = (type: number, data: Uint8Array) => ({
    type: PAYLOAD.notify,
    body: encodeNotify({ type, data }),
  });
  return encodeMessage({
    initiatorSpi: spi,
    responderSpi: NO_SPI,
    exchange: IKE_SA_INIT,
    fromInitiator: true,
    isResponse: false,
    messageId: 0,
    payloads: [
      // Must be the first payload; the other payloads stay the same (section 2.6).
      ...(cookie === null ? [] : [notify(NOTIFY.cookie, cookie)]),
      { type: PAYLOAD.sa, body: encodeProposals(OFFER) },
      { type: PAYLOAD.ke, body: encodeKeyExchange({ group, data: keyShare }) },
      { type: PAYLOAD.nonce, body: nonce },
      notify(NOTIFY.natDetectionSourceIp, natHash(spi, NO_SPI, local)),
      notify(NOTIFY.natDetectionDestinationIp, natHash(spi, NO_SPI, remote)),
      notify(NOTIFY.fragmentationSupported, Buffer.alloc(0)),
    ],
  });
}

/** Reads the response to a request. The response is not authenticated. */
export function readInit(
  bytes: Uint8Array,
  { spi, group, keyShare, local, remote }: Omit<InitRequest, 'cookie' | 'nonce'>,
): ReadInit {
  if (isIkeV1(bytes, spi)) {
    const responderSpi = Buffer.from(bytes.subarray(8, 16)).toString('hex');
    return { kind: 'answer', answer: { kind: 'ikev1', responderSpi, notifies: [] } };
  }
  const decoded = decodeMessage(bytes);
  if (decoded.kind === 'malformed') return decoded;
  const { initiatorSpi, responderSpi, exchange, fromInitiator, isResponse, messageId, payloads } =
    decoded.message;
  if (!timingSafeEqual(initiatorSpi, spi) || exchange !== IKE_SA_INIT || messageId !== 0)
    return { kind: 'foreign' };
  if (fromInitiator || !isResponse) return { kind: 'foreign' };

  const bodies = (type: number) => payloads.filter((one) => one.type === type).map(({ body }) => body);
  const notifies = bodies(PAYLOAD.notify).map(decodeNotify);
  if (notifies.some((one) => one === null)) return { kind: 'malformed', problem: 'payload' };
  const reported = notifies.filter((one) => one !== null);
  const common = {
    responderSpi: Buffer.from(responderSpi).toString('hex'),
    notifies: reported.map(({ type }) => type),
  };
  const [sa, ke, nonce] = [PAYLOAD.sa, PAYLOAD.ke, PAYLOAD.nonce].map((type) => bodies(type)[0]);
  if (sa === undefined) return readRefusal(reported, common);
  if (ke === undefined || nonce === undefined) return { kind: 'malformed', problem: 'incomplete' };

  const [proposal, ...more] = decodeProposals(sa) ?? [];
  const theirs = decodeKeyExchange(ke);
  if (proposal === undefined || more.length > 0 || theirs === null)
    return { kind: 'malformed', problem: 'payload' };
  if (nonce.length < MIN_NONCE_BYTES || nonce.length > MAX_NONCE_BYTES)
    return { kind: 'malformed', problem: 'payload' };
  // The key share must be of our group and have the same length as ours.
  if (!isOffered(proposal) || theirs.group !== group || theirs.data.length !== keyShare.length)
    return { kind: 'malformed', problem: 'not-offered' };
  if (NO_SPI.equals(responderSpi)) return { kind: 'malformed', problem: 'incomplete' };
  const fragmentation = reported.some(({ type }) => type === NOTIFY.fragmentationSupported);
  const nat = natSeen(reported, { spi, responderSpi, local, remote });
  return {
    kind: 'answer',
    answer: { ...common, kind: 'accepted', proposal: proposalText(proposal), fragmentation, nat },
  };
}

/** A response without a choice: a cookie, another group, or an error. */
function readRefusal(
  reported: readonly Notify[],
  common: { responderSpi: string; notifies: readonly number[] },
): ReadInit {
  const find = (type: number) => reported.find((one) => one.type === type)?.data;
  const cookie = find(NOTIFY.cookie);
  if (cookie !== undefined) {
    if (cookie.length === 0 || cookie.length > MAX_COOKIE_BYTES)
      return { kind: 'malformed', problem: 'payload' };
    return { kind: 'answer', answer: { ...common, kind: 'cookie', cookie: Uint8Array.from(cookie) } };
  }
  const asked = find(NOTIFY.invalidKePayload);
  if (asked !== undefined) {
    if (asked.length !== 2) return { kind: 'malformed', problem: 'payload' };
    const group = (asked[0] ?? 0) * 256 + (asked[1] ?? 0);
    return {
      kind: 'answer',
      answer: { ...common, kind: 'other-group', group, groupName: groupText(group) },
    };
  }
  if (find(NOTIFY.noProposalChosen) !== undefined)
    return { kind: 'answer', answer: { ...common, kind: 'no-proposal' } };
  const isError = reported.some(({ type }) => type < FIRST_STATUS_NOTIFY || type === REDIRECT);
  return isError
    ? { kind: 'answer', answer: { ...common, kind: 'notify' } }
    : { kind: 'malformed', problem: 'incomplete' };
}

/** RFC 5685: the responder redirects to another gateway. */
const REDIRECT = 16407;

/** The responder sends hashes of its own addresses (one or more), and of our address as it received it. */
function natSeen(
  reported: readonly Notify[],
  {
    spi,
    responderSpi,
    local,
    remote,
  }: { spi: Uint8Array; responderSpi: Uint8Array; local: Endpoint; remote: Endpoint },
): { here: boolean; there: boolean } | null {
  const hashes = (type: number) => reported.filter((one) => one.type === type).map(({ data }) => data);
  const sources = hashes(NOTIFY.natDetectionSourceIp);
  const [destination] = hashes(NOTIFY.natDetectionDestinationIp);
  if (sources.length === 0 || destination === undefined) return null;
  const isHash = (data: Uint8Array, end: Endpoint) => natHash(spi, responderSpi, end).equals(data);
  return {
    here: !isHash(destination, local),
    there: !sources.some((data) => isHash(data, remote)),
  };
}
