import { createHmac } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
/** For letters of any other script: single bytes in a blob, and not ASCII. */
const OTHERS = 'àáãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ';
const HEX = '0123456789abcdef';
/** Quotes beyond ASCII and bytes that are half of one: lists are assessed by them, so they are kept. */
const KEPT = /[\u0085\u0091-\u0094\u00a0\u00ab\u00bb\u2010-\u206f\u3000-\u303f\uff00-\uff0f]/;
const MAX_REMEMBERED = 10_000;

/**
 * Pseudonyms for the words of one document: letters for letters, digits for digits, so that lengths, surrounding
 * grammar and validity are kept. A keyed hash of the preceding characters shifts each character: different words
 * stay different, common prefixes stay common (a wildcard still matches), case is kept, and no character maps to
 * itself. The key is discarded, so the words cannot be recovered.
 */
export class Pseudonyms {
  readonly #key: Uint8Array;
  readonly #words = new Map<string, string>();

  /** @param key random, for one document; at least 16 bytes */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** A word of letters and digits; other characters are kept. */
  word(text: string): string {
    return this.#remembered('word', text, (prefix, character) => {
      if (/[a-z]/.test(character)) return this.#moved('word', prefix, character, LETTERS);
      if (/[0-9]/.test(character))
        return this.#moved('word', prefix, character, prefix === '' ? leading(character) : DIGITS);
      if (character >= '\u0080' && !KEPT.test(character))
        return this.#moved('word', prefix, character, OTHERS);
      return character;
    });
  }

  /** Hexadecimal digits, e.g. of a digest; other characters are kept. */
  hex(text: string): string {
    return this.#remembered('hex', text, (prefix, character) =>
      HEX.includes(character) ? this.#moved('hex', prefix, character, HEX) : character,
    );
  }

  /** Replaces an item of a list by another one, depending on `context`; other texts are kept. */
  oneOf(list: readonly string[], text: string, context: string): string {
    const at = list.indexOf(text);
    return at === -1 ? text : (list[this.#place('list', context, at, list.length)] ?? text);
  }

  #remembered(kind: string, text: string, move: (prefix: string, character: string) => string): string {
    const known = this.#words.get(`${kind} ${text}`);
    if (known !== undefined) return known;
    const lower = text.toLowerCase();
    // Some capital letters have more than one character in lower case.
    const plain = lower.length === text.length ? lower : text;
    let moved = '';
    for (let at = 0; at < text.length; at++) {
      const one = move(plain.slice(0, at), plain[at] ?? '');
      moved += plain[at] === text[at] ? one : one.toUpperCase();
    }
    if (this.#words.size < MAX_REMEMBERED) this.#words.set(`${kind} ${text}`, moved);
    return moved;
  }

  #moved(kind: string, prefix: string, character: string, alphabet: string): string {
    const at = alphabet.indexOf(character);
    // A letter of another script has no position in its replacement alphabet, so its code decides.
    const from = at === -1 ? (character.codePointAt(0) ?? 0) % alphabet.length : at;
    return alphabet[this.#place(kind, prefix, from, alphabet.length)] ?? character;
  }

  #place(kind: string, context: string, from: number, size: number): number {
    if (size < 2) return from;
    const digest = createHmac('sha256', this.#key).update(`${kind}\0${context}`).digest();
    return (from + 1 + (digest.readUInt32LE(0) % (size - 1))) % size;
  }
}

/** A number keeps its length, so a first digit other than 0 does not become 0. */
function leading(digit: string): string {
  return digit === '0' ? '0' : '123456789';
}
