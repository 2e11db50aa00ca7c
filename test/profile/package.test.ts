import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../scripts/simulated/ca.ts';
import { expectedRoots, offersSstp, profilesOf } from '../../src/core/path/gateway-profile.ts';
import { isProfileName, readProfileFiles } from '../../src/profile/package.ts';
import { azureVpnClientEntry, phonebookText } from '../support/machines/phonebooks.ts';
import {
  alwaysOnProfile,
  azureVpnConfig,
  base64Of,
  openVpnProfile,
  SECRET,
  vpnSettings,
} from '../support/machines/profiles.ts';
import { makeZip } from '../support/machines/zip.ts';

const HOST = 'azuregateway-7cee0077-d553-4323-87df-069c331f58cb-053dd0f6af02.vpn.azure.com';
const VNET = '7cee0077-d553-4323-87df-069c331f58cb';
const old = await createCa({ name: 'Old' });
const next = await createCa({ name: 'New' });
const print = (hash: string, der: Uint8Array) => createHash(hash).update(der).digest('hex');
const [OLD, NEW] = [base64Of(old.root.der), base64Of(next.root.der)];

const read = (path: string, content: string | Uint8Array) =>
  readProfileFiles([{ path, bytes: Buffer.from(content as Uint8Array) }]);

describe('a VPN client package', () => {
  const archive = makeZip([
    { name: 'WindowsAmd64/VpnClientSetupAmd64.exe', content: 'MZ' },
    {
      name: 'Generic/VpnSettings.xml',
      content: vpnSettings({ server: HOST, vnetId: VNET, rootNames: ['Old Root'] }),
    },
    { name: 'Generic/VpnServerRoot.cer', content: old.root.pem },
  ]);

  it('names the gateway, its types, its network, and the root that its certificate file holds', async () => {
    const { gateways, roots, plugins } = await read('vpn.zip', archive);
    expect(gateways).toMatchObject([
      {
        host: HOST,
        port: 443,
        source: 'profile',
        format: 'vpn-settings',
        file: 'vpn.zip/Generic/VpnSettings.xml',
        package: 'vpn.zip',
        types: ['SSTP', 'IKEv2'],
        vnetId: VNET,
        roots: [
          { name: 'Old Root', sha1: print('sha1', old.root.der), sha256: print('sha256', old.root.der) },
        ],
      },
    ]);
    expect([roots, plugins]).toEqual([[], []]);
  });

  it('is read the same from its unpacked folder, and inside an archive of several', async () => {
    const files = ['Generic/VpnSettings.xml', 'generic/vpnserverroot.CER'].map((name, i) => ({
      path: `/home/u/vpn/${name}`,
      bytes: Buffer.from(i === 0 ? vpnSettings({ server: HOST }) : old.root.pem),
    }));
    const folder = await readProfileFiles([...files].reverse());
    expect(folder.gateways[0]?.roots).toMatchObject([{ name: 'Old Root' }]);
    const nested = await read('all.zip', makeZip([{ name: 'a/one.zip', content: archive, method: 0 }]));
    expect(nested.gateways).toMatchObject([
      { host: HOST, package: 'all.zip/a/one.zip', roots: [{ name: 'Old Root' }] },
    ]);
  });

  it('is read without what macOS adds beside its files', async () => {
    const attributes = Buffer.from('0005160700020000', 'hex');
    const names = ['__MACOSX/OpenVPN/._vpnconfig.ovpn', '._rasphone.pbk', '._inner.zip', '._VpnSettings.xml'];
    const members = names.map((name) => ({ name, content: attributes }));
    const zipped = makeZip([
      ...members,
      { name: 'Generic/VpnSettings.xml', content: vpnSettings({ server: HOST }) },
    ]);
    expect((await read('vpn.zip', zipped)).gateways.map(({ host }) => host)).toEqual([HOST]);
  });

  it('keeps the roots of two packages apart', async () => {
    const two = makeZip(
      [
        ['a', HOST, old],
        ['b', 'vpn.contoso.example', next],
      ].flatMap(([folder, server, ca]) => [
        { name: `${folder}/Generic/VpnSettings.xml`, content: vpnSettings({ server: server as string }) },
        { name: `${folder}/Generic/VpnServerRoot.cer`, content: (ca as typeof old).root.der },
      ]),
    );
    const reading = await read('two.zip', two);
    const names = (host: string) => expectedRoots(reading, { host, port: 443 }).map(({ name }) => name);
    expect([names(HOST), names('vpn.contoso.example')]).toEqual([['Old Root'], ['New Root']]);
  });
});

describe('VpnSettings.xml', () => {
  it('returns both roots of the newer schema, with their names once', async () => {
    const text = vpnSettings({ server: HOST, certificates: [OLD, NEW], rootNames: ['Old Root', 'New Root'] });
    const { gateways } = await read('x/VpnSettings.xml', text);
    expect(gateways[0]?.roots.map(({ name, der }) => [name, der !== null])).toEqual([
      ['Old Root', true],
      ['New Root', true],
    ]);
  });

  it('is known by what it holds: any name, case, prefix, order, encoding and line break', async () => {
    const text = `<?xml version="1.0" encoding="utf-16"?>\n<!-- <VpnServer>no.example</VpnServer> -->
      <A:VPNPROFILE\n xmlns:A="u"\n  x =\n "1" ><a:vpntype\n>openvpn , IKEV2</a:vpntype><A:VPNSERVER> ${HOST.toUpperCase()}
      </A:VPNSERVER></A:VPNPROFILE>`.replaceAll('a:vpntype', 'A:vpntype');
    const encodings = {
      'utf-8': Buffer.from(text),
      'utf-8 with mark': Buffer.from(`\ufeff${text}`),
      'utf-16': Buffer.from(text, 'utf16le'),
      'utf-16 with mark': Buffer.from(`\ufeff${text}`, 'utf16le'),
      'utf-16 big-endian with mark': Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
      'blank lines first': Buffer.from(`\r\n\r\n${text}`),
    };
    for (const [name, bytes] of Object.entries(encodings)) {
      const { gateways } = await read('settings', bytes);
      expect(gateways, name).toMatchObject([{ host: HOST, types: ['OpenVPN', 'IKEv2'] }]);
    }
  });

  it('reads a declared code page', async () => {
    const text = vpnSettings({ server: HOST, rootNames: ['Büro Root'] }).replace('utf-8', 'windows-1252');
    const { gateways } = await read('v.xml', Buffer.from(text, 'latin1'));
    expect(gateways[0]?.roots).toMatchObject([{ name: 'Büro Root' }]);
  });

  it('says nothing of types where the element is missing or empty', async () => {
    const types = async (value: string | null) =>
      (await read('v.xml', vpnSettings({ server: HOST, types: value }))).gateways[0]?.types;
    expect([await types(null), await types(''), await types('sstp;IKEV2')]).toEqual([
      null,
      null,
      ['SSTP', 'IKEv2'],
    ]);
    expect(await types('SSTP+IkeV2')).toEqual(['SSTP', 'IKEv2']);
    // An unknown word may mean SSTP, so the gateway is kept.
    expect([await types('NewType'), await types('IkeV2, NewType')]).toEqual([null, null]);
    expect(await types('SSTP, NewType')).toEqual(['SSTP']);
  });

  it.each([
    ['no certificate', vpnSettings({ server: HOST, certificates: ['AAAA'] }), /v\.xml, line 6$/, /CaCert/],
    ['no host', vpnSettings({ server: 'https://x/' }), /v\.xml, line 4$/, /gateway name/],
    ['no gateway', '<VpnProfile><VpnType>SSTP</VpnType></VpnProfile>', /v\.xml$/, /<vpnprofile>/],
    ['not whole', '<VpnProfile><VpnServer>a.example</VpnServer>', /v\.xml, line 1$/, /well-formed/],
    ['two roots', '<a><VpnServer>a.example</VpnServer></a><b/>', /v\.xml, line 1$/, /well-formed/],
    ['bytes of no encoding', Buffer.from('<a>\xff</a>', 'latin1'), /v\.xml$/, /utf-8/],
    ['an unknown encoding', '<?xml version="1.0" encoding="nonsense"?><a/>', /v\.xml, line 1$/, /encoding/],
  ])('refuses %s, with file and place', async (_name, text, where, message) => {
    await expect(read('v.xml', text)).rejects.toMatchObject({
      code: 'input',
      where: expect.stringMatching(where),
      message: expect.stringMatching(message),
    });
  });
});

describe('azurevpnconfig.xml', () => {
  it('is OpenVPN alone, with the SHA-1 of its root, and never its secret', async () => {
    const sha1 = print('sha1', old.root.der);
    const text = azureVpnConfig({ servers: [HOST, 'wan.example'], hashes: [sha1.toUpperCase()] });
    const reading = await read('azurevpnconfig.xml', text);
    expect(reading.gateways).toMatchObject(
      [HOST, 'wan.example'].map((host) => ({ host, types: ['OpenVPN'], roots: [{ sha1, name: null }] })),
    );
    expect(JSON.stringify(reading)).not.toContain(SECRET.slice(0, 20));
  });

  it('belongs to the package that it lies in, where the list of types counts', async () => {
    const archive = makeZip([
      { name: 'AzureVPN/azurevpnconfig.xml', content: azureVpnConfig({ servers: [HOST], hashes: [] }) },
      { name: 'Generic/VpnSettings.xml', content: vpnSettings({ server: HOST }) },
      { name: 'Generic/VpnServerRoot.cer', content: OLD },
    ]);
    const reading = await read('p.zip', archive);
    expect(reading.gateways.map(({ roots }) => roots.length)).toEqual([1, 1]);
    expect(offersSstp(profilesOf(reading, { host: HOST, port: 443 }))).toBe(true);
  });

  it('refuses a hash that is none', async () => {
    const text = azureVpnConfig({ servers: [HOST], hashes: ['12'] });
    await expect(read('a.xml', text)).rejects.toMatchObject({
      where: expect.stringMatching(/a\.xml, line \d+$/),
    });
  });
});

describe('other files', () => {
  it('an OpenVPN profile: its servers and authority, never its keys', async () => {
    const reading = await read('OpenVPN/vpnconfig.ovpn', openVpnProfile(HOST, old.root.pem));
    expect(reading.gateways).toMatchObject([
      { host: HOST, port: 443, format: 'openvpn', types: ['OpenVPN'], roots: [{ name: 'Old Root' }] },
    ]);
    expect(JSON.stringify(reading)).not.toContain(SECRET.slice(0, 20));
    await expect(read('x.ovpn', 'client\n')).rejects.toMatchObject({ code: 'input', where: 'x.ovpn' });
  });

  it('ProfileXML of Always On VPN: its servers and protocol', async () => {
    const types = async (protocol: string) =>
      (
        await read('p.xml', alwaysOnProfile('vpn.contoso.example;Contoso,b.contoso.example', protocol))
      ).gateways.map(({ host, types: offered }) => [host, offered]);
    expect(await types('SSTP')).toEqual([
      ['vpn.contoso.example', ['SSTP']],
      ['b.contoso.example', ['SSTP']],
    ]);
    expect(await types('Automatic')).toEqual([
      ['vpn.contoso.example', null],
      ['b.contoso.example', null],
    ]);
  });

  it('ProfileXML and an export of the Azure VPN Client under any name, in an archive and in a folder', async () => {
    const exported = azureVpnConfig({ servers: [HOST] });
    const members = [
      { name: 'MyVPN.AzureVpnProfile.xml', content: exported },
      { name: 'deploy/VPN_ProfileXML.xml', content: alwaysOnProfile('ras.contoso.com', 'Sstp') },
      { name: 'wlan-profile.xml', content: '<?xml version="1.0"?><WLANProfile><name>x</name></WLANProfile>' },
      { name: 'vpn.xml', content: 'no XML' },
      // A connection of another app: a profile, but not a gateway.
      {
        name: 'app-profile.xml',
        content: '<VPNProfile><PluginProfile><ServerUrlList>x</ServerUrlList></PluginProfile></VPNProfile>',
      },
    ];
    const hosts = [HOST, 'ras.contoso.com'];
    const inArchive = await read('all.zip', makeZip(members));
    expect(inArchive.gateways.map(({ host }) => host)).toEqual(hosts);
    const inFolder = await readProfileFiles(
      members.map(({ name, content }) => ({ path: name, bytes: Buffer.from(content), found: true })),
    );
    expect(inFolder.gateways.map(({ host }) => host)).toEqual(hosts);
    expect(members.every(({ name }) => isProfileName(name))).toBe(true);
    // By itself the file is what was asked for, so its error is reported.
    await expect(read('wlan-profile.xml', members[2]?.content ?? '')).rejects.toThrow('no gateway is named');
  });

  it('a phonebook: the entries that may dial SSTP, and those of an app', async () => {
    const text = phonebookText([
      { name: 'one', server: HOST, strategy: 5 },
      { name: 'auto', server: 'vpn.contoso.example:8443', strategy: 0 },
      { name: 'ike', server: 'ike.example', strategy: 7 },
      { name: 'odd', server: 'no host', strategy: 5 },
      azureVpnClientEntry('app'),
    ]);
    const { gateways, plugins } = await read('rasphone.pbk', text);
    expect(gateways).toMatchObject([
      { host: HOST, port: 443, source: 'phonebook', types: ['SSTP'], entry: 'one', strategy: 5 },
      { host: 'vpn.contoso.example', port: 8443, types: null, entry: 'auto', strategy: 0 },
    ]);
    expect(plugins).toEqual([
      { file: 'rasphone.pbk', entry: 'ike', dials: { gateway: 'ike.example', strategy: 7 } },
      { file: 'rasphone.pbk', entry: 'odd', unreadable: { server: 'no host' } },
      { file: 'rasphone.pbk', entry: 'app' },
    ]);
    await expect(read('a.pbk', 'nothing')).rejects.toMatchObject({ where: 'a.pbk, line 1' });
  });

  it('a certificate by itself: DER, PEM, base64, or several', async () => {
    for (const content of [old.root.der, old.root.pem, OLD, `${old.root.pem}${next.root.pem}`]) {
      const { roots, gateways } = await read('root.cer', content);
      expect(roots[0]?.name).toBe('Old Root');
      expect(gateways).toEqual([]);
    }
    await expect(read('VpnServerRoot.cer', 'x')).rejects.toMatchObject({ where: 'VpnServerRoot.cer' });
  });

  it('whatever else is refused by name', async () => {
    await expect(read('notes.txt', 'hello')).rejects.toMatchObject({ code: 'input', where: 'notes.txt' });
    await expect(read('\u001b[2J.txt', '')).rejects.toMatchObject({ where: '\\u{1b}[2J.txt' });
  });

  it('of folders and archives only files of these names are read', () => {
    const names = [
      'a/VPNSettings.xml',
      'azurevpnconfig_cert.xml',
      'x.PBK',
      'a\\b.ovpn',
      'VpnServerRoot1.cer',
      'VpnServerRoot.cer_0',
      'p.zip',
    ];
    expect(names.every(isProfileName)).toBe(true);
    expect(['x.exe', 'web.xml', 'client.cer', 'machine.txt'].some(isProfileName)).toBe(false);
  });
});
