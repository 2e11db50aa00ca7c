import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  authSchemesIn,
  createHeadReader,
  type HeadOutcome,
  header,
  hostOfLocation,
  httpDate,
} from '../../../src/path/transport/http-head.ts';
import { cut } from '../transcript/splits.ts';

function read(...chunks: (string | Uint8Array)[]): HeadOutcome {
  const reader = createHeadReader();
  let outcome: HeadOutcome = { kind: 'more' };
  for (const chunk of chunks) {
    outcome = reader.push(typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk);
    if (outcome.kind !== 'more') break;
  }
  return outcome;
}

function headOf(outcome: HeadOutcome) {
  if (outcome.kind !== 'head') throw new Error(`no head: ${JSON.stringify(outcome)}`);
  return outcome;
}

describe('createHeadReader', () => {
  it.each([
    ['HTTP/1.1 200\r\n\r\n', '1.1', 200, ''],
    ['HTTP/1.1 200 \r\n\r\n', '1.1', 200, ''],
    ['HTTP/1.0 200 tunnel ready\r\n\r\n', '1.0', 200, 'tunnel ready'],
    ['HTTP/1.1 403 Access violation\n\n', '1.1', 403, 'Access violation'],
    ['HTTP/1.1 200 \x1b[31m\xff\r\n\r\n', '1.1', 200, '\x1b[31m\xff'],
  ])('reads %j', (text, version, status, reason) => {
    expect(headOf(read(text)).head).toMatchObject({ version, status, reason });
  });

  it('finds headers whatever their case, and keeps what comes after the head', () => {
    const text =
      'HTTP/1.1 407 x\r\nPROXY-authenticate: Basic\r\nProxy-Authenticate:NTLM\r\nno colon\r\n\r\n\x16\x03';
    const { head, rest } = headOf(read(text));
    expect(head.headers.get('proxy-authenticate')).toEqual(['Basic', 'NTLM']);
    expect(header(head, 'server')).toBeNull();
    expect(rest).toEqual(Buffer.from([0x16, 0x03]));
  });

  it('skips interim responses, but not 101', () => {
    expect(
      headOf(read('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103\r\nA: b\r\n\r\nHTTP/1.1 200\r\n\r\nxy')).head
        .status,
    ).toBe(200);
    expect(headOf(read('HTTP/1.1 101 Switching\r\n\r\n')).head.status).toBe(101);
  });

  it.each([
    'SSH-2.0-x',
    '\x1b[2J',
    '\x15\x03\x03',
    'HTTP/2 200\r\n\r\n',
    'HTTP/1.1 2000\r\n\r\n',
    'HTTP/1.1 abc\r\n\r\n',
  ])('says of %j that it is not HTTP', (text) => {
    expect(read(text)).toEqual({ kind: 'bad', reason: 'not-http' });
  });

  it('ends an endless head at 16 KiB, interim ones counted', () => {
    const field = `X-Padding: ${'a'.repeat(1000)}\r\n`;
    expect(read('HTTP/1.1 200\r\n', ...Array(30).fill(field))).toEqual({
      kind: 'bad',
      reason: 'head-too-large',
    });
    expect(read(...Array(30).fill(`HTTP/1.1 100\r\n${field}\r\n`))).toEqual({
      kind: 'bad',
      reason: 'endless-interim',
    });
  });

  it('has at most 16 KiB, and is a refusal by its status however long it is', () => {
    const padded = (status: number, size: number) => {
      const start = `HTTP/1.1 ${status} x\r\nServer: s\r\nX-Padding: `;
      return `${start}${'a'.repeat(size - start.length - 4)}\r\n\r\n`;
    };
    expect(read(padded(200, 16_384))).toMatchObject({ kind: 'head' });
    expect(read(padded(299, 16_385))).toEqual({ kind: 'bad', reason: 'head-too-large' });
    const { refused, ...bad } = read(padded(300, 16_385)) as Extract<HeadOutcome, { kind: 'bad' }>;
    expect(bad).toEqual({ kind: 'bad', reason: 'head-too-large' });
    expect([refused?.status, refused?.headers.get('server')]).toEqual([300, ['s']]);
    expect(read(`HTTP/1.1 403${'a'.repeat(16_384)}`)).toMatchObject({ refused: { status: 403 } });
    expect(read(`HTTP/1.${'a'.repeat(16_384)}`)).toEqual({ kind: 'bad', reason: 'head-too-large' });
  });

  it('is final from 200 on, or below 100', () => {
    for (const status of ['099', '101', '200'])
      expect(read(`HTTP/1.1 ${status}\r\n\r\n`)).toMatchObject({ kind: 'head' });
    for (const status of ['100', '102', '199'])
      expect(read(`HTTP/1.1 ${status}\r\n\r\n`)).toEqual({ kind: 'more' });
  });

  it('ends with an empty line, and has no field without a name', () => {
    const { head, rest } = headOf(read('HTTP/1.1 200 a\n: x\n y : z \n\r\nrest'));
    expect([...head.headers]).toEqual([['y', ['z']]]);
    expect(String(rest)).toBe('rest');
    expect(read('HTTP/1.1 200\n\rx')).toEqual({ kind: 'more' });
    expect(String(headOf(read('HTTP/1.1 200\n\nrest')).rest)).toBe('rest');
    expect(String(headOf(read('HTTP/1.1 200\nx\n\n')).rest)).toBe('');
    expect(read('HTTP/1.1 200\r\n\n').kind).toBe('head');
    expect(read('HTTP/1.1 200\r\n', 'A: b\r\n', '\r\n').kind).toBe('head');
  });

  it('reads the same however the bytes are split', () => {
    const bytes = Buffer.from('HTTP/1.1 100\r\n\r\nHTTP/1.1 200\r\nServer: x\r\n\r\nrest', 'latin1');
    const whole = headOf(read(bytes)).head;
    fc.assert(
      fc.property(cut(bytes), (chunks) => {
        const reader = createHeadReader();
        let outcome: HeadOutcome = { kind: 'more' };
        let used = 0;
        for (const chunk of chunks) {
          used += 1;
          outcome = reader.push(chunk);
          if (outcome.kind !== 'more') break;
        }
        const { head, rest } = headOf(outcome);
        expect(head).toEqual(whole);
        expect(Buffer.concat([rest, ...chunks.slice(used)]).toString()).toBe('rest');
      }),
    );
  });

  it('gives a typed outcome for any bytes, and never asks for more than it may hold', () => {
    const start = fc.constantFrom('', 'HTTP/1.1 200', 'HTTP/1.1 100\r\n\r\n', 'HTTP/1.');
    fc.assert(
      fc.property(start, fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 20 }), (text, chunks) => {
        const reader = createHeadReader();
        let given = 0;
        for (const chunk of [Buffer.from(text), ...chunks]) {
          given += chunk.length;
          const outcome = reader.push(chunk);
          if (outcome.kind !== 'more') return;
          expect(given).toBeLessThanOrEqual(16_384);
        }
      }),
    );
  });
});

it.each([
  ['Wed, 25 Nov 2026 10:00:00 GMT', '2026-11-25T10:00:00.000Z'],
  ['Wed, 25 Nov 2026 25:00:00 GMT', null],
  ['Wednesday, 25-Nov-26 10:00:00 GMT', null],
  ['2026-11-25', null],
  ['1', null],
  ['', null],
  [null, null],
  [undefined, null],
])('the Date %j is %j', (text, date) => {
  expect(httpDate(text)).toBe(date);
});

it.each([
  [
    ['Negotiate', 'NTLM'],
    ['Negotiate', 'NTLM'],
  ],
  [['Basic realm="a, Digest b", NTLM'], ['Basic', 'NTLM']],
  [['Digest realm="a\\" x", nonce=1, qop="auth"'], ['Digest']],
  [
    ['  Negotiate  ,Basic realm=x', 'Basic realm=y'],
    ['Negotiate', 'Basic'],
  ],
  [['realm = x', 'realm  = x', 'a=b', '"Basic"', '1x', 'x!'], []],
  [[Array.from({ length: 12 }, (_, i) => `s${i}`).join(',')], Array.from({ length: 10 }, (_, i) => `s${i}`)],
])('the schemes of %j are %j', (values, schemes) => {
  expect(authSchemesIn(values)).toEqual(schemes);
});

it.each([
  ['https://login.contoso.example:8443/x?session=1', 'login.contoso.example:8443'],
  ['http://a/', 'a'],
  ['/relative', null],
  ['mailto:a@b', null],
  ['', null],
])('the host of %j is %j', (location, host) => {
  expect(hostOfLocation(location)).toBe(host);
});

it.each([
  'xWed, 25 Nov 2026 10:00:00 GMT',
  'Wed, 25 Nov 2026 10:00:00 GMT+1',
  'Wed, 25 Nov 2026 10:00:00 CET',
])('the Date %j is none', (text) => {
  expect(httpDate(text)).toBeNull();
});
