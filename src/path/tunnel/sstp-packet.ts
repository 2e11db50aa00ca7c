/**
 * SSTP packets (MS-SSTP 2.2), big-endian: version 0x10, flags (bit 0: control), 4 reserved bits and a 12-bit
 * length of the whole packet. Control packets continue with message type, number of attributes, and the
 * attributes.
 */
export const MESSAGE = {
  callConnectRequest: 1,
  callConnectAck: 2,
  callConnectNak: 3,
  callAbort: 5,
  callDisconnect: 6,
  echoRequest: 8,
} as const;

export type SstpPacket =
  /** A PPP frame. */
  { kind: 'data'; bytes: Buffer } | { kind: 'control'; type: number; bytes: Buffer };

export interface PacketReader {
  /** The complete packets so far; `null` if the bytes are not SSTP packets. */
  push(chunk: Uint8Array): SstpPacket[] | null;
}

/** Call Connect Request with one attribute, Encapsulated Protocol ID = PPP (MS-SSTP 2.2). */
export const CALL_CONNECT_REQUEST = Buffer.from('1001000e00010001000100060001', 'hex');
/** Call Abort with Status Info 0 (MS-SSTP 2.2). */
export const CALL_ABORT = Buffer.from('10010014000500010002000c0000000000000000', 'hex');
/** Echo Response (MS-SSTP 2.2). */
export const ECHO_RESPONSE = Buffer.from('1001000800090000', 'hex');

const VERSION = 0x10;
const HEADER = 4;
const CONTROL_HEADER = 8;
const ACK_BYTES = 48;
const CRYPTO_BINDING_REQUEST = 4;
/** SHA-1 and SHA-256: MS-SSTP defines no other, and a client that knows none of those offered gives up. */
const HASHES = 3;
const STATUS_INFO = 2;

/** Splits a byte stream into packets, wherever it was cut. Buffers at most one packet (4095 bytes). */
export function createPacketReader(): PacketReader {
  let pending = Buffer.alloc(0);
  let broken = false;
  return {
    push(chunk) {
      if (broken) return null;
      pending = Buffer.concat([pending, chunk]);
      const packets: SstpPacket[] = [];
      while (pending.length > 0) {
        const length = packetLength(pending);
        if (length === 'bad') {
          broken = true;
          pending = Buffer.alloc(0);
          return null;
        }
        if (length === null || pending.length < length) break;
        packets.push(packet(pending.subarray(0, length)));
        pending = pending.subarray(length);
      }
      return packets;
    },
  };
}

/** The length in the header, `null` while the header is incomplete. */
function packetLength(bytes: Buffer): number | 'bad' | null {
  if (bytes[0] !== VERSION) return 'bad';
  if (bytes.length < HEADER) return null;
  const length = bytes.readUInt16BE(2) & 0x0fff;
  return length < (isControl(bytes) ? CONTROL_HEADER : HEADER) ? 'bad' : length;
}

function packet(bytes: Buffer): SstpPacket {
  return isControl(bytes) ? { kind: 'control', type: bytes.readUInt16BE(4), bytes } : { kind: 'data', bytes };
}

function isControl(bytes: Buffer): boolean {
  return ((bytes[1] ?? 0) & 1) === 1;
}

export interface CallConnectAck {
  /** 1: SHA-1, 2: SHA-256, 3: both (Hash Protocol Bitmask). */
  hashBits: number;
  nonce: Buffer;
}

/** What does not fit in a Call Connect Ack; `hashBits` where it offers no known hash. */
export interface AckFlaw {
  flaw: 'attribute-count' | 'attribute' | 'attribute-length' | 'length' | 'hash';
  hashBits?: number;
}

/** A Call Connect Ack's Crypto Binding Request (MS-SSTP 2.2.7, 2.2.10), or why it is not the required one. */
export function readAck(bytes: Buffer): CallConnectAck | AckFlaw {
  if (bytes.readUInt16BE(6) !== 1) return { flaw: 'attribute-count' };
  if (bytes.length >= 12 && bytes[9] !== CRYPTO_BINDING_REQUEST) return { flaw: 'attribute' };
  if (bytes.length >= 12 && (bytes.readUInt16BE(10) & 0x0fff) !== ACK_BYTES - CONTROL_HEADER)
    return { flaw: 'attribute-length' };
  if (bytes.length !== ACK_BYTES) return { flaw: 'length' };
  const hashBits = bytes[15] ?? 0;
  return (hashBits & HASHES) === 0
    ? { flaw: 'hash', hashBits }
    : { hashBits, nonce: bytes.subarray(16, ACK_BYTES) };
}

/** `2.0`: a whole control packet of another version than 1.0 (MS-SSTP 2.2.1); `null` for any other bytes. */
export function otherVersion(bytes: Buffer): string | null {
  const [version = VERSION, flags] = bytes;
  if (version === VERSION || flags !== 1 || bytes.length < CONTROL_HEADER) return null;
  return bytes.readUInt16BE(2) === bytes.length ? `${version >> 4}.${version & 15}` : null;
}

/**
 * The status of a Nak, Abort or Disconnect and its attribute (Status Info, MS-SSTP 2.2.8); the status is `null`
 * without one. The packet's own length limits it, because servers write a wrong attribute length.
 */
export function readStatus(bytes: Buffer): { sstpStatus: number | null; sstpAttribute?: number } {
  if (bytes.length < CONTROL_HEADER + 12 || bytes[9] !== STATUS_INFO) return { sstpStatus: null };
  return {
    sstpStatus: bytes.readUInt32BE(CONTROL_HEADER + 8),
    sstpAttribute: bytes[CONTROL_HEADER + 7] ?? 0,
  };
}
