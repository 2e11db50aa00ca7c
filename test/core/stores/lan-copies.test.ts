import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshWinInetBlob } from '../../../src/core/codec/wininet-blob.ts';
import { assess, isRefused } from '../../../src/core/decide/assess.ts';
import { desiredFor } from '../../../src/core/decide/desired-settings.ts';
import { findingsOf } from '../../../src/core/findings/findings.ts';
import type { FindingCode } from '../../../src/core/model/finding.ts';
import type { RegistrySnapshot, RegistryValue } from '../../../src/core/model/registry.ts';
import { parseRegFile } from '../../../src/core/reg-file/parse.ts';
import { toSnapshot } from '../../../src/core/reg-file/snapshot.ts';
import { type LegacyCopy, newestOf, pendingOf } from '../../../src/core/stores/lan-copies.ts';
import { mirrorWrites, type WinInetMirror } from '../../../src/core/stores/mirror.ts';
import { readStores } from '../../../src/core/stores/stores.ts';
import { LAN_STATES, lanStatesTable, type Outcome, regOf, STRINGS } from '../../support/lab/lan-states.ts';
import {
  blobIn,
  CONNECTIONS,
  done,
  FOLLOW,
  observe,
  SETTINGS,
  setBlob,
  withValue,
} from './registry-scene.ts';

const [host = '', port = ''] = STRINGS.split(':');
const NAMED = desiredFor({
  kind: 'proxy',
  servers: [{ scheme: 'all', host, port: Number(port) }],
  bypass: null,
});
const LAN = 'wininet/current/lan';

const rows = LAN_STATES.map((state) => ({ ...state, registry: toSnapshot(parseRegFile(regOf(state))) }));
const lanOf = (registry: RegistrySnapshot) => readStores(registry).find(({ id }) => id === LAN);
const codesOf = (registry: RegistrySnapshot) =>
  findingsOf(assess(observe(registry), FOLLOW, null), []).map(({ code }) => code);
const planned = (registry: RegistrySnapshot, desired = FOLLOW) =>
  assess(observe(registry), desired, null).plan.changes;
const applied = (registry: RegistrySnapshot, desired = FOLLOW) =>
  done(
    registry,
    planned(registry, desired).flatMap(({ writes }) => writes),
  );

const FINDING: Readonly<Record<Outcome, FindingCode | null>> = {
  'blob-and-strings': null,
  'strings-follow': 'wininet-mirror-differs',
  waits: 'wininet-strings-newer',
  unknown: 'wininet-strings-newer',
  strings: 'wininet-blob-absent',
  unreadable: 'store-unreadable',
};
const SETTLING: readonly Outcome[] = ['blob-and-strings', 'strings-follow', 'strings'];

describe('blob, string values and legacy settings', () => {
  it.each(rows)('blob $blob, legacy $legacy: $outcome', ({ blob, legacy, outcome, registry }) => {
    const finding = FINDING[outcome];
    const about = codesOf(registry).filter((code) =>
      /^wininet-(?:mirror|strings|blob)|^store-unr/.test(code),
    );
    expect(about).toEqual(finding === null ? [] : [finding]);
    // Without a blob, WinINET creates both.
    const missing = blob !== 'absent' && blob !== 'damaged' && (legacy === 'absent' || legacy === 'damaged');
    expect(codesOf(registry).includes('wininet-legacy-missing')).toBe(missing);

    const assessment = assess(observe(registry), FOLLOW, null);
    expect(isRefused(assessment)).toBe(!SETTLING.includes(outcome));
    const written = planned(registry).map(({ store }) => store);
    const inet = outcome === 'strings-follow' ? [LAN] : [];
    const http = ['winhttp/wow64', 'winhttp/native'];
    const follows = SETTLING.includes(outcome) && !(blob === 'direct');
    expect(written).toEqual([...inet, ...(follows ? http : [])]);
    if (SETTLING.includes(outcome)) expect(planned(applied(registry))).toEqual([]);
  });

  it.each(rows)('blob $blob, legacy $legacy: a named proxy leaves all that says so', ({ registry }) => {
    const after = applied(registry, NAMED);
    expect(blobIn(after)).toMatchObject({ flags: 3, proxy: STRINGS });
    expect(lanOf(after)).toMatchObject({ pending: null });
    expect(planned(after, NAMED)).toEqual([]);
    expect(planned(after)).toEqual([]);
    expect(isRefused(assess(observe(after), FOLLOW, null))).toBe(false);
  });

  it.each(rows)(
    'blob $blob, legacy $legacy: what is written brings legacy settings along',
    ({ registry }) => {
      const lan = planned(registry, NAMED).find(({ store }) => store === LAN);
      if (lan === undefined) return;
      const after = applied(registry, NAMED);
      expect(blobIn(after, 'SavedLegacySettings')).toMatchObject({ flags: 3, proxy: STRINGS });
    },
  );

  it('are explained in contributing/how-it-works.md as the tests have them', () => {
    const page = readFileSync(
      fileURLToPath(new URL('../../../contributing/how-it-works.md', import.meta.url)),
      'utf8',
    );
    expect(page).toContain(lanStatesTable());
  });
});

const PROXIES = ['', 'a.example:1', 'b.example:2'];
const texts = fc.record({ proxy: fc.constantFrom(...PROXIES), flags: fc.constantFrom(1, 3, 9, 11) });
const blobs = texts.map((part) => ({ ...freshWinInetBlob(), ...part }));
const string = (text: string): RegistryValue | null => (text === '' ? null : { kind: 'string', text });
const mirrors: fc.Arbitrary<WinInetMirror> = fc
  .record({
    enable: fc.constantFrom<(RegistryValue | null)[]>(
      null,
      { kind: 'dword', number: 0 },
      { kind: 'dword', number: 1 },
      { kind: 'string', text: '1' },
    ),
    proxy: fc.constantFrom(...PROXIES),
    migrate: fc.constantFrom(null, 0, 1),
  })
  .map(({ enable, proxy, migrate }) => ({
    key: SETTINGS,
    proxyEnable: enable,
    proxyServer: string(proxy),
    proxyOverride: null,
    autoConfigUrl: null,
    migrateProxy: migrate === null ? null : { kind: 'dword', number: migrate },
  }));
const legacies = fc.oneof(blobs, fc.constantFrom<LegacyCopy[]>('absent', 'unreadable'));

describe('which copy is the newest', () => {
  it('is the blob or the strings only on the word of the legacy settings', () => {
    fc.assert(
      fc.property(blobs, mirrors, legacies, (blob, mirror, legacy) => {
        const { newest, reason } = newestOf(blob, mirror, legacy);
        expect(reason === null).toBe(newest !== 'unknown');
        if (mirrorWrites(mirror, blob).length === 0) expect(newest).toBe('same');
        if (mirrorWrites(mirror, blob).length === 0 || newest === 'same') return;
        if (mirror.proxyEnable === null && mirror.proxyServer === null) expect(newest).toBe('blob');
        else if (typeof legacy === 'string') expect(newest).toBe('unknown');
        else if (newest === 'blob') expect(mirrorWrites(mirror, legacy)).toEqual([]);
        else if (newest === 'strings') expect(mirror.migrateProxy).toMatchObject({ number: 1 });
        else if (newest === 'ignored-strings') expect(mirror.migrateProxy).toMatchObject({ number: 0 });
      }),
    );
  });
});

describe('strings that may be used next', () => {
  const blob = (part: object) => ({ ...freshWinInetBlob(), flags: 3, proxy: 'a.example:1', ...part });
  const mirror = (part: Partial<WinInetMirror>): WinInetMirror => ({
    ...{ key: SETTINGS, proxyEnable: { kind: 'dword', number: 1 }, proxyServer: string('a.example:1') },
    ...{ proxyOverride: null, autoConfigUrl: null, migrateProxy: { kind: 'dword', number: 1 } },
    ...part,
  });
  const other = mirror({ proxyServer: string('b.example:2') });
  const wrong = mirror({ proxyServer: { kind: 'dword', number: 1 } });
  const pac = mirror({ autoConfigUrl: string('http://w') });

  it.each<[string, Parameters<typeof newestOf>, ReturnType<typeof newestOf>]>([
    ['equal', [blob({}), mirror({}), 'absent'], { newest: 'same', reason: null }],
    [
      'equal but for the notation',
      [blob({}), mirror({ proxyServer: string('http://A.example:1/') }), 'absent'],
      { newest: 'same', reason: null },
    ],
    ['with an address', [blob({}), pac, 'absent'], { newest: 'unknown', reason: 'legacy-absent' }],
    [
      'with the address of the blob',
      [
        blob({ flags: 7, pac: 'http://w', bypass: '' }),
        { ...pac, proxyServer: string('A.example:1') },
        'absent',
      ],
      { newest: 'same', reason: null },
    ],
    [
      'without the address of the blob',
      [blob({ flags: 7, pac: 'http://w' }), mirror({}), 'absent'],
      { newest: 'unknown', reason: 'legacy-absent' },
    ],
    [
      'without an address that is off',
      [blob({ pac: 'http://w' }), mirror({ proxyServer: string('A.example:1') }), 'absent'],
      { newest: 'same', reason: null },
    ],
    [
      'of another type',
      [blob({}), wrong, blob({ proxy: 'b.example:2' })],
      { newest: 'unknown', reason: 'wrong-type' },
    ],
    [
      'with unreadable legacy settings',
      [blob({}), other, 'unreadable'],
      { newest: 'unknown', reason: 'legacy-unreadable' },
    ],
    [
      'as the legacy settings',
      [blob({}), other, blob({ proxy: 'b.example:2' })],
      { newest: 'blob', reason: null },
    ],
    ['that differ from both', [blob({}), other, blob({})], { newest: 'strings', reason: null }],
    [
      'that are not copied',
      [blob({}), { ...other, migrateProxy: { kind: 'dword', number: 0 } }, blob({})],
      { newest: 'ignored-strings', reason: null },
    ],
    [
      'of which nothing says whether',
      [blob({}), { ...other, migrateProxy: string('1') }, blob({})],
      { newest: 'unknown', reason: 'migrate-proxy-unset' },
    ],
  ])('%s', (_, given, expected) => {
    expect(newestOf(...given)).toEqual(expected);
  });

  it('are pending with the setting that they make, and auto-detection as it is', () => {
    const made = { proxy: { enabled: true, servers: [{ scheme: 'all', host: 'b.example', port: 2 }] } };
    for (const [flags, autoDetect] of [
      [3, false],
      [11, true],
    ] as const)
      expect(pendingOf(blob({ flags }), other, blob({}))).toMatchObject({
        ...{ newer: 'strings', reason: null },
        settings: { ...made, autoDetect },
      });
    expect(pendingOf(blob({}), other, 'absent')).toMatchObject({
      newer: 'unknown',
      reason: 'legacy-absent',
      settings: made,
    });
    expect(pendingOf(blob({}), wrong, blob({}))).toEqual({
      newer: 'unknown',
      reason: 'wrong-type',
      settings: null,
    });
    expect(pendingOf(blob({}), mirror({}), blob({}))).toBeNull();
    expect(pendingOf(null, wrong, 'absent')).toEqual({
      newer: 'unknown',
      reason: 'wrong-type',
      settings: null,
    });
    expect(pendingOf(null, other, 'absent')).toBeNull();
  });
});

describe('what is reported beside the setting', () => {
  const registry = rows.find(({ blob, legacy }) => blob === legacy && blob === 'as the strings')?.registry;
  if (registry === undefined) throw new Error('no row');
  const text = (value: string): RegistryValue => ({ kind: 'string', text: value });

  it.each<[string, FindingCode, RegistrySnapshot, Record<string, unknown>]>([
    [
      'ProxyEnable as a string',
      'value-wrong-type',
      withValue(registry, SETTINGS, 'ProxyEnable', text('1')),
      { value: 'ProxyEnable', type: 'REG_SZ', wanted: 'REG_DWORD' },
    ],
    [
      'the blob as a string',
      'value-wrong-type',
      withValue(registry, CONNECTIONS, 'DefaultConnectionSettings', text('46')),
      { value: 'DefaultConnectionSettings', type: 'REG_SZ', wanted: 'REG_BINARY' },
    ],
    [
      'a policy with another proxy',
      'policy-proxy-differs',
      withValue(
        withValue(
          registry,
          SETTINGS.replace('Software\\', 'Software\\Policies\\'),
          'ProxyServer',
          text('policy.example:1'),
        ),
        SETTINGS.replace('Software\\', 'Software\\Policies\\'),
        'ProxyEnable',
        { kind: 'dword', number: 1 },
      ),
      { policy: 'proxy policy.example:1' },
    ],
    ['a list for http alone', 'tunnel-without-proxy', setBlob(registry, { proxy: 'http=a.example:1' }), {}],
  ])('%s', (_, code, machine, evidence) => {
    const found = findingsOf(assess(observe(machine), FOLLOW, null), []).filter((one) => one.code === code);
    // WinHTTP would follow the setting that the policy contradicts.
    const severity = code === 'policy-proxy-differs' ? 'error' : 'warning';
    expect(found).toMatchObject([{ severity, store: LAN, evidence }]);
  });

  it('a VPN entry with a proxy beside a direct LAN setting', () => {
    const direct = rows.find(
      ({ blob, legacy }) => blob === 'direct' && legacy === 'as the strings',
    )?.registry;
    if (direct === undefined) throw new Error('no row');
    const entry = registry.value(CONNECTIONS, 'DefaultConnectionSettings') ?? null;
    expect(codesOf(withValue(direct, CONNECTIONS, 'Contoso VPN', entry))).toContain('vpn-entry-proxy');
    expect(codesOf(withValue(registry, CONNECTIONS, 'Contoso VPN', entry))).not.toContain('vpn-entry-proxy');
  });
});
