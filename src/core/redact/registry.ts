import { OTHER_PROXIES, WINHTTP_VALUE } from '../model/locations.ts';
import { type RegistryKey, RegistrySnapshot, type RegistryValue } from '../model/registry.ts';
import { redactKeyPath, redactList, redactWords } from './names.ts';
import type { Pseudonyms } from './pseudonyms.ts';

const INTERNET = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const POLICIES = 'Software\\Policies\\Microsoft';
const LISTS = ['ProxyServer', 'ProxyOverride', 'AutoConfigURL'];
const SWITCHES = ['ProxyEnable', 'MigrateProxy', 'AutoDetect'];
const LOCKDOWN = ['Proxy', 'Autoconfig', 'Connection Settings', 'ConnectionsTab'];
const SERVICES = 'SYSTEM\\CurrentControlSet\\Services';
const NO_CHECK = ['NoCertRevocationCheck'];

/** Treatment of the values of a key: `keep` for numbers and Windows terms, `list` and `words` for names. */
type KeyRule =
  | 'connections'
  | Readonly<Partial<Record<'keep' | 'list' | 'words' | 'blank', readonly string[]>>>;

/** Every key that p2s-fix reads, relative to a hive or its 32-bit view. Other keys are omitted. */
const RULES: Readonly<Record<string, KeyRule>> = {
  [INTERNET]: { keep: SWITCHES, list: LISTS },
  [`${INTERNET}\\Connections`]: 'connections',
  [`${INTERNET}\\WinHttp`]: { keep: ['DisableWpad', 'DefaultSecureProtocols'] },
  [`${POLICIES}\\Windows\\CurrentVersion\\Internet Settings`]: {
    keep: [...SWITCHES, 'ProxySettingsPerUser', 'DisableWpad'],
    list: LISTS,
  },
  [`${POLICIES}\\Internet Explorer\\Control Panel`]: { keep: LOCKDOWN },
  [`${POLICIES}\\Windows\\WindowsUpdate`]: { list: ['WUServer', 'UpdateServiceUrlAlternate'] },
  'Software\\Microsoft\\PolicyManager\\current\\device\\Update': {
    list: ['UpdateServiceUrl', 'UpdateServiceUrlAlternate'],
  },
  'Volatile Environment': { words: ['USERNAME', 'USERDOMAIN'] },
  'Software\\Microsoft\\Cryptography': {},
  'Software\\Microsoft\\Windows NT\\CurrentVersion': {
    keep: ['ProductName', 'CurrentBuild', 'CurrentBuildNumber', 'UBR', 'DisplayVersion'],
  },
  ...Object.fromEntries(
    ['RasMan', 'WinHttpAutoProxySvc', 'CryptSvc', 'EapHost', 'RasSstp', 'NdisWan'].map((service) => [
      `${SERVICES}\\${service}`,
      { keep: ['Start'] },
    ]),
  ),
  [`${SERVICES}\\SstpSvc`]: { keep: ['Start', ...NO_CHECK] },
  [`${SERVICES}\\SstpSvc\\Parameters`]: { keep: NO_CHECK },
  [`${SERVICES}\\SstpSvc\\Parameter`]: { keep: NO_CHECK },
  [`${SERVICES}\\RasMan\\Parameters`]: { keep: NO_CHECK },
  'SYSTEM\\CurrentControlSet\\Services\\CmBatt\\Enum': { keep: ['Count'] },
  'Software\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\RebootPending': {},
  'Software\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate\\Auto Update\\RebootRequired': {},
  'SYSTEM\\CurrentControlSet\\Control\\Session Manager': { blank: ['PendingFileRenameOperations'] },
  [`${SERVICES}\\Tcpip\\Parameters`]: { list: ['Domain'] },
  ...Object.fromEntries(OTHER_PROXIES.map(({ key, names }) => [key, { blank: names }])),
};
const BY_PATH = new Map(Object.entries(RULES).map(([path, rule]) => [path.toLowerCase(), rule]));
const LAST_PARTS = new Set([...BY_PATH.keys()].map(lastPart));
const OWN_BLOBS = ['defaultconnectionsettings', 'savedlegacysettings'];

/** The part of the registry that p2s-fix reads, without names. */
export function redactRegistry(names: Pseudonyms, registry: RegistrySnapshot): RegistrySnapshot {
  const keys: RegistryKey[] = [];
  for (const key of registry.keys) {
    const rule = ruleOf(key.path);
    if (rule === undefined) continue;
    const values = [...key.values].flatMap(([name, value]) => redacted(names, rule, name, value));
    keys.push({ ...key, path: redactKeyPath(names, key.path), values: new Map(values) });
  }
  return new RegistrySnapshot(keys);
}

/** Whether {@link RULES} include a value of a key; `*` means any value. */
export function hasRule(path: string, name: string): boolean {
  const rule = ruleOf(path);
  if (rule === undefined || rule === 'connections' || name === '*') return rule !== undefined;
  return Object.values(rule).some((known) => includes(known, name));
}

/** Checks the last part of the path first, because a large file has many keys without a rule. */
function ruleOf(path: string): KeyRule | undefined {
  return LAST_PARTS.has(lastPart(path).toLowerCase()) ? BY_PATH.get(belowHive(path)) : undefined;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('\\') + 1);
}

function belowHive(path: string): string {
  const [hive = '', ...rest] = path.toLowerCase().split('\\');
  const below = hive === 'hkey_users' ? rest.slice(1) : rest;
  return below.filter((part, at) => !(part === 'wow6432node' && at === 1)).join('\\');
}

function redacted(
  names: Pseudonyms,
  rule: KeyRule,
  name: string,
  value: RegistryValue,
): (readonly [string, RegistryValue])[] {
  if (rule === 'connections') {
    const isOwn = OWN_BLOBS.includes(name.toLowerCase());
    const isWinHttp = name.toLowerCase() === WINHTTP_VALUE.toLowerCase();
    if (value.kind !== 'binary')
      return [[isOwn || isWinHttp ? name : redactWords(names, name), withText(value, () => '')]];
    const bytes = redactBlob(names, value.bytes, isWinHttp ? 2 : 3);
    return [[isOwn || isWinHttp ? name : redactWords(names, name), { ...value, bytes }]];
  }
  const has = (what: keyof typeof rule) => includes(rule[what] ?? [], name);
  if (has('keep')) return [[name, value]];
  if (has('list')) return [[name, withText(value, (text) => redactList(names, text))]];
  if (has('words')) return [[name, withText(value, (text) => redactWords(names, text))]];
  // Only the presence of this value is used.
  return has('blank') ? [[name, { kind: 'string', text: '' }]] : [];
}

function includes(known: readonly string[], name: string): boolean {
  return known.some((one) => one.toLowerCase() === name.toLowerCase());
}

function withText(value: RegistryValue, change: (text: string) => string): RegistryValue {
  switch (value.kind) {
    case 'string':
    case 'expand-string':
      return { ...value, text: change(value.text) };
    case 'multi-string':
      return { ...value, texts: value.texts.map(change) };
    case 'binary':
    case 'other':
      return { ...value, bytes: new Uint8Array(value.bytes.length) };
    case 'dword':
    case 'qword':
      return value;
  }
}

const HEAD = 12;
/** Proxy, bypass list, PAC URL. */
const STRINGS = 3;

/**
 * The blob with the names in its strings replaced by pseudonyms of the same length, so that it decodes, or fails
 * to decode, as before. Bytes after the strings, or with unknown string positions, are blanked.
 *
 * @param strings number of strings: 3 in WinINET blobs, 2 in WinHTTP blobs
 */
function redactBlob(names: Pseudonyms, bytes: Uint8Array, strings: 2 | typeof STRINGS): Uint8Array {
  const blob = Buffer.from(bytes);
  let at = Math.min(HEAD, blob.length);
  for (let index = 0; index < strings && blob.length - at >= 4; index++) {
    const length = blob.readUInt32LE(at);
    at += 4;
    if (length > blob.length - at) break;
    const text = redactList(names, blob.toString('latin1', at, at + length));
    blob.write(text, at, length, 'latin1');
    at += length;
  }
  return new Uint8Array(blob.fill(0, at));
}
