/**
 * Unencrypted IKEv2 messages (RFC 7296 sections 3.1 and 3.2): a header and a chain of payloads. Numbers are
 * big-endian.
 */
export interface IkeMessage {
  /** Eight bytes each; the responder's are zero until it has chosen its SPI. */
  initiatorSpi: Uint8Array;
  responderSpi: Uint8Array;
  exchange: number;
  fromInitiator: boolean;
  isResponse: boolean;
  messageId: number;
  payloads: readonly IkePayload[];
}

export interface IkePayload {
  type: number;
  body: Uint8Array;
}

/** Why bytes are not a message of an IKE_SA_INIT exchange. */
export type IkeProblem =
  | 'too-short'
  | 'version'
  | 'length'
  | 'payload-length'
  | 'too-many-payloads'
  | 'encrypted';

export type DecodedMessage =
  | { kind: 'message'; message: IkeMessage }
  | { kind: 'malformed'; problem: IkeProblem };

export const IKE_SA_INIT = 34;

/**
 * Whether this is an IKEv1 message to the initiator with this SPI (a cookie in IKEv1). The header is the same (RFC
 * 2408 section 3.1); a responder with only IKEv1 sends INVALID-MAJOR-VERSION this way (section 5.2).
 */
export function isIkeV1(bytes: Uint8Array, spi: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (
    buffer.length >= HEADER_BYTES &&
    buffer.subarray(0, 8).equals(spi) &&
    (buffer.readUInt8(17) & 0xf0) === VERSION_1 &&
    buffer.readUInt32BE(24) === buffer.length
  );
}

/** Payload types (RFC 7296 section 3.2). */
export const PAYLOAD = { none: 0, sa: 33, ke: 34, nonce: 40, notify: 41 } as const;

/** Encrypted and Authenticated, and its fragments (RFC 7383): invalid before keys are agreed on. */
const ENCRYPTED = [46, 53];
const HEADER_BYTES = 28;
const PAYLOAD_HEADER_BYTES = 4;
const VERSION = 0x20;
const VERSION_1 = 0x10;
const FLAG_INITIATOR = 0x08;
const FLAG_RESPONSE = 0x20;
/** A response has six or seven; gateways add vendor ids and notifications. */
const MAX_PAYLOADS = 64;

export function encodeMessage(message: IkeMessage): Buffer {
  const payloads = message.payloads.map(({ body }, index) => {
    const header = Buffer.alloc(PAYLOAD_HEADER_BYTES);
    header.writeUInt8(message.payloads[index + 1]?.type ?? PAYLOAD.none, 0);
    header.writeUInt16BE(PAYLOAD_HEADER_BYTES + body.length, 2);
    return Buffer.concat([header, body]);
  });
  const header = Buffer.alloc(HEADER_BYTES);
  header.set(message.initiatorSpi, 0);
  header.set(message.responderSpi, 8);
  header.writeUInt8(message.payloads[0]?.type ?? PAYLOAD.none, 16);
  header.writeUInt8(VERSION, 17);
  header.writeUInt8(message.exchange, 18);
  header.writeUInt8(
    (message.fromInitiator ? FLAG_INITIATOR : 0) | (message.isResponse ? FLAG_RESPONSE : 0),
    19,
  );
  header.writeUInt32BE(message.messageId, 20);
  header.writeUInt32BE(HEADER_BYTES + payloads.reduce((sum, { length }) => sum + length, 0), 24);
  return Buffer.concat([header, ...payloads]);
}

/** Reads one datagram without the non-ESP marker. Its length must equal the length in the header. */
export function decodeMessage(bytes: Uint8Array): DecodedMessage {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const malformed = (problem: IkeProblem) => ({ kind: 'malformed', problem }) as const;
  if (buffer.length < HEADER_BYTES) return malformed('too-short');
  // Unknown minor versions must be ignored (section 2.5).
  if ((buffer.readUInt8(17) & 0xf0) !== VERSION) return malformed('version');
  if (buffer.readUInt32BE(24) !== buffer.length) return malformed('length');
  const payloads: IkePayload[] = [];
  let type = buffer.readUInt8(16);
  let at = HEADER_BYTES;
  while (type !== PAYLOAD.none) {
    if (ENCRYPTED.includes(type)) return malformed('encrypted');
    if (payloads.length === MAX_PAYLOADS) return malformed('too-many-payloads');
    if (at + PAYLOAD_HEADER_BYTES > buffer.length) return malformed('payload-length');
    const length = buffer.readUInt16BE(at + 2);
    if (length < PAYLOAD_HEADER_BYTES || at + length > buffer.length) return malformed('payload-length');
    payloads.push({ type, body: buffer.subarray(at + PAYLOAD_HEADER_BYTES, at + length) });
    type = buffer.readUInt8(at);
    at += length;
  }
  if (at !== buffer.length) return malformed('payload-length');
  const flags = buffer.readUInt8(19);
  const message = {
    initiatorSpi: buffer.subarray(0, 8),
    responderSpi: buffer.subarray(8, 16),
    exchange: buffer.readUInt8(18),
    fromInitiator: (flags & FLAG_INITIATOR) !== 0,
    isResponse: (flags & FLAG_RESPONSE) !== 0,
    messageId: buffer.readUInt32BE(20),
    payloads,
  };
  return { kind: 'message', message };
}
