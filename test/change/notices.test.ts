import { expect, it } from 'vitest';
import { type Done, noticesOf } from '../../src/change/notices.ts';
import type { EffectiveProxy } from '../../src/machine/port.ts';

const SETTINGS = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const SELF = 'S-1-5-21-1-2-3-1001';
const OTHER = 'S-1-5-21-1-2-3-1002';
const KEYS = {
  own: [`HKEY_USERS\\${SELF}\\Software\\${SETTINGS}`, 'ProxyServer'],
  ownBlob: [`HKEY_USERS\\${SELF}\\Software\\${SETTINGS}\\Connections`, 'DefaultConnectionSettings'],
  other: [`HKEY_USERS\\${OTHER}\\Software\\${SETTINGS}\\Connections`, 'DefaultConnectionSettings'],
  native: [`HKEY_LOCAL_MACHINE\\SOFTWARE\\${SETTINGS}\\Connections`, 'WinHttpSettings'],
  wow64: [`HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\${SETTINGS}\\Connections`, 'WinHttpSettings'],
  machine: [`HKEY_LOCAL_MACHINE\\SOFTWARE\\${SETTINGS}`, 'ProxyServer'],
} as const;
const ASKED: EffectiveProxy = {
  winHttp: { accessType: 1, proxy: null, bypass: null },
  winInetUser: { autoDetect: false, autoConfigUrl: null, proxy: null, bypass: null },
  unavailable: null,
  win32: null,
};

/** The codes, stores and reasons reported for a change of these values. */
function reported(names: readonly (keyof typeof KEYS)[], more: Partial<Done> = {}): string[] {
  const steps = names.map((name) => {
    const [key, valueName] = KEYS[name];
    return { id: name, write: { key, name: valueName, expected: null, next: null } };
  });
  const outcomes = steps.map(({ id }) => ({
    id,
    status: 'written' as const,
    how: 'registry' as const,
    found: null,
    now: null,
    createdKey: false,
    hresult: null,
  }));
  const witness = { windows: ASKED, refused: null };
  return noticesOf({ steps, outcomes, notified: true, witness, self: SELF, ...more }).map(
    ({ code, severity, store, evidence }) => `${severity} ${code} ${store} ${evidence.reason}`,
  );
}

const unseen = { windows: { ...ASKED, winHttp: null, winInetUser: null }, refused: 'language-mode' };

it('reports nothing when Windows was notified and every reader was asked', () => {
  expect(reported(['own', 'ownBlob', 'native', 'wow64', 'machine'])).toEqual([]);
});

it('says once for each store what could not be done, and why', () => {
  expect(reported(['own', 'ownBlob', 'native', 'wow64'], { notified: false, witness: unseen })).toEqual([
    `info written-not-notified wininet/${SELF}/lan language-mode`,
    `info windows-reader-unavailable wininet/${SELF}/lan language-mode`,
    'info windows-reader-unavailable winhttp/native language-mode',
  ]);
  expect(reported(['own'], { notified: false })).toEqual([
    `info written-not-notified wininet/${SELF}/lan refused`,
  ]);
  expect(reported(['machine'], { notified: false })).toEqual([
    'info written-not-notified wininet/machine refused',
  ]);
});

it("does not take its own session for another user's", () => {
  expect(reported(['other'])).toEqual([
    `info written-not-notified wininet/${OTHER}/lan other-user`,
    `info windows-reader-unavailable wininet/${OTHER}/lan other-user`,
  ]);
});

it('reports the error of a reader that was asked and did not answer', () => {
  const windows = { ...ASKED, winInetUser: null, win32: 2 };
  expect(reported(['own', 'native'], { witness: { windows, refused: null } })).toEqual([
    `info windows-reader-unavailable wininet/${SELF}/lan Win32 error 2`,
  ]);
});

it('says nothing of what was not written, nor of a machine without such readers', () => {
  const witness = { windows: null, refused: null };
  expect(reported(['own', 'native'], { outcomes: [], notified: false, witness: unseen })).toEqual([]);
  expect(reported(['own', 'native'], { notified: null, witness })).toEqual([]);
});
