import { expect, it } from 'vitest';
import { disagreements, hiddenAutoDetect } from '../../src/change/windows-agrees.ts';
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
