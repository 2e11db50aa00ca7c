import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import type { ControlKey } from '../../core/security/control-key.ts';

/** A packet of OpenVPN's control channel: opcode and key id, session id of the sender, and what follows. */
export interface ControlPacket {
  /** The opcode in the upper five bits, the key id in the lower three. */
  first: number;
  /** Eight bytes. */
  session: Uint8Array;
  /** Acknowledgements, the packet's own number, payload. */
  rest: Uint8Array;
}

/**
 * How packets are protected in transit. The layouts are from OpenVPN's wire protocol document (sections "TLS auth"
 * and "TLS crypt").
 */
export interface ControlWrap {
  /** `seconds`: the replay protection time in the packet, in seconds since 1970. */
  seal(packet: ControlPacket, seconds: number): Buffer;
  /** `bad-hmac`: long enough, but not sealed with this key; `null`: not a packet. */
  open(bytes: Uint8Array): ControlPacket | 'bad-hmac' | null;
}

const SESSION_END = 9;
/** Packet number and time. */
const REPLAY_BYTES = 8;
const HALF_KEY = 128;
/** Within a half: 64 bytes for the cipher, 64 for the HMAC. */
const HMAC_OFFSET = 64;
const CRYPT_TAG_BYTES = 32;
const CIPHER_KEY_BYTES = 32;
/** Counting begins at one. */
const FIRST_PACKET = 1;

/** The wrap of a client with this key. */
export function controlWrap(key: ControlKey): ControlWrap {
  switch (key.kind) {
    case 'none':
      return { seal: (packet) => Buffer.concat([headOf(packet), packet.rest]), open: openPlain };
    case 'tls-auth': {
      const halves = key.direction === 1 ? [1, 0] : key.direction === 0 ? [0, 1] : [0, 0];
      return authWrap(key.key.reveal(), key.digest, halves[0] ?? 0, halves[1] ?? 0);
    }
    case 'tls-crypt':
      // A client always sends with the second half (`--tls-crypt` has no direction option).
      return cryptWrap(key.key.reveal());
  }
}

function openPlain(bytes: Uint8Array): ControlPacket | null {
  return bytes.length <= SESSION_END ? null : packetOf(bytes, bytes.subarray(SESSION_END));
}

/** head, HMAC, packet number and time, rest; the HMAC is over number and time, head, rest. */
function authWrap(secret: Uint8Array, digest: string, sending: number, receiving: number): ControlWrap {
  const size = createHmac(digest, '').digest().length;
  const mac = (half: number, parts: readonly Uint8Array[]) => {
    const at = half * HALF_KEY + HMAC_OFFSET;
    const hmac = createHmac(digest, secret.subarray(at, at + size));
    for (const part of parts) hmac.update(part);
    return hmac.digest();
  };
  return {
    seal(packet, seconds) {
      const [head, replay] = [headOf(packet), replayOf(seconds)];
      return Buffer.concat([head, mac(sending, [replay, head, packet.rest]), replay, packet.rest]);
    },
    open(bytes) {
      if (bytes.length <= SESSION_END + size + REPLAY_BYTES) return null;
      const head = bytes.subarray(0, SESSION_END);
      const tag = bytes.subarray(SESSION_END, SESSION_END + size);
      const replay = bytes.subarray(SESSION_END + size, SESSION_END + size + REPLAY_BYTES);
      const rest = bytes.subarray(SESSION_END + size + REPLAY_BYTES);
      return timingSafeEqual(tag, mac(receiving, [replay, head, rest])) ? packetOf(bytes, rest) : 'bad-hmac';
    },
  };
}

/** head, packet number and time, HMAC-SHA-256 over all plaintext, rest by AES-256-CTR (IV: half of the HMAC). */
function cryptWrap(secret: Uint8Array): ControlWrap {
  const keysOf = (half: number) => {
    const at = half * HALF_KEY;
    return {
      cipher: secret.subarray(at, at + CIPHER_KEY_BYTES),
      hmac: secret.subarray(at + HMAC_OFFSET, at + HMAC_OFFSET + CRYPT_TAG_BYTES),
    };
  };
  const [sending, receiving] = [keysOf(1), keysOf(0)];
  const mac = (key: Uint8Array, parts: readonly Uint8Array[]) => {
    const hmac = createHmac('sha256', key);
    for (const part of parts) hmac.update(part);
    return hmac.digest();
  };
  return {
    seal(packet, seconds) {
      const open = [headOf(packet), replayOf(seconds)];
      const tag = mac(sending.hmac, [...open, packet.rest]);
      const cipher = createCipheriv('aes-256-ctr', sending.cipher, tag.subarray(0, 16));
      return Buffer.concat([...open, tag, cipher.update(packet.rest), cipher.final()]);
    },
    open(bytes) {
      const clear = SESSION_END + REPLAY_BYTES;
      if (bytes.length <= clear + CRYPT_TAG_BYTES) return null;
      const tag = bytes.subarray(clear, clear + CRYPT_TAG_BYTES);
      const cipher = createDecipheriv('aes-256-ctr', receiving.cipher, tag.subarray(0, 16));
      const rest = Buffer.concat([cipher.update(bytes.subarray(clear + CRYPT_TAG_BYTES)), cipher.final()]);
      const right = mac(receiving.hmac, [bytes.subarray(0, clear), rest]);
      return timingSafeEqual(tag, right) ? packetOf(bytes, rest) : 'bad-hmac';
    },
  };
}

function headOf({ first, session }: ControlPacket): Buffer {
  return Buffer.concat([Buffer.from([first]), session]);
}

function replayOf(seconds: number): Buffer {
  const bytes = Buffer.alloc(REPLAY_BYTES);
  bytes.writeUInt32BE(FIRST_PACKET, 0);
  bytes.writeUInt32BE(Math.floor(seconds) % 2 ** 32, 4);
  return bytes;
}

function packetOf(bytes: Uint8Array, rest: Uint8Array): ControlPacket {
  return { first: bytes[0] ?? 0, session: bytes.subarray(1, SESSION_END), rest };
}
