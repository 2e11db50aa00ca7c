import type { ConversionRemark } from '../../proxy/conversion-table.ts';
import { withQuotes } from '../../proxy/list-issue.ts';
import { QUOTES } from '../../proxy/list-text.ts';
import { formatProxyList, parseProxyList } from '../../proxy/proxy-list.ts';
import type { ProxySettings } from '../../proxy/settings.ts';

/** The valid form of a proxy that is not followed because of its syntax. */
export function meantBy(
  { code, detail }: Pick<ConversionRemark, 'code' | 'detail'>,
  settings: ProxySettings | null,
): { meant?: string } {
  const isOnlyEntry = settings?.proxy.servers.length === 0 && settings.proxy.issues?.length === 1;
  if (!isOnlyEntry || (code !== 'quotes' && code !== 'credentials')) return {};
  const { servers, issues } = parseProxyList(
    withQuotes(detail)
      .replace(/^\*\*\*@/, '')
      .replace(QUOTES, ''),
    {
      store: 'wininet',
    },
  );
  const meant = formatProxyList(servers);
  return issues.length === 0 && /^[\w.:-]+$/.test(meant) ? { meant } : {};
}
