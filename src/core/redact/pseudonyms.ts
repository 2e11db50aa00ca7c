import { createHmac } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
/** For letters of any other script: single bytes in a blob, and not ASCII. */
const OTHERS = 'àáãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ';
const HEX = '0123456789abcdef';
/** Quotes beyond ASCII and single bytes that are half of one: a list with these is judged by them. */
const KEPT = /[\u2010-\u206f\u3000-\u303f\uff00-\uff0f]/;
const MAX_REMEMBERED = 10_000;

/**
 * Words that stand for others within one document: letters for letters, digits for digits, so that lengths, the
 * grammar around them and their validity stay. Each character is moved by what a keyed hash makes of all before it:
 * different words stay different, what begins alike begins alike (a wildcard goes on matching), upper and lower case
 * go together, and no character stands for itself. Without the key, which nobody keeps, the way back is closed.
 */
export class Pseudonyms {
  readonly #key: Uint8Array;
  readonly #words = new Map<string, string>();

  /** @param key random, for one document; at least 16 bytes */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** A word of letters and digits; every other character of it stays. */
  word(text: string): string {
    return this.#remembered('word', text, (prefix, character) => {
      if (/[a-z]/.test(character)) return this.#moved('word', prefix, character, LETTERS);
      if (/[0-9]/.test(character))
        return this.#moved('word', prefix, character, prefix === '' ? leading(character) : DIGITS);
      if (character >= '\u00c0' && !KEPT.test(character))
        return this.#moved('word', prefix, character, OTHERS);
      return character;
    });
  }

  /** Hexadecimal digits, as those of a digest; every other character stays. */
  hex(text: string): string {
    return this.#remembered('hex', text, (prefix, character) =>
      HEX.includes(character) ? this.#moved('hex', prefix, character, HEX) : character,
    );
  }

  /** One of a list for another one of it, by what stands before it; one that is not in the list stays. */
  oneOf(list: readonly string[], text: string, context: string): string {
    const at = list.indexOf(text);
    return at === -1 ? text : (list[this.#place('list', context, at, list.length)] ?? text);
  }

  #remembered(kind: string, text: string, move: (prefix: string, character: string) => string): string {
    const known = this.#words.get(`${kind} ${text}`);
    if (known !== undefined) return known;
    const lower = text.toLowerCase();
    // Some capitals have more than one character in lower case.
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
    // A letter of another script has no place in the alphabet of its stand-ins: it is given one by its code.
    const from = at === -1 ? (character.codePointAt(0) ?? 0) % alphabet.length : at;
    return alphabet[this.#place(kind, prefix, from, alphabet.length)] ?? character;
  }

  #place(kind: string, context: string, from: number, size: number): number {
    if (size < 2) return from;
    const digest = createHmac('sha256', this.#key).update(`${kind}\0${context}`).digest();
    return (from + 1 + (digest.readUInt32LE(0) % (size - 1))) % size;
  }
}

/** A number keeps its length, so a first digit that is not 0 becomes none. */
function leading(digit: string): string {
  return digit === '0' ? '0' : '123456789';
}
