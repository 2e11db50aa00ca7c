import { afterEach, describe, expect, it } from 'vitest';
import { readBackup } from '../../../src/change/backup/backup.ts';
import { rollBack } from '../../../src/change/backup/roll-back.ts';
import {
  decodeWinInetBlob,
  encodeWinInetBlob,
  type WinInetBlob,
} from '../../../src/core/codec/wininet-blob.ts';
import { sameSetting } from '../../../src/core/stores/same-setting.ts';
import { SAMPLE_KEYS, setValue } from '../../support/machines/machines.ts';
import { type ApplyScene, applyScene, type Kind, type Write } from './apply-scene.ts';
import { faultsOf } from './faults.ts';

const { connections: CONNECTIONS } = SAMPLE_KEYS;
const [BLOB, LEGACY] = ['DefaultConnectionSettings', 'SavedLegacySettings'] as const;
const BLOBS = [BLOB, LEGACY] as const;
type Touch = (blob: WinInetBlob) => Partial<WinInetBlob>;

let scene: ApplyScene;
afterEach(() => scene.remove());

/** A program that uses WinINET, on a machine where auto-detection has just found a PAC file. */
const AS_WINDOWS: Touch = ({ counter }) => ({
  counter: (counter + 1) >>> 0,
  // The state of auto-detection, the address it found, and the time.
  tail: Uint8Array.from([4, 0, 0, 0, 9, ...new Uint8Array(450).map((_, i) => i)]),
});

async function touch(name: string, change: Touch): Promise<void> {
  const value = (await scene.registry()).value(CONNECTIONS, name);
  const decoded = value?.kind === 'binary' ? decodeWinInetBlob(value.bytes) : null;
  if (decoded?.ok !== true) throw new Error(`${name} cannot be read`);
  const bytes = encodeWinInetBlob({ ...decoded.blob, ...change(decoded.blob) });
  await setValue(scene.file, CONNECTIONS, name, { kind: 'binary', bytes });
}

/** Each write that touches a blob is followed by these. */
function touched(by: Partial<Record<(typeof BLOBS)[number], Touch>>): Write {
  return async (steps, options) => {
    const report = await scene.base.write(steps, options);
    for (const name of BLOBS) {
      const change = by[name];
      if (change !== undefined && steps.some(({ write }) => write.name === name)) await touch(name, change);
    }
    return report;
  };
}

const stored = async (name: string) => {
  const value = (await scene.registry()).value(CONNECTIONS, name);
  const decoded = value?.kind === 'binary' ? decodeWinInetBlob(value.bytes) : null;
  return decoded?.ok === true ? decoded.blob : null;
};

describe('what Windows rewrites between write and read-back', () => {
  it.each<Kind>(['recording', 'live'])(
    'counter, tail, and legacy settings made of the strings: the change of a %s stands',
    async (kind) => {
      scene = await applyScene(kind);
      const write = touched({
        [BLOB]: AS_WINDOWS,
        [LEGACY]: (blob) => ({ ...AS_WINDOWS(blob), flags: blob.flags | 8, pac: '' }),
      });
      const { changed } = await scene.apply(scene.machine({ write }));
      expect(changed).toContain('wininet/current/lan');
      expect((await stored('DefaultConnectionSettings'))?.proxy).toBe('new.contoso.example:3128');
      expect(await scene.journal()).toBeNull();
    },
  );

  it.each<[string, Touch]>([
    ['the proxy bit', ({ flags }) => ({ flags: flags & ~2 })],
    ['the auto-detect bit', ({ flags }) => ({ flags: flags | 8 })],
    ['the proxy', () => ({ proxy: 'theirs.contoso.example:1' })],
    ['the bypass list', () => ({ bypass: '' })],
    ['the PAC address', () => ({ pac: 'http://theirs.contoso.example/p' })],
  ])('is found out where it is %s of the setting', async (_, change) => {
    scene = await applyScene('live');
    const write = touched({
      [BLOB]: (blob) => ({ ...AS_WINDOWS(blob), ...change(blob) }),
    });
    const error = await scene.failure(scene.machine({ write }));
    expect(error).toMatchObject({
      code: 'write-failed',
      where: `${CONNECTIONS}\\DefaultConnectionSettings`,
    });
    // The value that another program set stays; all others are as before.
    expect(await scene.changed()).toEqual(['DefaultConnectionSettings']);
    expect(await scene.journal()).toBeNull();
  });

  it('is found out where the legacy settings name another proxy', async () => {
    scene = await applyScene('live');
    const write = touched({ [LEGACY]: () => ({ proxy: 'theirs.contoso.example:1' }) });
    expect(await scene.failure(scene.machine({ write }))).toMatchObject({
      code: 'write-failed',
      where: `${CONNECTIONS}\\SavedLegacySettings`,
    });
  });

  it('while a failed change is rolled back: that ends, and leaves nothing of the change', async () => {
    scene = await applyScene('live');
    const faults = faultsOf(scene);
    const touching = touched({ [BLOB]: AS_WINDOWS, [LEGACY]: AS_WINDOWS });
    let writes = 0;
    const write: Write = async (steps, options) => {
      const report = await touching(steps, options);
      if (writes++ === 0) await faults.theirs(SAMPLE_KEYS.native, 'WinHttpSettings');
      return report;
    };
    const error = await scene.failure(scene.machine({ write }));
    expect(error).toMatchObject({ code: 'write-failed', where: 'winhttp/native' });
    expect(error.message).not.toContain('DefaultConnectionSettings');
    const { values } = await scene.backup();
    const now = await scene.registry();
    for (const { key, name, value } of values.filter(({ name: one }) => one !== 'WinHttpSettings'))
      expect([name, sameSetting(name, now.value(key, name) ?? null, value)]).toEqual([name, true]);
    expect(writes).toBe(2);
    expect(await scene.journal()).toBeNull();
  });

  it('in a rollback: it stands', async () => {
    scene = await applyScene('live');
    const write = touched({ [BLOB]: AS_WINDOWS, [LEGACY]: AS_WINDOWS });
    const machine = scene.machine({ write });
    await scene.apply(machine);
    const backup = await readBackup(scene.store.dir, '0001', await machine.identity());
    const back = await scene.store.locked(() => rollBack(machine, backup, scene.store, false, () => {}));
    expect(back.changed).toContain(`${CONNECTIONS}\\DefaultConnectionSettings`);
    expect((await stored('DefaultConnectionSettings'))?.proxy).toBe('old.contoso.example:8080');
  });
});
