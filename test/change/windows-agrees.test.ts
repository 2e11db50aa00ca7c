import { describe, expect, it } from 'vitest';
import { disagreements, hiddenAutoDetect } from '../../src/change/apply.ts';
import { stepsOf, storeOfStep } from '../../src/change/steps.ts';
import { encodeWinInetBlob } from '../../src/core/codec/wininet-blob.ts';
import type { StoreChange } from '../../src/core/decide/plan.ts';
import type { Observation } from '../../src/core/model/observation.ts';
import { RegistrySnapshot } from '../../src/core/model/registry.ts';
import { toText } from '../../src/core/model/say.ts';
import type { EffectiveProxy } from '../../src/machine/port.ts';

const SELF = 'S-1-5-21-1-2-3-1001';
const key = `HKEY_USERS\\${SELF}\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections`;
const name = 'DefaultConnectionSettings';
const after = {
  direct: true,
  proxy: { enabled: true, servers: [{ scheme: 'all' as const, host: 'p.example', port: 8080 }] },
  bypass: ['<local>'],
  pac: { enabled: false, url: null },
  autoDetect: false,
};
const change: StoreChange = {
  store: `wininet/${SELF}/lan`,
  action: 'set',
  before: null,
  after,
  needsElevation: false,
  writes: [{ key, name, expected: null, next: null }],
  winHttp: null,
};
type UserProxy = NonNullable<EffectiveProxy['winInetUser']>;
const winInetUser: UserProxy = {
  autoDetect: false,
  autoConfigUrl: null,
  proxy: 'p.example:8080',
  bypass: '<local>',
};

/** The contradictions between a stored blob with these flags and the answers of Windows for the current user. */
function against(more: Partial<UserProxy>, flags = 3, sid = SELF): string[] {
  const blob = { version: 0x46 as const, counter: 1, flags, proxy: 'p.example:8080', bypass: '<local>' };
  const bytes = encodeWinInetBlob({ ...blob, pac: 'http://pac.example/p.pac', tail: new Uint8Array(32) });
  const values = new Map([[name, { kind: 'binary' as const, bytes }]]);
  const observation: Observation = {
    collectedAt: '2026-11-25T00:00:00.000Z',
    name: null,
    os: { platform: 'win32', version: null, build: null },
    powershell: null,
    user: { name: null, sid, elevated: true },
    registry: new RegistrySnapshot([{ path: key, visibility: 'present', values }]),
  };
  const windows: EffectiveProxy = {
    winHttp: null,
    winInetUser: { ...winInetUser, ...more },
    unavailable: null,
    win32: null,
  };
  return disagreements(windows, [change], observation).map(
    ({ expected, found }) => `${toText(found)}, not ${toText(expected)}`,
  );
}

it('agrees where Windows says what is stored and switched on', () => {
  expect(against({})).toEqual([]);
  expect(against({ proxy: null }, 1)).toEqual([]);
  expect(against({ autoConfigUrl: 'http://pac.example/p.pac', autoDetect: true }, 15)).toEqual([]);
});

it('disagrees about the proxy, the PAC and auto-detect, each by itself', () => {
  expect(against({ proxy: 'other.example:1' })).toEqual(['"other.example:1", not "p.example:8080"']);
  expect(against({ proxy: null })).toEqual(['no proxy, not "p.example:8080"']);
  expect(against({}, 1)).toEqual(['"p.example:8080", not no proxy']);
  expect(against({ autoConfigUrl: 'http://pac.example/p.pac' })).toEqual(['"another PAC", not "its PAC"']);
  expect(against({ autoDetect: true })).toEqual(['"auto-detect true", not "auto-detect false"']);
});

it('takes a hidden auto-detect bit for no disagreement, and remarks on it', () => {
  expect(against({ autoDetect: false }, 11)).toEqual([]);
  const says = (autoDetect: boolean, expected: boolean) =>
    hiddenAutoDetect(
      { winHttp: null, winInetUser: { ...winInetUser, autoDetect }, unavailable: null, win32: null },
      [{ ...change, after: { ...after, autoDetect: expected } }],
      { user: { sid: SELF } },
    );
  expect(says(false, true)).toEqual([
    { code: 'auto-detect-hidden', severity: 'info', store: change.store, evidence: {} },
  ]);
  expect([says(true, true), says(false, false)]).toEqual([[], []]);
});

it('does not ask one user about the setting of another', () => {
  expect(against({ proxy: 'other.example:1' }, 3, 'S-1-5-21-1-2-3-1002')).toEqual([]);
});

describe('the WinHTTP setting of the computer', () => {
  const observation: Observation = {
    ...{ collectedAt: '2026-11-25T00:00:00.000Z', name: null, powershell: null, user: null },
    os: { platform: 'win32', version: null, build: null },
    registry: new RegistrySnapshot([]),
  };
  const native = (proxy: boolean, bypass: readonly string[]): StoreChange => ({
    ...change,
    store: 'winhttp/native',
    after: { ...after, proxy: { ...after.proxy, enabled: proxy }, bypass },
  });
  const says = (winHttp: EffectiveProxy['winHttp'], desired: StoreChange) =>
    disagreements({ winHttp, winInetUser, unavailable: null, win32: null }, [desired], observation).map(
      ({ store, where, expected, found }) => `${store} ${where}: ${toText(found)}, not ${toText(expected)}`,
    );
  const named = (proxy: string | null, bypass: string | null, accessType = 3) => ({
    accessType,
    proxy,
    bypass,
  });
  const P = 'p.example:8080';

  it.each<[string, EffectiveProxy['winHttp'], StoreChange]>([
    ['was not asked', null, native(true, [])],
    ['has the proxy and the bypass list', named(P, '<local>;x'), native(true, ['<local>', 'x'])],
    ['has an empty list for none', named(P, ''), native(true, [])],
    ['has no list for none', named(P, null), native(true, [])],
    ['has none, by its access type', named(P, 'x', 1), native(false, ['x'])],
    ['has none, and any list', named(null, 'y'), native(false, ['x'])],
  ])('agrees where Windows %s', (_, found, desired) => {
    expect(says(found, desired)).toEqual([]);
  });

  it.each<[string, EffectiveProxy['winHttp'], StoreChange, string]>([
    ['another proxy', named('q:1', null), native(true, []), `"q:1", not "${P}"`],
    ['no proxy', named(P, null, 1), native(true, []), `no proxy, not "${P}"`],
    ['a proxy for none', named('q:1', null), native(false, []), '"q:1", not no proxy'],
    ['another list', named(P, 'y'), native(true, ['x']), `"${P}", not "${P}"`],
    ['a list for none', named(P, 'y'), native(true, []), `"${P}", not "${P}"`],
    ['no list', named(P, null), native(true, ['x']), `"${P}", not "${P}"`],
  ])('disagrees where Windows has %s', (_, found, desired, shown) => {
    expect(says(found, desired)).toEqual([`winhttp/native WinHttpGetDefaultProxyConfiguration: ${shown}`]);
  });
});

it('says nothing of a blob that was not written, is not there, or was not asked about', () => {
  const windows: EffectiveProxy = {
    ...{ winHttp: null, unavailable: null, win32: null },
    winInetUser: { ...winInetUser, proxy: 'other:1' },
  };
  const seen = (values: [string, Uint8Array][], sid: string | null = SELF): Observation => ({
    ...{
      collectedAt: '',
      name: null,
      powershell: null,
      os: { platform: 'win32', version: null, build: null },
    },
    user: { name: null, sid, elevated: true },
    registry: new RegistrySnapshot([
      {
        path: key,
        visibility: 'present',
        values: new Map(values.map(([at, bytes]) => [at, { kind: 'binary', bytes }])),
      },
    ]),
  });
  const blob = encodeWinInetBlob({
    version: 0x46,
    counter: 1,
    flags: 3,
    proxy: '',
    bypass: '',
    pac: '',
    tail: new Uint8Array(32),
  });
  const other = { ...change, writes: [{ key, name: 'SavedLegacySettings', expected: null, next: null }] };
  expect(
    disagreements(
      windows,
      [other],
      seen([
        [name, blob],
        ['SavedLegacySettings', blob],
      ]),
    ),
  ).toEqual([]);
  expect(disagreements(windows, [change], seen([]))).toEqual([]);
  expect(disagreements(windows, [change], seen([[name, new Uint8Array(3)]]))).toEqual([]);
  expect(disagreements({ ...windows, winInetUser: null }, [change], seen([[name, blob]]))).toEqual([]);
  expect(disagreements(windows, [change], { ...seen([[name, blob]]), user: null })).toEqual([]);
  // A proxy bit without a proxy is none.
  const none = { ...windows, winInetUser: { ...winInetUser, proxy: null } };
  expect(disagreements(none, [change], seen([[name, blob]]))).toEqual([]);
  const hidden = (user: { sid: string | null } | null, asked: EffectiveProxy) =>
    hiddenAutoDetect(asked, [{ ...change, after: { ...after, autoDetect: true } }], { user }).length;
  expect([hidden({ sid: SELF }, windows), hidden({ sid: 'S-1' }, windows), hidden(null, windows)]).toEqual([
    1, 0, 0,
  ]);
  expect(hidden({ sid: SELF }, { ...windows, winInetUser: null })).toBe(0);
});

it('has a step for each write, with the setting in its id, and WinHTTP in the first', () => {
  const winHttp = { proxy: 'p:1', bypass: '' } as unknown as StoreChange['winHttp'];
  const [first] = change.writes;
  if (first === undefined) throw new Error('no write');
  const second = { ...first, name: 'SavedLegacySettings' };
  const steps = stepsOf([{ ...change, store: 'a#b', writes: [first, second], winHttp }, change]);
  expect(steps).toEqual([
    { id: 'a#b#0', write: first, winHttp },
    { id: 'a#b#1', write: second, winHttp: null },
    { id: `${change.store}#0`, write: first, winHttp: null },
  ]);
  expect(steps.map(({ id }) => storeOfStep(id))).toEqual(['a#b', 'a#b', change.store]);
});
