import { type ErrorPlace, P2sError } from '../model/errors.ts';
import { afterCredentials, hasCredentials, neutralise, withoutControls } from '../model/neutralise.ts';
import { parseUrl } from '../model/parse-url.ts';
import { type Message, say } from '../model/say.ts';
import { type ConversionRemark, conversionRemark } from './conversion-table.ts';
import { hasQuotes, isAscii, QUOTES } from './list-text.ts';
import type { ProxySettings } from './settings.ts';

const SHOWN = 2000;

/**
 * A URL of a PAC file, or in a certificate, that is safe to show. Text before an `@` may be a password, wherever
 * Windows sees the start of the host. It is omitted, and marked unless the URL is well-formed with nothing else
 * before its host.
 */
export function shownUrl(url: string): string {
  // A percent-encoded `@` is normal in a path or a query.
  const [start = url] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]*/i.exec(url) ?? [];
  const behind = Math.max(url.lastIndexOf('@') + 1, afterCredentials(start));
  if (behind === 0) return neutralise(url, SHOWN);
  const [, plain = '***@'] = /^([a-z][a-z0-9+.-]*:\/\/)[^/?#@\\\s]*@?$/i.exec(url.slice(0, behind)) ?? [];
  return neutralise(plain + url.slice(behind), SHOWN);
}

/** Settings for output, with safe PAC URLs; internally the stored URL is used. */
export function shownSettings(settings: ProxySettings): ProxySettings;
export function shownSettings(settings: ProxySettings | null): ProxySettings | null;
export function shownSettings(settings: ProxySettings | null): ProxySettings | null {
  if (settings?.pac?.url == null) return settings;
  return { ...settings, pac: { ...settings.pac, url: shownUrl(settings.pac.url) } };
}

/** Longest URL that WinINET supports (INTERNET_MAX_URL_LENGTH, wininet.h, without the terminating NUL). */
const MAX_URL = 2083;

/**
 * The URL of a PAC file that a user typed, in its stored form: http or https, ASCII, no credentials. Names and
 * paths in other scripts become ASCII, with a remark.
 *
 * @throws P2sError `refused` for `file:` and for credentials, `input` for everything else;
 * `evidence.reason` is the reason
 */
export function typedPacUrl(text: string, where: ErrorPlace): { url: string; notes: ConversionRemark[] } {
  const cleaned = text.trim();
  if (hasQuotes(cleaned)) {
    const meant = cleaned.replace(QUOTES, '');
    const next = say('{how}: {meant}', {
      how: say('Without the quotation marks'),
      meant: withoutControls(meant),
    });
    throw notPac(
      'input',
      'quotes',
      say('The address has quotation marks.'),
      where,
      secret(meant) ? EXAMPLE : next,
    );
  }
  if (secret(cleaned)) {
    const next = say(
      'Give the address without user and password; Windows saves it where every user can read it.',
    );
    throw notPac(
      'refused',
      'credentials',
      say('A PAC address with credentials in it is never stored.'),
      where,
      next,
    );
  }
  if (/^(?:file:|[a-z]:[\\/]|\\\\)/i.test(cleaned)) {
    const next = say('Put the file on a web server and give its http:// or https:// address.');
    throw notPac(
      'refused',
      'dead',
      say('Windows no longer reads PAC files from file: addresses.'),
      where,
      next,
    );
  }
  const url = parseUrl(cleaned);
  if (url === null || !/^https?:\/\/[^/\\]/i.test(cleaned) || /[\s\p{Cc}\\<>^`{|}]/u.test(cleaned)) {
    throw notPac(
      'input',
      'bad-url',
      say('Not an http or https address: "{cleaned}".', { cleaned: neutralise(cleaned) }),
      where,
      EXAMPLE,
    );
  }
  const stored = isAscii(cleaned) ? cleaned : url.href;
  if (stored.length > MAX_URL) {
    const message = say('The address has {count} characters; WinINET accepts {limit}.', {
      count: stored.length,
      limit: MAX_URL,
    });
    throw notPac('input', 'too-long', message, where, EXAMPLE);
  }
  return {
    url: stored,
    notes: stored === cleaned ? [] : [conversionRemark('idn-to-ascii', 'typed', stored)],
  };
}

const EXAMPLE = say('Give the address of a PAC file, e.g. http://pac.contoso.com/proxy.pac.');

/** Whether an `@` occurs before the path, or anywhere if the path cannot be determined. */
function secret(url: string): boolean {
  const [, authority] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url) ?? [];
  return hasCredentials(authority ?? url);
}

function notPac(
  code: 'input' | 'refused',
  reason: string,
  message: Message,
  where: ErrorPlace,
  next: Message,
): P2sError {
  return new P2sError(code, message, { where, next, evidence: { reason } });
}
