import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Diagnostics, ErrorText } from '../../../src/powershell/diagnostics.ts';
import { Between } from '../../../src/powershell/shell.ts';
import { encodeRequest, newNonce, ReplyReader } from '../../../src/powershell/wire.ts';

const NONCE = '0123456789abcdef0123456789abcdef';
const jsonObject = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()).map((o) => {
  const { nonce: _nonce, ...rest } = o;
  return rest;
});

/** JSON in ASCII, as the scripts write it. */
function ascii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A text cut into pieces at random places. */
function cut(text: string): fc.Arbitrary<string[]> {
  return fc.array(fc.nat(text.length), { maxLength: 20 }).map((places) => {
    const cuts = [0, ...places.sort((a, b) => a - b), text.length];
    return cuts.slice(1).map((end, i) => text.slice(cuts[i], end));
  });
}

function read(pieces: readonly string[], maxLength = 1_000_000) {
  const diagnostics = new Diagnostics();
  const events: unknown[] = [];
  const reader = new ReplyReader({
    nonce: NONCE,
    diagnostics,
    maxLength,
    onEvent: (event) => events.push(event),
  });
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return { reader, events, diagnostics: diagnostics.lines };
}

describe('a request', () => {
  it('is printable ASCII without an apostrophe, and means what it meant', () => {
    fc.assert(
      fc.property(jsonObject, (request) => {
        const line = encodeRequest(request, NONCE);
        expect(line).toMatch(/^[\x20-\x26\x28-\x7e]+$/);
        expect(JSON.parse(line)).toEqual({ ...JSON.parse(JSON.stringify(request)), nonce: NONCE });
      }),
    );
  });

  it('has a nonce of its own', () => {
    expect(newNonce()).toMatch(/^[0-9a-f]{32}$/);
    expect(newNonce()).not.toBe(newNonce());
  });
});

describe('a reply', () => {
  const stray = fc.string({ unit: 'binary', maxLength: 40 }).map((s) => s.replace(/[\r\n]/g, ''));
  const output = fc
    .record({
      result: fc.jsonValue(),
      steps: fc.array(fc.jsonValue(), { maxLength: 3 }),
      strays: fc.array(stray, { minLength: 9, maxLength: 9 }),
      eol: fc.constantFrom('\n', '\r\n'),
    })
    .chain(({ result, steps, strays, eol }) => {
      const lines = [
        ...steps.map((step) => `{"nonce":"${NONCE}","type":"progress","step":${ascii(step)}}`),
        `{"nonce":"${NONCE}","type":"result","result":${ascii(result)}}`,
      ];
      const text = lines.map((line, i) => `${strays[2 * i]}${line}${strays[2 * i + 1]}${eol}`).join('');
      return fc.record({
        pieces: cut(`${text}${strays[8]}`),
        result: fc.constant(result),
        steps: fc.constant(steps),
      });
    });

  it('is found in any pieces, among any other text', () => {
    fc.assert(
      fc.property(output, ({ pieces, result, steps }) => {
        const { reader, events } = read(pieces);
        expect(reader.reply).toEqual({ type: 'result', result: JSON.parse(JSON.stringify(result)) });
        expect(events).toEqual(JSON.parse(JSON.stringify(steps.map((step) => ({ type: 'progress', step })))));
      }),
    );
  });

  it('is never made out of other text, which becomes short printable diagnostics', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 3000 })), (pieces) => {
        const { reader, events, diagnostics } = read(pieces);
        expect(reader.reply).toBeNull();
        expect(events).toEqual([]);
        for (const line of diagnostics) expect(line).toMatch(/^[\x20-\x7e]{1,5100}$/);
      }),
    );
  });

  it('cannot be forged from inside a value, whose quotes are escaped', () => {
    const forged = `{"nonce":"${NONCE}","type":"result","result":"forged"}`;
    const { reader } = read([`{"nonce":"${NONCE}","type":"result","result":${ascii({ proxy: forged })}}\n`]);
    expect(reader.reply).toEqual({ type: 'result', result: { proxy: forged } });
  });

  it('is not one without a result, with an unknown type, or cut off', () => {
    for (const rest of [
      '"type":"result"}',
      '"type":"answer","result":1}',
      '"type":"error"}',
      '"type":"result","result":1',
      '}',
    ]) {
      const { reader, diagnostics } = read([`{"nonce":"${NONCE}",${rest}\n`]);
      expect(reader.reply).toBeNull();
      expect(diagnostics).toHaveLength(1);
    }
  });

  it('is capped', () => {
    const reader = read(['a'.repeat(60), 'b'.repeat(60)], 100).reader;
    expect(reader.overflowed).toBe(true);
  });
});

describe('diagnostics', () => {
  it('count what they drop', () => {
    const diagnostics = new Diagnostics();
    for (let i = 0; i < 250; i += 1) diagnostics.add(`line ${i}`);
    expect(diagnostics.lines).toHaveLength(101);
    expect(diagnostics.lines.at(-1)).toBe('(150 more lines)');
  });

  it('find a word that was broken at the width of the console', () => {
    const text = new ErrorText(new Diagnostics());
    text.push('FullyQualifiedErrorId : Unauth\r');
    text.push('\n   orizedAccess');
    expect(text.has('UnauthorizedAccess')).toBe(true);
    expect(text.has('PSSecurityException')).toBe(false);
  });

  it('keep no endless line of standard error', () => {
    const diagnostics = new Diagnostics();
    const text = new ErrorText(diagnostics);
    for (let i = 0; i < 100; i += 1) text.push('x'.repeat(10_000));
    text.end();
    expect(diagnostics.lines.join('').length).toBeLessThan(600);
  });
});

describe('the text between two delimiters', () => {
  it('comes through whole, in any pieces', () => {
    const delimiter = 'AbAbAc0123456789';
    const text = fc.string({ unit: fc.constantFrom('A', 'b', 'c', '0', '\n') });
    fc.assert(
      fc.property(
        fc.tuple(text, text).chain(([before, inside]) =>
          fc.record({
            inside: fc.constant(inside),
            pieces: cut(`${before}${delimiter}${inside}${delimiter}\n`),
          }),
        ),
        ({ inside, pieces }) => {
          let got = '';
          const between = new Between(delimiter, (piece) => {
            got += piece;
          });
          expect(pieces.some((piece) => between.push(piece))).toBe(true);
          expect(got).toBe(inside);
        },
      ),
    );
  });

  it('is handed on at once, but for what may begin a delimiter', () => {
    const got: string[] = [];
    const between = new Between('XYZ', (piece) => got.push(piece));
    between.push('XYZ\n');
    between.push('line one\nX');
    between.push('Y!\n');
    expect(got).toEqual(['\n', 'line one\n', 'XY!\n']);
  });
});
