import { describe, expect, it } from 'vitest';
import { desiredBeside } from '../../../src/core/decide/desired-beside.ts';
import type { DesiredSettings } from '../../../src/core/decide/desired-settings.ts';
import { RegistrySnapshot, type RegistryValue } from '../../../src/core/model/registry.ts';
import { dword, observe, sample, setBlob, withValue } from '../stores/registry-scene.ts';

const INTERNET = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const ANN = 'S-1-5-21-1-2-3-1001';
const BOB = 'S-1-12-1-1-2-3-4';
const SERVICE = 'S-1-5-19';
const lan = (sid: string) => `wininet/${sid}/lan`;
const DIRECT = { kind: 'direct' } as const;
const PROXY = { kind: 'proxy', servers: [{ scheme: 'all', host: 'a', port: 1 }], bypass: [] } as const;
const newer: RegistryValue = { kind: 'binary', bytes: new Uint8Array([0x50, ...new Uint8Array(55)]) };

/** The sample, whose own user is not there, with these hives; each has the blob of that user, or this value. */
function machine(hives: Readonly<Record<string, RegistryValue | null>>): RegistrySnapshot {
  const keys = [...sample().keys].filter(({ path }) => path.startsWith('HKEY_LOCAL'));
  const blob = setBlob(sample(), {}).value(
    `HKEY_CURRENT_USER\\${INTERNET}\\Connections`,
    'DefaultConnectionSettings',
  );
  return Object.entries(hives).reduce((registry, [sid, value]) => {
    const key = `HKEY_USERS\\${sid}\\${INTERNET}`;
    const seen = withValue(registry, key, 'ProxyEnable', dword(0));
    return withValue(seen, `${key}\\Connections`, 'DefaultConnectionSettings', value ?? blob ?? null);
  }, new RegistrySnapshot(keys));
}

const desired = (part: object): DesiredSettings => ({
  ...{ source: 'explicit', winInet: DIRECT, winHttp: PROXY },
  ...part,
});
const beside = (registry: RegistrySnapshot, asked: DesiredSettings, sid: string | null = ANN) =>
  desiredBeside(observe(registry), asked, sid);

describe('a damaged setting of a user', () => {
  it('of the VPN user is left out, and the computer gets its state', () => {
    const stores = { [lan(SERVICE)]: PROXY };
    const registry = machine({ [ANN]: newer, [SERVICE]: null });
    expect(beside(registry, desired({ stores }))).toEqual(desired({ winInet: null, stores }));
    expect(beside(registry, desired({}))).toEqual(desired({ winInet: null, stores: {} }));
  });

  it('of another user is left out alone', () => {
    const registry = machine({ [ANN]: null, [BOB]: newer });
    const asked = desired({ stores: { [lan(BOB)]: DIRECT } });
    expect(beside(registry, asked)).toEqual(desired({ stores: {} }));
    expect(
      beside(registry, desired({ winInet: null, stores: { [lan(BOB)]: DIRECT, 'winhttp/wow64': PROXY } })),
    ).toEqual(desired({ winInet: null, stores: { 'winhttp/wow64': PROXY } }));
  });

  it('of which no string value is visible is left out, too', () => {
    const keys = [...machine({ [ANN]: null }).keys].filter(({ path }) => !path.endsWith('Internet Settings'));
    expect(beside(new RegistrySnapshot(keys), desired({}))).toEqual(desired({ winInet: null, stores: {} }));
  });

  it.each<[string, Record<string, RegistryValue | null>, DesiredSettings]>([
    ['is there, and nothing is damaged', { [ANN]: null }, desired({})],
    ['is there, but is not named', { [ANN]: null, [BOB]: newer }, desired({})],
    [
      'is that of a service',
      { [ANN]: null, [SERVICE]: newer },
      desired({ stores: { [lan(SERVICE)]: PROXY } }),
    ],
    ['decides for WinHTTP', { [ANN]: newer }, desired({ winHttp: 'follow' })],
    ['is the source', { [ANN]: newer }, { source: 'wininet' }],
    ['follows WinHTTP', { [ANN]: newer }, { source: 'winhttp' }],
  ])('changes nothing where it %s', (_, hives, asked) => {
    expect(beside(machine(hives), asked)).toBe(asked);
  });
});
