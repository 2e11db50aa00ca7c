import { isLoopbackHost } from '../proxy/host.ts';
import { withQuotes } from '../proxy/list-issue.ts';
import { formatServer, parseProxyList } from '../proxy/proxy-list.ts';

/** What `netsh winhttp show proxy` shows: where in the text, the row of `KNOWN_MESSAGES`, and its list. */
export interface WinHttpShown {
  at: number;
  id: string;
  /** Without secrets; `null` for direct access. */
  list: string | null;
}

/** "Current WinHTTP proxy settings:" in the languages of Windows, and the next two lines that are not blank. */
const SHOWN =
  /^[^\n]*WinHTTP[^\n]*[:：][^\S\n]*\n\s*\n?[^\S\n]*(?<first>\S[^\n]*)(?:\n[^\S\n]*(?<second>\S[^\n]*))?/gim;
/** "Direct access (no proxy server)." */
const DIRECT = /direct|direk|直接|прям|dirett|bezpośredni|přím/i;
/** The name of a line, and its value. */
const VALUE = /^[^:：]{2,40}[:：]\s*(\S.*?)\s*$/;

/**
 * Reads each output of `netsh winhttp show proxy` in any language, within other text. Left out: one that shows
 * neither direct access nor a list.
 */
export function winHttpShown(text: string): WinHttpShown[] {
  return [...text.matchAll(SHOWN)].flatMap((found) => {
    const first = found.groups?.first ?? '';
    if (!/prox|プロキシ|代理|프록시|прокси/i.test(found[0])) return [];
    const list = VALUE.exec(first)?.[1];
    if (list !== undefined) return [{ at: found.index, ...judged(list) }];
    return DIRECT.test(first) ? [{ at: found.index, id: 'winhttp-direct', list: null }] : [];
  });
}

function judged(list: string): Omit<WinHttpShown, 'at'> {
  const { servers, issues } = parseProxyList(list, { store: 'winhttp' });
  const shown = [...servers.map(formatServer), ...issues.map(({ entry }) => withQuotes(entry))].join(';');
  const refused = issues.filter(({ severity }) => severity === 'refused').map(({ code }) => code);
  const of = (id: string) => ({ id, list: shown });
  if (refused.includes('credentials')) return of('winhttp-credentials');
  if (refused.includes('quotes')) return of('winhttp-quotes');
  if (refused.length > 0 || servers.length === 0) return of('winhttp-bad-list');
  if (servers.some(({ host }) => isLoopbackHost(host))) return of('winhttp-loopback');
  return of(servers.every(({ scheme }) => scheme === 'socks') ? 'winhttp-socks' : 'winhttp-proxy');
}
