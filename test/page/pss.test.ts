import {
  constants,
  createHash,
  type KeyObject,
  privateEncrypt,
  publicDecrypt,
  sign,
  verify,
} from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as inBrowser from '../../src/page/node/crypto.ts';
import { publicKeyFrom } from '../../src/page/x509/public-key.ts';
import { pair } from './made-certificates.ts';

const RAW = constants.RSA_NO_PADDING;
const PSS = constants.RSA_PKCS1_PSS_PADDING;
const MESSAGE = Buffer.from('a list of revoked certificates');

/** The parts of an encoded message (RFC 8017 9.1.1), as OpenSSL made it: they may be changed. */
interface Encoded {
  /** More bytes than the encoded message, for moduli of 8n + 1 bits. */
  before: Buffer;
  /** Zeros, the separator 01, and the salt; without their mask. */
  block: Buffer;
  hash: Buffer;
  trailer: Buffer;
  /** Bits of the first byte, outside the encoded message. */
  topBits: number;
  separatorAt: number;
}
type Change = (encoded: Encoded) => void;

const flip = (bytes: Buffer, at: number, by = 1) => {
  bytes[at] = (bytes[at] ?? 0) ^ by;
};
/** Each leaves the hash right, so that only the named part is wrong. */
const CHANGES: Readonly<Record<string, Change>> = {
  'trailer 00': ({ trailer }) => trailer.fill(0),
  'trailer cc, of another standard': ({ trailer }) => trailer.fill(0xcc),
  'trailer bd': ({ trailer }) => trailer.fill(0xbd),
  'separator 00': ({ block, separatorAt }) => block.fill(0, separatorAt, separatorAt + 1),
  'separator 02': ({ block, separatorAt }) => block.fill(2, separatorAt, separatorAt + 1),
  'separator 81': ({ block, separatorAt }) => flip(block, separatorAt, 0x80),
  'separator ff': ({ block, separatorAt }) => block.fill(0xff, separatorAt, separatorAt + 1),
  'a one before the separator': ({ block, separatorAt }) => block.fill(1, separatorAt - 1, separatorAt),
  'the separator too early': ({ block, separatorAt }) => {
    block.fill(1, separatorAt - 1, separatorAt);
    block.fill(0, separatorAt, separatorAt + 1);
  },
  'a first zero that is not zero': ({ block }) => flip(block, 0),
  'a last zero that is not zero': ({ block, separatorAt }) => flip(block, separatorAt - 1, 0x40),
};
/** These make the hash wrong. */
const WRONG_HASH: Readonly<Record<string, Change>> = {
  'another hash': ({ hash }) => flip(hash, 0),
  'another salt': ({ block }) => flip(block, block.length - 1),
};

function maskOf(hash: string, seed: Buffer, length: number): Buffer {
  const parts: Buffer[] = [];
  for (let counter = 0; Buffer.concat(parts).length < length; counter += 1) {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    parts.push(createHash(hash).update(seed).update(count).digest());
  }
  return Buffer.concat(parts).subarray(0, length);
}
const xor = (one: Buffer, other: Buffer) => Buffer.from(one.map((byte, at) => byte ^ (other[at] ?? 0)));

/** Signs, changes the encoded message, and signs that with the bare key; `null` if it is not below the modulus. */
function changed(privateKey: KeyObject, bits: number, how: How, change: Change): Buffer | null {
  const { hash, salt } = how;
  const whole = publicDecrypt(
    { key: privateKey, padding: RAW },
    sign(hash, MESSAGE, { key: privateKey, padding: PSS, saltLength: salt }),
  );
  const length = Math.ceil((bits - 1) / 8);
  const keptBits = 0xff >> (8 * length - (bits - 1));
  const size = createHash(hash).digest().length;
  const [before, message] = [whole.subarray(0, whole.length - length), whole.subarray(whole.length - length)];
  const seed = message.subarray(length - size - 1, length - 1);
  const block = xor(message.subarray(0, length - size - 1), maskOf(hash, seed, length - size - 1));
  block[0] = (block[0] ?? 0) & keptBits;
  const encoded: Encoded = {
    before: Buffer.from(before),
    block,
    hash: Buffer.from(seed),
    trailer: Buffer.from(message.subarray(length - 1)),
    topBits: 0,
    separatorAt: block.length - salt - 1,
  };
  change(encoded);
  const masked = xor(encoded.block, maskOf(hash, encoded.hash, encoded.block.length));
  masked[0] = ((masked[0] ?? 0) & keptBits) | encoded.topBits;
  const again = Buffer.concat([encoded.before, masked, encoded.hash, encoded.trailer]);
  try {
    return privateEncrypt({ key: privateKey, padding: RAW }, again);
  } catch {
    return null;
  }
}

interface How {
  hash: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  salt: number;
}
const SIGNED = [
  { bits: 1024, hash: 'sha1', salt: 20 },
  { bits: 1024, hash: 'sha256', salt: 32 },
  { bits: 1025, hash: 'sha256', salt: 32 },
  { bits: 1031, hash: 'sha384', salt: 3 },
  { bits: 2048, hash: 'sha512', salt: 0 },
  { bits: 2048, hash: 'sha256', salt: 32 },
] as const;

describe.each(SIGNED)('a PSS signature of $bits bits with $hash and a salt of $salt', ({ bits, ...how }) => {
  const { publicKey, privateKey } = pair.rsa(bits);
  const inPage = publicKeyFrom(publicKey.export({ type: 'spki', format: 'der' }));

  /** The decisions of node:crypto and of the page. */
  function decisions(signature: Buffer) {
    const options = { padding: PSS, saltLength: how.salt };
    return {
      node: verify(how.hash, MESSAGE, { key: publicKey, ...options }, signature),
      page: inBrowser.verify(how.hash, MESSAGE, { key: inPage, ...options }, signature),
    };
  }
  const made = (change: Change): Buffer => {
    for (let tries = 0; tries < 100; tries += 1) {
      const signature = changed(privateKey, bits, how, change);
      if (signature !== null) return signature;
    }
    throw new Error('never below the modulus');
  };

  it('is accepted as OpenSSL made it, after it was taken apart', () => {
    expect(decisions(made(() => undefined))).toEqual({ node: true, page: true });
  });

  const changes = Object.entries({ ...CHANGES, ...WRONG_HASH });
  // A salt of no bytes cannot be another one.
  const possible = changes.filter(([name]) => how.salt > 0 || name !== 'another salt');

  it.each(possible)('is rejected with %s', (_name, change) => {
    expect(decisions(made(change))).toEqual({ node: false, page: false });
  });
});

describe('bits of a PSS signature outside of the encoded message', () => {
  it.each([
    { bits: 1026, topBits: 0x02, before: 0 },
    { bits: 1031, topBits: 0x40, before: 0 },
    { bits: 1025, topBits: 0, before: 1 },
  ])('are rejected: $bits bits', ({ bits, topBits, before }) => {
    const how: How = { hash: 'sha256', salt: 32 };
    const { publicKey, privateKey } = pair.rsa(bits);
    const set: Change = (encoded) => {
      encoded.topBits = topBits;
      encoded.before.fill(before);
    };
    let signature: Buffer | null = null;
    for (let tries = 0; tries < 1000 && signature === null; tries += 1)
      signature = changed(privateKey, bits, how, set);
    if (signature === null) throw new Error('never below the modulus');
    const options = { padding: PSS, saltLength: 32 };
    const key = publicKeyFrom(publicKey.export({ type: 'spki', format: 'der' }));
    expect(verify('sha256', MESSAGE, { key: publicKey, ...options }, signature)).toBe(false);
    expect(inBrowser.verify('sha256', MESSAGE, { key, ...options }, signature)).toBe(false);
  });
});
