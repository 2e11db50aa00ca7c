import { describe, expect, it } from 'vitest';
import { decodeWinHttpBlob } from '../../../../src/core/codec/winhttp-blob.ts';
import { assess, isRefused } from '../../../../src/core/decide/assess.ts';
import { type DesiredSettings, desiredFor } from '../../../../src/core/decide/desired-settings.ts';
import { compareReadBack } from '../../../../src/core/decide/readback.ts';
import { findingsOf } from '../../../../src/core/findings/findings.ts';
import { type RegistryKey, RegistrySnapshot } from '../../../../src/core/model/registry.ts';
import {
  blobIn,
  CONNECTIONS,
  done,
  FOLLOW,
  observe,
  SETTINGS,
  sample,
  setBlob,
  WINHTTP,
  withValue,
} from '../../stores/registry-scene.ts';

function codes(registry: RegistrySnapshot, desired: DesiredSettings = FOLLOW): string[] {
  return findingsOf(assess(observe(registry), desired, null), []).map(({ code }) => code);
}

describe('assess', () => {
  it('plans both WinHTTP views after the user, the 32-bit view first', () => {
    const { plan, winInet } = assess(observe(sample()), FOLLOW, null);
    expect(winInet?.id).toBe('wininet/current/lan');
    expect(plan.changes.map(({ store, action, needsElevation }) => [store, action, needsElevation])).toEqual([
      ['winhttp/wow64', 'set', true],
      ['winhttp/native', 'set', true],
    ]);
    const native = plan.changes[1]?.writes[0]?.next;
    const decoded = native?.kind === 'binary' ? decodeWinHttpBlob(native.bytes) : null;
    expect(decoded).toMatchObject({
      ok: true,
      blob: { version: 0x28, flags: 3, proxy: 'proxy.contoso.example:8080', bypass: '<local>' },
    });
    expect(plan.changes[1]?.winHttp).toEqual({ proxy: 'proxy.contoso.example:8080', bypass: '<local>' });
    expect(plan.changes[0]?.winHttp).toBeNull();
  });

  it('plans nothing once its own plan is carried out, and the read-back agrees', () => {
    const before = sample();
    const { plan } = assess(observe(before), FOLLOW, null);
    expect(compareReadBack(before, plan.changes)).toHaveLength(2);
    const after = done(
      before,
      plan.changes.flatMap(({ writes }) => writes),
    );
    expect(compareReadBack(after, plan.changes)).toEqual([]);
    expect(assess(observe(after), FOLLOW, null).plan.changes).toEqual([]);
  });

  it('binds the plan id to the state it was made from', () => {
    const first = assess(observe(sample()), FOLLOW, null).plan.id;
    expect(assess(observe(sample()), FOLLOW, null).plan.id).toBe(first);
    const other = withValue(sample(), WINHTTP, 'WinHttpSettings', null);
    expect(assess(observe(other), FOLLOW, null).plan.id).not.toBe(first);
  });

  it('with --proxy changes flags, strings and counter of the blob, and nothing else', () => {
    const tail = new Uint8Array(455).map((_, i) => i);
    const start = setBlob(sample(), {
      counter: 64,
      flags: 13,
      proxy: 'old:1',
      bypass: 'x',
      pac: 'http://p/pac',
      tail,
    });
    const desired = desiredFor({
      kind: 'proxy',
      servers: [{ scheme: 'all', host: 'new', port: 80 }],
      bypass: ['<local>'],
    });
    const { plan } = assess(observe(start), desired, null);
    const after = blobIn(
      done(
        start,
        plan.changes.flatMap(({ writes }) => writes),
      ),
    );
    expect(after).toEqual({ ...blobIn(start), counter: 65, flags: 3, proxy: 'new:80', bypass: '<local>' });
  });

  it('brings the mirror values along with the blob', () => {
    const start = setBlob(sample(), { flags: 5, pac: 'http://p/pac' });
    const { plan } = assess(observe(start), desiredFor({ kind: 'direct' }), null);
    const after = done(
      start,
      plan.changes.flatMap(({ writes }) => writes),
    );
    expect(after.value(SETTINGS, 'ProxyEnable')).toEqual({ kind: 'dword', number: 0 });
    expect(after.value(SETTINGS, 'ProxyServer')).toEqual(start.value(SETTINGS, 'ProxyServer'));
    expect(after.value(SETTINGS, 'AutoConfigURL')).toBeNull();
    expect(blobIn(after).flags).toBe(1);
    expect(blobIn(after, 'SavedLegacySettings').flags).toBe(1);
  });

  it('clears a WinHTTP proxy when the user goes direct', () => {
    const proxied = done(
      sample(),
      assess(observe(sample()), FOLLOW, null).plan.changes.flatMap(({ writes }) => writes),
    );
    const direct = setBlob(proxied, { flags: 1 });
    const { plan } = assess(observe(direct), FOLLOW, null);
    expect(
      plan.changes.filter(({ store }) => store.startsWith('winhttp')).map(({ action }) => action),
    ).toEqual(['clear', 'clear']);
  });

  it('refuses a PAC, and plans nothing for it', () => {
    const assessment = assess(observe(setBlob(sample(), { flags: 5, pac: 'http://p/pac' })), FOLLOW, null);
    expect(isRefused(assessment)).toBe(true);
    expect(assessment.plan.changes.filter(({ store }) => store.startsWith('winhttp'))).toEqual([]);
  });

  it('follows what is set by hand under auto-detect, and says that it was not resolved', () => {
    const registry = setBlob(sample(), { flags: 11 });
    const assessment = assess(observe(registry), FOLLOW, null);
    expect(isRefused(assessment)).toBe(false);
    expect(assessment.plan.changes).toHaveLength(2);
    expect(codes(registry)).toContain('auto-detect-not-resolved');
  });

  it('leaves WinHTTP alone where only auto-detect is on', () => {
    const assessment = assess(observe(setBlob(sample(), { flags: 9 })), FOLLOW, null);
    expect(assessment.plan.changes.map(({ store }) => store)).toEqual(['wininet/current/lan']);
    expect(isRefused(assessment)).toBe(false);
  });

  it('plans nothing for a user without stored or desired settings', () => {
    const bare = [...sample().keys].filter(({ path }) => path.startsWith('HKEY_LOCAL'));
    const user: RegistryKey = { path: SETTINGS, visibility: 'present', values: new Map() };
    const connections: RegistryKey = { path: CONNECTIONS, visibility: 'absent', values: new Map() };
    const registry = new RegistrySnapshot([...bare, user, connections]);
    expect(assess(observe(registry), FOLLOW, null).plan.changes).toEqual([]);
    expect(codes(registry)).toContain('wininet-blob-absent');
  });

  it.each([
    ['a truncated blob', new Uint8Array([0x46, 0, 0, 0, 0])],
    ['a length past the end', new Uint8Array([0x46, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 200, 0, 0, 0, 65])],
  ])('never guesses at %s: unreadable, and the source is refused', (_, bytes) => {
    const registry = withValue(sample(), CONNECTIONS, 'DefaultConnectionSettings', { kind: 'binary', bytes });
    const assessment = assess(observe(registry), FOLLOW, null);
    expect(codes(registry)).toContain('store-unreadable');
    expect(isRefused(assessment)).toBe(true);
    expect(assessment.plan.changes).toEqual([]);
  });

  it('replaces an unreadable target whole', () => {
    const registry = withValue(sample(), WINHTTP, 'WinHttpSettings', {
      kind: 'binary',
      bytes: new Uint8Array([0x28, ...new Uint8Array(18)]),
    });
    const native = assess(observe(registry), FOLLOW, null).plan.changes.find(
      ({ store }) => store === 'winhttp/native',
    );
    expect(native).toMatchObject({ action: 'replace', before: null });
  });

  it('never overwrites a version that it does not know, and says so', () => {
    const bytes = new Uint8Array([0x50, ...new Uint8Array(19)]);
    const registry = withValue(sample(), WINHTTP, 'WinHttpSettings', { kind: 'binary', bytes });
    const assessment = assess(observe(registry), FOLLOW, null);
    expect(assessment.blocked).toEqual([{ store: 'winhttp/native', reason: 'unknown-version' }]);
    expect(isRefused(assessment)).toBe(true);
    expect(codes(registry)).toContain('change-blocked');
  });

  it('refuses a desired state that a managed setting blocks, and plans no half of it', () => {
    const policy: RegistryKey = {
      path: 'HKEY_CURRENT_USER\\Software\\Policies\\Microsoft\\Internet Explorer\\Control Panel',
      visibility: 'present',
      values: new Map([['Proxy', { kind: 'dword', number: 1 }]]),
    };
    const registry = new RegistrySnapshot([...sample().keys, policy]);
    const desired = desiredFor({
      kind: 'proxy',
      servers: [{ scheme: 'all', host: 'new', port: 80 }],
      bypass: null,
    });
    expect(isRefused(assess(observe(registry), desired, null))).toBe(true);
    expect(isRefused(assess(observe(registry), FOLLOW, null))).toBe(false);
  });

  it('shows the machine-wide stores where no person is visible', () => {
    const registry = new RegistrySnapshot(
      [...sample().keys].filter(({ path }) => path.startsWith('HKEY_LOCAL')),
    );
    const { vpnUser, stores, plan } = assess(observe(registry), FOLLOW, null);
    expect(vpnUser).toBeNull();
    expect(stores.map(({ id }) => id)).toEqual(['winhttp/native', 'winhttp/wow64']);
    expect(plan.changes).toEqual([]);
  });

  it('names a mirror that disagrees and repairs it', () => {
    const registry = setBlob(sample(), { proxy: 'other:1' });
    expect(codes(registry)).toContain('wininet-mirror-differs');
    const change = assess(observe(registry), FOLLOW, null).plan.changes.find(({ store }) =>
      store.startsWith('wininet'),
    );
    expect(change?.writes.map(({ name }) => name)).toEqual(['SavedLegacySettings', 'ProxyServer']);
    expect(change?.writes[1]).toEqual({
      key: SETTINGS,
      name: 'ProxyServer',
      expected: { kind: 'string', text: 'proxy.contoso.example:8080' },
      next: { kind: 'string', text: 'other:1' },
    });
  });

  it('reports settings that were not exported, and plans nothing for them', () => {
    const onlyUser = new RegistrySnapshot(
      [...sample().keys].filter(({ path }) => path.startsWith('HKEY_CURRENT_USER')),
    );
    const { plan, stores } = assess(observe(onlyUser), FOLLOW, null);
    expect(stores.find(({ id }) => id === 'winhttp/native')?.present).toBeNull();
    expect(plan.changes).toEqual([]);
    expect(codes(onlyUser).filter((code) => code === 'store-unseen')).toHaveLength(2);
  });

  it('takes severity from the path: an error only where the path fails', () => {
    const assessment = assess(observe(sample()), FOLLOW, null);
    const severity = (verdict: 'reachable' | 'revocation-unreachable') =>
      findingsOf(assessment, [{ gateway: 'g', stores: 'current', verdict, stage: 'revocation' }]).find(
        ({ code }) => code === 'winhttp-not-aligned',
      )?.severity;
    expect(severity('reachable')).toBe('warning');
    expect(severity('revocation-unreachable')).toBe('error');
  });
});
