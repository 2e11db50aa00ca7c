/**
 * The payloads of an IKE_SA_INIT (RFC 7296 sections 3.3, 3.4 and 3.10). Readers return `null` for malformed input.
 */

/** An algorithm of a proposal. `keyBits` is the attribute Key Length, `null` without one. */
export interface Transform {
  type: number;
  id: number;
  keyBits: number | null;
}

export interface Proposal {
  number: number;
  transforms: readonly Transform[];
}

/** Transform types (section 3.3.2). */
export const TRANSFORM = { encryption: 1, prf: 2, integrity: 3, group: 4 } as const;

/** Notify message types (section 3.10.1; fragmentation: RFC 7383). Those below 16384 are errors. */
export const NOTIFY = {
  noProposalChosen: 14,
  invalidKePayload: 17,
  natDetectionSourceIp: 16388,
  natDetectionDestinationIp: 16389,
  cookie: 16390,
  fragmentationSupported: 16430,
} as const;
export const FIRST_STATUS_NOTIFY = 16384;

export interface Notify {
  type: number;
  data: Uint8Array;
}

export interface KeyExchange {
  group: number;
  data: Uint8Array;
}

const PROTOCOL_IKE = 1;
/** Attribute format TV, attribute type 14. */
const KEY_LENGTH_ATTRIBUTE = 0x800e;
const MORE_PROPOSALS = 2;
const MORE_TRANSFORMS = 3;
const MAX_PROPOSALS = 32;
const MAX_TRANSFORMS = 255;

export function encodeProposals(proposals: readonly Proposal[]): Buffer {
  return Buffer.concat(
    proposals.map(({ number, transforms }, index) => {
      const list = transforms.map((one, place) => encodeTransform(one, place === transforms.length - 1));
      const header = Buffer.alloc(8);
      header.writeUInt8(index === proposals.length - 1 ? 0 : MORE_PROPOSALS, 0);
      header.writeUInt16BE(header.length + list.reduce((sum, { length }) => sum + length, 0), 2);
      header.writeUInt8(number, 4);
      header.writeUInt8(PROTOCOL_IKE, 5);
      header.writeUInt8(list.length, 7);
      return Buffer.concat([header, ...list]);
    }),
  );
}

function encodeTransform({ type, id, keyBits }: Transform, isLast: boolean): Buffer {
  const bytes = Buffer.alloc(keyBits === null ? 8 : 12);
  bytes.writeUInt8(isLast ? 0 : MORE_TRANSFORMS, 0);
  bytes.writeUInt16BE(bytes.length, 2);
  bytes.writeUInt8(type, 4);
  bytes.writeUInt16BE(id, 6);
  if (keyBits === null) return bytes;
  bytes.writeUInt16BE(KEY_LENGTH_ATTRIBUTE, 8);
  bytes.writeUInt16BE(keyBits, 10);
  return bytes;
}

/** The proposals of an SA payload; `null` as well when one is not for IKE or carries an SPI. */
export function decodeProposals(body: Uint8Array): Proposal[] | null {
  const proposals: Proposal[] = [];
  for (const bytes of substructures(body, MORE_PROPOSALS, MAX_PROPOSALS) ?? []) {
    if (bytes.length < 8 || bytes.readUInt8(5) !== PROTOCOL_IKE || bytes.readUInt8(6) !== 0) return null;
    const list = substructures(bytes.subarray(8), MORE_TRANSFORMS, MAX_TRANSFORMS);
    if (list === null || list.length !== bytes.readUInt8(7)) return null;
    const transforms = list.map(decodeTransform);
    if (transforms.some((one) => one === null)) return null;
    proposals.push({ number: bytes.readUInt8(4), transforms: transforms.filter((one) => one !== null) });
  }
  return proposals.length === 0 ? null : proposals;
}

function decodeTransform(bytes: Buffer): Transform | null {
  if (bytes.length < 8) return null;
  let keyBits: number | null = null;
  for (let at = 8; at < bytes.length; ) {
    if (at + 4 > bytes.length) return null;
    const [type, value] = [bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2)];
    if (type === KEY_LENGTH_ATTRIBUTE) keyBits = value;
    // If the top bit is set, the attribute holds the value; else `value` is its length.
    at += (type & 0x8000) === 0 ? 4 + value : 4;
    if (at > bytes.length) return null;
  }
  return { type: bytes.readUInt8(4), id: bytes.readUInt16BE(6), keyBits };
}

/** Proposals and transforms share one list format: `more` or 0, reserved, the length in two bytes. */
function substructures(body: Uint8Array, more: number, limit: number): Buffer[] | null {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const found: Buffer[] = [];
  for (let at = 0; at < buffer.length; ) {
    if (at + 4 > buffer.length || found.length === limit) return null;
    const length = buffer.readUInt16BE(at + 2);
    if (length < 4 || at + length > buffer.length) return null;
    const isLast = at + length === buffer.length;
    if (buffer.readUInt8(at) !== (isLast ? 0 : more)) return null;
    found.push(buffer.subarray(at, at + length));
    at += length;
  }
  return found;
}

export function encodeKeyExchange({ group, data }: KeyExchange): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt16BE(group, 0);
  return Buffer.concat([header, data]);
}

export function decodeKeyExchange(body: Uint8Array): KeyExchange | null {
  if (body.length < 5) return null;
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return { group: buffer.readUInt16BE(0), data: buffer.subarray(4) };
}

/** A notification about the exchange itself: no protocol, no SPI. */
export function encodeNotify({ type, data }: Notify): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt16BE(type, 2);
  return Buffer.concat([header, data]);
}

export function decodeNotify(body: Uint8Array): Notify | null {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (buffer.length < 4) return null;
  const spiSize = buffer.readUInt8(1);
  if (buffer.length < 4 + spiSize) return null;
  return { type: buffer.readUInt16BE(2), data: buffer.subarray(4 + spiSize) };
}
