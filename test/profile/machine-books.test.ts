import { describe, expect, it } from 'vitest';
import type { VpnConnections } from '../../src/core/evidence/local-evidence.ts';
import { profileStates } from '../../src/core/findings/profile-currency.ts';
import { expectedRoots } from '../../src/core/path/gateway-profile.ts';
import { vpnOwners } from '../../src/pipeline/run/vpn-owners.ts';
import { dialledEntries } from '../../src/profile/phonebook/dialled-entries.ts';
import { machineBook } from '../../src/profile/phonebook/machine-book.ts';
import { connectionGateways } from '../../src/profile/vpn-connections.ts';
import { sampleObservation } from '../machine/samples.ts';
import {
  azureVpnClientEntry,
  type ManagerText,
  managerSettings,
  phonebookText,
  thirdPartyLines,
} from '../support/machines/phonebooks.ts';
import { azureVpnConfig, SECRET } from '../support/machines/profiles.ts';

const HOST = 'azuregateway-0f0f0f0f.vpn.azure.com';
const CMS = 'C:\\Users\\ana\\AppData\\Roaming\\Microsoft\\Network\\Connections\\Cm\\guid\\guid.cms';
const G2 = 'df3c24f9bfd666761b268073fe06d1cc8d4f82a4';
const SID = 'S-1-5-21-1-2-3-1001';

describe('the settings of a Connection Manager profile', () => {
  const gateways = async (text: ManagerText, change = (whole: string) => whole, wide = false) => {
    const whole = change(managerSettings(text));
    const bytes = wide ? Buffer.from(`\ufeff${whole}`, 'utf16le') : Buffer.from(whole);
    return (await machineBook(bytes, CMS)).gateways;
  };

  it('name the gateway, the entry and its strategy', async () => {
    expect(await gateways({ server: HOST, name: 'Vnet', strategy: 5 })).toEqual([
      {
        ...{ source: 'phonebook', format: 'connection-manager', file: CMS, host: HOST, port: 443 },
        ...{ types: ['SSTP'], roots: [], vnetId: null, entry: 'Vnet', strategy: 5 },
      },
    ]);
    expect(await gateways({ server: HOST, strategy: 14 })).toMatchObject([{ types: null, strategy: 14 }]);
    expect(await gateways({ server: HOST, strategy: null })).toMatchObject([{ types: null, strategy: null }]);
  });

  it('are read whatever their case, order and encoding', async () => {
    const upside = (text: string) => text.split('\r\n\r\n').reverse().join('\r\n\r\n').toUpperCase();
    for (const wide of [false, true]) {
      const [found] = await gateways({ server: HOST, strategy: 5 }, upside, wide);
      expect(found).toMatchObject({ host: HOST, types: ['SSTP'] });
    }
  });

  it.each<[string, ManagerText]>([
    ['IKEv2 alone', { server: HOST, strategy: 7 }],
    ['PPTP alone', { server: HOST, strategy: 1 }],
    ['no tunnel', { server: HOST, tunnel: 0 }],
  ])('name none: %s', async (_what, text) => {
    expect(await gateways(text)).toEqual([]);
  });

  it.each([
    [''],
    ['a;b'],
    ['https://a'],
    ['a b/c'],
    ['https://who:pass@a', 'https://***@a'],
    ['who:pass@a/b', '***@a/b'],
  ])('report an invalid server name: "%s"', async (server, shown = server) => {
    const unreadable = { server: shown };
    const settings = Buffer.from(managerSettings({ server, strategy: 5, name: 'cm' }));
    expect(await machineBook(settings, CMS)).toEqual({
      gateways: [],
      plugins: [{ file: CMS, entry: 'cm', unreadable }],
    });
    const book = phonebookText([
      { name: 'sstp', server, strategy: 5 },
      { name: 'automatic', server, strategy: 0 },
      { name: 'ike', server, strategy: 7 },
      { name: 'good', server: HOST, strategy: 5 },
    ]);
    const { gateways: found, plugins } = await machineBook(Buffer.from(book), 'rasphone.pbk');
    expect(found.map(({ entry }) => entry)).toEqual(['good']);
    expect(plugins).toEqual([
      { file: 'rasphone.pbk', entry: 'sstp', unreadable },
      { file: 'rasphone.pbk', entry: 'automatic', unreadable },
    ]);
  });

  it('that connect by another protocol alone are reported as such, as are entries of a phonebook', async () => {
    const settings = managerSettings({ server: HOST, strategy: 7, name: 'cm' });
    const dials = { gateway: HOST, strategy: 7 };
    expect((await machineBook(Buffer.from(settings), CMS)).plugins).toEqual([
      { file: CMS, entry: 'cm', dials },
    ]);
    const book = phonebookText([
      { name: 'ike', server: HOST, strategy: 7 },
      { name: 'l2tp', server: HOST, strategy: 3, device: 'WAN Miniport (L2TP)' },
      { name: 'pppoe', server: '', strategy: 1, type: 5 },
      { name: 'both', server: HOST, strategy: 14 },
    ]);
    const { plugins } = await machineBook(Buffer.from(book), 'rasphone.pbk');
    expect(plugins.map(({ entry, dials: how }) => [entry, how?.strategy])).toEqual([
      ['ike', 7],
      ['l2tp', 3],
    ]);
  });

  it('that are damaged are refused with file and line', async () => {
    await expect(machineBook(Buffer.from('x=1'), CMS)).rejects.toMatchObject({
      code: 'input',
      where: `${CMS}, line 1`,
    });
  });

  it('make their user somebody with a VPN, who may sign in by a certificate', () => {
    const bytes = Buffer.from(managerSettings({ server: HOST }));
    expect(dialledEntries(bytes, CMS)).toMatchObject([{ kind: 'sstp', eapType: 13 }]);
    const book = { sid: SID, path: CMS, bytes };
    expect(vpnOwners({ ...sampleObservation(), phonebooks: [book, book] })).toEqual([SID]);
  });

  it('have a phonebook beside them, which may be a list of telephone numbers', async () => {
    const pbk = CMS.replace('.cms', '.pbk');
    const list = Buffer.from('1,1,1,0,City,206,5550100,300,28800,0,1,0,x\r\n');
    expect(await machineBook(list, pbk)).toEqual({ gateways: [], plugins: [] });
    expect(dialledEntries(list, pbk)).toEqual([]);
    const real = Buffer.from(phonebookText([{ name: 'v', server: HOST, strategy: 5 }]));
    expect((await machineBook(real, pbk)).gateways).toMatchObject([{ host: HOST, format: 'phonebook' }]);
    await expect(machineBook(list, 'C:\\Pbk\\rasphone.pbk')).rejects.toThrow(/phonebook/);
  });
});

describe('what the Azure VPN Client keeps in a phonebook', () => {
  const book = (xml: string, head = '') =>
    Buffer.from(phonebookText([{ ...azureVpnClientEntry('app'), thirdParty: thirdPartyLines(xml, head) }]));
  const config = azureVpnConfig({ servers: [HOST], hashes: [G2] });

  it.each(['', '0100', 'ABCDEF'])('names the root that its profile expects, behind "%s"', async (head) => {
    const { gateways, plugins } = await machineBook(book(config, head), 'rasphone.pbk');
    expect(gateways).toMatchObject([
      {
        ...{ source: 'phonebook', format: 'azure-vpn-client', host: HOST, entry: 'app', types: ['OpenVPN'] },
        roots: [{ sha1: G2 }],
      },
    ]);
    expect(plugins).toEqual([{ file: 'rasphone.pbk', entry: 'app' }]);
    expect(JSON.stringify(gateways)).not.toContain(SECRET.slice(0, 12));
    const known = { gateways: gateways.map((one) => ({ ...one, package: 'p' })), roots: [], plugins };
    expect(profileStates(known)).toMatchObject([{ gateway: HOST, state: 'new' }]);
    // SSTP does not use it.
    expect(expectedRoots(known, { host: HOST, port: 443 })).toEqual([]);
  });

  it.each([
    ['another app', '<contosoprofile/>'],
    ['cut off', config.slice(0, config.length / 2)],
    ['nothing', ''],
  ])('says nothing where it is %s', async (_what, xml) => {
    const { gateways, plugins } = await machineBook(book(xml), 'rasphone.pbk');
    expect([gateways, plugins.length]).toEqual([[], 1]);
  });
});

describe('what Get-VpnConnection returned', () => {
  const asked = (sid: string | null): VpnConnections => ({
    ...{ unavailable: null, hresult: null, sid, omitted: false },
    connections: [
      { name: 'sstp', server: HOST, tunnelType: 'Sstp', allUsers: false },
      { name: 'auto', server: `${HOST}:8443`, tunnelType: 'Automatic', allUsers: true },
      { name: 'ike', server: 'ike.example', tunnelType: 'Ikev2', allUsers: true },
      { name: 'bad', server: 'no host', tunnelType: 'Sstp', allUsers: true },
    ],
  });
  const entries = (sid: string | null, user: string | null) =>
    connectionGateways(asked(sid), user === null ? null : { sid: user }).gateways.map(
      ({ entry, types, host, port }) => [entry, types, host, port],
    );

  it('is that of the VPN user, and of all users', () => {
    const all = ['auto', null, HOST, 8443];
    expect(entries(SID, SID.toLowerCase())).toEqual([['sstp', ['SSTP'], HOST, 443], all]);
    expect(entries(SID, 'S-1-5-21-9-9-9-500')).toEqual([all]);
    expect(entries(null, null)).toEqual([all]);
  });

  it('reports an invalid server name', () => {
    expect(connectionGateways(asked(null), null).plugins).toEqual([
      { file: 'Get-VpnConnection', entry: 'bad', unreadable: { server: 'no host' } },
    ]);
  });

  it('is nothing where it was not asked', () => {
    expect(connectionGateways(null, { sid: SID })).toEqual({ gateways: [], roots: [], plugins: [] });
  });
});
