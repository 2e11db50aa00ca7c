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
  type Proposal,
  TRANSFORM,
  type Transform,
} from './payloads.ts';

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

/**
 * The algorithms that the probe offers. Azure's page on cryptographic requirements states that its default IKE
 * policies use Diffie-Hellman group 2, and lists groups 14, 19, 20 and 24, AES and AES-GCM, SHA-1, SHA-256 and
 * SHA-384 for custom policies. That Windows' own client by default offers AES-CBC with SHA-1, SHA-256 or SHA-384
 * and group 2 is general knowledge, without a source. Group 24 is left out: a responder that requires it asks for
 * it, which also proves the route.
 */
export const OFFER: readonly Proposal[] = [
  {
    number: 1,
    transforms: [
      ...ofType(TRANSFORM.encryption, [12], 256),
      ...ofType(TRANSFORM.prf, [5, 6, 2]),
      ...ofType(TRANSFORM.integrity, [12, 13, 2]),
      ...ofType(TRANSFORM.group, [14, 19, 20, 2]),
    ],
  },
  {
    number: 2,
    transforms: [
      ...ofType(TRANSFORM.encryption, [20], 256),
      ...ofType(TRANSFORM.prf, [6, 5]),
      ...ofType(TRANSFORM.group, [14, 19, 20, 2]),
    ],
  },
];

/** IANA, "IKEv2 Parameters": names of what is offered. */
const NAMES: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  [TRANSFORM.encryption]: { 12: 'AES-CBC', 20: 'AES-GCM-16' },
  [TRANSFORM.prf]: { 2: 'PRF-HMAC-SHA1', 5: 'PRF-HMAC-SHA2-256', 6: 'PRF-HMAC-SHA2-384' },
  [TRANSFORM.integrity]: { 2: 'HMAC-SHA1-96', 12: 'HMAC-SHA2-256-128', 13: 'HMAC-SHA2-384-192' },
  [TRANSFORM.group]: { 2: 'MODP-1024', 14: 'MODP-2048', 19: 'ECP-256', 20: 'ECP-384' },
};

function ofType(type: number, ids: readonly number[], keyBits: number | null = null): Transform[] {
  return ids.map((id) => ({ type, id, keyBits }));
}

/**
 * Whether a responder's choice is part of {@link OFFER}: the proposal number, and exactly one offered transform of
 * each type (RFC 7296 section 2.7).
 */
export function isOffered({ number, transforms }: Proposal): boolean {
  const offered = OFFER.find((one) => one.number === number)?.transforms ?? [];
  const types = new Set(offered.map(({ type }) => type));
  return (
    types.size > 0 &&
    transforms.length === types.size &&
    [...types].every((type) => transforms.some((one) => one.type === type)) &&
    transforms.every((one) =>
      offered.some(({ type, id, keyBits }) => type === one.type && id === one.id && keyBits === one.keyBits),
    )
  );
}

/** `AES-CBC-256/HMAC-SHA2-256-128/PRF-HMAC-SHA2-256/MODP-2048`. */
export function proposalText({ transforms }: Proposal): string {
  const order = [TRANSFORM.encryption, TRANSFORM.integrity, TRANSFORM.prf, TRANSFORM.group];
  return [...transforms]
    .sort((a, b) => order.indexOf(a.type as 1) - order.indexOf(b.type as 1))
    .map(transformText)
    .join('/');
}

/** `MODP-2048`, or `group 24` for one that is not offered. */
export function groupText(group: number): string {
  return NAMES[TRANSFORM.group]?.[group] ?? `group ${group}`;
}

function transformText({ type, id, keyBits }: Transform): string {
  return `${NAMES[type]?.[id] ?? `${type}:${id}`}${keyBits === null ? '' : `-${keyBits}`}`;
}
