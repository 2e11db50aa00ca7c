import { describe, expect, it } from 'vitest';
import { REASONS, settingsSummary } from '../../../src/core/decide/summary.ts';
import { toText } from '../../../src/core/model/say.ts';
import { parseProxyList } from '../../../src/core/proxy/proxy-list.ts';
import { redactList } from '../../../src/core/redact/names.ts';
import { Pseudonyms } from '../../../src/core/redact/pseudonyms.ts';
import { hostsOfSettings, redactSettings } from '../../../src/core/redact/settings.ts';
import { PROXIED } from '../../ui/sequences.ts';

const names = new Pseudonyms(Buffer.from('0123456789abcdef'));
const moved = (text: string) => text.replace(/\{([^}]*)\}/g, (_, name: string) => redactList(names, name));
const written = (text: string) => text.replace(/[{}]/g, '');

describe('settings as text', () => {
  it.each([
    'direct',
    'unknown',
    'a value that cannot be read',
    'auto-detect',
    'PAC',
    'a proxy without a server',
    'auto-detect, PAC http://{pac_alice}/{x}, proxy {alice_pc}:8080, bypass <local>; {intranet-hr}; {*smithcorp*}; {10.1.*}',
    'proxy http={srv}:1; https={proxy}:2',
    'proxy {direct}, bypass {unknown}; {bypass}',
    'proxy {srv}:1, flag bit 0 (direct) missing',
    'direct, flag bit 0 (direct) missing',
    ...REASONS.map((reason) => `proxy {srv-alice}; "{x y}" (cannot be used: ${toText(reason)})`),
    'proxy {a} ({cannot} {be} {used}: {by} {alice} {smith})',
    '{alice} {uses} {direct}',
  ])('%s', (text) => {
    expect(redactSettings(names, written(text))).toBe(moved(text));
  });

  it('gives the hosts and bypass entries', () => {
    const bypass = ['<local>', 'intranet-hr', '*smithcorp*', '10.1.*'];
    const { servers } = parseProxyList('http=alice_pc:8080;https=srv', { store: 'wininet' });
    const text = settingsSummary({ ...PROXIED, proxy: { enabled: true, servers }, bypass });
    const hosts = ['alice_pc:8080', 'srv', 'intranet-hr', '*smithcorp*', '10.1.*'];
    expect(hostsOfSettings(text)).toEqual(expect.arrayContaining(hosts));
    expect(hostsOfSettings('direct')).toEqual([]);
  });
});
