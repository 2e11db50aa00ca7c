import { type Message, say } from '../model/say.ts';
import { readCode } from './code-number.ts';

/**
 * Windows messages for the codes of failed VPN connections, English and Japanese: the part that is unique to the
 * message (FormatMessage of these codes; the RAS messages of the same numbers).
 */
const SENTENCES: readonly (readonly [sentence: RegExp, code: string])[] = [
  [/revocation server was offline|失効サーバーがオフライン/i, '0x80092013'],
  [/unable to check revocation for the certificate|証明書の失効を確認できませんでした/i, '0x80092012'],
  [/certificate is revoked|certificate was explicitly revoked|証明書は失効/i, '0x800b010c'],
  [/root certificate which is not trusted|信頼されていないルート証明書/i, '0x800b0109'],
  [/CN name does not match|CN 名が.{0,20}一致しません/i, '0x800b010f'],
  [
    /certificate could not be found that can be used with this Extensible|拡張認証プロトコルで使用できる証明書が見つかりません/i,
    '798',
  ],
  [/connection between your computer and the VPN server could not be established/i, '809'],
  [/ポイント対ポイント|PPP コントロール プロトコルを構成する|PPP control protocols/i, '720'],
];

/** Events of failed SSTP connections without a single code, by event id (sources RasSstp and RasClient). */
const EVENTS: Readonly<Record<string, Message>> = {
  '1': say`RasSstp event 1: the SSTP request could not be sent: no connection, or a certificate that is not trusted.`,
  '2': say`RasSstp event 2: no reply to the SSTP request.`,
  '3': say`RasSstp event 3: the reply is not HTTP/1.1.`,
  '4': say`RasSstp event 4: the server, or a proxy, refused the request. The data of the event holds the HTTP status.`,
  '5': say`RasSstp event 5: SSTP negotiation failed.`,
  '6': say`RasSstp event 6: the certificate is not the one that the server has. A proxy or a device in front of it decrypts TLS.`,
  '16': say`RasSstp event 16: the certificate is not made for server authentication.`,
  '23': say`RasSstp event 23: the proxy requires authentication, which SSTP does not support.`,
  '20227': say`Event 20227 of RasClient reports a failed VPN connection. Its text names the error code.`,
};

/**
 * The id of an event: as XML, as Event Viewer copies it (`ID` is part of the name in each language), and as people
 * write it, which is not the start of a date.
 */
const EVENT_IDS = [
  /<EventID[^>]*>(\d{1,5})</i,
  /\bID\b[^\d\n]{0,30}(\d{1,5})(?!\d)/i,
  /RasSstp\D{0,20}?(\d{1,2})(?!\d|[/.:-]\s?\d)/i,
];

/** The meaning of a pasted event (source and id); `null` if the text contains none. */
export function eventIn(pasted: string): Message | null {
  const text = pasted.slice(0, MAX_TEXT).normalize('NFKC');
  const isSstp = /RasSstp/i.test(text);
  const ids = isSstp ? EVENT_IDS.flatMap((pattern) => pattern.exec(text)?.[1] ?? []) : [];
  const known = ids.find((one) => Object.hasOwn(EVENTS, one));
  const id = known ?? /(?<!\d)20227(?!\d)/.exec(text)?.[0];
  return id === undefined ? null : (EVENTS[id] ?? null);
}

/** Words for an error or its code in the languages of Windows. */
const ERROR_WORDS = [
  ...['error', 'code', 'failure', 'reason', 'fehler', 'erreur', 'erro', 'fout', 'ошибка', 'エラー', 'コード'],
  ...['番号', '错误', '錯誤', '오류', 'codice', 'código', 'błąd', 'chyba', 'hiba', 'virhe', 'hata', 'eroare'],
  ...['помилка', 'σφάλμα', '(?<!\\p{L})fe(?:l|jl|il)(?:kod|kode)?', '(?<!\\p{L})k[oó]d'],
].join('|');
/** A small number counts as a code only beside these words and signs. */
const NAMED = new RegExp(
  [
    `(?:${ERROR_WORDS})[^0-9\\n]{0,24}?(\\d{3,5})(?!\\d)`,
    '#\\s?(\\d{3,5})(?!\\d)',
    '[(（](\\d{3,5})[)）]',
    // As people write it, and not the end of a date, a time or a port.
    '(?<![\\d.,:/-])(\\d{3,5})(?:\\s+error(?!\\p{L})|\\s*エラー)',
    'HTTP(?:/\\d(?:\\.\\d)?)?(?: status)?(?: code)?:? (\\d{3})(?!\\d)',
    '(?<![\\d.,:/-])(\\d{3}) Proxy Authentication Required',
  ].join('|'),
  'giu',
);
/** The event of a failed connection ends with its code, in each language. */
const AFTER_COID = /CoId=\{[^\n]*?(?<![\d.,:/-])(\d{3,5})\D{0,8}$/gim;
/** The inserted values of an event as XML: the code of 20227, the HTTP status of RasSstp event 4. */
const DATA = /<Data(?:\s[^>]*)?>(\d{3,5})<\/Data>/gi;
/** Not the start of a GUID: the events of RasClient open with one (CoId). */
const HEX =
  /(?<![0-9a-z])(?:0x[0-9a-f]{1,16}|f{8}[0-9a-f]{8}|[89a-f][0-9a-f]{7}(?!-[0-9a-f]{4}-))(?![0-9a-z])/gi;
/** An HRESULT that a space or a line break splits; no error has only the first half as its code. */
const HALVES = /(?<![0-9a-z])(0x[89a-f][0-9a-f]{3})\s{1,2}([0-9a-f]{4})(?![0-9a-z])/gi;
/** Long enough to exclude times, ports and lengths. A full stop after it ends the sentence of event 20227. */
const LONG_DECIMAL = /(?<![\da-z.])[-\u2010-\u2014\u2212]?\d{10}(?![\da-z]|\.\d)/gi;
const SYMBOL = /(?<![A-Z0-9_])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![A-Z0-9_])/g;
/** Longer than any useful message or log excerpt. */
const MAX_TEXT = 20_000;

/**
 * The codes in a pasted text, in order, each once, as {@link readCode} accepts them or by symbolic name: a single
 * code, a log line, a message in English or Japanese, an event of RasSstp. Empty: no code.
 */
export function codesIn(pasted: string): string[] {
  const text = pasted.slice(0, MAX_TEXT).normalize('NFKC').trim().replace(HALVES, '$1$2');
  if (readCode(text) !== null) return [text];
  const found: [at: number, code: string][] = [];
  for (const pattern of [HEX, LONG_DECIMAL, SYMBOL, NAMED, AFTER_COID, DATA])
    for (const match of text.matchAll(pattern))
      found.push([match.index, match.slice(1).find((one) => one !== undefined) ?? match[0]]);
  for (const [sentence, code] of SENTENCES) {
    const at = text.search(sentence);
    if (at >= 0) found.push([at, code]);
  }
  return [...new Set(found.sort(([a], [b]) => a - b).map(([, code]) => code))];
}
