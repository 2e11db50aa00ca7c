import { describe, expect, it } from 'vitest';
import { settingsSummary } from '../../../../src/core/decide/summary.ts';
import { meantBy } from '../../../../src/core/findings/findings.ts';
import { refusedIssues } from '../../../../src/core/proxy/list-issue.ts';
import { parseProxyList } from '../../../../src/core/proxy/proxy-list.ts';
import type { ProxySettings } from '../../../../src/core/proxy/settings.ts';
import { textsIn } from '../../../../src/report/text/texts.ts';

/** A setting whose list is this text, with the Windows-1252 bytes for typographic quotes. */
function held(list: string): ProxySettings {
  const { servers, issues } = parseProxyList(list.replace('\u201c', '\x93').replace('\u201d', '\x94'), {
    store: 'winhttp',
  });
  return { direct: true, proxy: { enabled: true, servers, issues }, bypass: [], pac: null, autoDetect: null };
}

describe('a stored proxy that cannot be used', () => {
  it.each([
    [
      '\u201cp.example:8080\u201d',
      'proxy \u201cp.example:8080\u201d (cannot be used: it has quotation marks)',
    ],
    [
      'http://ana:s3cret@p.example:8080',
      'proxy ***@p.example:8080 (cannot be used: it has a user name or password)',
    ],
    [':8080', 'proxy :8080 (cannot be used: it has no host)'],
    ['p.example:99999', 'proxy p.example:99999 (cannot be used: its port is not valid)'],
    [
      'a.example:1;"b.example:2"',
      'proxy a.example:1; "b.example:2" (cannot be used: it has quotation marks)',
    ],
    ['', 'a proxy without a server'],
  ])('is shown with the reason: %s', async (list, text) => {
    expect(settingsSummary(held(list))).toBe(text);
    expect((await textsIn('ja')).settings(held(list))).not.toMatch(/it has|its |cannot|s3cret/);
  });

  it.each([
    ['\u201cp.example:8080\u201d', { meant: 'p.example:8080' }],
    ['ana:s3cret@p.example:8080', { meant: 'p.example:8080' }],
    ['a.example:1;"b.example:2"', {}],
    [':8080', {}],
    ['"$(calc).example:1"', {}],
  ])('has the value to write instead, where that is certain: %s', (list, meant) => {
    const settings = held(list);
    const [{ code, entry } = { code: 'quotes', entry: '' } as const] = refusedIssues(settings.proxy.issues);
    expect(meantBy({ code, detail: entry }, settings)).toEqual(meant);
  });
});
