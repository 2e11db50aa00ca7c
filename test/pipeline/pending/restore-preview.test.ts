import { describe, expect, it } from 'vitest';
import { rollbackSteps } from '../../../src/change/backup/restore.ts';
import type { Intent } from '../../../src/change/backup/restore-plan.ts';
import type { RegistrySnapshot, RegistryValue } from '../../../src/core/model/registry.ts';
import { type RestoreStages, restorePlan } from '../../../src/pipeline/pending/restore-backup.ts';
import { observe, SETTINGS, sample, WINHTTP, withValue } from '../../core/stores/registry-scene.ts';

const junk: RegistryValue = { kind: 'binary', bytes: new Uint8Array([1, 2, 3]) };

/** The WinHTTP setting with a proxy: WinINET's setting in the bytes of WinHTTP. */
const PROXY = blob('proxy.contoso.example:8080', '<local>');
const OTHER = blob('other.contoso.example:3128', '');

function blob(proxy: string, bypass: string): RegistryValue {
  const length = (text: string) => [text.length, 0, 0, 0, ...Buffer.from(text, 'latin1')];
  const head = [0x28, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0];
  return { kind: 'binary', bytes: new Uint8Array([...head, ...length(proxy), ...length(bypass)]) };
}

const held = (registry: RegistrySnapshot, key: string, name: string) => registry.value(key, name) ?? null;
const backupOf = (...values: { key: string; name: string; value: RegistryValue | null }[]) => ({
  values,
  createdKeys: [],
});
const plan = (registry: RegistrySnapshot, stages: Partial<RestoreStages>) =>
  restorePlan(observe(registry), { changes: [], backup: null, ...stages });

describe('what a rollback shows before it restores', () => {
  const then = sample();
  const was = held(then, WINHTTP, 'WinHttpSettings');
  const changed = withValue(then, WINHTTP, 'WinHttpSettings', PROXY);
  const native = { key: WINHTTP, name: 'WinHttpSettings', value: was };
  const intent: Intent = {
    id: 'winhttp/native#0',
    key: WINHTTP,
    name: 'WinHttpSettings',
    expected: was,
    next: PROXY,
  };

  it('is each store as it is and as it will be, and who may write it', () => {
    const reported = plan(changed, { backup: backupOf(native) });
    expect(reported?.changes).toMatchObject([
      {
        store: 'winhttp/native',
        action: 'clear',
        needsElevation: true,
        before: { proxy: { enabled: true, servers: [{ host: 'proxy.contoso.example', port: 8080 }] } },
        after: { proxy: { enabled: false } },
      },
    ]);
    expect(reported?.changes[0]?.writes).toEqual(
      rollbackSteps(changed, backupOf(native)).map(({ write }) => write),
    );
    expect(reported?.id).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('shows the string values when they alone are restored', () => {
    const off = withValue(then, SETTINGS, 'ProxyServer', { kind: 'string', text: 'gone:1' });
    const value = held(then, SETTINGS, 'ProxyServer');
    const reported = plan(off, {
      backup: backupOf({ key: SETTINGS.toUpperCase(), name: 'ProxyServer', value }),
    });
    expect(reported?.changes).toMatchObject([{ store: 'wininet/current/lan', needsElevation: false }]);
    expect(reported?.changes[0]?.writes).toHaveLength(1);
  });

  it('is nothing where the machine holds it all already', () => {
    expect(plan(then, { backup: backupOf(native) })).toBeNull();
    expect(plan(then, { changes: [{ steps: [intent] }] })).toBeNull();
  });

  it('is empty, not partial, when one of the values is not a setting', () => {
    const value = held(then, SETTINGS, 'ProxyServer');
    const lan = { key: SETTINGS, name: 'ProxyServer', value };
    const both = withValue(changed, SETTINGS, 'ProxyServer', null);
    expect(plan(both, { backup: backupOf(native, lan) })?.changes).toHaveLength(2);
    expect(plan(both, { backup: backupOf({ ...native, value: junk }, lan) })).toBeNull();
  });

  it('leaves out of an unfinished change what somebody else has changed since', () => {
    expect(plan(changed, { changes: [{ steps: [intent] }] })?.changes).toHaveLength(1);
    const foreign = withValue(then, WINHTTP, 'WinHttpSettings', OTHER);
    expect(plan(foreign, { changes: [{ steps: [intent] }] })).toBeNull();
  });

  it('shows the final values when several changes are rolled back one after the other', () => {
    const older = { ...native, value: OTHER };
    const reported = plan(changed, { changes: [{ steps: [intent] }], backup: backupOf(older) });
    expect(reported?.changes).toMatchObject([
      { action: 'set', after: { proxy: { servers: [{ host: 'other.contoso.example', port: 3128 }] } } },
    ]);
    expect(reported?.changes[0]?.writes).toEqual([
      { key: WINHTTP, name: 'WinHttpSettings', expected: PROXY, next: OTHER },
    ]);
    // A change that is reverted is no change, also if there was no value before.
    const pac = { key: SETTINGS, name: 'AutoConfigURL' };
    expect(held(then, pac.key, pac.name)).toBeNull();
    const expected: RegistryValue = { kind: 'string', text: 'http://wpad/a.pac' };
    const changes = [{ steps: [{ ...pac, id: 'wininet/current/lan#0', expected, next: null }] }];
    expect(plan(then, { changes })?.changes).toHaveLength(1);
    expect(plan(then, { changes, backup: backupOf({ ...pac, value: null }) })).toBeNull();
  });
});
