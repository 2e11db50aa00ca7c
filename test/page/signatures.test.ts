import {
  constants,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  verify,
  X509Certificate,
} from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { P2sError } from '../../src/core/model/errors.ts';
import * as inBrowser from '../../src/page/node/crypto.ts';
import { publicKeyFrom } from '../../src/page/x509/public-key.ts';
import {
  ALGORITHMS,
  type Algorithm,
  certificate,
  der,
  oid,
  type Pair,
  pair,
  pss,
  sequence,
} from './made-certificates.ts';

/** The same inputs in every run: another computer is not the place to find a rare difference. */
const SEED = 7;

/** @types/node takes it for a text. */
const SALT: object = { saltLength: 32 };
const KEYS: Readonly<Record<string, Pair>> = {
  'RSA 1024': pair.rsa(1024),
  'RSA 1031': pair.rsa(1031),
  'RSA 2048': pair.rsa(2048),
  'RSA 4096': pair.rsa(4096),
  'RSA for PSS': generateKeyPairSync('rsa-pss', { modulusLength: 2048 }),
  'RSA for PSS with SHA-256': generateKeyPairSync('rsa-pss', {
    modulusLength: 2048,
    hashAlgorithm: 'sha256',
    mgf1HashAlgorithm: 'sha256',
    ...SALT,
  }),
  'P-256': pair.ec('P-256'),
  'P-384': pair.ec('P-384'),
  'P-521': pair.ec('P-521'),
  Ed25519: generateKeyPairSync('ed25519'),
};
const OTHER: Readonly<Record<string, Pair>> = {
  'RSA 2048': pair.rsa(2048),
  'P-256': pair.ec('P-256'),
  'P-384': pair.ec('P-384'),
  'P-521': pair.ec('P-521'),
  Ed25519: generateKeyPairSync('ed25519'),
};

/** Each key with each algorithm that it can sign with. */
const SIGNED = Object.entries(KEYS).flatMap(([key, { privateKey, publicKey }]) =>
  Object.entries(ALGORITHMS).flatMap(([name, algorithm]) => {
    const made = attempt(() => certificate({ key: publicKey, algorithm, signer: privateKey }));
    return made === null ? [] : [{ key, name, algorithm, made }];
  }),
);

/** Does not hide an algorithm that the page does not support. */
function attempt<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof P2sError) throw error;
    return null;
  }
}

const integer = (value: bigint) => {
  const hex = value.toString(16);
  return der(2, Buffer.from(`00${hex.length % 2 === 0 ? '' : '0'}${hex}`, 'hex'));
};
/** A SubjectPublicKeyInfo (RFC 8017 A.1). */
const rsaInfo = (modulus: bigint, exponent: bigint) =>
  sequence(
    sequence(oid('1.2.840.113549.1.1.1'), der(5)),
    der(3, Buffer.from([0]), sequence(integer(modulus), integer(exponent))),
  );
const nodeKey = (key: Buffer) => createPublicKey({ key, type: 'spki', format: 'der' });
const spki = ({ publicKey }: Pair) => publicKey.export({ type: 'spki', format: 'der' });

/** The decisions of node:crypto and of the page about one certificate and key. */
function decisions(bytes: Buffer, by: Pair): { node: boolean | null; page: boolean | null } {
  return {
    node: attempt(() => new X509Certificate(bytes).verify(by.publicKey)),
    page: attempt(() => new inBrowser.X509Certificate(bytes).verify(publicKeyFrom(spki(by)))),
  };
}

const GOOD = SIGNED.filter(({ key, made }) => decisions(made, KEYS[key] as Pair).node);

describe('the page verifies signatures of certificates as node:crypto does', () => {
  it('rejects an algorithm that is not of the key', () => {
    expect(GOOD.length).toBeGreaterThan(40);
    expect(new Set(GOOD.map(({ name }) => name)).size).toBe(Object.keys(ALGORITHMS).length);
    expect(new Set(GOOD.map(({ key }) => key)).size).toBe(Object.keys(KEYS).length);
    const others = SIGNED.filter((one) => !GOOD.includes(one));
    expect(others.length).toBeGreaterThan(40);
    for (const { key, made } of others)
      expect(decisions(made, KEYS[key] as Pair)).toEqual({ node: false, page: false });
  });

  it.each(GOOD)('$key, $name: good, by another key, and with each part changed', ({ key, made }) => {
    const own = KEYS[key] as Pair;
    expect(decisions(made, own)).toEqual({ node: true, page: true });
    for (const other of Object.values(OTHER))
      expect(decisions(made, other)).toEqual({ node: false, page: false });
    fc.assert(
      fc.property(fc.nat(made.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Buffer.from(made);
        changed[at] = (changed[at] ?? 0) ^ by;
        const { node, page } = decisions(changed, own);
        expect(page === true).toBe(node === true);
      }),
      { numRuns: 10, seed: SEED },
    );
  });

  it('accepts a PSS signature without its zeros, and no PKCS #1 signature without them, as node:crypto', () => {
    const small = pair.rsa(1024);
    /** Signs until the signature starts with a zero, and leaves that out. */
    const without = ({ id, sign }: Algorithm) => {
      for (let serial = 0; serial < 10_000; serial += 1) {
        const of = {
          key: small.publicKey,
          signer: small.privateKey,
          serial: Buffer.from([1, serial >> 8, serial & 255]),
        };
        let first = -1;
        const watched = (message: Buffer, key: KeyObject) => {
          const signature = sign(message, key);
          [first = -1] = signature;
          return first === 0 ? signature.subarray(1) : signature;
        };
        const made = certificate({ ...of, algorithm: { id, sign: watched } });
        if (first === 0) return made;
      }
      throw new Error('no signature starts with a zero');
    };
    expect(decisions(without(ALGORITHMS['PSS with SHA-256']), small)).toEqual({ node: true, page: true });
    expect(decisions(without(ALGORITHMS.sha256WithRSA), small)).toEqual({ node: false, page: false });
  });

  it('decides RSA keys that no program makes as node:crypto does', () => {
    const { publicKey, privateKey } = KEYS['RSA 2048'] as Pair;
    const made = certificate({ key: publicKey, algorithm: ALGORITHMS.sha256WithRSA, signer: privateKey });
    const jwk = publicKey.export({ format: 'jwk' });
    const modulus = BigInt(`0x${Buffer.from(jwk.n ?? '', 'base64url').toString('hex')}`);
    const odd = [
      [modulus, 1n],
      [modulus, 3n],
      [modulus, modulus - 2n],
      [modulus, modulus + 2n],
      [modulus - 1n, 65537n],
      [2n ** 16_384n - 1n, 65537n],
      [2n ** 16_384n - 1n, 2n ** 65n + 1n],
      [2n ** 16_385n - 1n, 3n],
      [15n, 3n],
    ] as const;
    for (const [n, e] of odd) {
      const info = rsaInfo(n, e);
      const node = attempt(() => new X509Certificate(made).verify(nodeKey(info)));
      const page = attempt(() => new inBrowser.X509Certificate(made).verify(publicKeyFrom(info)));
      expect([n.toString(2).length, e, page === true]).toEqual([n.toString(2).length, e, node === true]);
    }
  });

  it('rejects a signature plus the modulus, as node:crypto does', () => {
    const { publicKey, privateKey } = KEYS['RSA 1031'] as Pair;
    const { n = '' } = publicKey.export({ format: 'jwk' });
    const number = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`);
    const larger = (signature: Buffer) =>
      (number(signature) + number(Buffer.from(n, 'base64url')))
        .toString(16)
        .padStart(2 * signature.length, '0');
    for (const { id, sign } of [ALGORITHMS.sha256WithRSA, ALGORITHMS['PSS with SHA-256']]) {
      const algorithm = {
        id,
        sign: (message: Buffer, key: KeyObject) => Buffer.from(larger(sign(message, key)), 'hex'),
      };
      const made = certificate({ key: publicKey, algorithm, signer: privateKey });
      expect(decisions(made, { publicKey, privateKey })).toEqual({ node: false, page: false });
    }
  });

  it('says which algorithms it does not know', () => {
    const { publicKey, privateKey } = pair.ec('secp256k1');
    const made = certificate({
      key: publicKey,
      algorithm: ALGORITHMS['ECDSA with SHA-256'],
      signer: privateKey,
    });
    expect(new X509Certificate(made).verify(publicKey)).toBe(true);
    expect(() => decisions(made, { publicKey, privateKey })).toThrow(
      expect.objectContaining({ code: 'usage', evidence: { algorithm: 'curve' } }),
    );
  });
});

describe('the page verifies other signatures as node:crypto does', () => {
  const message = Buffer.from('a list of revoked certificates');
  const rsa = ['RSA 1024', 'RSA 2048', 'RSA 4096', 'RSA for PSS', 'RSA for PSS with SHA-256'];

  it.each(rsa)('%s with PSS, any salt', (key) => {
    const { publicKey, privateKey } = KEYS[key] as Pair;
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    for (const hash of ['sha1', 'sha256', 'sha384', 'sha512'] as const)
      for (const made of [0, 20, 32, 62])
        for (const expected of [made, 0, 20, 33]) {
          const signature = attempt(() => pss(hash, made).sign(message, privateKey));
          if (signature === null) continue;
          const node = attempt(() =>
            verify(hash, message, { key: publicKey, padding, saltLength: expected }, signature),
          );
          const own = { key: publicKeyFrom(spki(KEYS[key] as Pair)), padding, saltLength: expected };
          const page = attempt(() => inBrowser.verify(hash, message, own, signature));
          expect([hash, made, expected, page === true]).toEqual([hash, made, expected, node === true]);
        }
  });

  it('has the digests of node:crypto, as bytes and as text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const name of ['md5', 'sha1', 'sha256', 'sha384', 'sha512'] as const) {
          const digest = inBrowser.createHash(name).update(bytes).digest();
          expect(Buffer.from(digest as Uint8Array)).toEqual(createHash(name).update(bytes).digest());
          expect(inBrowser.createHash(name).update(bytes).digest('hex')).toBe(
            createHash(name).update(bytes).digest('hex'),
          );
        }
      }),
    );
  });
});
