import {
  encodeWinInetBlob,
  freshWinInetBlob,
  type WinInetBlob,
} from '../../../../src/core/codec/wininet-blob.ts';
import { assess } from '../../../../src/core/decide/assess.ts';
import type { DesiredSetting, DesiredSettings } from '../../../../src/core/decide/desired-settings.ts';
import type { RegistrySnapshot, RegistryValue } from '../../../../src/core/model/registry.ts';
import {
  blobIn,
  CONNECTIONS,
  done,
  observe,
  SETTINGS,
  sample,
  setBlob,
  text,
  withValue,
} from '../../stores/registry-scene.ts';

export const BLOB = 'DefaultConnectionSettings';
export const LEGACY = 'SavedLegacySettings';

export function binary(part: Partial<WinInetBlob>): RegistryValue {
  return { kind: 'binary', bytes: encodeWinInetBlob({ ...freshWinInetBlob(), ...part }) };
}

/** The proxy `HOST:1`; without a bypass list, the current one is kept. */
export function proxyOf(host: string, bypass: readonly string[] | null = null): DesiredSetting {
  return { kind: 'proxy', servers: [{ scheme: 'all', host, port: 1 }], bypass };
}

/** This state for the WinINET setting of the user alone. */
export function named(winInet: DesiredSetting): DesiredSettings {
  return { source: 'explicit', winInet, winHttp: null };
}

export function changesOf(registry: RegistrySnapshot, desired: DesiredSettings) {
  return assess(observe(registry), desired, null).plan.changes;
}

/** The registry after every write of the plan. */
export function applied(registry: RegistrySnapshot, desired: DesiredSettings): RegistrySnapshot {
  return done(
    registry,
    changesOf(registry, desired).flatMap(({ writes }) => writes),
  );
}

/** The blob and the legacy blob with these parts, and strings that are as the blob. */
export function copies(part: Partial<WinInetBlob>, legacy: RegistryValue | null = null): RegistrySnapshot {
  const registry = withValue(setBlob(sample(), part), CONNECTIONS, LEGACY, legacy);
  const { proxy: list, bypass, flags, pac } = blobIn(registry);
  const strings: [string, RegistryValue | null][] = [
    ['ProxyEnable', { kind: 'dword', number: (flags & 2) === 0 ? 0 : 1 }],
    ['ProxyServer', text(list)],
    ['ProxyOverride', text(bypass)],
    ['AutoConfigURL', (flags & 4) === 0 ? null : text(pac)],
  ];
  return strings.reduce((all, [name, value]) => withValue(all, SETTINGS, name, value), registry);
}
