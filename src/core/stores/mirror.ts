import { FLAG } from '../codec/blob.ts';
import { freshWinInetBlob, settingsOfWinInet, type WinInetBlob } from '../codec/wininet-blob.ts';
import { LEGACY_VALUE } from '../model/locations.ts';
import type { RegistrySnapshot, RegistryValue, RegistryWrite } from '../model/registry.ts';
import { isAscii } from '../proxy/list-text.ts';
import { shownPacUrl } from '../proxy/pac-url.ts';
import type { ProxySettings } from '../proxy/settings.ts';

/**
 * The string values that Windows keeps beside the LAN blob. The blob is what WinINET uses; these are read by
 * settings pages and by some programs, and other tools often write only one of the two.
 */
export interface WinInetMirror {
  key: string;
  proxyEnable: RegistryValue | null;
  proxyServer: RegistryValue | null;
  proxyOverride: RegistryValue | null;
  autoConfigUrl: RegistryValue | null;
  /** Not of the setting: whether Windows takes strings over that somebody changed. */
  migrateProxy: RegistryValue | null;
}

const MIRROR_NAMES = ['ProxyEnable', 'ProxyServer', 'ProxyOverride', 'AutoConfigURL'];

/** The mirror below an Internet Settings key; `null` when that key is not visible. */
export function mirrorOf(registry: RegistrySnapshot, key: string): WinInetMirror | null {
  if (registry.key(key).visibility === 'unseen') return null;
  const value = (name: string) => registry.value(key, name) ?? null;
  return {
    key,
    proxyEnable: value('ProxyEnable'),
    proxyServer: value('ProxyServer'),
    proxyOverride: value('ProxyOverride'),
    autoConfigUrl: value('AutoConfigURL'),
    migrateProxy: value('MigrateProxy'),
  };
}

/** A string value that has another type than Windows writes: what Windows makes of it is not known. */
export interface WrongType {
  name: string;
  value: RegistryValue;
  wanted: 'REG_DWORD' | 'REG_SZ';
}

/** The values of the wrong type; of those that are switched off only with `all`. */
export function wrongTypes(mirror: WinInetMirror, { all = false } = {}): WrongType[] {
  const { proxyEnable, proxyServer, proxyOverride, autoConfigUrl } = mirror;
  const on = all || numberOf(proxyEnable) === 1;
  const wrong = (name: string, value: RegistryValue | null, wanted: WrongType['wanted']): WrongType[] => {
    if (value === null || (wanted === 'REG_DWORD' ? value.kind === 'dword' : isText(value))) return [];
    return [{ name, value, wanted }];
  };
  return [
    ...wrong('ProxyEnable', proxyEnable, 'REG_DWORD'),
    ...(on ? wrong('ProxyServer', proxyServer, 'REG_SZ') : []),
    ...(on ? wrong('ProxyOverride', proxyOverride, 'REG_SZ') : []),
    ...wrong('AutoConfigURL', autoConfigUrl, 'REG_SZ'),
  ];
}

/**
 * The writes that bring the mirror in line with a blob; empty when they agree. Strings that are stored while
 * switched off are not in use by anybody and stay as they are.
 */
export function mirrorWrites(mirror: WinInetMirror, blob: WinInetBlob): RegistryWrite[] {
  const { key, proxyEnable } = mirror;
  const on = (blob.flags & FLAG.proxy) !== 0;
  const writes: RegistryWrite[] = [];
  if ((proxyEnable !== null && proxyEnable.kind !== 'dword') || (numberOf(proxyEnable) === 1) !== on) {
    const next = { kind: 'dword' as const, number: on ? 1 : 0 };
    writes.push({ key, name: 'ProxyEnable', expected: proxyEnable, next });
  }
  const want = (name: string, expected: RegistryValue | null, text: string, keepEmpty: boolean) => {
    // Bytes outside ASCII are in an encoding that nobody names: they make no string, and the string stays.
    if (!isAscii(text) || (text === textOf(expected) && (expected === null || isText(expected)))) return;
    const next = text === '' && !keepEmpty ? null : { kind: 'string' as const, text };
    writes.push({ key, name, expected, next });
  };
  if (on) want('ProxyServer', mirror.proxyServer, blob.proxy, true);
  if (on) want('ProxyOverride', mirror.proxyOverride, blob.bypass, false);
  want('AutoConfigURL', mirror.autoConfigUrl, (blob.flags & FLAG.pac) !== 0 ? blob.pac : '', false);
  return writes;
}

/** One string value beside a setting, as it may be shown; `null`: absent. */
export interface StringChange {
  valueName: string;
  before: string | null;
  after: string | null;
}

/** What a change does to a mirror that writes nothing else, but for the legacy settings; empty for any other change. */
export function mirrorChanges(writes: readonly RegistryWrite[]): StringChange[] {
  const strings = writes.filter(({ name }) => name !== LEGACY_VALUE);
  if (!strings.every(({ name }) => MIRROR_NAMES.includes(name))) return [];
  return strings.map(({ name, expected, next }) => ({
    valueName: name,
    before: shownValue(expected),
    after: shownValue(next),
  }));
}

function shownValue(value: RegistryValue | null): string | null {
  if (value === null) return null;
  if (value.kind === 'dword') return String(value.number);
  // Of another type there is nothing to read; what stands before an @ may be a password.
  return shownPacUrl(textOf(value));
}

/** A blob with these strings, where none can be read: what is stored but switched off is not lost with a new one. */
export function blobOfMirror(mirror: WinInetMirror | null): WinInetBlob {
  const text = (value: RegistryValue | null) => (isAscii(textOf(value)) ? textOf(value) : '');
  const fresh = freshWinInetBlob();
  if (mirror === null) return fresh;
  const [proxy, bypass] = [text(mirror.proxyServer), text(mirror.proxyOverride)];
  return { ...fresh, proxy, bypass, pac: text(mirror.autoConfigUrl) };
}

/** What the string values alone say, as a blob. */
export function meaningOfMirror(mirror: WinInetMirror): WinInetBlob {
  const pac = textOf(mirror.autoConfigUrl);
  const on = numberOf(mirror.proxyEnable) === 1;
  return {
    ...freshWinInetBlob(),
    flags: FLAG.direct | (on ? FLAG.proxy : 0) | (pac === '' ? 0 : FLAG.pac),
    proxy: textOf(mirror.proxyServer),
    bypass: textOf(mirror.proxyOverride),
    pac,
  };
}

/** What the string values alone say; used where no blob exists yet. */
export function settingsOfMirror(mirror: WinInetMirror): ProxySettings {
  return settingsOfWinInet(meaningOfMirror(mirror));
}

function isText(value: RegistryValue): value is Extract<RegistryValue, { text: string }> {
  return value.kind === 'string' || value.kind === 'expand-string';
}

function textOf(value: RegistryValue | null): string {
  return value !== null && isText(value) ? value.text : '';
}

function numberOf(value: RegistryValue | null): number {
  return value?.kind === 'dword' ? value.number : 0;
}
