import { describe, expect, it } from 'vitest';
import {
  encodeWinInetBlob,
  freshWinInetBlob,
  type WinInetBlob,
} from '../../../../src/core/codec/wininet-blob.ts';
import { assess } from '../../../../src/core/decide/assess.ts';
import type { DesiredSettings } from '../../../../src/core/decide/desired-settings.ts';
import { proposalOf } from '../../../../src/core/decide/proposal.ts';
import {
  besideFindings,
  serviceAccountFindings,
  storeFindings,
  unseenFindings,
} from '../../../../src/core/findings/settings/store.ts';
import type { Finding } from '../../../../src/core/model/finding.ts';
import { LOCAL_SERVICE } from '../../../../src/core/model/locations.ts';
import type { RegistrySnapshot, RegistryValue } from '../../../../src/core/model/registry.ts';
import { POLICIES } from '../../../../src/core/stores/policy.ts';
import { readStores, type Store } from '../../../../src/core/stores/stores.ts';
import {
  CONNECTIONS,
  FOLLOW,
  observe,
  registryOf,
  SETTINGS,
  sample,
  setBlob,
  WINHTTP,
  withValue,
} from '../../stores/registry-scene.ts';
import { dword, repaired, text } from '../findings-scene.ts';

const LAN = 'wininet/current/lan';
const aligned = repaired(sample(), FOLLOW);
const blob = (part: Partial<WinInetBlob>): RegistryValue => ({
  kind: 'binary',
  bytes: encodeWinInetBlob({ ...freshWinInetBlob(), ...part }),
});
const codes = (findings: readonly Finding[]) => findings.map(({ code, severity }) => `${code} ${severity}`);
/** A blob of the user with the strings and legacy settings that Windows writes beside it. */
const whole = (part: Partial<WinInetBlob>) => repaired(setBlob(aligned, part), FOLLOW);

const noDirectBit = setBlob(whole({ flags: 1, proxy: '', bypass: '' }), { flags: 0 });

function store(registry: RegistrySnapshot, id = LAN): Store {
  return readStores(registry).find((one) => one.id === id) ?? expect.fail();
}

describe('the findings on one setting', () => {
  const damaged: RegistryValue = { kind: 'binary', bytes: new Uint8Array(3) };
  const inet = (name: string, value: RegistryValue | null, registry = aligned) =>
    store(
      withValue(
        registry,
        name.startsWith('Auto') || name.startsWith('Proxy') ? SETTINGS : CONNECTIONS,
        name,
        value,
      ),
    );
  const DEFAULT = 'DefaultConnectionSettings';

  const http = (value: RegistryValue) =>
    store(withValue(aligned, WINHTTP, 'WinHttpSettings', value), 'winhttp/native');
  const managed = { ...store(aligned), managedBy: 'policy:ProxyServer' };
  const wrongOff = inet('ProxyOverride', dword(1), whole({ flags: 1, proxy: '', bypass: '' }));
  const ftp = store(whole({ proxy: 'ftp=f:21' }));
  const as = (more: object) => ({ ...store(noDirectBit), ...more }) as Store;

  /** Of the setting that decides, and of one that does not. */
  it.each<[string, Store, boolean, ...string[]]>([
    ['a setting as Windows leaves it', store(aligned), true],
    ['an invisible one', { ...store(aligned), present: null }, true],
    ['a damaged one that decides', inet(DEFAULT, damaged), true, 'store-unreadable error'],
    ['a damaged one that does not', inet(DEFAULT, damaged), false, 'store-unreadable info'],
    ['a damaged WinHTTP', http(damaged), false, 'store-unreadable error'],
    ['another type', inet(DEFAULT, dword(1)), true, 'store-unreadable error', 'value-wrong-type warning'],
    ['WinINET in WinHTTP', http(blob({})), false, 'store-unreadable error', 'winhttp-wininet-shaped error'],
    ['an aligned WinHTTP', store(aligned, 'winhttp/native'), false],
    ['a policy', managed, true, 'store-managed info'],
    ['a policy elsewhere', managed, false],
    ['no blob', inet(DEFAULT, null), true, 'wininet-blob-absent info'],
    ['no blob elsewhere', inet(DEFAULT, null), false],
    ['a string of another type that is switched off', wrongOff, true, 'value-wrong-type info'],
    ['one elsewhere', wrongOff, false],
    ['no direct bit', as({}), false, 'wininet-direct-bit-missing warning'],
    ['none of a service account', as({ sid: LOCAL_SERVICE }), false],
    ['none of the computer', as({ sid: null }), false, 'wininet-direct-bit-missing warning'],
    ['no legacy settings', inet('SavedLegacySettings', null), true, 'wininet-legacy-missing info'],
    ['none elsewhere', inet('SavedLegacySettings', null), false],
    ['a list without a proxy for https', ftp, true, 'tunnel-without-proxy warning'],
    ['such a list that is off', store(whole({ flags: 1, proxy: 'ftp=f:21' })), true],
    ['such a list elsewhere', ftp, false],
    ['such a list with an entry that cannot be read', store(whole({ proxy: 'ftp=f:21;"x"' })), true],
    ['an empty list that is on', store(whole({ proxy: '' })), true],
    [
      'other legacy settings',
      inet('SavedLegacySettings', blob({ flags: 9 })),
      true,
      'wininet-legacy-differs info',
    ],
    ['a phonebook entry', as({ connection: 'VPN' }), true],
  ])('%s', (_, one, decides, ...expected) => {
    expect(codes(storeFindings(one, decides))).toEqual(expected);
  });

  it('have the reason and the place', () => {
    expect(storeFindings(inet(DEFAULT, damaged), true)).toMatchObject([
      { store: LAN, evidence: { reason: 'truncated', bytes: 3, decides: true } },
    ]);
    expect(storeFindings(inet(DEFAULT, text('x')), false)).toMatchObject([
      { evidence: { reason: 'wrong-type', decides: false } },
      { store: LAN, evidence: { value: DEFAULT, type: 'REG_SZ', wanted: 'REG_BINARY' } },
    ]);
    expect(storeFindings(inet('SavedLegacySettings', null), true)).toMatchObject([
      { evidence: { reason: 'absent' } },
    ]);
    expect(storeFindings(inet('SavedLegacySettings', damaged), true)).toMatchObject([
      { evidence: { reason: 'truncated' } },
    ]);
  });

  it.each([
    [{ enabled: true, servers: [] }, ['winhttp-proxy-empty warning']],
    [{ enabled: false, servers: [] }, []],
    [{ enabled: true, servers: [{ scheme: 'all' as const, host: 'a', port: 1 }] }, []],
    [{ enabled: true, servers: [], issues: [] }, []],
  ])('of a WinHTTP with %j', (proxy, expected) => {
    const native = store(aligned, 'winhttp/native');
    const settings = native.settings === null ? null : { ...native.settings, proxy };
    expect(codes(storeFindings({ ...native, settings }, false))).toEqual(expected);
    expect(codes(storeFindings({ ...native, settings: null }, false))).toEqual([]);
  });
});

describe('settings beside the one that applies', () => {
  const found = (registry: RegistrySnapshot) => besideFindings(assess(observe(registry), FOLLOW, null));
  const entry = (value: RegistryValue, base = aligned) => withValue(base, CONNECTIONS, 'VPN', value);
  const direct = whole({ flags: 1, proxy: '', bypass: '' });

  it('are those of a phonebook entry, where the setting that applies is direct', () => {
    const proxy = blob({ flags: 3, proxy: 'a:1' });
    expect(found(entry(proxy, direct))).toMatchObject([
      {
        code: 'vpn-entry-proxy',
        severity: 'info',
        store: 'wininet/current/ras/VPN',
        evidence: { settings: 'proxy a:1' },
      },
    ]);
    expect(found(entry(proxy))).toEqual([]);
    expect(found(entry(blob({ flags: 1 }), direct))).toEqual([]);
    expect(found(entry({ kind: 'binary', bytes: new Uint8Array(3) }, direct))).toEqual([]);
    const assessment = assess(observe(entry(proxy, direct)), FOLLOW, null);
    expect(besideFindings({ ...assessment, winInet: null })).toEqual([]);
    const stores = assessment.stores.map(
      (one) => ({ ...one, sid: one.id === LAN ? 'current' : 'S-1-5-21-1' }) as Store,
    );
    expect(besideFindings({ ...assessment, stores })).toEqual([]);
  });

  it('are those of a policy that names another proxy, which blocks a change that follows the setting', () => {
    const policy = (name: string, registry = aligned) => {
      const keys = registryOf({
        [`HKEY_CURRENT_USER\\${POLICIES}`]: {
          ProxyEnable: dword(1),
          ProxyServer: text(name),
          ProxyOverride: text('<local>'),
        },
      });
      const { registry: whole } = observe(registry);
      return observe(new (whole.constructor as typeof RegistrySnapshot)([...whole.keys, ...keys.keys]));
    };
    const of = (name: string) => besideFindings(assess(policy(name), FOLLOW, null));
    expect(of('other:1')).toMatchObject([{ code: 'policy-proxy-differs', severity: 'warning', store: LAN }]);
    expect(of('proxy.contoso.example:8080')).toEqual([]);

    const direct = withValue(aligned, WINHTTP, 'WinHttpSettings', null);
    const proposed = (name: string, desired: DesiredSettings) =>
      proposalOf(assess(policy(name, direct), desired, null), []);
    const disputed = assess(policy('other:1', direct), FOLLOW, null);
    expect(disputed.plan.changes).toEqual([]);
    expect(besideFindings(disputed)).toMatchObject([{ code: 'policy-proxy-differs', severity: 'error' }]);
    expect(proposed('other:1', FOLLOW)).toBe('refused');
    const servers = [{ scheme: 'all', host: 'proxy.contoso.example', port: 8080 }] as const;
    const named = { kind: 'proxy', servers, bypass: null } as const;
    expect(proposed('other:1', { source: 'explicit', winInet: null, winHttp: named })).toBe('change');
    expect(proposed('proxy.contoso.example:8080', FOLLOW)).toBe('change');
  });

  it('claim nothing of what a policy does not set', () => {
    const of = (value: Record<string, RegistryValue>) => {
      const keys = registryOf({ [`HKEY_CURRENT_USER\\${POLICIES}`]: value });
      const { registry } = observe(aligned);
      const all = new (registry.constructor as typeof RegistrySnapshot)([...registry.keys, ...keys.keys]);
      return besideFindings(assess(observe(all), FOLLOW, null));
    };
    expect(of({ ProxyServer: text('proxy.contoso.example:8080') })).toEqual([]);
    expect(of({ ProxyOverride: text('<local>') })).toEqual([]);
    const [other] = of({ ProxyServer: text('other:1') });
    expect(JSON.stringify(other?.evidence.policy)).toContain('other:1');
    expect(of({ ProxyEnable: dword(0) })).toMatchObject([{ code: 'policy-proxy-differs' }]);
  });
});

describe('the settings of service accounts', () => {
  const account = (sid: string, part: Partial<WinInetBlob>, base = aligned) =>
    serviceAccountFindings(
      assess(
        observe(
          withValue(
            base,
            `HKEY_USERS\\${sid}\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections`,
            'DefaultConnectionSettings',
            blob(part),
          ),
        ),
        FOLLOW,
        null,
      ),
    ).map(({ severity, evidence }) => `${severity} ${evidence.decides}`);
  const PROXY = { flags: 3, proxy: 'a:1' };
  const direct = whole({ flags: 1, proxy: '', bypass: '' });

  it('decide for LocalService where WinHTTP has no proxy, and count where they differ', () => {
    expect(account(LOCAL_SERVICE, PROXY, direct)).toEqual(['warning true']);
    expect(account(LOCAL_SERVICE, { flags: 5, pac: 'http://w' }, direct)).toEqual(['warning true']);
    expect(account(LOCAL_SERVICE, PROXY)).toEqual(['info false']);
    expect(account('S-1-5-20', PROXY, direct)).toEqual(['info false']);
    expect(account(LOCAL_SERVICE, { flags: 1, proxy: 'a:1' }, direct)).toEqual([]);
    expect(account('S-1-5-21-1-2', PROXY, direct)).toEqual([]);
    // The sample before WinHTTP follows: the service account has what WinHTTP should have.
    const follows = setBlob(direct, { flags: 3, proxy: 'a:1' });
    expect(account(LOCAL_SERVICE, PROXY, repaired(follows, FOLLOW))).toEqual(['info false']);
  });
});

describe('settings that are not visible', () => {
  it('are errors where they are needed, and else a note', () => {
    const assessment = assess(observe(aligned), FOLLOW, null);
    const [first] = assessment.stores;
    const stores = assessment.stores.map((one) => ({ ...one, present: null }) as Store);
    const found = unseenFindings({ ...assessment, stores, unseen: [{ store: 'winhttp/native', key: 'K' }] });
    expect(found.slice(0, 3)).toEqual([
      { code: 'store-unseen', severity: 'error', store: 'winhttp/native', evidence: { key: 'K' } },
      { code: 'store-unseen', severity: 'info', store: LAN, evidence: { key: first?.key } },
      {
        code: 'store-unseen',
        severity: 'info',
        store: 'winhttp/wow64',
        evidence: { key: expect.any(String) },
      },
    ]);
    const others = stores
      .filter(({ api }) => api === 'wininet')
      .map((one) => ({ ...one, id: 'wininet/x/lan' }) as Store);
    expect(codes(unseenFindings({ ...assessment, stores: others, unseen: [] }))).not.toContain(
      'store-unseen info',
    );
    const policies = (keys: Parameters<typeof registryOf>[0]) =>
      codes(
        unseenFindings({ ...assessment, observation: observe(registryOf(keys)), stores: [], unseen: [] }),
      );
    expect(policies({})).toEqual(['policy-unseen info']);
    expect(policies({ [`HKEY_LOCAL_MACHINE\\${POLICIES}`]: 'absent' })).toEqual([]);
  });
});
