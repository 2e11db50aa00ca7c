import { describe, expect, it } from 'vitest';
import { controlWrap } from '../../../src/path/openvpn/control-wrap.ts';
import { createHearing } from '../../../src/path/openvpn/probe.ts';
import { framed } from '../../../src/path/openvpn/reset.ts';
import { serverReset } from './answers.ts';
import { tlsAuth } from './routes.ts';

const KEY = tlsAuth();
const SESSION = Buffer.from('0102030405060708', 'hex');
/** Of OpenVPN, sealed with the key, and no answer to the first packet. */
const OTHER = framed(serverReset(KEY, SESSION, { first: 5 << 3 }));
const RESET = framed(serverReset(KEY, SESSION));
const FOREIGN_KEY = framed(serverReset(tlsAuth({ direction: 0 }), SESSION));

/** Whether each chunk is enough, the answer, and its evidence. */
function hear(...chunks: (Buffer | string)[]) {
  const hearing = createHearing(controlWrap(KEY), SESSION);
  const enough = chunks.map((chunk) => hearing.take(Buffer.from(chunk as string, 'latin1')));
  const evidence: Record<string, unknown> = {};
  return { enough, answer: hearing.answer('silent', evidence), evidence };
}

describe('what is enough of an answer', () => {
  it('is the reset, alone or after others, and the eighth packet', () => {
    expect(hear(RESET)).toEqual({ enough: [true], answer: 'reset', evidence: {} });
    expect(hear(OTHER, RESET)).toMatchObject({ enough: [false, true], answer: 'reset' });
    expect(hear(FOREIGN_KEY, RESET)).toMatchObject({ enough: [false, true], answer: 'reset' });
    expect(hear(Buffer.concat([RESET, FOREIGN_KEY]))).toMatchObject({ enough: [true], answer: 'reset' });
    const seven = hear(...Array<Buffer>(7).fill(OTHER));
    expect(seven).toMatchObject({ enough: Array(7).fill(false), evidence: { spoke: 'openvpn' } });
    expect(hear(...Array<Buffer>(8).fill(OTHER)).enough).toEqual([...Array<boolean>(7).fill(false), true]);
  });

  it('is not a packet of another key, which may be followed by the answer', () => {
    expect(hear(FOREIGN_KEY)).toEqual({ enough: [false], answer: 'bad-hmac', evidence: {} });
    expect(hear()).toEqual({ enough: [], answer: 'silent', evidence: {} });
  });

  it('is one packet that is not of OpenVPN', () => {
    const packet = framed(Buffer.alloc(20, 'x'));
    expect(hear(packet)).toMatchObject({
      ...{ enough: [true], answer: 'not-openvpn' },
      evidence: { spoke: 'unknown', began: packet.subarray(0, 16).toString('hex') },
    });
    expect(hear(OTHER, packet)).toMatchObject({ enough: [false, true], evidence: { spoke: 'unknown' } });
  });

  it('is the status of a web page, or a text that begins none', () => {
    expect(hear('HTTP/1.1 40', '0')).toMatchObject({
      ...{ enough: [false, true], answer: 'not-openvpn' },
      evidence: { spoke: 'http', httpStatus: 400 },
    });
    expect(hear('H', 'TTP/1.1 ').enough).toEqual([false, false]);
    expect(hear('HTTP/2 400 ').enough).toEqual([true]);
    expect(hear('SSH-').enough).toEqual([true]);
    expect(hear('xHTTP/1.1 400').evidence).toMatchObject({ spoke: 'unknown' });
  });

  it('is the first tag, or sixteen blanks', () => {
    expect(hear('\r\n', ' <', 'html>')).toMatchObject({
      ...{ enough: [false, false, true], answer: 'not-openvpn', evidence: { spoke: 'page' } },
    });
    expect(hear(' '.repeat(15), ' ').enough).toEqual([false, true]);
    expect(hear('\r\n<', '9').enough).toEqual([false, true]);
  });
});

describe('what is no answer', () => {
  it.each([
    ['15 03', 'tls'],
    ['16 03 01', 'tls'],
    ['17 03', 'unknown'],
    ['16 04', 'unknown'],
    ['01 03', 'unknown'],
    ['00', 'unknown'],
  ])('%s is %s', (hex, spoke) => {
    const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
    expect(hear(bytes).evidence).toEqual({ began: bytes.toString('hex'), spoke });
  });

  it('is shown by its first sixteen bytes, in however many pieces', () => {
    const text = 'SSH-2.0-OpenSSH_9.9';
    const began = Buffer.from(text.slice(0, 16)).toString('hex');
    expect(hear(text).evidence.began).toBe(began);
    expect(hear(...text).evidence.began).toBe(began);
  });
});
