import { describe, expect, it } from 'vitest';
import type { DesiredSetting, DesiredSettings } from '../../../src/core/decide/desired-settings.ts';
import { packagesOf, type StoreTarget } from '../../../src/core/export/targets.ts';
import type { ConversionRemark } from '../../../src/core/proxy/conversion-table.ts';
import { proxyOf } from '../decide/change/changes-scene.ts';

const INTERNET = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections';
const USER = `HKEY_CURRENT_USER\\Software\\${INTERNET}`;
const NATIVE = `HKEY_LOCAL_MACHINE\\Software\\${INTERNET}`;
const WOW64 = `HKEY_LOCAL_MACHINE\\Software\\WOW6432Node\\${INTERNET}`;
const DIRECT = { kind: 'direct' } as const;
const SOCKS_SERVER = { scheme: 'socks', host: 's', port: 1080 } as const;
const SOCKS: DesiredSetting = { kind: 'proxy', servers: [SOCKS_SERVER], bypass: [] };
const PAC = { kind: 'pac', url: 'http://w/p.pac' } as const;
const remark = (detail: string): ConversionRemark => ({
  ...{ code: 'idn-to-ascii', row: 'encoding', severity: 'normalised', detail },
});
type Explicit = Extract<DesiredSettings, { source: 'explicit' }>;
const packages = (part: Partial<Explicit>) =>
  packagesOf({ source: 'explicit', winInet: null, winHttp: null, ...part }, 'state.json');
const line = ({ id, key, name, change, perMachine }: StoreTarget) =>
  `${id}: ${key.replace(/software/i, 'Software')} ${name} ${JSON.stringify(change)}${perMachine ? ' per machine' : ''}`;
const LAN = 'DefaultConnectionSettings';
const OFF = '"pac":null,"autoDetect":false';

describe('the packages of a state', () => {
  it('for WinINET write the user, and the computer where a policy makes it decide', () => {
    const { user, system, notes } = packages({ winInet: proxyOf('a', ['x', 'y']) });
    const change = `{"proxy":"a:1","bypass":"x;y",${OFF}}`;
    expect(user.map(line)).toEqual([`wininet/current/lan: ${USER} ${LAN} ${change}`]);
    expect(system.map(line)).toEqual([
      `wininet/machine: ${NATIVE} ${LAN} ${change} per machine`,
      `wininet/machine/wow64: ${WOW64} ${LAN} ${change} per machine`,
    ]);
    expect([...user, ...system].map(({ api }) => api)).toEqual(['wininet', 'wininet', 'wininet']);
    expect(notes).toEqual([]);
  });

  it.each<[string, DesiredSetting, string]>([
    ['direct', DIRECT, `{"proxy":null,${OFF}}`],
    ['a PAC file', PAC, '{"proxy":null,"pac":"http://w/p.pac","autoDetect":false}'],
    ['a proxy and the list that is there', proxyOf('a'), `{"proxy":"a:1",${OFF}}`],
    ['a proxy without a list', proxyOf('a', []), `{"proxy":"a:1","bypass":"",${OFF}}`],
  ])('have for WinINET %s', (_, winInet, change) => {
    expect(packages({ winInet }).user.map(line)).toEqual([`wininet/current/lan: ${USER} ${LAN} ${change}`]);
  });

  it.each<[string, Partial<Explicit>, string]>([
    ['direct', { winHttp: DIRECT }, '{"proxy":null}'],
    ['a proxy', { winHttp: proxyOf('a', ['x']) }, '{"proxy":"a:1","bypass":"x"}'],
    ['a proxy without a list', { winHttp: proxyOf('a', []) }, '{"proxy":"a:1","bypass":""}'],
    ['a proxy and the list that is there', { winHttp: proxyOf('a') }, '{"proxy":"a:1"}'],
    ['what WinINET has', { winInet: proxyOf('a', ['x']), winHttp: 'follow' }, '{"proxy":"a:1","bypass":"x"}'],
    ['direct as WinINET', { winInet: DIRECT, winHttp: 'follow' }, '{"proxy":null}'],
    [
      'a loopback proxy that is named',
      { winInet: proxyOf('127.0.0.1', []), winHttp: 'follow' },
      '{"proxy":"127.0.0.1:1","bypass":""}',
    ],
  ])('have for WinHTTP %s, the 32-bit view first', (_, part, change) => {
    const written = packages(part).system.filter(({ api }) => api === 'winhttp');
    expect(written.map(line)).toEqual([
      `winhttp/wow64: ${WOW64} WinHttpSettings ${change}`,
      `winhttp/native: ${NATIVE} WinHttpSettings ${change}`,
    ]);
  });

  it('have settings by their ids, which go before the rest', () => {
    const stores = {
      'wininet/current/lan': DIRECT,
      'wininet/current/ras/Contoso%20VPN': proxyOf('r', []),
      'wininet/S-1-5-19/lan': DIRECT,
      'wininet/machine/wow64': DIRECT,
      'winhttp/native': DIRECT,
    };
    const { user, system } = packages({ winInet: proxyOf('a', []), winHttp: proxyOf('a', []), stores });
    const off = `{"proxy":null,${OFF}}`;
    expect(user.map(line)).toEqual([
      `wininet/current/lan: ${USER} ${LAN} ${off}`,
      `wininet/current/ras/Contoso%20VPN: ${USER} Contoso VPN {"proxy":"r:1","bypass":"",${OFF}}`,
    ]);
    expect(system.map(line)).toEqual([
      `wininet/machine: ${NATIVE} ${LAN} {"proxy":"a:1","bypass":"",${OFF}} per machine`,
      `wininet/machine/wow64: ${WOW64} ${LAN} ${off}`,
      `winhttp/wow64: ${WOW64} WinHttpSettings {"proxy":"a:1","bypass":""}`,
      `winhttp/native: ${NATIVE} WinHttpSettings {"proxy":null}`,
      `wininet/S-1-5-19/lan: HKEY_USERS\\S-1-5-19\\Software\\${INTERNET} ${LAN} ${off}`,
    ]);
  });

  it('have the remarks of each part that was typed, and of the conversion', () => {
    const noted = (detail: string) =>
      ({ ...proxyOf('a', ['a*b']), notes: [remark(detail)] }) as DesiredSetting;
    const details = (part: Partial<Explicit>) =>
      packages(part).notes.map(({ code, detail }) => (code === 'idn-to-ascii' ? detail : code));
    expect(details({ winInet: noted('a'), winHttp: DIRECT })).toEqual(['a']);
    expect(details({ winHttp: noted('b') })).toEqual(['wildcard-not-leftmost', 'b']);
    expect(details({ stores: { 'wininet/current/lan': noted('c') } })).toEqual(['c']);
    expect(details({ stores: { 'winhttp/native': noted('d') } })).toEqual(['wildcard-not-leftmost', 'd']);
  });
});

describe('a state that no package can have', () => {
  const follow = { winHttp: 'follow' } as const;
  const NEXT = 'Name the state of winHttp explicitly: {"proxy": …, "bypass": …} or {"direct": true}.';
  it.each<[Partial<Explicit>, string, string | null, string, string | null]>([
    [follow, 'refused', 'no-source', 'state.json, winHttp', NEXT],
    [{ ...follow, winInet: PAC }, 'refused', 'pac-needs-resolution', 'state.json, winHttp', NEXT],
    [{ ...follow, winInet: proxyOf('a') }, 'refused', 'bypass-not-named', 'state.json, winHttp', NEXT],
    [{ ...follow, winInet: SOCKS }, 'refused', 'socks-only', 'state.json, winHttp', null],
    [{ winHttp: PAC }, 'refused', 'pac-needs-resolution', 'state.json, winHttp', null],
    [
      { stores: { 'winhttp/wow64': PAC } },
      'refused',
      'pac-needs-resolution',
      'state.json, stores["winhttp/wow64"]',
      null,
    ],
    [
      { stores: { 'wininet/S-1-5-21-1-2-3-1001/lan': DIRECT } },
      ...(['refused', 'one-user', 'state.json, stores["wininet/S-1-5-21-1-2-3-1001/lan"]'] as const),
      'Name it as wininet/current/…: the user who is signed in.',
    ],
    [
      { stores: { 'wininet/current/ras/%ff': DIRECT } },
      'input',
      null,
      'state.json, stores["wininet/current/ras/%ff"]',
      null,
    ],
  ])('%j', (part, code, reason, where, next) => {
    expect(() => packages(part)).toThrow(
      expect.objectContaining({ code, where, next, evidence: reason === null ? {} : { reason } }),
    );
  });
});
