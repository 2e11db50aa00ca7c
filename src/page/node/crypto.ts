import { hmac } from '@noble/hashes/hmac';
import { md5, sha1 } from '@noble/hashes/legacy';
import { sha256 } from '@noble/hashes/sha2';
import { Buffer } from 'buffer/';

export { X509Certificate } from './certificate.ts';

const HASHES = { md5, sha1, sha256 };

/** Node's `createHash` for the hashes that p2s-fix uses. */
export function createHash(name: keyof typeof HASHES) {
  const hash = HASHES[name].create();
  const it = {
    update(data: string | Uint8Array, encoding?: string) {
      hash.update(typeof data === 'string' ? Uint8Array.from(Buffer.from(data, encoding as 'utf8')) : data);
      return it;
    },
    digest(encoding?: 'hex' | 'base64') {
      const bytes = Buffer.from(hash.digest());
      return encoding === undefined ? bytes : bytes.toString(encoding);
    },
  };
  return it;
}

/** Node's `createHmac`, with a digest of bytes. */
export function createHmac(name: keyof typeof HASHES, key: Uint8Array) {
  const mac = hmac.create(HASHES[name], key);
  const it = {
    update(data: string | Uint8Array) {
      mac.update(typeof data === 'string' ? new TextEncoder().encode(data) : data);
      return it;
    },
    digest: () => Buffer.from(mac.digest()),
  };
  return it;
}

export const randomBytes = (count: number): Uint8Array =>
  Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(count)));

export const randomUUID = (): string => globalThis.crypto.randomUUID();
