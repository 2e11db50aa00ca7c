import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { P2sError } from '../../../src/core/model/errors.ts';
import type { RegistryValue } from '../../../src/core/model/registry.ts';
import { say } from '../../../src/core/model/say.ts';
import type { Machine, WriteStep } from '../../../src/machine/port.ts';
import { restoreInterrupted } from '../../../src/pipeline/pending/interruption.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import { SAMPLE_KEYS, setValue } from '../../support/machines/machines.ts';
import { type ApplyScene, applyScene, type Kind, type Write } from './apply-scene.ts';
import { refusing, THEIRS } from './faults.ts';

const { native: NATIVE, wow64: WOW64 } = SAMPLE_KEYS;
const COUNT = 6;

let scene: ApplyScene;
afterEach(() => scene.remove());

/** An apply that makes `count` of its writes and never ends. */
async function interruptedAfter(count: number): Promise<void> {
  const noReply = new Promise<never>(() => undefined);
  await new Promise<void>((resolve) => {
    const write: Write = async (steps) => {
      await scene.base.write(steps.slice(0, count), { notify: false });
      resolve();
      return noReply;
    };
    void scene.applyUnlocked(scene.machine({ write }));
  });
}

/** The first step of the next run. */
function fix(machine: Machine): Promise<string[] | null> {
  const context = {
    emit: () => undefined,
    ports: systemPorts(''),
    outcome: () => undefined,
    settle: () => undefined,
    deadlines: [],
    signal: undefined,
  };
  return scene.store.locked(() => restoreInterrupted(context, machine, scene.store));
}

describe.each<Kind>(['recording', 'live'])('an interrupted change of a %s', (kind) => {
  it('is rolled back byte for byte, wherever it stopped', async () => {
    for (let count = 0; count <= COUNT; count++) {
      scene = await applyScene(kind);
      await interruptedAfter(count);
      expect((await scene.journal())?.steps).toHaveLength(COUNT);
      const restored = await fix(scene.machine({ write: scene.base.write }));
      expect(restored).toHaveLength(count);
      expect(await readFile(scene.file)).toEqual(scene.original);
      expect(await scene.journal()).toBeNull();
      if (count < COUNT) await scene.remove();
    }
  });

  it('leaves alone what somebody else has changed since', async () => {
    scene = await applyScene(kind);
    await interruptedAfter(COUNT);
    await setValue(scene.file, NATIVE, 'WinHttpSettings', THEIRS);
    expect(await fix(scene.machine({ write: scene.base.write }))).toHaveLength(COUNT - 1);
    expect(await scene.changed()).toEqual(['WinHttpSettings']);
    expect((await scene.registry()).value(NATIVE, 'WinHttpSettings')).toEqual(THEIRS);
    expect(await scene.journal()).toBeNull();
  });

  it('is rolled back from its journal when its backup is damaged', async () => {
    scene = await applyScene(kind);
    await interruptedAfter(COUNT);
    const path = join(scene.store.dir.path, 'backups', '0001.json');
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, -20));
    expect(await fix(scene.machine({ write: scene.base.write }))).toHaveLength(COUNT);
    expect(await scene.changed()).toEqual([]);
    expect(await scene.journal()).toBeNull();
  });

  it('keeps its journal while it cannot be rolled back', async () => {
    scene = await applyScene(kind);
    await interruptedAfter(COUNT);
    await setValue(scene.file, NATIVE, 'WinHttpSettings', THEIRS);
    let tries = 0;
    const denied: Write = (steps, options) => {
      if (steps.length > 0) tries++;
      return refusing('denied')(steps, options);
    };
    await expect(fix(scene.machine({ write: denied }))).rejects.toMatchObject({
      code: 'needs-elevation',
    });
    // One attempt for each value: a retry does not change rights.
    expect(tries).toBe(COUNT - 1);
    await expect(fix(scene.machine({ write: refusing('failed') }))).rejects.toMatchObject({
      code: 'restore-failed',
    });
    expect(await scene.journal()).not.toBeNull();
    expect(await fix(scene.machine({ write: scene.base.write }))).toHaveLength(COUNT - 1);
  });

  it('of another machine is refused, and stays', async () => {
    scene = await applyScene(kind);
    await interruptedAfter(COUNT);
    const other = scene.machine({ identity: async () => ({ kind: 'recorded', id: '/other.reg' }) });
    const error = await fix(other).catch((reason: unknown) => reason as P2sError);
    expect(error).toMatchObject({ code: 'interrupted-change' });
    if (kind === 'recording')
      expect((error as P2sError).next).toContain(`--machine ${scene.file} --in-place --state-dir `);
    expect(await scene.journal()).not.toBeNull();
  });
});

describe('an interrupted change of a recording that is gone', () => {
  it('stands in nobody’s way', async () => {
    scene = await applyScene('recording');
    await interruptedAfter(0);
    await rm(scene.file);
    const other = scene.machine({ identity: async () => ({ kind: 'recorded', id: '/other.reg' }) });
    expect(await fix(other)).toBeNull();
    expect(await scene.journal()).toBeNull();
  });
});

describe('a recording that somebody has typed', () => {
  it('is restored to the exact bytes, not to the same values spelled differently', async () => {
    scene = await applyScene('recording', { typed: true });
    await interruptedAfter(COUNT);
    expect(await fix(scene.machine({ write: scene.base.write }))).toHaveLength(COUNT);
    expect(await readFile(scene.file)).toEqual(scene.original);
  });
});

describe('a writer that outlives the run that started it', () => {
  it('is waited for before anybody looks', async () => {
    scene = await applyScene('live');
    await interruptedAfter(2);
    const { plan } = scene;
    const late = plan.changes
      .flatMap(({ writes }) => writes)
      .slice(2)
      .map((write, i) => ({ id: String(i), write }));
    const machine = scene.machine({
      write: async (steps, options) => {
        // Our write starts after the other run has finished its work.
        if (steps.length === 0) await scene.base.write(late, { notify: false });
        return scene.base.write(steps, options);
      },
    });
    expect(await fix(machine)).toHaveLength(COUNT);
    expect(await readFile(scene.file)).toEqual(scene.original);
  });

  it('that does not end keeps the change interrupted', async () => {
    scene = await applyScene('live');
    await interruptedAfter(2);
    const busy = new P2sError('powershell-failed', say('Another run is writing.'));
    await expect(fix(scene.machine({ write: () => Promise.reject(busy) }))).rejects.toBe(busy);
    expect(await scene.journal()).not.toBeNull();
  });
});

describe('an empty key that an interrupted change left', () => {
  it('is asked to go as well', async () => {
    scene = await applyScene('live', { without: WOW64 });
    await interruptedAfter(0);
    const value: RegistryValue = { kind: 'dword', number: 0 };
    await setValue(scene.file, WOW64, 'x', value);
    await setValue(scene.file, WOW64, 'x', null);
    expect((await scene.registry()).key(WOW64).visibility).toBe('present');
    const asked: WriteStep[] = [];
    const write: Write = (steps, options) => {
      asked.push(...steps);
      return scene.base.write(steps, options);
    };
    expect(await fix(scene.machine({ write }))).toEqual([]);
    expect(asked[0]).toMatchObject({ write: { expected: null, next: null }, removeKeyIfEmpty: true });
    expect(await scene.journal()).toBeNull();
  });
});
