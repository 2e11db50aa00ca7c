import { describe, expect, it } from 'vitest';
import { groupText, isOffered, OFFER, proposalText, readInit } from '../../../src/path/ike/init.ts';
import { decodeMessage, type IkePayload, isIkeV1, PAYLOAD } from '../../../src/path/ike/message.ts';
import { natHash } from '../../../src/path/ike/nat-detection.ts';
import {
  decodeKeyExchange,
  decodeNotify,
  decodeProposals,
  encodeKeyExchange,
  encodeProposals,
  NOTIFY,
  type Proposal,
  type Transform,
} from '../../../src/path/ike/payloads.ts';
import { acceptance, CHOICE, notify, RESPONDER_SPI, response } from './answers.ts';

const SPI = Buffer.from('0102030405060708', 'hex');
const LOCAL = { address: '192.0.2.10', port: 50_000 };
const REMOTE = { address: '198.51.100.1', port: 500 };
const REQUEST = { spi: SPI, group: 14, keyShare: Buffer.alloc(256, 5), local: LOCAL, remote: REMOTE };
const [SA, KE, NONCE, FRAGMENTS] = acceptance(SPI) as [IkePayload, IkePayload, IkePayload, IkePayload];

/** The same bytes with a header that names their length. */
function measured(bytes: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt32BE(copy.length, 24);
  return copy;
}

const read = (...payloads: IkePayload[]) => readInit(response(SPI, payloads), REQUEST);
const nonce = (length: number) => ({ type: PAYLOAD.nonce, body: Buffer.alloc(length, 9) });
const share = (group: number, length: number) => ({
  type: PAYLOAD.ke,
  body: encodeKeyExchange({ group, data: Buffer.alloc(length, 7) }),
});

describe('a message with lengths that do not fit', () => {
  const whole = response(SPI, acceptance(SPI));

  it('is malformed wherever it is cut', () => {
    for (let length = 0; length < 28; length++)
      expect(decodeMessage(whole.subarray(0, length))).toEqual({ kind: 'malformed', problem: 'too-short' });
    for (let length = 28; length < whole.length; length++) {
      const cut = measured(whole.subarray(0, length));
      expect(decodeMessage(cut)).toEqual({ kind: 'malformed', problem: 'payload-length' });
    }
  });

  it('is malformed with bytes after its last payload, or with a payload shorter than its header', () => {
    const longer = measured(Buffer.concat([whole, Buffer.alloc(4)]));
    expect(decodeMessage(longer)).toMatchObject({ problem: 'payload-length' });
    for (const length of [0, 3]) {
      const short = Buffer.from(whole);
      short.writeUInt16BE(length, 30);
      expect(decodeMessage(short)).toMatchObject({ problem: 'payload-length' });
    }
    const wrong = Buffer.from(whole);
    wrong.writeUInt32BE(whole.length - 1, 24);
    expect(decodeMessage(wrong)).toMatchObject({ problem: 'length' });
  });

  it('is read with 64 payloads, and with a payload of no bytes at its end', () => {
    const many = response(SPI, new Array(64).fill({ type: 43, body: Buffer.alloc(0) }));
    expect(decodeMessage(many)).toMatchObject({ kind: 'message' });
    expect(readInit(whole.subarray(0, 20), REQUEST)).toEqual({ kind: 'malformed', problem: 'too-short' });
  });

  it('is IKEv1 with a header alone, of this initiator', () => {
    const bytes = measured(Buffer.concat([SPI, Buffer.alloc(20)]));
    bytes[17] = 0x10;
    expect(isIkeV1(bytes, SPI)).toBe(true);
    expect(isIkeV1(bytes.subarray(0, 27), SPI)).toBe(false);
    expect(isIkeV1(bytes.subarray(0, 10), SPI)).toBe(false);
    expect(isIkeV1(bytes, Buffer.alloc(8, 1))).toBe(false);
    expect(isIkeV1(Buffer.concat([bytes, Buffer.alloc(1)]), SPI)).toBe(false);
    bytes[17] = 0x20;
    expect(isIkeV1(bytes, SPI)).toBe(false);
  });
});

describe('an acceptance with a payload that does not fit', () => {
  const incomplete = { kind: 'malformed', problem: 'incomplete' };
  const payload = { kind: 'malformed', problem: 'payload' };
  const notOffered = { kind: 'malformed', problem: 'not-offered' };

  it.each<[string, IkePayload[], unknown]>([
    ['without a key', [SA, NONCE], incomplete],
    ['with two proposals', [{ ...SA, body: encodeProposals([CHOICE, CHOICE]) }, KE, NONCE], payload],
    ['with half a proposal', [{ ...SA, body: SA.body.subarray(0, 20) }, KE, NONCE], payload],
    ['with no proposal', [{ ...SA, body: Buffer.alloc(0) }, KE, NONCE], payload],
    ['with an empty key', [SA, { ...KE, body: KE.body.subarray(0, 4) }, NONCE], payload],
    ['with half a notification', [SA, KE, NONCE, { ...FRAGMENTS, body: Buffer.alloc(3) }], payload],
    ['with a short nonce', [SA, KE, nonce(15)], payload],
    ['with a long nonce', [SA, KE, nonce(257)], payload],
    ['with a key of another group', [SA, share(19, 256), NONCE], notOffered],
    ['with a short key', [SA, share(14, 255), NONCE], notOffered],
  ])('is none %s', (_, payloads, expected) => {
    expect(read(...payloads)).toEqual(expected);
  });

  it('is one with the shortest and the longest nonce', () => {
    for (const length of [16, 256])
      expect(read(SA, KE, nonce(length))).toMatchObject({
        answer: { kind: 'accepted', fragmentation: false, notifies: [] },
      });
  });

  it('names its notifications and its own SPI', () => {
    expect(read(SA, KE, NONCE, notify(16_404), FRAGMENTS)).toMatchObject({
      answer: {
        ...{ kind: 'accepted', fragmentation: true, nat: null },
        ...{ notifies: [16_404, NOTIFY.fragmentationSupported], responderSpi: RESPONDER_SPI.toString('hex') },
      },
    });
    expect(read(SA, KE, NONCE, notify(16_404))).toMatchObject({ answer: { fragmentation: false } });
  });

  it('shows NAT by one of several addresses of the responder, and not by half of the hashes', () => {
    const source = (address: string) =>
      notify(NOTIFY.natDetectionSourceIp, natHash(SPI, RESPONDER_SPI, { address, port: 500 }));
    const ours = notify(NOTIFY.natDetectionDestinationIp, natHash(SPI, RESPONDER_SPI, LOCAL));
    const natOf = (...notifies: IkePayload[]) => {
      const one = read(SA, KE, NONCE, ...notifies);
      return one.kind === 'answer' && one.answer.kind === 'accepted' ? one.answer.nat : one;
    };
    const own = source(REMOTE.address);
    expect(natOf(source('10.0.0.4'), own, ours)).toEqual({ here: false, there: false });
    expect(natOf(source('10.0.0.4'), source('10.0.0.5'), ours)).toEqual({ here: false, there: true });
    expect(natOf(own)).toBeNull();
    expect(natOf(ours)).toBeNull();
  });
});

describe('a response without a choice', () => {
  it('names a group of two bytes, and no error at the first status type', () => {
    expect(read(notify(NOTIFY.invalidKePayload, Buffer.from([1, 2])))).toMatchObject({
      answer: { kind: 'other-group', group: 258 },
    });
    expect(read(notify(16_383))).toMatchObject({ answer: { kind: 'notify', notifies: [16_383] } });
    expect(read(notify(16_384))).toEqual({ kind: 'malformed', problem: 'incomplete' });
  });
});

describe('proposals that do not fit', () => {
  const good = encodeProposals([CHOICE]);
  /** Positions: the proposal's header, then its first transform, which has the attribute. */
  const changed = (at: number, value: number) => {
    const bytes = Buffer.from(good);
    bytes[at] = value;
    return decodeProposals(bytes);
  };

  it('are none wherever they are cut', () => {
    expect(decodeProposals(good)).toEqual([CHOICE]);
    expect(good).toHaveLength(8 + 12 + 8 + 8 + 8);
    for (let length = 0; length < good.length; length++)
      expect(decodeProposals(good.subarray(0, length))).toBeNull();
  });

  it.each([
    ['more proposals than one', 0, 2],
    ['a length of three', 3, 3],
    ['a length without a header', 3, 4],
    ['a greater length', 2, 1],
    ['another protocol', 5, 3],
    ['an SPI', 6, 8],
    ['more transforms than there are', 7, 5],
    ['fewer transforms than there are', 7, 3],
    ['a last transform that is not the last', 8, 0],
    ['a transform shorter than its header', 11, 3],
    ['a transform beyond the end', 10, 1],
  ])('are none with %s', (_, at, value) => {
    expect(changed(at, value)).toBeNull();
  });

  it('are none with a transform that ends before its identifier, or in an attribute', () => {
    const proposal = (transform: string) => {
      const body = Buffer.from(transform, 'hex');
      const header = Buffer.from([0, 0, 0, 8 + body.length, 1, 1, 0, 1]);
      return decodeProposals(Buffer.concat([header, body]));
    };
    const none = [{ number: 1, transforms: [{ type: 1, id: 12, keyBits: null }] }];
    const long = [{ number: 1, transforms: [{ type: 1, id: 12, keyBits: 256 }] }];
    expect(proposal('00000004')).toBeNull();
    expect(proposal('000000070100' + '00')).toBeNull();
    expect(proposal('000000080100000c')).toEqual(none);
    expect(proposal('0000000a0100000c' + '800e')).toBeNull();
    expect(proposal('0000000c0100000c' + '800e0100')).toEqual(long);
    expect(proposal('0000000c0100000c' + '800f0100')).toEqual(none);
    // With a length in place of a value: two bytes follow, or three are missing.
    expect(proposal('000000120100000c' + '000f0002abcd' + '800e0100')).toEqual(long);
    expect(proposal('0000000d0100000c' + '000f0002ab')).toBeNull();
  });

  it('are none with half a header, or beyond the end of the payload', () => {
    const of = (hex: string) => decodeProposals(Buffer.from(hex, 'hex'));
    expect(of('00000004')).toBeNull();
    expect(of('00000007010100')).toBeNull();
    expect(of('0000000801010000')).toEqual([{ number: 1, transforms: [] }]);
    expect(of('0200000901010000')).toBeNull();
    // The second of two transforms is too short.
    expect(of('00000014010100020300000801000002' + '00000004')).toBeNull();
  });

  it('are none when there are more than 32 of them', () => {
    const many = (count: number) => encodeProposals(new Array<Proposal>(count).fill(CHOICE));
    expect(decodeProposals(many(32))).toHaveLength(32);
    expect(decodeProposals(many(33))).toBeNull();
  });
});

describe('a key or a notification that does not fit', () => {
  it('is none without its header, and a key without a byte', () => {
    expect(decodeKeyExchange(Buffer.from([0, 14, 0, 0]))).toBeNull();
    expect(decodeKeyExchange(Buffer.from([0, 14, 0, 0, 7]))).toMatchObject({ group: 14 });
    expect(decodeNotify(Buffer.from([0, 0, 0]))).toBeNull();
    expect(decodeNotify(Buffer.alloc(0))).toBeNull();
    expect(decodeNotify(Buffer.from([0, 0, 0, 14]))).toMatchObject({ type: 14 });
  });

  it('is read after an SPI, if that is there', () => {
    const bytes = Buffer.from([1, 4, 0, 14, 9, 9, 9, 9, 7]);
    expect(decodeNotify(bytes)).toEqual({ type: 14, data: Buffer.from([7]) });
    expect(decodeNotify(bytes.subarray(0, 7))).toBeNull();
  });
});

describe('a choice of algorithms', () => {
  const [encryption, prf, integrity, group] = CHOICE.transforms as [
    Transform,
    Transform,
    Transform,
    Transform,
  ];
  const offered = (...transforms: Transform[]) => isOffered({ number: 1, transforms });

  it('is part of the offer with one offered algorithm of each type', () => {
    expect(offered(encryption, prf, integrity, group)).toBe(true);
    expect(offered(prf, prf, integrity, group)).toBe(false);
    expect(offered({ ...encryption, keyBits: 128 }, prf, integrity, group)).toBe(false);
    expect(offered(encryption, prf, integrity, { ...group, id: 24 })).toBe(false);
    expect(offered(encryption, prf, { ...integrity, keyBits: 256 }, group)).toBe(false);
    expect(isOffered({ number: 3, transforms: [] })).toBe(false);
    expect(isOffered({ number: 9, transforms: [encryption] })).toBe(false);
    for (const { number, transforms } of OFFER) {
      const first = [1, 2, 3, 4].flatMap((type) => transforms.find((one) => one.type === type) ?? []);
      expect(isOffered({ number, transforms: first })).toBe(true);
    }
  });

  it('is shown by its names, or by its numbers where it has none', () => {
    expect(
      proposalText({
        number: 1,
        transforms: [
          { type: 4, id: 24, keyBits: null },
          { type: 9, id: 1, keyBits: 8 },
        ],
      }),
    ).toBe('9:1-8/4:24');
    expect(groupText(20)).toBe('ECP-384');
    expect(groupText(24)).toBe('group 24');
  });
});
