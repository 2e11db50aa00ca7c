import { columnsOf } from '../report/text/columns.ts';

/** Hangul has blanks between its words. */
const HANGUL = /[\u1100-\u115F\uA960-\uA97C\uAC00-\uD7A3]/;

/**
 * Characters that cannot begin a row (JIS X 4051, as in JLREQ appendix A: closing brackets, stops, commas, the
 * middle dot, iteration and long-vowel marks, small kana), and those that belong to the character before.
 */
const NO_START =
  /[、。，．・：；？！‼⁇⁈⁉）］｝｠〉》」』】〕〗〙〟’”»…‥ー‐゠–〜～々〻ヽヾゝゞ゛゜ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ％‰°′″℃)\]}>,.:;!?%\p{M}\u200D]/u;
/** Characters that cannot end a row: opening brackets. */
const NO_END = /[（［｛｟〈《「『【〔〖〘〝‘“«([{<]/;

/**
 * Whether a row may end between two characters without a blank: before or after kana and ideographs, except where
 * the two belong together. Latin words, addresses and commands stay whole; the Unicode algorithm (UAX 14) would
 * break them after hyphens and slashes.
 */
export function mayPart(before: string, after: string): boolean {
  return isOwnWord(before) || isOwnWord(after) ? !belongs(before, after) : false;
}

/** Whether two characters must stay together even where a word is broken, by the Japanese rules only. */
export function belongs(before: string, after: string): boolean {
  const isJapanese = columnsOf(before) === 2 || columnsOf(after) === 2;
  return isMark(after) || (isJapanese && (NO_START.test(after) || NO_END.test(before)));
}

function isOwnWord(character: string): boolean {
  return columnsOf(character) === 2 && !HANGUL.test(character);
}

function isMark(character: string): boolean {
  return /[\p{M}\u200D]/u.test(character);
}
