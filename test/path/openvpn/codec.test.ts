import { createCipheriv, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ControlKey, SecretBytes } from '../../../src/core/security/control-key.ts';
import { controlWrap } from '../../../src/path/openvpn/control-wrap.ts';
import { clientReset, createFrameReader, framed, readServerReset } from '../../../src/path/openvpn/reset.ts';
import { cut } from '../transcript/splits.ts';
import { otherEnd, serverReset } from './answers.ts';

const SESSION = Buffer.from('0102030405060708', 'hex');
const BYTES = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
const key = new SecretBytes(BYTES);
const KEYS: readonly ControlKey[] = [
  { kind: 'none' },
  { kind: 'tls-auth', key, direction: 1, digest: 'sha256' },
  { kind: 'tls-auth', key, direction: 0, digest: 'sha1' },
  { kind: 'tls-auth', key, direction: null, digest: 'sha512' },
  { kind: 'tls-crypt', key },
];

describe('packets of the control channel', () => {
  it('are opened by the other end as they were sealed, and by nobody who changed a bit', () => {
    const bytes = (min: number, max: number) => fc.uint8Array({ minLength: min, maxLength: max });
    fc.assert(
      fc.property(
        fc.constantFrom(...KEYS),
        fc.nat(255),
        bytes(8, 8),
        bytes(1, 80),
        fc.nat(),
        (one, first, session, rest, at) => {
          const sealed = controlWrap(one).seal({ first, session, rest }, 1_800_000_000);
          const opened = controlWrap(otherEnd(one)).open(sealed);
          expect(opened).not.toBe('bad-hmac');
          const packet = opened as Exclude<typeof opened, 'bad-hmac' | null>;
          expect([packet?.first, ...(packet?.session ?? []), ...(packet?.rest ?? [])]).toEqual([
            first,
            ...session,
            ...rest,
          ]);
          if (one.kind === 'none') return;
          const place = at % sealed.length;
          const changed = Buffer.from(sealed).fill((sealed[place] ?? 0) ^ 1, place, place + 1);
          expect(controlWrap(otherEnd(one)).open(changed)).toBe('bad-hmac');
        },
      ),
    );
  });

  it('are none when they are too short for what they should hold', () => {
    for (const one of KEYS) {
      const sealed = serverReset(one, SESSION, { rest: Buffer.alloc(1) });
      for (let length = 0; length < sealed.length; length++)
        expect(readServerReset(sealed.subarray(0, length), controlWrap(one), SESSION)).toBe('not-openvpn');
    }
  });

  it('begin a session by the bytes of OpenVPN: length, opcode 7, session, HMAC, number 1, time, no acknowledgement, number 0', () => {
    const packet = clientReset(controlWrap(KEYS[1] as ControlKey), SESSION, 0x6900_0000);
    const inClear = ['00000001', '69000000', '38', '0102030405060708', '00', '00000000'].join('');
    // Direction 1: the second half of the key, its second 64 bytes, cut to the digest's length.
    const tag = createHmac('sha256', BYTES.subarray(192, 224))
      .update(Buffer.from(inClear, 'hex'))
      .digest('hex');
    expect(packet.toString('hex')).toBe(
      `003638${'0102030405060708'}${tag}${'00000001'}${'69000000'}${'00'}${'00000000'}`,
    );
  });

  it('are sealed by tls-crypt with the second half of the key: cipher, then HMAC', () => {
    const packet = clientReset(controlWrap({ kind: 'tls-crypt', key }), SESSION, 0x6900_0000);
    const open = Buffer.from(`38${'0102030405060708'}${'00000001'}${'69000000'}`, 'hex');
    const tag = createHmac('sha256', BYTES.subarray(192, 224)).update(open).update(Buffer.alloc(5)).digest();
    const cipher = createCipheriv('aes-256-ctr', BYTES.subarray(128, 160), tag.subarray(0, 16));
    expect(packet).toEqual(framed(Buffer.concat([open, tag, cipher.update(Buffer.alloc(5))])));
  });
});

describe('the answer to a first packet', () => {
  const [auth] = KEYS.slice(1) as [ControlKey];
  const judge = (packet: Uint8Array, one: ControlKey = auth) =>
    readServerReset(packet, controlWrap(one), SESSION);
  const acks = (...numbers: number[]) =>
    Buffer.concat([
      Buffer.from([numbers.length]),
      ...numbers.map((number) => Buffer.from([0, 0, 0, number])),
      SESSION,
      Buffer.alloc(4),
    ]);

  it('proves the server under every kind of key', () => {
    for (const one of KEYS) expect(judge(serverReset(one, SESSION), one)).toBe('reset');
  });

  it.each([
    ['our own packet', clientReset(controlWrap(auth), SESSION, 1).subarray(2), 'other-packet'],
    ['to another session', serverReset(auth, Buffer.alloc(8, 9)), 'other-packet'],
    ['without an acknowledgement', serverReset(auth, SESSION, { rest: Buffer.alloc(5) }), 'other-packet'],
    ['to another packet', serverReset(auth, SESSION, { rest: acks(1) }), 'other-packet'],
    ['to two of them', serverReset(auth, SESSION, { rest: acks(1, 0) }), 'reset'],
    ['to as many as may be', serverReset(auth, SESSION, { rest: acks(...Array(8).fill(0)) }), 'reset'],
    ['to too many', serverReset(auth, SESSION, { rest: acks(...Array(9).fill(0)) }), 'other-packet'],
    ['cut off', serverReset(auth, SESSION, { rest: acks(0).subarray(0, 16) }), 'other-packet'],
    ['an acknowledgement alone', serverReset(auth, SESSION, { first: 5 << 3 }), 'other-packet'],
    ['the first opcode of a session', Buffer.alloc(60, 3 << 3), 'other-packet'],
    ['the last opcode of a session', Buffer.alloc(60, 11 << 3), 'other-packet'],
    ['an opcode before it', Buffer.alloc(60, 2 << 3), 'not-openvpn'],
    ['an opcode after it', Buffer.alloc(60, 12 << 3), 'not-openvpn'],
    ['another key id', serverReset(auth, SESSION, { first: (8 << 3) | 1 }), 'not-openvpn'],
    ['with another key', serverReset({ ...auth, direction: 0 } as ControlKey, SESSION), 'bad-hmac'],
    ['a page', Buffer.from('<html>'.repeat(20)), 'not-openvpn'],
  ])('%s', (_, packet, expected) => {
    expect(judge(packet)).toBe(expected);
  });
});

describe('packets in a stream', () => {
  it('are found however it is cut', () => {
    const [one, two] = [Buffer.alloc(14, 1), Buffer.alloc(40, 2)];
    const stream = Buffer.concat([framed(one), framed(two)]);
    fc.assert(
      fc.property(cut(stream), (parts) => {
        const frames = createFrameReader();
        expect(parts.flatMap((part) => frames.push(part) ?? [])).toEqual([one, two]);
      }),
    );
  });

  it('have at most 2048 bytes', () => {
    expect(createFrameReader().push(framed(Buffer.alloc(2048)))).toHaveLength(1);
    expect(createFrameReader().push(framed(Buffer.alloc(2049)))).toBeNull();
  });

  it('end with what can be none', () => {
    for (const start of ['HTTP/1.1 400', '\x15\x03\x01\x00\x02', '\x00\x0d']) {
      const frames = createFrameReader();
      expect(frames.push(Buffer.from(start, 'latin1'))).toBeNull();
      expect(frames.push(framed(Buffer.alloc(14)))).toBeNull();
    }
  });
});

describe('a key', () => {
  it('is not shown by whatever shows it', async () => {
    const { inspect } = await import('node:util');
    const one = { kind: 'tls-crypt', key };
    const shown = [JSON.stringify(one), inspect(one, { depth: 9, showHidden: true }), `${key}`, String(key)];
    for (const text of shown) {
      expect(text).toContain('[secret]');
      expect(text).not.toMatch(/0a0b|10, ?11/);
    }
    expect(structuredClone({ ...one, key: { ...key } })).toEqual({ kind: 'tls-crypt', key: {} });
  });
});
