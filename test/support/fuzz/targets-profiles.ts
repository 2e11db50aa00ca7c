import { createHash } from 'node:crypto';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { parseGatewayName } from '../../../src/core/model/gateway-name.ts';
import type { ProfileReading } from '../../../src/core/path/gateway-profile.ts';
import { endsAsExpected } from '../../../src/path/pki/certificate.ts';
import { readProfileFiles } from '../../../src/profile/package.ts';
import { dialledEntries } from '../../../src/profile/phonebook/dialled-entries.ts';
import { machineBook } from '../../../src/profile/phonebook/machine-book.ts';
import { managerSettings, phonebookText, thirdPartyLines } from '../machines/phonebooks.ts';
import {
  alwaysOnProfile,
  azureVpnConfig,
  base64Of,
  openVpnProfile,
  vpnSettings,
} from '../machines/profiles.ts';
import { makeZip } from '../machines/zip.ts';
import { type FuzzTarget, target } from './fuzz.ts';
import { mutated, mutatedText } from './mutate.ts';
import type { Random } from './random.ts';

const HOST = 'azuregateway-0f0f0f0f.vpn.azure.com';
const ca = await createCa();
const [ROOT, SECOND] = [ca.root.der, ca.intermediate.der];
const SETTINGS = [
  vpnSettings({ server: HOST, rootNames: ['Root'], certificates: [base64Of(ROOT)], vnetId: 'x' }),
  vpnSettings({ server: HOST, rootNames: ['A', 'B'], certificates: [base64Of(ROOT), base64Of(SECOND)] }),
  azureVpnConfig({ servers: [HOST, 'b.example'], hashes: ['a8985d3a65e5e5c4b2d7d66d40c6dd2fb19c5436'] }),
  alwaysOnProfile('vpn.contoso.example;Contoso,b.contoso.example', 'SSTP'),
];
const TOKENS = [
  '<',
  '>',
  '/>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<!DOCTYPE a>',
  '&amp;',
  '&#0;',
  '&x;',
  '<?x ?>',
];
const WIDE = SETTINGS.map((text) => Buffer.from(`\ufeff${text}`, 'utf16le'));
const ARCHIVES = [
  makeZip([
    { name: 'Generic/VpnSettings.xml', content: SETTINGS[0] ?? '' },
    { name: 'Generic/VpnServerRoot.cer', content: ca.root.pem },
  ]),
  makeZip(
    SETTINGS.map((content, i) => ({
      name: `${i}/AzureVPN/azurevpnconfig.xml`,
      content,
      method: i % 2 === 0 ? 8 : 0,
    })),
    { comment: 'x' },
  ),
];
const OTHERS = [
  ca.root.der,
  Buffer.from(ca.root.pem + ca.intermediate.pem),
  Buffer.from(openVpnProfile(HOST, ca.root.pem)),
  Buffer.from(phonebookText([{ name: 'v', server: `${HOST}:443`, strategy: 5 }])),
];
const BOOKS = [
  Buffer.from(managerSettings({ server: HOST })),
  Buffer.from(`\ufeff${managerSettings({ server: HOST, strategy: 14 })}`, 'utf16le'),
  Buffer.from(
    phonebookText([
      { name: 'v', server: HOST, device: '', thirdParty: thirdPartyLines(SETTINGS[2] ?? '') },
      { name: 'w', server: HOST, strategy: 5 },
    ]),
  ),
];
const OVPN = [
  openVpnProfile(HOST, ca.root.pem),
  `rport 443\n<connection>\nremote 'h' # a\nproto tcp\n<tls-auth>\n</tls-auth>\n</connection>\n`,
  `--remote "a b" 443 tcp4\nremote c\\ d 1194 udp ; e\ntls-auth [inline] 1\nauth "SHA256"\n`,
];
const OVPN_TOKENS = [
  '"',
  "'",
  '\\',
  '#',
  ';',
  '<',
  '>',
  '</connection>',
  '<ca>',
  '\nremote h ',
  ' ',
  '\t',
  '[inline]',
];
const CHAIN = [ca.intermediate.der, ca.root.der];

/** A profile whose lines, most of them whole elements, are missing, doubled, moved or joined. */
function rearranged(random: Random): string {
  const [head = '', ...lines] = random.pick(SETTINGS).split(/\r?\n/);
  for (let i = random.below(4); i > 0; i--) {
    const [line = ''] = lines.splice(1 + random.below(lines.length - 3), random.chance(80) ? 1 : 0);
    for (let times = random.below(3); times > 0; times--)
      lines.splice(1 + random.below(lines.length - 3), 0, line);
  }
  return [head, ...lines].join(random.pick(['\n', '\r\n', ' ', '\r']));
}

/** A valid archive with damaged members, or with odd names. */
function odd(random: Random): Uint8Array {
  const names = [
    'VpnSettings.xml',
    'a/../b',
    'AzureVPN\\azurevpnconfig.xml',
    'x.exe',
    '\u001b',
    'a.zip',
    'b.pbk',
    '',
  ];
  const folders = ['', 'Generic/', 'generic/', '東/', '__proto__/', 'a/b/c/d/'];
  const members = Array.from({ length: 1 + random.below(3) }, (_, i) => ({
    name: `${random.pick(folders)}${random.chance(60) ? `VpnSettings${i}.xml` : random.pick(names)}`,
    content: random.chance(70) ? rearranged(random) : Buffer.from(mutated(random, [...WIDE, ...OTHERS])),
    method: random.chance(70) ? 8 : 0,
    flags: random.chance(90) ? 0x800 : random.below(0x1000),
  }));
  return makeZip(members);
}

/** The lists of roots that were judged already, as digests. */
const judged = new Set<string>();

/** Checks the guarantees of every reading. */
function check({ gateways, roots }: ProfileReading): void {
  for (const { host, port, file } of gateways) {
    const name = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    if (parseGatewayName(name, '').host !== host) throw new Error(`takes ${host} for a host`);
    if (!file.startsWith('a.')) throw new Error('names another file');
  }
  for (const { openVpn } of gateways)
    if (openVpn !== undefined && 'key' in openVpn.key && openVpn.key.key.reveal().length !== 256)
      throw new Error('takes something else for a key');
  const all = [...roots, ...gateways.flatMap((one) => one.roots)];
  if (all.some(({ name, sha1 }) => name === null && sha1 === null))
    throw new Error('knows nothing of a root');
  // Most inputs that can be read have the roots of an earlier one.
  const digest = createHash('sha256').update(JSON.stringify(all)).digest('base64');
  if (judged.has(digest)) return;
  endsAsExpected(CHAIN, CHAIN, all);
  judged.add(digest);
}

export const PROFILE_TARGETS: readonly FuzzTarget[] = [
  target({
    name: 'profile, XML as text',
    codes: ['input'],
    make: (random) => (random.chance(60) ? mutatedText(random, SETTINGS, TOKENS) : rearranged(random)),
    run: async (text) => check(await readProfileFiles([{ path: 'a.xml', bytes: Buffer.from(text) }])),
  }),
  target({
    name: 'profile, XML as bytes',
    codes: ['input'],
    make: (random) => mutated(random, WIDE),
    run: async (bytes, random) =>
      check(await readProfileFiles([{ path: 'a.xml', bytes }], { keys: random.chance(10) })),
  }),
  target({
    name: 'profile, zip',
    codes: ['input'],
    make: (random) => (random.chance(60) ? mutated(random, ARCHIVES) : odd(random)),
    run: async (bytes) => check(await readProfileFiles([{ path: 'a.zip', bytes }])),
  }),
  target({
    name: 'profile, other files',
    codes: ['input'],
    make: (random) => mutated(random, OTHERS),
    run: async (bytes) => check(await readProfileFiles([{ path: 'a.file', bytes }], { keys: true })),
  }),
  target({
    name: 'profile, OpenVPN',
    codes: ['input'],
    make: (random) => mutatedText(random, OVPN, OVPN_TOKENS),
    run: async (text) =>
      check(await readProfileFiles([{ path: 'a.ovpn', bytes: Buffer.from(text) }], { keys: true })),
  }),
  target({
    name: 'phonebooks of others than Windows',
    codes: ['input'],
    make: (random) => mutated(random, BOOKS),
    async run(bytes, random) {
      const path = random.pick(['a.cms', 'a.pbk', 'a.b\\Cm\\x\\x.pbk']);
      const { gateways } = await machineBook(bytes, path);
      check({ gateways: gateways.map((one) => ({ ...one, package: '' })), roots: [], plugins: [] });
      dialledEntries(bytes, path);
    },
  }),
];
