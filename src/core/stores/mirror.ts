import { FLAG } from '../codec/blob.ts';
import { freshWinInetBlob, settingsOfWinInet, type WinInetBlob } from '../codec/wininet-blob.ts';
import { LEGACY_VALUE } from '../model/locations.ts';
import type { RegistrySnapshot, RegistryValue, RegistryWrite } from '../model/registry.ts';
import { isAscii } from '../proxy/list-text.ts';
import { shownUrl } from '../proxy/pac-url.ts';
import type { ProxySettings } from '../proxy/settings.ts';

/**
 * The string values that Windows stores in addition to the LAN blob. WinINET uses the blob; settings pages and
 * some programs read these, and other tools often write only one of the two.
 */
export interface WinInetMirror {
  key: string;
  proxyEnable: RegistryValue | null;
  proxyServer: RegistryValue | null;
  proxyOverride: RegistryValue | null;
  autoConfigUrl: RegistryValue | null;
  /** Not part of the setting: whether Windows copies changed strings into the blob. */
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

/** A string value with an unexpected type; its handling by Windows is unknown. */
export interface WrongType {
  name: string;
  value: RegistryValue;
  expected: 'REG_DWORD' | 'REG_SZ';
}

/** The values with the wrong type; switched-off ones only with `all`. */
export function wrongTypes(mirror: WinInetMirror, { all = false } = {}): WrongType[] {
  const { proxyEnable, proxyServer, proxyOverride, autoConfigUrl } = mirror;
  const on = all || numberOf(proxyEnable) === 1;
  const wrong = (name: string, value: RegistryValue | null, type: WrongType['expected']): WrongType[] => {
    if (value === null || (type === 'REG_DWORD' ? value.kind === 'dword' : isText(value))) return [];
    return [{ name, value, expected: type }];
  };
  return [
    ...wrong('ProxyEnable', proxyEnable, 'REG_DWORD'),
    ...(on ? wrong('ProxyServer', proxyServer, 'REG_SZ') : []),
    ...(on ? wrong('ProxyOverride', proxyOverride, 'REG_SZ') : []),
    ...wrong('AutoConfigURL', autoConfigUrl, 'REG_SZ'),
  ];
}

/**
 * The writes that make the mirror match a blob; empty if it already matches. Stored strings that are switched off
 * are unused and are not changed.
 */
export function mirrorWrites(mirror: WinInetMirror, blob: WinInetBlob): RegistryWrite[] {
  const { key, proxyEnable } = mirror;
  const on = (blob.flags & FLAG.proxy) !== 0;
  const writes: RegistryWrite[] = [];
  if ((proxyEnable !== null && proxyEnable.kind !== 'dword') || (numberOf(proxyEnable) === 1) !== on) {
    const next = { kind: 'dword' as const, number: on ? 1 : 0 };
    writes.push({ key, name: 'ProxyEnable', expected: proxyEnable, next });
  }
  const setText = (name: string, expected: RegistryValue | null, text: string, keepEmpty: boolean) => {
    // Bytes outside ASCII have an unknown encoding, so the string is not changed.
    if (!isAscii(text) || (text === textOf(expected) && (expected === null || isText(expected)))) return;
    const next = text === '' && !keepEmpty ? null : { kind: 'string' as const, text };
    writes.push({ key, name, expected, next });
  };
  if (on) setText('ProxyServer', mirror.proxyServer, blob.proxy, true);
  if (on) setText('ProxyOverride', mirror.proxyOverride, blob.bypass, false);
  setText('AutoConfigURL', mirror.autoConfigUrl, (blob.flags & FLAG.pac) !== 0 ? blob.pac : '', false);
  return writes;
}

/** One string value of a setting, safe to show; `null`: absent. */
export interface StringChange {
  valueName: string;
  before: string | null;
  after: string | null;
}

/** The strings of a change that writes only the mirror and the legacy settings; empty for any other change. */
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
  // Another type has no text; the part before an @ may be a password.
  return shownUrl(textOf(value));
}

/** A blob with these strings, for an unreadable one: stored but switched-off strings are kept in the new blob. */
export function blobOfMirror(mirror: WinInetMirror | null): WinInetBlob {
  const text = (value: RegistryValue | null) => (isAscii(textOf(value)) ? textOf(value) : '');
  const fresh = freshWinInetBlob();
  if (mirror === null) return fresh;
  const [proxy, bypass] = [text(mirror.proxyServer), text(mirror.proxyOverride)];
  return { ...fresh, proxy, bypass, pac: text(mirror.autoConfigUrl) };
}

/** The string values alone, as a blob. */
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

/** The settings of the string values alone, for when no blob exists yet. */
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
