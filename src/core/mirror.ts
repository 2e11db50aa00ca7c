import { freshWinInetBlob, type WinInetBlob } from './codec/wininet-blob.ts';
import type { StringChange } from './plan.ts';
import { isAscii } from './proxy/list-text.ts';
import { parseLists } from './proxy/lists.ts';
import { shownPacUrl } from './proxy/pac-url.ts';
import type { ProxySettings } from './proxy/settings.ts';
import type { RegistrySnapshot, RegistryValue, RegistryWrite } from './registry.ts';

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
}

const MIRROR_NAMES = ['ProxyEnable', 'ProxyServer', 'ProxyOverride', 'AutoConfigURL'];
const PROXY_FLAG = 2;
const PAC_FLAG = 4;

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
  };
}

/**
 * The writes that bring the mirror in line with a blob; empty when they agree. Strings that are stored while
 * switched off are not in use by anybody and stay as they are.
 */
export function mirrorWrites(mirror: WinInetMirror, blob: WinInetBlob): RegistryWrite[] {
  const on = (blob.flags & PROXY_FLAG) !== 0;
  const writes: RegistryWrite[] = [];
  const want = (name: string, expected: RegistryValue | null, next: RegistryValue | null) =>
    writes.push({ key: mirror.key, name, expected, next });
  if ((numberOf(mirror.proxyEnable) === 1) !== on) {
    want('ProxyEnable', mirror.proxyEnable, { kind: 'dword', number: on ? 1 : 0 });
  }
  // Bytes outside ASCII are in an encoding that nobody names: they make no string, and the string stays.
  if (on && isAscii(blob.proxy) && textOf(mirror.proxyServer) !== blob.proxy) {
    want('ProxyServer', mirror.proxyServer, { kind: 'string', text: blob.proxy });
  }
  if (on && isAscii(blob.bypass) && textOf(mirror.proxyOverride) !== blob.bypass) {
    want(
      'ProxyOverride',
      mirror.proxyOverride,
      blob.bypass === '' ? null : { kind: 'string', text: blob.bypass },
    );
  }
  const pac = (blob.flags & PAC_FLAG) !== 0 ? blob.pac : '';
  if (isAscii(pac) && textOf(mirror.autoConfigUrl) !== pac) {
    want('AutoConfigURL', mirror.autoConfigUrl, pac === '' ? null : { kind: 'string', text: pac });
  }
  return writes;
}

/** What a change that writes nothing but a mirror does to its values; empty for any other change. */
export function mirrorChanges(writes: readonly RegistryWrite[]): StringChange[] {
  if (!writes.every(({ name }) => MIRROR_NAMES.includes(name))) return [];
  return writes.map(({ name, expected, next }) => ({
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

/** What the string values alone say; used where no blob exists yet. */
export function settingsOfMirror(mirror: WinInetMirror): ProxySettings {
  const url = textOf(mirror.autoConfigUrl);
  const texts = { proxy: textOf(mirror.proxyServer), bypass: textOf(mirror.proxyOverride) };
  return {
    direct: true,
    ...parseLists(texts, numberOf(mirror.proxyEnable) === 1, 'wininet'),
    pac: { enabled: url !== '', url: url === '' ? null : url },
    autoDetect: false,
  };
}

function textOf(value: RegistryValue | null): string {
  return value?.kind === 'string' || value?.kind === 'expand-string' ? value.text : '';
}

function numberOf(value: RegistryValue | null): number {
  return value?.kind === 'dword' ? value.number : 0;
}
