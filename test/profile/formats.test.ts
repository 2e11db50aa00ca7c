import { describe, expect, it } from 'vitest';
import { createCa } from '../../scripts/simulated/ca.ts';
import { isProfile, isRecordingName, readProfileFiles } from '../../src/profile/package.ts';
import { readProfileXml } from '../../src/profile/profile-xml.ts';
import { phonebookText } from '../support/machines/phonebooks.ts';
import { base64Of, vpnSettings } from '../support/machines/profiles.ts';
import { makeZip } from '../support/machines/zip.ts';

const { root } = await createCa();
const bytesOf = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );
const wide = (text: string) => Buffer.from(text, 'utf16le');

describe('Always On VPN', () => {
  const types = (protocols: string) =>
    readProfileXml(
      Buffer.from(
        `<VPNProfile><NativeProfile><Servers>gw.example</Servers>${protocols}</NativeProfile></VPNProfile>`,
      ),
      'f.xml',
      { keys: false },
    ).map((one) => one.types);
  const type = (name: string) => `<NativeProtocolType>${name}</NativeProtocolType>`;
  const list = (...names: string[]) =>
    `<ProtocolList>${names.map((name) => `<NativeProtocolList><Type>${name}</Type></NativeProtocolList>`).join('')}</ProtocolList>`;

  it.each<[string, string[] | null]>([
    ['', null],
    [type('Automatic'), null],
    [type('automatic'), null],
    [type('ProtocolList'), null],
    [type('Sstp'), ['SSTP']],
    [type('IKEv2'), ['IKEv2']],
    [type('Automatic Sstp'), ['SSTP']],
    [type('Sstp,Automatic'), ['SSTP']],
    [type('Pptp'), null],
    [type('Sstp, Pptp'), ['SSTP']],
    [type('IKEv2; Pptp'), null],
    [type(' Sstp,, IKEv2 '), ['SSTP', 'IKEv2']],
    [list('Sstp', 'IKEv2'), ['SSTP', 'IKEv2']],
    [type('ProtocolList') + list('Sstp', 'Ikev2'), ['SSTP', 'IKEv2']],
    [type('ProtocolList') + list('Ikev2'), ['IKEv2']],
    [type('Automatic') + list('Ikev2'), null],
    [type('constructor'), null],
  ])('%s offers %j', (protocols, expected) => {
    expect(types(protocols)).toEqual([expected]);
  });

  it('has servers with a name for each, and no empty one', () => {
    const text =
      '<VPNProfile><NativeProfile><Servers> a.example ; A, ,b.example</Servers></NativeProfile></VPNProfile>';
    const says = readProfileXml(Buffer.from(text), 'f.xml', { keys: false });
    expect(says.map(({ host, format }) => `${host} ${format}`)).toEqual([
      'a.example always-on',
      'b.example always-on',
    ]);
  });
});

describe('the elements of a profile', () => {
  const read = (text: string, keys = false) => readProfileXml(Buffer.from(text), 'f.xml', { keys });
  const azure = (more: string) =>
    `<AzVpnProfile><serverlist><ServerEntry><fqdn>gw.example</fqdn></ServerEntry></serverlist>${more}</AzVpnProfile>`;
  const hash = (text: string) =>
    azure(`<servervalidation><Cert><hash>${text}</hash></Cert></servervalidation>`);

  it('are those of its kind, at their place', () => {
    expect(read(hash(`${'AB:'.repeat(19)}AB`))[0]?.roots).toEqual([
      { name: null, sha1: 'ab'.repeat(20), sha256: null, der: null },
    ]);
    expect(
      read(azure(`<servervalidation><hash>${'cd '.repeat(20)}</hash></servervalidation>`))[0]?.roots,
    ).toHaveLength(1);
    expect(read(azure('<x><servervalidation><hash>zz</hash></servervalidation></x>'))[0]?.roots).toEqual([]);
    expect(
      read(azure('<servervalidation><a><b><hash>zz</hash></b></a></servervalidation>'))[0]?.roots,
    ).toEqual([]);
    expect(read(azure('<servervalidation><a><hash/></a></servervalidation>'))[0]?.roots).toEqual([]);
    expect(() =>
      read(`<a><x><serverlist><ServerEntry><fqdn>gw</fqdn></ServerEntry></serverlist></x></a>`),
    ).toThrow(/no gateway/);
    expect(() => read(`<a><serverlist><ServerEntry><fqdn/></ServerEntry></serverlist></a>`)).toThrow(
      /no gateway is named below its root element <a>/,
    );
    expect(read(azure(''))[0]).not.toHaveProperty('openVpn');
    expect(readProfileXml(Buffer.from('<a/>'), 'f.xml', { keys: false, inPassing: true })).toEqual([]);
  });

  it.each(['ab'.repeat(21), `x${'ab'.repeat(20)}`, 'ab'.repeat(19)])('are no SHA-1: %s', (text) => {
    expect(() => read(hash(text))).toThrow(/not a SHA-1/);
    expect(() => read(hash(text))).toThrow(expect.objectContaining({ where: 'f.xml, line 1' }));
  });
});

describe('what a file is', () => {
  const XML = '<VpnProfile/>';

  it.each<[boolean, string, string | Uint8Array]>([
    [true, 'a.zip', ''],
    [true, 'x', makeZip([])],
    [true, 'x', makeZip([{ name: 'a', content: '' }])],
    [false, 'x', 'PK'],
    [false, 'x', bytesOf('PK', [4])],
    [false, 'x', bytesOf('PX', [3])],
    [false, 'x', bytesOf('XK', [3])],
    [true, 'a/VpnSettings-2.xml', ''],
    [true, 'C:\\a\\azurevpnconfig_aad.XML', ''],
    [false, 'my-vpnsettings.xml', ''],
    [false, 'vpnsettings.xml.txt', ''],
    [true, 'VpnServerRoot.cer_12', ''],
    [true, 'vpnserverroot2.pem', ''],
    [false, 'x-vpnserverroot.cer', ''],
    [false, 'vpnserverroot.cer_123', ''],
    [true, 'rasphone.pbk', ''],
    [true, 'a.cms', ''],
    [false, 'a.pbk.txt', ''],
    [true, 'a.ovpn', ''],
    [true, 'a.reg', ''],
    [true, 'a.json', ''],
    [false, 'a.json.txt', ''],
    [true, 'x', bytesOf([0x30])],
    [true, 'x', root.pem],
    [true, 'x', base64Of(root.der)],
    [true, 'x', 'remote h 443'],
    [true, 'x', XML],
    [true, 'x', ` \r\n${XML}`],
    [true, 'x', bytesOf([0xef, 0xbb, 0xbf], XML)],
    [true, 'x', Buffer.concat([Buffer.from([0xff, 0xfe]), wide(XML)])],
    [true, 'x', '{"a":1}'],
    [true, 'x', 'Windows Registry Editor Version 5.00'],
    [true, 'x', 'REGEDIT4\r\n'],
    [false, 'x', 'REGEDIT40'],
    [false, 'x', 'a REGEDIT4'],
    [false, 'x', 'text{'],
    [true, 'x', '[VPN]'],
    [true, 'x', '; a\n\n ;b\n[VPN]'],
    [false, 'x', 'text\n; a\n[VPN]'],
    [false, 'x', ''],
  ])('%s: %s with %j', (expected, path, content) => {
    expect(isProfile(path, Buffer.from(content as Uint8Array))).toBe(expected);
  });

  it('is by its name a recording, among files of other kinds', () => {
    expect(['a.reg', 'B.JSON', 'a.reg.txt', 'json'].map(isRecordingName)).toEqual([true, true, false, false]);
  });
});

describe('files among others', () => {
  const GOOD = vpnSettings({ server: 'gw.example' });
  const file = (path: string, content: string | Uint8Array, found?: true) => ({
    ...{ path, bytes: Buffer.from(content as Uint8Array) },
    ...(found ? { found } : {}),
  });
  const hosts = async (...files: ReturnType<typeof file>[]) =>
    (await readProfileFiles(files)).gateways.map(({ host, package: of }) => `${host} ${of}`);

  it('of no kind are skipped where they were found, and refused where they were named', async () => {
    const other = file('notes.txt', 'hello', true);
    expect(await hosts(other, file('d/a.xml', GOOD))).toEqual(['gw.example d']);
    await expect(hosts({ ...other, found: undefined as never })).rejects.toMatchObject({
      code: 'input',
      where: 'notes.txt',
    });
    expect(await hosts(file('other-vpn.xml', '<settings/>', true))).toEqual([]);
    expect(await hosts(file('my.xml', '<settings/>', true))).toEqual([]);
    await expect(hosts(file('other-vpn.xml', '<settings/>'))).rejects.toMatchObject({
      where: 'other-vpn.xml',
    });
    const archive = makeZip([
      { name: 'my-vpn.xml', content: '<x/>' },
      { name: 'a\\VpnSettings.xml', content: GOOD },
    ]);
    expect(await hosts(file('p.zip', archive))).toEqual(['gw.example p.zip/a']);
    const none = makeZip([{ name: 'my-vpn.xml', content: '<x/>' }]);
    await expect(hosts(file('p.zip', none))).rejects.toThrow(/no profile is in it/);
  });

  it.each([
    ['p/Generic', 'p'],
    ['p/AzureVPN', 'p'],
    ['p/OpenVPN', 'p'],
    ['p/WindowsAmd64', 'p'],
    ['p/x-generic', 'p/x-generic'],
    ['p/generic2', 'p/generic2'],
    ['p/other', 'p/other'],
  ])('belong, in %s, to %s', async (folder, expected) => {
    expect(await hosts(file(`${folder}/VpnSettings.xml`, GOOD))).toEqual([`gw.example ${expected}`]);
  });

  it('with a root expect it of the gateways beside them, and of no phonebook', async () => {
    const book = phonebookText([{ name: 'VPN', server: 'pb.example', strategy: 5 }]);
    const reading = await readProfileFiles([
      file('p/VpnSettings.xml', GOOD),
      file('p/VpnServerRoot.cer', root.pem),
      file('p/a.pbk', book),
    ]);
    expect(reading.gateways.map(({ host, roots }) => [host, roots.length])).toEqual([
      ['gw.example', 1],
      ['pb.example', 0],
    ]);
    expect(reading.roots).toEqual([]);
    const alone = await readProfileFiles([file('p/a.pbk', book), file('p/VpnServerRoot.cer', root.pem)]);
    expect(alone.roots).toHaveLength(1);
    expect(alone).not.toHaveProperty('recordings');
    await expect(readProfileFiles([file('p/VpnServerRoot.cer', 'x')])).rejects.toMatchObject({
      next: expect.stringContaining('PEM'),
    });
  });

  it('that are recordings have what their reader finds in them', async () => {
    const says = { file: 'a.reg', winInet: null, winHttp: null, gateways: [], unreadable: [] };
    const plugin = { file: 'a.reg', entry: 'E' };
    const of = (recordings?: (typeof says)[]) => ({
      gateways: [],
      plugins: [plugin],
      ...(recordings ? { recordings } : {}),
    });
    const reading = await readProfileFiles(
      [file('a.reg', 'REGEDIT4')],
      { keys: false },
      async () => of([says]) as never,
    );
    expect(reading).toMatchObject({ gateways: [], plugins: [plugin], recordings: [says] });
    const none = await readProfileFiles(
      [file('a.reg', 'REGEDIT4')],
      { keys: false },
      async () => of() as never,
    );
    expect(none).not.toHaveProperty('recordings');
    for (const reader of [null, async () => null])
      await expect(
        readProfileFiles([file('a.reg', 'REGEDIT4')], { keys: false }, reader),
      ).rejects.toMatchObject({ code: 'input' });
  });
});
