import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CALL_ABORT,
  CALL_CONNECT_REQUEST,
  createPacketReader,
  ECHO_RESPONSE,
  otherVersion,
  readAck,
  readStatus,
} from '../../../../src/path/tunnel/sstp-packet.ts';
import { cut, damaged } from '../../transcript/splits.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const NONCE = '00112233445566778899aabbccddeeff'.repeat(2);
const ACK = hex(`1001 0030 0002 0001 0004 0028 0000 0003 ${NONCE}`);
const NAK = hex('1001 0014 0003 0001 0002 000c 0000 0001 0000 0004');
const LCP = hex('1000 0008 c021 0101');
const ECHO = hex('1001 0008 0008 0000');

describe('what is sent', () => {
  it('is byte for byte the text of MS-SSTP', () => {
    expect(CALL_CONNECT_REQUEST).toEqual(hex('10 01 00 0e 00 01 00 01 00 01 00 06 00 01'));
    expect(CALL_ABORT).toEqual(hex('10 01 00 14 00 05 00 01 00 02 00 0c 00 00 00 00 00 00 00 00'));
    expect(ECHO_RESPONSE).toEqual(hex('10 01 00 08 00 09 00 00'));
  });
});

describe('createPacketReader', () => {
  it('splits a stream into data and control packets, wherever it was cut', () => {
    const stream = Buffer.concat([LCP, ECHO, ACK, NAK]);
    fc.assert(
      fc.property(cut(stream), (chunks) => {
        const reader = createPacketReader();
        const read = chunks.map((chunk) => reader.push(chunk));
        expect(read.flat()).toEqual([
          { kind: 'data', bytes: LCP },
          { kind: 'control', type: 8, bytes: ECHO },
          { kind: 'control', type: 2, bytes: ACK },
          { kind: 'control', type: 3, bytes: NAK },
        ]);
      }),
    );
  });

  it.each(['1b5b', '2001 0008 0008 0000', '1001 0007 0008 00', '1000 0003', '1001 0000', '<htm'])(
    'refuses %s, and stays refused',
    (bytes) => {
      const reader = createPacketReader();
      expect(reader.push(bytes.startsWith('<') ? Buffer.from(bytes) : hex(bytes))).toBeNull();
      expect(reader.push(ACK)).toBeNull();
    },
  );

  it('ignores the reserved bits beside flag and length', () => {
    expect(createPacketReader().push(hex('10ff f008 0008 0000'))).toMatchObject([
      { kind: 'control', type: 8 },
    ]);
  });

  it('gives a typed outcome for any bytes, and holds back less than one packet', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 9000 }), damaged(Buffer.concat([LCP, ECHO, ACK, NAK])));
    fc.assert(
      fc.property(bytes, (all) => {
        const reader = createPacketReader();
        const packets = reader.push(all);
        if (packets === null) return;
        const used = packets.reduce((sum, packet) => sum + packet.bytes.length, 0);
        expect(Buffer.concat(packets.map((packet) => packet.bytes))).toEqual(
          Buffer.from(all.subarray(0, used)),
        );
        expect(all.length - used).toBeLessThan(4096);
      }),
    );
  });
});

describe('readAck and readStatus', () => {
  it('reads the Ack', () => {
    expect(readAck(ACK)).toEqual({ hashBits: 3, nonce: hex(NONCE) });
  });

  it.each([
    ['length', hex('1001 000c 0002 0001 0004 0028')],
    ['attribute-count', hex('1001 0008 0002 0000')],
    ['length', ACK.subarray(0, 47)],
    ['attribute', Buffer.concat([ACK.subarray(0, 9), hex('02'), ACK.subarray(10)])],
    ['attribute-length', Buffer.concat([ACK.subarray(0, 10), hex('0029'), ACK.subarray(12)])],
    ['attribute-count', Buffer.concat([ACK.subarray(0, 6), hex('0000'), ACK.subarray(8)])],
    ['hash', Buffer.concat([ACK.subarray(0, 15), hex('04'), ACK.subarray(16)])],
    ['hash', Buffer.concat([ACK.subarray(0, 15), hex('00'), ACK.subarray(16)])],
  ])('refuses an Ack by its %s', (flaw, bytes) => {
    expect(readAck(bytes)).toMatchObject({ flaw });
  });

  it.each([
    ['2001 0008 0002 0000', '2.0'],
    ['1101 0008 0002 0000', '1.1'],
    ['1001 0008 0002 0000', null],
    ['2001 0009 0002 0000', null],
    ['2003 0008 0002 0000', null],
    ['2001', null],
  ])('reads the version of %s as %s', (bytes, version) => {
    expect(otherVersion(hex(bytes))).toBe(version);
  });

  it('reads a status by the length of the packet, since servers write wrong attribute lengths', () => {
    expect(readStatus(NAK)).toEqual({ sstpStatus: 4, sstpAttribute: 1 });
    expect(readStatus(hex('1001 0014 0003 0001 0002 0fff 0000 0001 0000 0004'))).toEqual({
      sstpStatus: 4,
      sstpAttribute: 1,
    });
    expect(readStatus(hex('1001 0014 0003 0001 0002 000c 0000 0002 0000 0005'))).toEqual({
      ...{ sstpStatus: 5, sstpAttribute: 2 },
    });
    expect(readStatus(hex('1001 0014 0003 0001 0001 000c 0000 0001 0000 0004'))).toEqual({
      sstpStatus: null,
    });
    expect(readStatus(hex('1001 0008 0005 0000'))).toEqual({ sstpStatus: null });
    expect(readStatus(hex('1001 0010 0003 0001 0002 000c 0000 0001'))).toEqual({ sstpStatus: null });
  });
});
