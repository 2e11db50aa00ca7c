import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { P2sError } from '../../../src/core/model/errors.ts';
import { RegistrySnapshot } from '../../../src/core/model/registry.ts';
import { say } from '../../../src/core/model/say.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';
import type { EffectiveProxy } from '../../../src/machine/port.ts';
import { failing } from '../../support/files.ts';
import { SAMPLE_KEYS } from '../../support/machines/machines.ts';
import { ALL, type ApplyScene, applyScene, type Kind, type Write, writeLog } from './apply-scene.ts';
import { faultsOf, outcomeOf, THEIRS } from './faults.ts';

const { native: NATIVE, wow64: WOW64 } = SAMPLE_KEYS;

let scene: ApplyScene;
let faults: ReturnType<typeof faultsOf>;
afterEach(() => scene.remove());

async function make(...args: Parameters<typeof applyScene>): Promise<void> {
  scene = await applyScene(...args);
  faults = faultsOf(scene);
}
const untouched = async () => expect(await readFile(scene.file)).toEqual(scene.original);
const nothingWaits = async () => expect(await scene.journal()).toBeNull();

describe.each<Kind>(['recording', 'live'])('a change of a machine that is a %s', (kind) => {
  it('that is cancelled during its backup writes nothing, and leaves no journal', async () => {
    await make(kind);
    const calls: string[] = [];
    const machine = scene.machine({
      write: (steps, options) => {
        calls.push('write');
        return scene.base.write(steps, options);
      },
    });
    await expect(scene.apply(machine, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    expect(calls).toEqual([]);
    expect(await scene.changed()).toEqual([]);
    await untouched();
    await nothingWaits();
  });

  it('is backed up, written, read back, logged, and leaves no journal', async () => {
    await make(kind);
    const standing: (string | undefined)[] = [];
    const machine = scene.machine({
      write: async (steps, options) => {
        standing.push((await scene.journal())?.backup);
        return scene.base.write(steps, options);
      },
    });
    const applied = await scene.apply(machine);
    expect(applied).toEqual({
      changed: ['wininet/current/lan', 'winhttp/wow64', 'winhttp/native'],
      backup: '0001',
      notices: [],
    });
    expect(standing).toEqual(['0001']);
    expect(await scene.changed()).toEqual(ALL);
    expect(await writeLog(scene)).toHaveLength(ALL.length);
    await nothingWaits();
    const { values, file } = await scene.backup();
    expect(values.map(({ value }) => value)).toEqual(
      scene.plan.changes.flatMap(({ writes }) => writes.map(({ expected }) => expected)),
    );
    expect(file === null ? null : Buffer.from(file.bytes)).toEqual(kind === 'live' ? null : scene.original);
  });

  it('that reports a write that did not happen: exit 6, and nothing to restore', async () => {
    await make(kind);
    const lie: Write = async (steps) => ({
      outcomes: steps.map((step) => ({ ...outcomeOf(step, 'written'), how: 'file', now: step.write.next })),
      notified: null,
    });
    const error = await scene.failure(scene.machine({ write: faults.calls(lie) }));
    expect(error).toMatchObject({ code: 'write-failed' });
    expect(error.message).toMatch(/is .* instead of .*Nothing was changed\.$/);
    await untouched();
    await nothingWaits();
    await scene.backup();
  });

  it('that is reverted right after the write: the other values are restored too', async () => {
    await make(kind);
    const old = (await scene.registry()).value(NATIVE, 'WinHttpSettings') ?? null;
    const write = faults.calls(faults.writeThen(() => faults.theirs(NATIVE, 'WinHttpSettings', old)));
    const error = await scene.failure(scene.machine({ write }));
    expect(error).toMatchObject({ code: 'write-failed', where: 'winhttp/native' });
    expect(error.message).toMatch(/All values were restored\.$/);
    await untouched();
    await nothingWaits();
    const restored = scene.events.flatMap((e) =>
      e.type === 'write' && e.status === 'restored' ? e.store : [],
    );
    expect(new Set(restored)).toEqual(new Set(['wininet/current/lan', 'winhttp/wow64']));
  });

  it('that another program overwrites at once: our values are restored, theirs stay and are named', async () => {
    await make(kind);
    const write = faults.calls(faults.writeThen(() => faults.theirs(NATIVE, 'WinHttpSettings')));
    const error = await scene.failure(scene.machine({ write }));
    expect(error).toMatchObject({ code: 'write-failed' });
    expect(error.message.toLowerCase()).toContain(
      `which have changed since or cannot be written: ${NATIVE}\\WinHttpSettings`.toLowerCase(),
    );
    expect(await scene.changed()).toEqual(['WinHttpSettings']);
    expect((await scene.registry()).value(NATIVE, 'WinHttpSettings')).toEqual(THEIRS);
    await nothingWaits();
  });

  it('that the first read-back does not find: rolled back, and proved by another read', async () => {
    await make(kind);
    let observations = 0;
    const machine = scene.machine({
      write: faults.calls(),
      observe: async (options) => {
        const observation = await scene.base.observe(options);
        if (observations++ > 0) return observation;
        const keys = [...observation.registry.keys].map((key) => ({ ...key, values: new Map() }));
        return { ...observation, registry: new RegistrySnapshot(keys) };
      },
    });
    expect(await scene.failure(machine)).toMatchObject({ code: 'write-failed' });
    expect(observations).toBeGreaterThan(2);
    await untouched();
    await nothingWaits();
  });

  it('that another Windows API contradicts: rolled back', async () => {
    await make(kind);
    const direct: EffectiveProxy = {
      winHttp: { accessType: 1, proxy: null, bypass: null },
      winInetUser: null,
      unavailable: null,
      win32: null,
    };
    const error = await scene.failure(
      scene.machine({ write: faults.calls(), effective: async () => direct }),
    );
    expect(error).toMatchObject({ code: 'write-failed', where: 'WinHttpGetDefaultProxyConfiguration' });
    await untouched();
    await nothingWaits();
  });

  it.each([
    'powershell-blocked',
    'powershell-not-allowed',
    'powershell-antivirus',
    'powershell-failed',
  ] as const)('whose second reader is refused (%s) stands on the first one, and says so', async (code) => {
    await make(kind);
    const effective = () => Promise.reject(new P2sError(code, say('refused')));
    const { notices } = await scene.apply(scene.machine({ write: faults.calls(), effective }));
    expect(await scene.changed()).toEqual(ALL);
    expect(notices).toContainEqual({
      code: 'windows-reader-unavailable',
      severity: 'info',
      store: 'winhttp/native',
      evidence: { reason: code },
    });
  });

  it.each([
    ['denied', 'needs-elevation'],
    ['failed', 'write-failed'],
    ['changed', 'stale'],
  ] as const)('whose fifth write is %s: the first four are restored (%s)', async (status, code) => {
    await make(kind);
    const error = await scene.failure(scene.machine({ write: faults.calls(faults.stopsAt(4, status)) }));
    expect(error).toMatchObject({ code, where: `${WOW64}\\WinHttpSettings` });
    expect(error.message).toMatch(/All values were restored\.$/);
    await untouched();
    await nothingWaits();
    expect((await writeLog(scene)).filter((line) => line.endsWith('written')).length).toBeGreaterThan(3);
  });

  it.each(['powershell-timeout', 'powershell-no-result'] as const)(
    'whose writer stops answering half-way (%s): rolled back, after waiting for its end',
    async (code) => {
      await make(kind);
      const asked: number[] = [];
      const mute: Write = async (steps, options) => {
        await scene.base.write(steps.slice(0, 3), options);
        throw new P2sError(code, say('The script said nothing.'));
      };
      const write = faults.calls(mute);
      const machine = scene.machine({
        write: (steps, options) => {
          asked.push(steps.length);
          return write(steps, options);
        },
      });
      const error = await scene.failure(machine);
      expect(error).toMatchObject({ code });
      expect(error.message).toBe('The script said nothing. All values were restored.');
      expect(asked).toEqual(kind === 'live' ? [6, 0, 3] : kind === 'recording' ? [6, 3] : []);
      await untouched();
      await nothingWaits();
    },
  );

  it('whose log cannot be written: rolled back', async () => {
    await make(kind, { files: failing(nodeFiles(), { append: 'ENOSPC' }) });
    const error = await scene.failure(scene.machine({ write: faults.calls() }));
    expect(error).toMatchObject({ code: 'state-dir' });
    expect(error.message).toMatch(/the disk is full\. All values were restored\.$/);
    await untouched();
    await nothingWaits();
  });
});
