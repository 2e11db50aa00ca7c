import { serializeCapture } from '../../../src/machine/recorded/capture.ts';
import { readRecording } from '../../../src/machine/recorded/recording.ts';
import type { Random } from '../fuzz/random.ts';

/**
 * Recorded machines of every kind: one user or several, equal and different stores, damaged blobs, connections,
 * service accounts, policies, in each file format. Built byte after byte, not by the program's codec.
 */
export function randomMachine(random: Random): Buffer {
  const carrier = random.pick([
    'reg-utf16',
    'reg-utf16',
    'reg-utf8',
    'reg-utf8-bom',
    'regedit4',
    'capture',
  ] as const);
  const header = carrier === 'regedit4' ? 'REGEDIT4' : 'Windows Registry Editor Version 5.00';
  const eol = random.chance(85) ? '\r\n' : '\n';
  const text = [header, '', ...sections(random).flatMap((section) => [...section, '']), ''].join(eol);
  switch (carrier) {
    case 'reg-utf16':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 'reg-utf8':
      return Buffer.from(text);
    case 'reg-utf8-bom':
      return Buffer.from(`\ufeff${text}`);
    case 'regedit4':
      return Buffer.from(text, 'latin1');
    case 'capture':
      return asCapture(random, Buffer.from(text));
  }
}

/** The capture of such a machine; `name` and the user of the run vary. */
function asCapture(random: Random, reg: Buffer): Buffer {
  const observation = readRecording(reg).observation(new Date(1_790_000_000_000));
  const sid = `S-1-5-21-1-2-3-${1001 + random.below(3)}`;
  const capture = serializeCapture({
    ...observation,
    name: random.pick(['PC-01', 'NOTE-東京', null]),
    os: { platform: 'win32', version: '10.0.19045', build: 19045 },
    powershell: { version: '5.1.19041.1', edition: 'Desktop', languageMode: 'FullLanguage' },
    user: random.chance(20) ? null : { name: 'CONTOSO\\user', sid, elevated: random.chance(50) },
  });
  return Buffer.from(`${JSON.stringify(capture, null, random.pick([0, 1, 2]))}\n`);
}

const SETTINGS = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const PROXIES = [
  'proxy.contoso.example:8080',
  'http=web.contoso.example:3128;https=web.contoso.example:3129',
  '10.0.0.8:8080',
  'proxy.contoso.example',
  'http://proxy.contoso.example:8080/',
  'socks=socks.contoso.example:1080',
  '[2001:db8::5]:8080',
  'a.example:80,b.example:80',
  '127.0.0.1:9000',
  '',
];
const BYPASSES = [
  '',
  '<local>',
  '<local>;*.contoso.example',
  '10.*;192.168.*;',
  '*.*odd.example',
  ' ',
  'vpn.example:443',
];
const PACS = ['', 'http://pac.contoso.example/proxy.pac', 'file://C:/proxy.pac'];

interface UserSettings {
  proxy: string;
  bypass: string;
  pac: string;
  flags: number;
}

function sections(random: Random): string[][] {
  const sid = `S-1-5-21-1-2-3-${1001 + random.below(3)}`;
  const user = random.chance(75) ? 'HKEY_CURRENT_USER' : `HKEY_USERS\\${sid}`;
  const all = [...userSections(random, user)];
  if (random.chance(15))
    all.push(...userSections(random, `HKEY_USERS\\${random.pick(['S-1-5-18', 'S-1-5-19', 'S-1-5-20'])}`));
  if (random.chance(95))
    all.push(winHttpSection(random, `HKEY_LOCAL_MACHINE\\SOFTWARE\\${SETTINGS}\\Connections`));
  if (random.chance(85))
    all.push(winHttpSection(random, `HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\${SETTINGS}\\Connections`));
  if (random.chance(20)) {
    const policy = `[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\${SETTINGS}]`;
    all.push([policy, `"ProxySettingsPerUser"=dword:0000000${random.below(2)}`]);
  }
  if (random.chance(30))
    all.push([
      '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion]',
      '"CurrentBuildNumber"="19045"',
    ]);
  return all;
}

function userSections(random: Random, hive: string): string[][] {
  const settings = randomSettings(random);
  // Other tools write only the strings, or only the blob.
  const mirror = random.chance(80) ? settings : randomSettings(random);
  const legacy = random.chance(70) ? settings : randomSettings(random);
  const connections = [`[${hive}\\Software\\${SETTINGS}\\Connections]`];
  if (random.chance(95)) connections.push(binary('DefaultConnectionSettings', winInetBlob(random, settings)));
  if (random.chance(80)) connections.push(binary('SavedLegacySettings', winInetBlob(random, legacy)));
  if (random.chance(30)) connections.push(binary('Contoso VPN', winInetBlob(random, randomSettings(random))));
  return [
    [
      `[${hive}\\Software\\${SETTINGS}]`,
      '"CertificateRevocation"=dword:00000001',
      `"ProxyEnable"=dword:0000000${(mirror.flags >> 1) & 1}`,
      ...(mirror.proxy === '' && random.chance(50) ? [] : [`"ProxyServer"=${quoted(mirror.proxy)}`]),
      ...(random.chance(80) ? [`"ProxyOverride"=${quoted(mirror.bypass)}`] : []),
      ...(mirror.pac === '' ? [] : [`"AutoConfigURL"=${quoted(mirror.pac)}`]),
    ],
    connections,
  ];
}

function randomSettings(random: Random): UserSettings {
  const proxy = random.pick(PROXIES);
  const flags = random.chance(60) ? (proxy === '' ? 1 : 3) : random.below(16);
  return { proxy, bypass: random.pick(BYPASSES), pac: random.chance(70) ? '' : random.pick(PACS), flags };
}

function winHttpSection(random: Random, key: string): string[] {
  const head = `[${key}]`;
  if (random.chance(20)) return [head];
  const proxy = random.chance(45) ? '' : random.pick(PROXIES);
  const on = proxy !== '';
  const parts = [
    u32(random.pick([0x18, 0x28, 0x28])),
    u32(random.chance(80) ? 0 : random.u32()),
    u32(on ? random.pick([3, 2]) : 1),
    counted(proxy),
    counted(on ? random.pick(BYPASSES) : ''),
  ];
  return [head, binary('WinHttpSettings', sometimesDamaged(random, Buffer.concat(parts)))];
}

/** Version, counter, flags, three counted strings, and the tail that auto-detection leaves. */
function winInetBlob(random: Random, { proxy, bypass, pac, flags }: UserSettings): Buffer {
  const parts = [
    u32(random.chance(90) ? 0x46 : 0x3c),
    u32(random.chance(80) ? random.below(5000) : random.u32()),
    u32(flags),
    counted(proxy),
    counted(bypass),
    counted(pac),
    random.chance(75) ? Buffer.alloc(32) : Buffer.from(random.bytes(random.pick([0, 31, 455, 699]))),
  ];
  return sometimesDamaged(random, Buffer.concat(parts));
}

/** Popular batch files cut values short, or write wrong lengths. */
function sometimesDamaged(random: Random, blob: Buffer): Buffer {
  if (random.chance(95)) return blob;
  return random.chance(50)
    ? blob.subarray(0, random.below(blob.length))
    : Buffer.concat([blob.subarray(0, 12), u32(9999)]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function counted(text: string): Buffer {
  return Buffer.concat([u32(text.length), Buffer.from(text, 'latin1')]);
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function binary(name: string, bytes: Buffer): string {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
  const lines: string[] = [];
  for (let i = 0; i < hex.length; i += 25) lines.push(hex.slice(i, i + 25).join(','));
  return `${quoted(name)}=hex:${lines.join(',\\\r\n  ')}`;
}
