import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeInit,
  groupText,
  isOffered,
  OFFER,
  proposalText,
  readInit,
} from '../../../src/path/ike/init.ts';
import { keyShare, keyShareBytes } from '../../../src/path/ike/key-share.ts';
import { decodeMessage, encodeMessage } from '../../../src/path/ike/message.ts';
import { natHash } from '../../../src/path/ike/nat-detection.ts';
import {
  decodeKeyExchange,
  decodeNotify,
  decodeProposals,
  encodeKeyExchange,
  encodeNotify,
  encodeProposals,
  NOTIFY,
} from '../../../src/path/ike/payloads.ts';
import { acceptance, CHOICE, notify, RESPONDER_SPI, response } from './answers.ts';

const SPI = Buffer.from('0102030405060708', 'hex');
const LOCAL = { address: '192.0.2.10', port: 50_000 };
const REMOTE = { address: '198.51.100.1', port: 500 };
const REQUEST = { spi: SPI, group: 14, keyShare: Buffer.alloc(256, 5), local: LOCAL, remote: REMOTE };

const bytes = (min: number, max: number) => fc.uint8Array({ minLength: min, maxLength: max });
const payloads = fc.array(fc.record({ type: fc.integer({ min: 33, max: 45 }), body: bytes(0, 80) }), {
  maxLength: 12,
});
const message = fc.record({
  initiatorSpi: bytes(8, 8),
  responderSpi: bytes(8, 8),
  exchange: fc.nat(255),
  fromInitiator: fc.boolean(),
  isResponse: fc.boolean(),
  messageId: fc.nat(0xffffffff),
  payloads,
});
const transform = fc.record({
  type: fc.nat(255),
  id: fc.nat(0xffff),
  keyBits: fc.option(fc.nat(0xffff)),
});
const proposals = fc.array(
  fc.record({ number: fc.nat(255), transforms: fc.array(transform, { maxLength: 20 }) }),
  { minLength: 1, maxLength: 8 },
);

describe('IKE messages', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(message, (one) => {
        const decoded = decodeMessage(encodeMessage(one));
        expect(plain(decoded)).toEqual(plain({ kind: 'message', message: one }));
      }),
    );
    fc.assert(
      fc.property(proposals, (list) => {
        expect(decodeProposals(encodeProposals(list))).toEqual(list);
      }),
    );
    fc.assert(
      fc.property(fc.nat(0xffff), bytes(1, 300), (number, data) => {
        expect(plain(decodeNotify(encodeNotify({ type: number, data })))).toEqual(
          plain({ type: number, data }),
        );
        expect(plain(decodeKeyExchange(encodeKeyExchange({ group: number, data })))).toEqual(
          plain({ group: number, data }),
        );
      }),
    );
  });

  it('are refused at every length but their own', () => {
    const whole = response(SPI, acceptance(SPI));
    for (let length = 0; length < whole.length; length++)
      expect(decodeMessage(whole.subarray(0, length)).kind).toBe('malformed');
    expect(decodeMessage(Buffer.concat([whole, Buffer.alloc(1)]))).toMatchObject({ problem: 'length' });
  });

  it('are refused by another major version, and when something in them is encrypted', () => {
    const whole = response(SPI, acceptance(SPI));
    const changed = (at: number, value: number) => decodeMessage(Buffer.from(whole).fill(value, at, at + 1));
    expect(changed(17, 0x10)).toMatchObject({ problem: 'version' });
    expect(changed(17, 0x2f).kind).toBe('message');
    expect(changed(16, 46)).toMatchObject({ problem: 'encrypted' });
    const many = new Array(65).fill({ type: 43, body: Buffer.alloc(0) });
    expect(decodeMessage(response(SPI, many))).toMatchObject({ problem: 'too-many-payloads' });
  });

  it('begin as RFC 7296 3.1 says', () => {
    const packet = encodeInit({ ...REQUEST, nonce: Buffer.alloc(32), cookie: null });
    expect(packet.subarray(0, 24).toString('hex')).toBe(
      '0102030405060708' + '0000000000000000' + '21' + '20' + '22' + '08' + '00000000',
    );
    expect(packet.readUInt32BE(24)).toBe(packet.length);
    // One datagram that no network has to fragment.
    expect(packet.length).toBeLessThan(700);
  });
});

describe('the answer to an IKE_SA_INIT', () => {
  const read = (packet: Uint8Array) => readInit(packet, REQUEST);

  it('accepts, and reports whether addresses were translated', () => {
    const nat = (ends: Parameters<typeof acceptance>[1]) => read(response(SPI, acceptance(SPI, ends)));
    expect(nat({ responder: REMOTE, initiator: LOCAL })).toMatchObject({
      kind: 'answer',
      answer: { kind: 'accepted', nat: { here: false, there: false }, fragmentation: true },
    });
    expect(nat({ responder: REMOTE, initiator: { ...LOCAL, port: 1 } })).toMatchObject({
      answer: { nat: { here: true, there: false } },
    });
    expect(nat({ responder: { ...REMOTE, address: '10.0.0.1' }, initiator: LOCAL })).toMatchObject({
      answer: { nat: { here: false, there: true } },
    });
    expect(nat(null)).toMatchObject({ answer: { nat: null } });
  });

  it.each([
    ['another SPI', response(Buffer.alloc(8, 1), acceptance(SPI)), { kind: 'foreign' }],
    ['a request', response(SPI, acceptance(SPI), { isResponse: false }), { kind: 'foreign' }],
    ['our own flags', response(SPI, acceptance(SPI), { fromInitiator: true }), { kind: 'foreign' }],
    ['another exchange', response(SPI, acceptance(SPI), { exchange: 35 }), { kind: 'foreign' }],
    ['another message id', response(SPI, acceptance(SPI), { messageId: 1 }), { kind: 'foreign' }],
    ['nothing', response(SPI, []), { problem: 'incomplete' }],
    ['no nonce', response(SPI, acceptance(SPI).slice(0, 2)), { problem: 'incomplete' }],
    [
      'no SPI of its own',
      response(SPI, acceptance(SPI), { responderSpi: Buffer.alloc(8) }),
      { problem: 'incomplete' },
    ],
    [
      'a proposal that was not made',
      response(SPI, acceptance(SPI, null, { ...CHOICE, number: 3 })),
      { problem: 'not-offered' },
    ],
    [
      'half a proposal',
      response(SPI, acceptance(SPI, null, { ...CHOICE, transforms: CHOICE.transforms.slice(1) })),
      { problem: 'not-offered' },
    ],
    ['a status alone', response(SPI, [notify(NOTIFY.fragmentationSupported)]), { problem: 'incomplete' }],
    ['an empty cookie', response(SPI, [notify(NOTIFY.cookie)]), { problem: 'payload' }],
    ['a long cookie', response(SPI, [notify(NOTIFY.cookie, Buffer.alloc(65))]), { problem: 'payload' }],
    [
      'half a group',
      response(SPI, [notify(NOTIFY.invalidKePayload, Buffer.alloc(1))]),
      { problem: 'payload' },
    ],
  ])('is none with %s', (_, packet, expected) => {
    expect(read(packet)).toMatchObject(expected);
  });

  it('may be a cookie, another group, an error, or a redirection', () => {
    const group = Buffer.from([0, 24]);
    const kinds = [
      [notify(NOTIFY.cookie, Buffer.alloc(64))],
      [notify(NOTIFY.invalidKePayload, group)],
      [notify(NOTIFY.noProposalChosen)],
      [notify(7)],
      [notify(16407, Buffer.alloc(6))],
    ].map((list) => read(response(SPI, list, { responderSpi: Buffer.alloc(8) })));
    expect(kinds.map((one) => one.kind === 'answer' && one.answer.kind)).toEqual([
      'cookie',
      'other-group',
      'no-proposal',
      'notify',
      'notify',
    ]);
    expect(kinds[1]).toMatchObject({ answer: { group: 24, groupName: 'group 24' } });
  });
});

describe('what is offered', () => {
  it('has a key share of the right length for every group', () => {
    const groups = OFFER.flatMap(({ transforms }) => transforms.filter(({ type }) => type === 4));
    for (const { id } of groups) {
      expect(keyShare(id)?.length).toBe(keyShareBytes(id));
      expect(keyShare(id)).not.toEqual(keyShare(id));
      expect(groupText(id)).not.toContain('group');
    }
    expect(keyShare(24)).toBeNull();
    expect(keyShareBytes(24)).toBeNull();
  });

  it('is recognised, one transform of a type', () => {
    expect(isOffered(CHOICE)).toBe(true);
    expect(isOffered({ ...CHOICE, transforms: [...CHOICE.transforms, ...CHOICE.transforms] })).toBe(false);
    expect(proposalText(CHOICE)).toBe('AES-CBC-256/HMAC-SHA2-256-128/PRF-HMAC-SHA2-256/MODP-2048');
  });
});

describe('the hash of NAT detection', () => {
  it.each([
    ['192.0.2.10', 500, 'c000020a01f4'],
    ['2001:db8::10', 4500, '20010db80000000000000000000000101194'],
    ['fe80::1%lo', 4500, 'fe8000000000000000000000000000011194'],
    ['::ffff:192.0.2.10', 4500, '00000000000000000000ffffc000020a1194'],
    ['::ffff:192.100.25.10', 4500, '00000000000000000000ffffc064190a1194'],
    ['1:2:3:4:5:6:7:8', 4500, '000100020003000400050006000700081194'],
  ])('is over SPIs, address and port: %s', (address, port, end) => {
    const whole = `${SPI.toString('hex')}${RESPONDER_SPI.toString('hex')}${end}`;
    const expected = createHash('sha1').update(Buffer.from(whole, 'hex')).digest('hex');
    expect(natHash(SPI, RESPONDER_SPI, { address, port }).toString('hex')).toBe(expected);
  });
});

/** Bytes as numbers, whatever their array type. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, one) => {
      if (one?.type === 'Buffer') return [...one.data];
      return one instanceof Uint8Array ? [...one] : one;
    }),
  );
}
