import type { ControlPacket, ControlWrap } from './control-wrap.ts';

/** Opcodes in the upper five bits, key id 0 (OpenVPN's wire protocol document). */
const HARD_RESET_CLIENT_V2 = 7 << 3;
const HARD_RESET_SERVER_V2 = 8 << 3;

/** The first packet of a client, with its length as over TCP: no acknowledgements, packet number 0, no payload. */
export function clientReset(wrap: ControlWrap, session: Uint8Array, seconds: number): Buffer {
  return framed(wrap.seal({ first: HARD_RESET_CLIENT_V2, session, rest: Buffer.alloc(5) }, seconds));
}

/** A packet after its length in two bytes. */
export function framed(packet: Uint8Array): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(packet.length, 0);
  return Buffer.concat([length, packet]);
}

export type ResetAnswer =
  /** Sealed with the key, for our session. */
  | 'reset'
  /** The right format, but not sealed with our key. */
  | 'bad-hmac'
  /** Sealed with the key, but for another session or of another type. */
  | 'other-packet'
  | 'not-openvpn';

/** Judges one packet in answer to {@link clientReset}. */
export function readServerReset(bytes: Uint8Array, wrap: ControlWrap, session: Uint8Array): ResetAnswer {
  if (bytes[0] !== HARD_RESET_SERVER_V2) return isOpcode(bytes[0] ?? 0) ? 'other-packet' : 'not-openvpn';
  const packet = wrap.open(bytes);
  if (packet === null) return 'not-openvpn';
  if (packet === 'bad-hmac') return 'bad-hmac';
  return acknowledges(packet, session) ? 'reset' : 'other-packet';
}

/** Whether it acknowledges our packet number 0: a count, the numbers, and their session. */
function acknowledges({ rest }: ControlPacket, session: Uint8Array): boolean {
  const count = rest[0] ?? 0;
  const end = 1 + 4 * count;
  // The packet's own number follows.
  if (count < 1 || count > MAX_ACKS || rest.length < end + session.length + 4) return false;
  const numbers = Buffer.from(rest.subarray(1, end));
  const has0 = Array.from({ length: count }, (_, i) => numbers.readUInt32BE(4 * i)).includes(0);
  return has0 && Buffer.from(rest.subarray(end, end + session.length)).equals(session);
}

const MAX_ACKS = 8;

/** P_CONTROL_SOFT_RESET_V1 (3) to P_CONTROL_WKC_V1 (11), key id 0 as at the start of a session. */
function isOpcode(first: number): boolean {
  return (first & 7) === 0 && first >> 3 >= 3 && first >> 3 <= 11;
}

export interface FrameReader {
  /** The complete packets so far; `null` if the bytes are not OpenVPN. */
  push(chunk: Uint8Array): Buffer[] | null;
}

/** A control packet fits in one network packet; longer ones are not OpenVPN. */
const MAX_PACKET_BYTES = 2048;
/** Opcode, session, acknowledgements, number: the shortest valid packet. */
const MIN_PACKET_BYTES = 14;

/** Splits the stream of a TCP connection into packets, wherever it was cut. Buffers at most one packet. */
export function createFrameReader(): FrameReader {
  let pending: Buffer = Buffer.alloc(0);
  let broken = false;
  return {
    push(chunk) {
      if (broken) return null;
      pending = Buffer.concat([pending, chunk]);
      const packets: Buffer[] = [];
      while (pending.length >= 2) {
        const length = pending.readUInt16BE(0);
        if (length < MIN_PACKET_BYTES || length > MAX_PACKET_BYTES) {
          broken = true;
          pending = Buffer.alloc(0);
          return null;
        }
        if (pending.length < 2 + length) break;
        packets.push(pending.subarray(2, 2 + length));
        pending = pending.subarray(2 + length);
      }
      return packets;
    },
  };
}
