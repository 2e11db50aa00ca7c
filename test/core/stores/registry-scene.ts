import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { encodeWinHttpBlob, freshWinHttpBlob } from '../../../src/core/codec/winhttp-blob.ts';
import {
  decodeWinInetBlob,
  encodeWinInetBlob,
  type WinInetBlob,
} from '../../../src/core/codec/wininet-blob.ts';
import type { DesiredSettings } from '../../../src/core/decide/desired-settings.ts';
import type { Observation } from '../../../src/core/model/observation.ts';
import {
  type RegistryKey,
  RegistrySnapshot,
  type RegistryValue,
  type RegistryWrite,
} from '../../../src/core/model/registry.ts';
import { parseRegFile } from '../../../src/core/reg-file/parse.ts';
import { toSnapshot } from '../../../src/core/reg-file/snapshot.ts';

export const SETTINGS = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
export const CONNECTIONS = `${SETTINGS}\\Connections`;
export const WINHTTP =
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections';
export const WINHTTP32 = WINHTTP.replace('SOFTWARE\\', 'SOFTWARE\\WOW6432Node\\');
export const FOLLOW: DesiredSettings = { source: 'wininet' };

export function observe(registry: RegistrySnapshot): Observation {
  return {
    collectedAt: '2026-11-25T00:00:00.000Z',
    name: null,
    os: { platform: 'win32', version: null, build: null },
    powershell: null,
    user: null,
    registry,
  };
}

/** The sample with a proxy that is not on loopback. */
export function sample(): RegistrySnapshot {
  const text = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });
  return toSnapshot(parseRegFile(text));
}

export function withValue(
  registry: RegistrySnapshot,
  key: string,
  name: string,
  value: RegistryValue | null,
): RegistrySnapshot {
  const keys = new Map<string, RegistryKey>([...registry.keys].map((k) => [k.path, k]));
  const old = registry.key(key);
  const values = new Map(old.values);
  if (value === null) values.delete(name);
  else values.set(name, value);
  keys.set(old.path, { path: old.path, visibility: 'present', values });
  return new RegistrySnapshot(keys.values());
}

export function done(registry: RegistrySnapshot, writes: readonly RegistryWrite[]): RegistrySnapshot {
  return writes.reduce((state, { key, name, next }) => withValue(state, key, name, next), registry);
}

export function blobIn(registry: RegistrySnapshot, name = 'DefaultConnectionSettings'): WinInetBlob {
  const value = registry.value(CONNECTIONS, name);
  const decoded = value?.kind === 'binary' ? decodeWinInetBlob(value.bytes) : null;
  if (decoded?.ok !== true) throw new Error('no blob');
  return decoded.blob;
}

export function setBlob(registry: RegistrySnapshot, change: Partial<WinInetBlob>): RegistrySnapshot {
  const bytes = encodeWinInetBlob({ ...blobIn(registry), ...change });
  return withValue(registry, CONNECTIONS, 'DefaultConnectionSettings', { kind: 'binary', bytes });
}

/** The registry with this proxy in WinHTTP, in both views or in those named; `''`: direct. */
export function withWinHttp(
  registry: RegistrySnapshot,
  proxy: string,
  bypass = '',
  keys: readonly string[] = [WINHTTP, WINHTTP32],
): RegistrySnapshot {
  const bytes = encodeWinHttpBlob({ ...freshWinHttpBlob(), flags: proxy === '' ? 1 : 3, proxy, bypass });
  return keys.reduce(
    (all, key) => withValue(all, key, 'WinHttpSettings', { kind: 'binary', bytes }),
    registry,
  );
}

export const dword = (number: number): RegistryValue => ({ kind: 'dword', number });
export const text = (value: string): RegistryValue => ({ kind: 'string', text: value });

/** A registry of these keys; all others are unseen. */
export function registryOf(
  keys: Readonly<Record<string, Readonly<Record<string, RegistryValue>> | 'absent'>>,
): RegistrySnapshot {
  return new RegistrySnapshot(
    Object.entries(keys).map(([path, values]) => ({
      path,
      visibility: values === 'absent' ? 'absent' : 'present',
      values: new Map(values === 'absent' ? [] : Object.entries(values)),
    })),
  );
}
