import { FLAG } from '../codec/blob.ts';
import {
  decodeWinHttpBlob,
  encodeWinHttpBlob,
  freshWinHttpBlob,
  settingsOfWinHttp,
} from '../codec/winhttp-blob.ts';
import { P2sError } from '../model/errors.ts';
import { INTERNET_SETTINGS, WINHTTP_VALUE } from '../model/locations.ts';
import { RegistrySnapshot, type RegistryValue, sameValue } from '../model/registry.ts';
import { isLoopbackHost } from '../proxy/host.ts';
import { withQuotes } from '../proxy/list-issue.ts';
import { shownUrl } from '../proxy/pac-url.ts';
import { formatServer } from '../proxy/proxy-list.ts';
import type { ProxySettings } from '../proxy/settings.ts';
import { hasRule } from '../redact/registry.ts';
import { canonicalKeyPath, sameKey } from '../reg-file/key-path.ts';
import { parseRegText } from '../reg-file/parse.ts';
import { toSnapshot, withAbsentConnections } from '../reg-file/snapshot.ts';
import { POLICIES } from '../stores/policy.ts';
import { readStores } from '../stores/stores.ts';
import type { MissingPiece } from './model.ts';

/** What a text shows of the proxy settings of a computer. */
export interface PastedSettings {
  /** Each place with a setting, and the row of `KNOWN_MESSAGES` about it, if there is one. */
  shown: readonly (Pick<FoundValue, 'at' | 'end'> & Row)[];
  /** The settings as a recording has them, without those that the text shows with different data. */
  registry: RegistrySnapshot;
  missing: readonly MissingPiece[];
}

type Row = { id: string; list: string | null };
type FoundValue = { at: number; end: number; key: string; name: string; value: RegistryValue };

const USER = `HKEY_CURRENT_USER\\${INTERNET_SETTINGS}`;
const CONNECTIONS = `${USER}\\Connections`;
const COMPUTER = `HKEY_LOCAL_MACHINE\\${INTERNET_SETTINGS}\\Connections`;
/** The key of a value that stands alone. */
const KEY_OF: Readonly<Record<string, string>> = {
  ...{ ProxyEnable: USER, ProxyServer: USER, ProxyOverride: USER, AutoConfigURL: USER, MigrateProxy: USER },
  ...{ DefaultConnectionSettings: CONNECTIONS, SavedLegacySettings: CONNECTIONS, [WINHTTP_VALUE]: COMPUTER },
  ProxySettingsPerUser: `HKEY_LOCAL_MACHINE\\${POLICIES}`,
};

/**
 * Reads the settings in a text, within any other text: `netsh winhttp show proxy` in any language, `reg query`, `.reg`,
 * the lists and tables of PowerShell, and single values. By names and shapes, in no language.
 */
export function pastedSettings(text: string): PastedSettings {
  const ofNetsh = netshValues(text);
  const whole = new Set<string>();
  // In German, netsh has the name of a registry value.
  const without = (left: string, { at, end }: FoundValue) =>
    left.slice(0, at) + ' '.repeat(end - at) + left.slice(end);
  const rest = ofNetsh.reduce(without, text).replace(EXPORT, (part) => part.replace(/\S/g, ' '));
  const found = [...ofNetsh, ...exportedValues(text, whole), ...listedValues(rest, whole)];
  const keys = keysOf(found);
  const missing = completed(keys, whole.has(USER));
  const present = [...keys].map(([path, values]) => ({ path, visibility: 'present' as const, values }));
  const registry = new RegistrySnapshot(present);
  const lan = readStores(withAbsentConnections(registry)).find(({ id }) => id === 'wininet/current/lan');
  if (lan?.settings == null) missing.add('wininet');
  if (registry.value(COMPUTER, WINHTTP_VALUE) == null) missing.add('winhttp');
  const shown = found.map(({ at, end, key, name, value }) => {
    if (key === COMPUTER && name === WINHTTP_VALUE) return { at, end, ...winHttpRow(value) };
    const isOfUser = key === USER || key === CONNECTIONS;
    return { at, end, ...(isOfUser ? winInetRow(lan?.settings ?? null) : { id: '', list: null }) };
  });
  return { shown, registry, missing: [...missing] };
}

/** The values by key; none of a user, and no WinHTTP, that the text shows with different data. */
function keysOf(found: readonly FoundValue[]): Map<string, Map<string, RegistryValue>> {
  const keys = new Map(found.map(({ key }) => [key, new Map<string, RegistryValue>()]));
  const differing = found.filter(({ key, name, value }) => {
    const other = keys.get(key)?.get(name);
    keys.get(key)?.set(name, value);
    return other !== undefined && !sameValue(other, value);
  });
  for (const { key } of differing) keys.delete(key);
  return keys;
}

/** A proxy without its switch counts as on; a part that says too little is removed. Returns what is left open. */
function completed(keys: Map<string, Map<string, RegistryValue>>, isWhole: boolean): Set<MissingPiece> {
  const values = keys.get(USER) ?? new Map<string, RegistryValue>();
  const enabled = values.get('ProxyEnable');
  const isOn = enabled?.kind === 'dword' && enabled.number === 1;
  const open = new Set<MissingPiece>();
  if (keys.get(CONNECTIONS)?.has('DefaultConnectionSettings') === true) keys.set(USER, values);
  else if (enabled === undefined && values.has('ProxyServer')) {
    values.set('ProxyEnable', { kind: 'dword', number: 1 });
    open.add('proxy-enable');
  } else if (isWhole) return open;
  else if (enabled !== undefined && !isOn && !values.has('AutoConfigURL')) open.add('auto-config-url');
  else if (!values.has(isOn ? 'ProxyServer' : 'AutoConfigURL')) keys.delete(USER);
  return open;
}

function winHttpRow(value: RegistryValue): Row {
  const decoded = value.kind === 'binary' ? decodeWinHttpBlob(value.bytes) : null;
  if (decoded?.ok !== true) return { id: 'winhttp-bad-list', list: null };
  const { proxy } = settingsOfWinHttp(decoded.blob);
  const { enabled, servers, issues = [] } = proxy;
  if (!enabled) return { id: 'winhttp-direct', list: null };
  const refused = issues.filter(({ severity }) => severity === 'refused').map(({ code }) => code);
  const row = (id: string) => ({ id, list: listOf(proxy) });
  if (refused.includes('credentials')) return row('winhttp-credentials');
  if (refused.includes('quotes')) return row('winhttp-quotes');
  if (refused.length > 0 || servers.length === 0) return row('winhttp-bad-list');
  if (servers.some(({ host }) => isLoopbackHost(host))) return row('winhttp-loopback');
  return row(servers.every(({ scheme }) => scheme === 'socks') ? 'winhttp-socks' : 'winhttp-proxy');
}

function winInetRow(settings: ProxySettings | null): Row {
  if (settings === null) return { id: 'wininet-part', list: null };
  const { proxy, pac, autoDetect } = settings;
  if (pac?.enabled === true || autoDetect === true)
    return { id: 'wininet-automatic', list: pac?.url == null ? null : shownUrl(pac.url) };
  return proxy.enabled ? { id: 'wininet-proxy', list: listOf(proxy) } : { id: 'wininet-direct', list: null };
}

function listOf({ servers, issues = [] }: ProxySettings['proxy']): string {
  return [...servers.map(formatServer), ...issues.map(({ entry }) => withQuotes(entry))].join(';');
}

/** "Current WinHTTP proxy settings:" in the languages of Windows, and the next two lines that are not blank. */
const SHOWN =
  /^[^\n]*WinHTTP[^\n]*[:：][^\S\n]*\n\s*\n?[^\S\n]*(?<first>\S[^\n]*)(?:\n[^\S\n]*(?<second>\S[^\n]*))?/gim;
/** The same as people note it, in one line. */
const NOTED = /^[^\S\n]*(?:netsh|winhttp)\b[^:\n]{0,30}:[^\S\n]*(?<first>direct\b[^:\n]*)$/gim;
/** "Direct access (no proxy server)." */
const DIRECT = /direct|direk|直接|прям|dirett|bezpośredni|přím/i;
/** The name of a line, and its value. */
const VALUE = /^[^:：]{2,40}[:：]\s*(\S.*)/;

/** Left out: an output that shows neither direct access nor a list. */
function netshValues(text: string): FoundValue[] {
  return [...text.matchAll(SHOWN), ...text.matchAll(NOTED)].flatMap(({ index, groups = {}, 0: part }) => {
    const { first = '', second = '' } = groups;
    const proxy = VALUE.exec(first)?.[1]?.trim() ?? '';
    if (!/prox|プロキシ|代理|프록시|прокси|netsh/i.test(part) || (proxy === '' && !DIRECT.test(first)))
      return [];
    // An empty list is a word in parentheses.
    const bypass = proxy === '' ? '' : (VALUE.exec(second)?.[1]?.trim() ?? '').replace(/^[(（].*[)）]$/, '');
    const flags = proxy === '' ? FLAG.direct : FLAG.direct | FLAG.proxy;
    const blob = { ...freshWinHttpBlob(), flags, proxy: inBytes(proxy), bypass: inBytes(bypass) };
    const value = { kind: 'binary', bytes: encodeWinHttpBlob(blob) } as const;
    return [{ at: index, end: index + part.length, key: COMPUTER, name: WINHTTP_VALUE, value }];
  });
}

/** As Windows stores it: single bytes, of code page 1252. */
function inBytes(list: string): string {
  const byteOf = (one: string) => ({ '\u2018': '\x91', '\u201c': '\x93', '\u201d': '\x94' })[one] ?? '?';
  return list.replace(/[^\0-\u00ff]/g, byteOf);
}

const EXPORT =
  /^\[-?HKEY_[^\n]*\](?:\n(?:[^\S\n]*(?=\n|$)|;[^\n]*|"[^\n]*|@=[^\n]*|\[-?HKEY_[^\n]*\]|[^\S\n]*[0-9a-f]{2}[0-9a-f,\\ \t]*))*/gim;

/** The keys of `.reg` text, each as a whole; none of text that is damaged. */
function exportedValues(text: string, whole: Set<string>): FoundValue[] {
  return [...text.matchAll(EXPORT)].flatMap(({ index, 0: part }) => {
    const body = `Windows Registry Editor Version 5.00\n\n${part}`;
    const file = { text: body, encoding: 'utf-8', bom: false } as const;
    try {
      return [...toSnapshot(parseRegText(file, (path) => hasRule(path, '*'))).keys].flatMap((one) => {
        const key = readKey(one.path);
        whole.add(key);
        const place = { at: index, end: index + part.length, key };
        return [...one.values].map(([name, value]) => ({ ...place, name, value }));
      });
    } catch (error) {
      if (error instanceof P2sError) return [];
      throw error;
    }
  });
}

/** A key in a line of its own, or as the place of the values of a list. */
const KEY = /^[^\S\n]*(?:PSPath\s*:\s*\S*?::)?((?:HKEY_[A-Z_]+|HK(?:CU|LM|U))\\[^\n]*)$/im;
/** `ProxyServer    REG_SZ    10.0.0.1:3128`, and `ProxyServer : 10.0.0.1:3128` */
const LINE =
  /^[^\S\n]*(?:[-*] )?["'`$]?(\w+(?: \w+)*)["'`]?(?:[^\S\n]+REG_(SZ|EXPAND_SZ|DWORD|BINARY)|[^\S\n]*[:=])([^\n]*)$/gm;
/** `ProxyServer 10.0.0.1:3128`, also within a line. */
const WRITTEN =
  /(?<![\w"])(ProxyServer|ProxyEnable|AutoConfigURL)["']?[^\S\n]*(?:[:=]|is\b)?[^\S\n]*["']?([01](?![\w.])|0x[01]\b|https?:\/\/[^\s"',;]+|(?:\w+=)?(?:[^\s"',;]+@)?[\w.-]+:\d{1,5}(?:;[^\s"',]+)?(?![^\s"',;]))/g;
/** The names of a table with the dashes below them, and the values of its first line. */
const TABLE =
  /^[^\S\n]*(\w+)[^\S\n]+(\w+)[^\S\n]*\n[^\S\n]*-+[^\S\n]+-+[^\S\n]*\n[^\S\n]*(\S+)[^\S\n]+(\S+)/gm;

/** The values of `reg query`, and of the lists and tables of PowerShell: each paragraph has one key. */
function listedValues(text: string, whole: Set<string>): FoundValue[] {
  return [...text.matchAll(PARAGRAPHS)].flatMap(({ index, 0: part }) => {
    // Format-List wraps long values.
    const unwrapped = part.replace(/\n {12,}(?=\S)/g, '');
    const body = unwrapped.replace(TABLE, '$1:$3\n$2:$4').replace(WRITTEN, '\n$1:$2\n');
    const named = KEY.exec(body)?.[1];
    const key = named === undefined ? null : readKey(named.trimEnd());
    return [...body.matchAll(LINE)].flatMap(([, name = '', type, data = '']) => {
      const own = KEY_OF[name];
      if (key !== null && own === undefined && !name.startsWith('PS')) whole.add(key);
      const value = type === undefined ? listedValue(name, data.trim()) : dataOf(type, data.trim());
      if (own === undefined || value === null) return [];
      return [{ at: index, end: index + part.length, key: key ?? own, name, value }];
    });
  });
}

/** Lines without a blank one between them. */
export const PARAGRAPHS = /[^\n]+(?:\n[^\n]*\S[^\n]*)*/g;

/** The key as it is read; the only user of a text is the current one. */
function readKey(path: string): string {
  const long = canonicalKeyPath(path) ?? path;
  const key = long.replace(/^HKEY_USERS\\S-1-(?:5-21|12-1)-[\d-]+(?=\\)/i, 'HKEY_CURRENT_USER');
  return Object.values(KEY_OF).find((one) => sameKey(one, key)) ?? key;
}

function dataOf(type: string, data: string): RegistryValue | null {
  if (type === 'DWORD') return { kind: 'dword', number: Number(data) };
  if (type !== 'BINARY') return { kind: type === 'SZ' ? 'string' : 'expand-string', text: data };
  const isWhole = /^(?:[0-9a-f]{2})*$/i.test(data);
  return isWhole ? { kind: 'binary', bytes: Uint8Array.from(Buffer.from(data, 'hex')) } : null;
}

/** `null` for a value that PowerShell shortens, and for a sentence. */
function listedValue(name: string, text: string): RegistryValue | null {
  const data = text.replace(/^(["'`])(.*)\1[,;]?$/, '$2');
  if (/^(?:0x)?\d$/.test(data) && name !== 'ProxyServer') return dataOf('DWORD', data);
  const isText = name === 'ProxyOverride' ? data !== '' : /^[^\s{]{2,}$/.test(data);
  return KEY_OF[name] === USER && name !== 'ProxyEnable' && isText ? dataOf('SZ', data) : null;
}
