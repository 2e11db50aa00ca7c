import { describe, expect, it } from 'vitest';
import { makePlan } from '../../../src/core/decide/plan.ts';
import { parseProxyList } from '../../../src/core/proxy/proxy-list.ts';
import { DIRECT_WINHTTP } from '../../../src/core/proxy/settings.ts';
import { storeTable as tableIn } from '../../../src/report/facts/store-table.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { change, machine, PLAN, PROXIED, PROXIED_WINHTTP, SID, STORES, store } from '../../ui/sequences.ts';

const storeTable = (
  stores: Parameters<typeof tableIn>[0],
  facts: Parameters<typeof tableIn>[1],
  plan: Parameters<typeof tableIn>[2],
) => tableIn(stores, facts, plan, ENGLISH);

const LAN = `wininet/${SID}/lan`;
const marks = (table: ReturnType<typeof storeTable>) =>
  table.rows.filter((row) => row.differs).map((row) => row.label);

describe('storeTable', () => {
  it('puts the VPN user beside WinHTTP and marks the parts that differ', () => {
    const table = storeTable(STORES, machine(), null);
    expect(table.user).toBe('CONTOSO\\ana');
    expect(table.bothViews).toBe(true);
    expect(table.rows.map(({ label, winInet, winHttp }) => [label, winInet.now, winHttp.now])).toEqual([
      ['Proxy', 'proxy.contoso.example:8080', 'none'],
      ['Bypass', '<local>; *.contoso.example', 'none'],
      ['PAC', 'off', '-'],
      ['Auto-detect', 'off', '-'],
    ]);
    expect(marks(table)).toEqual(['Proxy', 'Bypass']);
    expect(table.others).toEqual([{ name: 'WinINET (LocalService)', text: 'direct' }]);
  });

  it('has what a plan would change, in the store where it would', () => {
    const { rows } = storeTable(STORES, machine(), PLAN);
    expect(rows.map(({ winInet, winHttp }) => [winInet.after, winHttp.after])).toEqual([
      [null, 'proxy.contoso.example:8080'],
      [null, '<local>; *.contoso.example'],
      [null, null],
      [null, null],
    ]);
  });

  it('marks nothing between stores that send everything the same way', () => {
    const servers = (['http', 'https'] as const).map((scheme) => ({
      scheme,
      host: 'proxy.contoso.example',
      port: 8080,
    }));
    const written = {
      ...PROXIED_WINHTTP,
      proxy: { enabled: true, servers },
      bypass: ['*.contoso.example', '<local>'],
    };
    const table = storeTable([store(LAN, PROXIED), store('winhttp/native', written)], machine(), null);
    expect(marks(table)).toEqual([]);
  });

  it('shows a proxy that cannot be used with its text and the reason', () => {
    const stored = parseProxyList('\u201cproxy.contoso.example:8080\u201d', { store: 'winhttp' });
    const quoted = { ...PROXIED_WINHTTP, proxy: { enabled: true, ...stored } };
    const table = storeTable([store(LAN, PROXIED), store('winhttp/native', quoted)], machine(), null);
    expect(table.rows[0]?.winHttp.now).toBe(
      'proxy \u201cproxy.contoso.example:8080\u201d (cannot be used: it has quotation marks)',
    );
  });

  it('marks a PAC that WinHTTP cannot hold, and shows what is stored but off', () => {
    const pac = {
      ...PROXIED,
      proxy: { ...PROXIED.proxy, enabled: false },
      pac: { enabled: true, url: 'http://wpad.contoso.example/p.pac' },
    };
    const table = storeTable([store(LAN, pac), store('winhttp/native', DIRECT_WINHTTP)], machine(), null);
    expect(marks(table)).toEqual(['PAC']);
    expect(table.rows[0]?.winInet.now).toBe('off (stored: proxy.contoso.example:8080)');
    expect(table.rows[2]?.winInet.now).toBe('http://wpad.contoso.example/p.pac');
  });

  it('shows what is on without a value, which is not nothing', () => {
    const empty = {
      ...PROXIED,
      proxy: { enabled: true, servers: [] },
      pac: { enabled: true, url: null },
      bypass: [],
    };
    const table = storeTable([store(LAN, empty), store('winhttp/native', DIRECT_WINHTTP)], machine(), null);
    expect(table.rows.map(({ winInet }) => winInet.now)).toEqual([
      'on (nothing stored)',
      'none',
      'on (nothing stored)',
      'off',
    ]);
  });

  it('gives the 32-bit view a line of its own where it holds something else, or only one of them changes', () => {
    const apart = [
      store(LAN, PROXIED),
      store('winhttp/native', PROXIED_WINHTTP),
      store('winhttp/wow64', DIRECT_WINHTTP),
    ];
    const table = storeTable(apart, machine(), makePlan([change('winhttp/wow64')]));
    expect(table.bothViews).toBe(false);
    expect(table.others).toEqual([
      { name: 'WinHTTP (32-bit)', text: expect.stringMatching(/^direct -> proxy /) },
    ]);
    expect(storeTable(STORES, machine(), makePlan([change('winhttp/native')])).bothViews).toBe(false);
  });

  it('takes the shared store under a per-machine policy', () => {
    const stores = [
      store(LAN, PROXIED, { managedBy: 'policy:ProxySettingsPerUser' }),
      store('wininet/machine', { ...PROXIED, bypass: [] }),
      store('winhttp/native', PROXIED_WINHTTP),
    ];
    const table = storeTable(stores, machine(), null);
    expect(table.user).toBe('all users');
    expect(table.rows[1]).toMatchObject({ winInet: { now: 'none' }, differs: true });
    expect(table.others[0]?.text).toContain('managed by policy ProxySettingsPerUser');
  });

  it('says so when a store cannot be read or seen, and marks no difference that nobody knows', () => {
    const raw = {
      version: null,
      counter: null,
      flags: null,
      length: 7,
      sha256: '00',
      unreadable: 'too-short',
    };
    const stores = [store(LAN, null, { raw }), store('winhttp/native', null, { present: null })];
    const table = storeTable(stores, machine(), null);
    expect(table.rows[0]).toMatchObject({
      winInet: { now: 'unreadable (too-short)' },
      winHttp: { now: 'not visible' },
      differs: false,
    });
    expect(storeTable([], null, null)).toMatchObject({ user: 'unknown user', others: [] });
  });

  it('finds the user of a recording, and without a known user the first person rather than a service', () => {
    const stores = [
      store('wininet/S-1-5-19/lan', PROXIED),
      store('wininet/current/lan', PROXIED),
      ...STORES.slice(2),
    ];
    const named = storeTable(stores, machine({ vpnUser: { name: null, sid: 'current' } }), null);
    expect(named.user).toBe('the recorded user');
    expect(storeTable(stores, machine({ vpnUser: null }), null).user).toBe('the recorded user');
  });
});
