import { afterCredentials } from '../model/credentials.ts';
import { neutralise } from '../model/neutralise.ts';
import type { ProxySettings } from './settings.ts';

const SHOWN = 2000;

/**
 * A PAC address as it may be shown. What stands before an `@` may be a password, wherever Windows takes the host to
 * begin: it is left out, and marked unless the address is a well-formed one with nothing else before its host.
 */
export function shownPacUrl(url: string): string {
  // Percent-encoded, it has its place in a path or a query.
  const [start = url] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]*/i.exec(url) ?? [];
  const behind = Math.max(url.lastIndexOf('@') + 1, afterCredentials(start));
  if (behind === 0) return neutralise(url, SHOWN);
  const [, plain = '***@'] = /^([a-z][a-z0-9+.-]*:\/\/)[^/?#@\\\s]*@?$/i.exec(url.slice(0, behind)) ?? [];
  return neutralise(plain + url.slice(behind), SHOWN);
}

/** Settings as they may leave the program; inside it they hold a PAC address as it is stored. */
export function shownSettings(settings: ProxySettings): ProxySettings;
export function shownSettings(settings: ProxySettings | null): ProxySettings | null;
export function shownSettings(settings: ProxySettings | null): ProxySettings | null {
  if (settings?.pac?.url == null) return settings;
  return { ...settings, pac: { ...settings.pac, url: shownPacUrl(settings.pac.url) } };
}
