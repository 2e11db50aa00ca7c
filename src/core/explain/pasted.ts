import { canonicalCode, readCode } from './code-number.ts';
import { KNOWN_CODES, knownCode } from './codes/codes.ts';
import { KNOWN_MESSAGES } from './messages.ts';
import { type Known, SPECIFICITIES } from './model.ts';
import { PARAGRAPHS, type PastedSettings, pastedSettings } from './pasted-settings.ts';
import { SENTENCES } from './sentences.ts';

/** The word of p2s-fix for a result (verdict, finding, error, cause), or `null`. */
export type OwnWords = (word: string) => Known | null;

/** What a text contains. */
export interface Pasted {
  /** The most specific first, then in the order of the text; each once. */
  known: readonly Known[];
  /** Codes that no table has, as in the text. */
  unknown: readonly string[];
  /** The list of a setting that leads, without secrets. */
  list: string | null;
  /** The start of each paragraph in which nothing is known. */
  unread: readonly string[];
  /** The settings, as a partial recording. */
  settings: Pick<PastedSettings, 'registry' | 'missing'>;
}

/** Characters that are read; longer than any useful message or log excerpt. */
export const MAX_TEXT = 100_000;

/** Words for an error or its code in the languages of Windows. */
const ERROR_WORDS = [
  ...['error', 'code', 'failure', 'reason', 'fehler', 'erreur', 'erro', 'fout', 'ошибка', 'エラー', 'コード'],
  ...['番号', '错误', '錯誤', '오류', 'codice', 'código', 'błąd', 'chyba', 'hiba', 'virhe', 'hata', 'eroare'],
  ...['помилка', 'σφάλμα', '(?<!\\p{L})fe(?:l|jl|il)(?:kod|kode)?', '(?<!\\p{L})k[oó]d'],
].join('|');
/** A small number counts as a code only beside these words and signs. */
const NAMED = new RegExp(
  [
    // Not the end of the name of a computer, nor the internal state of Schannel.
    `(?:${ERROR_WORDS})(?!r? state)(?:-|[^0-9\\n]{0,24}?(?<!\\p{L}-))(\\d{3,5})(?!\\d|[-.]\\d)`,
    '#\\s?(\\d{3,5})(?![\\d-])',
    // Not the line of a source file.
    '(?<!\\w)[(（](\\d{3,5})[)）]',
    // As people write it, and not the end of a date, a time or a port.
    '(?<![\\d.,:/-])(\\d{3,5})(?:\\s+error(?!\\p{L})|\\s*エラー)',
    'HTTP(?:/\\d(?:\\.\\d)?)?(?: status)?(?: code)?:? ([45]\\d\\d)(?!\\d)',
    'on failure is\\s+(\\d{3,5})(?!\\d)',
    // One more after another code.
    '(?:0x[0-9a-f]{8}|error \\d{3,5})\\s*(?:,|/|&|and|or|und|et|と|、)\\s*(\\d{3,5})(?!\\d)',
    // .NET, curl and OpenSSL, of a proxy.
    `(?:status code|response|HTTP code|CONNECT failed:) '?(4\\d\\d|5\\d\\d)(?!\\d)`,
  ].join('|'),
  'giu',
);
/** A line that is a number alone: one of the three texts that people put under each other. */
const ALONE = /^[^\S\n]*(\d{3,5})[^\S\n]*$/gm;
/** The event of a failed connection ends with its code, in each language. */
const AFTER_COID = /CoId=\{[^\n]*?(?<![\d.,:/-])(\d{3,5})\D{0,8}$/gim;
/** The inserted values of an event as XML: the code of 20227, the HTTP status of RasSstp event 4. */
const DATA = /<Data(?:\s+Name=["'][^"']*(?:code|status|error|result)["'])?>(\d{3,5})<\/Data>/gi;
/** The results of CAPI2 events, in hexadecimal without 0x. */
const CAPI2_RESULT = /<(?:Revocation)?Result\s+value="0*([1-9a-f][0-9a-f]{0,7})"/gi;
/**
 * Not the start of a GUID: the events of RasClient open with one (CoId). Not the value of a flag, as `certutil` shows
 * it after its name, and no data of an event or of the registry.
 */
const HEX =
  /(?<![0-9a-z]|_[a-z0-9]+ \((?!0x[89a-f][0-9a-f]{7}\b)|<Binary>|REG_[DQ]WORD\s+)(?:0x[0-9a-f]{1,16}|f{8}[0-9a-f]{8}|[89a-f][0-9a-f]{7}(?!-[0-9a-f]{4}-))(?![0-9a-z])/gi;
/** An HRESULT that a space or a line break splits; no error has only the first half as its code. */
const HALVES = /(?<![0-9a-z])(0x[89a-f][0-9a-f]{3})\s{1,2}([0-9a-f]{4})(?![0-9a-z])/gi;
/** The event of a failed connection, by itself or beside a word for it: a ticket may have that number too. */
const FAILED_CONNECTION =
  /^\s*20227\s*$|(?:RasClient|\bevent|\bid\b|イベント|Ereignis|événement)\D{0,24}20227(?!\d)/i;
/** Long enough to exclude times, ports and lengths. A full stop after it ends the sentence of event 20227. */
const LONG_DECIMAL = /(?<![\da-z.])[-\u2010-\u2014\u2212]?\d{10}(?![\da-z]|\.\d)/gi;
const SYMBOL = /(?<![A-Z0-9_])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![A-Z0-9_])/g;
/** A word of p2s-fix as its outputs show it: in brackets or quotes, or after the kind of word that it is. */
const OWN_WORD =
  /(?:["'`(（[]|\b(?:verdict|finding|code|reason)\s+|(?:判定|検出事項)\s*)([a-z]+(?:-[a-z0-9]+)+)\b/g;

/**
 * The id of an event of RasSstp: as XML, as Event Viewer copies it (`ID` is part of the name in each language), and
 * as people write it, which is not the start of a date.
 */
const EVENT_IDS = [
  /<EventID[^>]*>(\d{1,5})</i,
  /\bID\b[^\d\n]{0,30}(\d{1,5})(?!\d)/i,
  /RasSstp\D{0,20}?(\d{1,2})(?!\d|[/.:-]\s?\d)/i,
];

/**
 * Finds everything that is known in a pasted text: codes in any notation, messages in the languages of Windows,
 * events, the output of `netsh winhttp show proxy`, and words of p2s-fix. A text that is one code or one word
 * as a whole needs no sign beside it. Never throws.
 */
export function readPasted(pasted: string, own: OwnWords = () => null): Pasted {
  const text = plain(pasted);
  const whole = wholeText(text, own);
  const settings = pastedSettings(text);
  if (whole !== null) return { known: [whole], unknown: [], list: null, unread: [], settings };
  const found: [at: number, known: Known][] = [];
  const unknown = new Map<string, number>();
  const add = (at: number, known: Known | null = null) => known !== null && found.push([at, known]);
  const alone = [...text.matchAll(ALONE)].map(({ index, 1: code = '' }): [number, string] => [index, code]);
  for (const [at, code] of [...codesIn(text), ...alone.filter(([, code]) => codeOf(code) !== null)])
    if (!add(at, codeOf(code)) && readCode(code) !== null) unknown.set(code, at);
  for (const [at, id] of messagesIn(text)) add(at, KNOWN_MESSAGES[id] ?? codeOf(id));
  for (const match of text.matchAll(OWN_WORD)) add(match.index, own(match[1] ?? ''));
  for (const { at, id } of settings.shown) add(at, KNOWN_MESSAGES[id]);
  // An event of a failed connection has the code at its end; without one, it is the event that is known.
  if (found.length === 0 && unknown.size === 0 && FAILED_CONNECTION.test(text))
    add(0, KNOWN_MESSAGES['rasclient-20227']);
  const points = [...found.map(([at]) => at), ...unknown.values()].map((at) => ({ at, end: at }));
  const rank = ({ specificity }: Known) => SPECIFICITIES.indexOf(specificity);
  const inOrder = found.sort(([at, a], [beside, b]) => rank(a) - rank(b) || at - beside);
  const known = [...new Set(inOrder.map(([, one]) => one))];
  return {
    known,
    unknown: [...unknown.keys()],
    list: settings.shown.find(({ id }) => id === known[0]?.id)?.list ?? null,
    unread: unreadIn(text, [...points, ...settings.shown]),
    settings,
  };
}

/** A prompt of a console with its command, the head of `.reg` text, the progress of rasdial, or no word at all. */
const NOTHING_TO_READ =
  /^(?:Windows Registry Editor Version 5\.00|REGEDIT4)$|^(?:PS )?[A-Za-z]:\\[^>\n]*>|^(?:[^\n]*\.{3}(?:\n|$))+$|^[^\p{L}\d]*$/u;

function unreadIn(text: string, read: readonly { at: number; end: number }[]): string[] {
  const paragraphs = [...text.matchAll(PARAGRAPHS)].filter(
    ({ index, 0: part }) => !read.some(({ at, end }) => at < index + part.length && end >= index),
  );
  return paragraphs.flatMap(([part]) => (NOTHING_TO_READ.test(part.trim()) ? [] : [part]));
}

/** Compatibility forms and typographic quotes as plain ones, a split HRESULT as one; without the marks of a reply. */
function plain(pasted: string): string {
  return pasted
    .slice(0, MAX_TEXT)
    .normalize('NFKC')
    .replace(/[\u2018\u2019\u201b\u2032]/g, "'")
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:> ?)+/gm, '')
    .trim()
    .replace(HALVES, '$1$2');
}

function wholeText(text: string, own: OwnWords): Known | null {
  if (text === '20227') return KNOWN_MESSAGES['rasclient-20227'] ?? null;
  return codeOf(text) ?? own(text.toLowerCase());
}

/** The entry of a number or a symbolic name. */
function codeOf(code: string): Known | null {
  const value = readCode(code);
  if (value !== null) return knownCode(canonicalCode(value)) ?? null;
  const upper = code.toUpperCase();
  return KNOWN_CODES.find(({ name }) => name.toUpperCase() === upper) ?? null;
}

/** What may be a code, with its place. */
export function codesIn(text: string): [at: number, code: string][] {
  if (readCode(text) !== null) return [[0, text]];
  const found: [at: number, code: string][] = [];
  for (const pattern of [HEX, LONG_DECIMAL, SYMBOL, NAMED, AFTER_COID, DATA])
    for (const match of text.matchAll(pattern))
      found.push([match.index, match.slice(1).find((one) => one !== undefined) ?? match[0]]);
  for (const match of text.matchAll(CAPI2_RESULT)) found.push([match.index, `0x${match[1]}`]);
  return found.filter(([, code]) => code !== '20227');
}

/** Messages by their sentences and events by their ids: rows of `KNOWN_MESSAGES`, or codes. */
function messagesIn(text: string): [at: number, id: string][] {
  const found: [at: number, id: string][] = [];
  for (const [id, sentence] of PATTERNS) {
    const at = text.search(sentence);
    if (at >= 0) found.push([at, id]);
  }
  const at = text.search(/RasSstp/i);
  const ids = at < 0 ? [] : EVENT_IDS.flatMap((pattern) => pattern.exec(text)?.[1] ?? []);
  const known = ids.map((id) => `rassstp-${id}`).find((id) => Object.hasOwn(KNOWN_MESSAGES, id));
  if (known !== undefined) found.push([at, known]);
  return found;
}

const PATTERNS = Object.entries(SENTENCES).map(
  ([id, phrases]) => [id, new RegExp(phrases.map(patternOf).join('|'), 'iu')] as const,
);

/**
 * A phrase as a pattern: a blank is any white space; Japanese has a line break anywhere; `…` are up to 60
 * characters.
 */
function patternOf(phrase: string): string {
  const wide = '[\\u3040-\\u30ff\\u4e00-\\u9fff]';
  return phrase
    .normalize('NFKC')
    .replaceAll(' ... ', '...')
    .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replaceAll('\\.\\.\\.', '[^]{0,60}?')
    .replaceAll(' ', '\\s+')
    .replace(new RegExp(`(?<=${wide})(?=${wide})`, 'gu'), '\\s*')
    .replace(new RegExp(`(?<=${wide})\\\\s\\+|\\\\s\\+(?=${wide})`, 'gu'), '\\s*');
}
