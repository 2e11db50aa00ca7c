import { afterCredentials } from '../model/credentials.ts';
import { neutralise } from '../model/neutralise.ts';
import type { ProxySettings } from './settings.ts';

const SHOWN = 2000;

/**
 * A PAC URL that is safe to show. Text before an `@` may be a password, wherever Windows sees the start of the
 * host. It is omitted, and marked unless the URL is well-formed with nothing else before its host.
 */
export function shownPacUrl(url: string): string {
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
  return { ...settings, pac: { ...settings.pac, url: shownPacUrl(settings.pac.url) } };
}
