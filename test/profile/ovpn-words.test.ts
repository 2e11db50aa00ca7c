import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../src/profile/openvpn/text.ts';

/** The spellings of a word in the manual (openvpn(8), `--config`). */
const WRITTEN: readonly ((word: string) => string)[] = [
  (word) => `"${word.replace(/[\\"]/g, '\\$&')}"`,
  (word) => (word.includes("'") ? `"${word.replace(/[\\"]/g, '\\$&')}"` : `'${word}'`),
  // A bare word is not empty and begins neither a comment nor a quotation.
  (word) =>
    /^(?:['#;\s]|$)/.test(word) ? `"${word.replace(/[\\"]/g, '\\$&')}"` : word.replace(/[\\"\s]/g, '\\$&'),
];
const LETTERS = ['a', 'Z', '0', '"', "'", '\\', ' ', '\t', '#', ';', '-', '<', '東'];

describe('the words of a line of an OpenVPN profile', () => {
  it('are those that were written, in whatever form, with whatever comment', () => {
    const word = fc.array(fc.constantFrom(...LETTERS), { maxLength: 6 }).map((parts) => parts.join(''));
    const written = fc.tuple(word, fc.constantFrom(...WRITTEN), fc.constantFrom(' ', '\t', '  \t '));
    fc.assert(
      fc.property(
        fc.array(written, { maxLength: 6 }),
        fc.constantFrom('', '#', '; x', '# "a', " # don't", '\\# b'),
        (words, comment) => {
          const line = words.map(([text, write, space]) => `${space}${write(text)}`).join('');
          expect(wordsOf(`${line} ${comment}`)).toEqual(words.map(([text]) => text));
        },
      ),
    );
  });

  it('are found or refused at once, whatever stands there', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LETTERS), { maxLength: 40 }), (letters) => {
        const found = wordsOf(letters.join(''));
        expect(found === null || found.every((word) => letters.join('').length >= word.length)).toBe(true);
      }),
    );
    const long = `remote ${'\\\\'.repeat(100_000)}`;
    expect(wordsOf(`${long}\\`)).toBeNull();
    expect(wordsOf(long)?.[1]).toHaveLength(100_000);
  });

  it.each([
    ['remote h 443 # note', ['remote', 'h', '443']],
    ['remote h 443;tcp', ['remote', 'h', '443;tcp']],
    ['remote h#1 443 #tcp', ['remote', 'h#1', '443']],
    [`"a"b 'c'd x"y`, ['a', 'b', 'c', 'd', 'x"y']],
    [String.raw`'c:\x' "c:\\x" c:\\x a\ b`, [String.raw`c:\x`, String.raw`c:\x`, String.raw`c:\x`, 'a b']],
    [String.raw`a \ b \#c`, ['a', 'b']],
    ['remote h 1 \\', ['remote', 'h', '1']],
    ['cd C:\\\\vpn\\\n', ['cd', 'C:\\vpn\n']],
    ['cd a\\\r\n', ['cd', 'a\r']],
    ['a # b\\\n', ['a']],
    ['a \\\r\n', ['a']],
    ['', []],
    [' ; # ', []],
  ])('of %j', (line, words) => {
    expect(wordsOf(line)).toEqual(words);
  });

  it.each(['remote "h 443', "remote 'h 443", String.raw`remote h\x`, String.raw`remote \'h`, 'remote "a\\"'])(
    'are none where OpenVPN takes none: %s',
    (line) => {
      expect(wordsOf(line)).toBeNull();
    },
  );
});
