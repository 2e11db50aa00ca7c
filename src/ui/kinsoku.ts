import { columnsOf } from '../report/text/columns.ts';

/** Hangul has blanks between its words. */
const HANGUL = /[\u1100-\u115F\uA960-\uA97C\uAC00-\uD7A3]/;

/**
 * What begins no row (JIS X 4051, as in JLREQ appendix A: closing brackets, stops, commas, the middle dot, marks of
 * repetition and of a long vowel, small kana), and what belongs to the character before it.
 */
const NO_START =
  /[、。，．・：；？！‼⁇⁈⁉）］｝｠〉》」』】〕〗〙〟’”»…‥ー‐゠–〜～々〻ヽヾゝゞ゛゜ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ％‰°′″℃)\]}>,.:;!?%\p{M}\u200D]/u;
/** What ends none: opening brackets. */
const NO_END = /[（［｛｟〈《「『【〔〖〘〝‘“«([{<]/;

/**
 * Whether a row may end between two characters without a blank: before or after kana and ideographs, except where one
 * of the two belongs to the other. Latin words, addresses and commands stay whole, so the Unicode algorithm (UAX 14),
 * which breaks them after hyphens and slashes, is no help here.
 */
export function mayPart(before: string, after: string): boolean {
  return isOwnWord(before) || isOwnWord(after) ? !belongs(before, after) : false;
}

/** Whether two characters must not be parted even where a word has to be: by the rules of Japanese only. */
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
