import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyPlan } from '../../../src/change/apply.ts';
import { readUnconfirmed, writeUnconfirmed } from '../../../src/change/state/unconfirmed.ts';
import type { Gateway, Verdict, VerdictCode } from '../../../src/core/model/check.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import { say } from '../../../src/core/model/say.ts';
import type { Machine } from '../../../src/machine/port.ts';
import { armedStore, isHealthy } from '../../../src/pipeline/pending/arm.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import { type ApplyScene, applyScene } from '../../change/apply/apply-scene.ts';
import { NOW } from '../../change/folder.ts';

describe('an armed change', () => {
  let scene: ApplyScene;
  beforeEach(async () => {
    scene = await applyScene('recording');
  });
  afterEach(() => scene.remove());

  /** Applies the plan, armed; returns the files of the state folder at the first write to the machine. */
  async function apply(write: Machine['write']): Promise<{ atFirst: string[]; error: unknown }> {
    const program = join(scene.store.dir.path, '..', 'ready.mjs');
    await writeFile(program, 'process.send("ready"); process.disconnect();');
    const ports = { ...systemPorts('', program), wallClock: () => NOW };
    const context = {
      ports,
      emit: () => undefined,
      outcome: () => undefined,
      settle: () => undefined,
      deadlines: [],
      signal: undefined,
    };
    const options = { confirmWithinMs: 600_000, machine: {} };
    let atFirst: string[] | null = null;
    const machine = scene.machine({
      async write(steps, how) {
        atFirst ??= await readdir(scene.store.dir.path);
        return write(steps, how);
      },
    });
    const armed = armedStore(context, scene.store, options);
    const registry = await scene.registry();
    const error = await armed
      .locked(() => applyPlan(machine, registry, scene.plan, armed, () => undefined))
      .then(
        () => null,
        (reason: unknown) => reason,
      );
    return { atFirst: atFirst ?? [], error };
  }

  it('is recorded before the first write, and afterwards until it is confirmed', async () => {
    const { atFirst, error } = await apply((steps, how) => scene.base.write(steps, how));
    expect(error).toBeNull();
    expect(atFirst).toEqual(expect.arrayContaining(['journal.json', 'unconfirmed.json', 'watcher.log']));
    const noted = await readUnconfirmed(scene.store.dir);
    expect(noted).toMatchObject({
      backup: '0001',
      armedAt: NOW.toISOString(),
      deadline: new Date(NOW.getTime() + 600_000).toISOString(),
      putBackAt: null,
    });
    expect(noted?.steps.map(({ name }) => name)).toEqual(
      scene.plan.changes.flatMap(({ writes }) => writes.map(({ name }) => name)),
    );
  });

  it('is refused while another one is unconfirmed, before anything is backed up', async () => {
    const at = NOW.toISOString();
    const machine = { kind: 'local' as const, id: 'another' };
    const other = {
      backup: '0001',
      machine,
      armedAt: at,
      deadline: at,
      steps: [],
      putBackAt: null,
      left: [],
    };
    await writeUnconfirmed(scene.store.dir, other);
    const { atFirst, error } = await apply((steps, how) => scene.base.write(steps, how));
    expect(error).toMatchObject({ code: 'interrupted-change' });
    expect([atFirst, await readdir(scene.store.dir.path)]).toEqual([[], ['unconfirmed.json']]);
    expect(await readUnconfirmed(scene.store.dir)).toEqual(other);
  });

  it('waits for nobody when it failed and was rolled back', async () => {
    let calls = 0;
    const { error } = await apply(async (steps, how) => {
      calls += 1;
      if (calls > 1) return scene.base.write(steps, how);
      await scene.base.write(steps.slice(0, 1), how);
      throw new P2sError('write-failed', say('made to fail'));
    });
    expect(error).toMatchObject({ code: 'write-failed' });
    expect(await scene.changed()).toEqual([]);
    expect(await readUnconfirmed(scene.store.dir)).toBeNull();
  });

  it('goes on waiting when the rollback failed', async () => {
    const scenes = scene;
    const { error } = await apply(async (steps, how) => {
      await scenes.base.write(steps.slice(0, 1), how);
      scenes.base.observe = () => Promise.reject(new P2sError('input', say('made to fail')));
      throw new P2sError('write-failed', say('made to fail'));
    });
    expect(error).toMatchObject({ code: 'restore-failed' });
    expect(await readUnconfirmed(scene.store.dir)).toMatchObject({ putBackAt: null });
  });
});

describe('a health check', () => {
  const gateway = (host: string): Gateway => ({ host, port: 443, source: 'option' });
  const verdict = (name: string, code: VerdictCode, stores: Verdict['stores'] = 'current'): Verdict => ({
    gateway: name,
    stores,
    verdict: code,
    stage: null,
  });

  it.each([
    [['a'], [verdict('a', 'reachable')], true],
    [['a', 'b'], [verdict('a', 'reachable'), verdict('b', 'reachable')], true],
    [['a', 'b'], [verdict('a', 'reachable'), verdict('b', 'timeout')], false],
    [['a', 'b'], [verdict('a', 'reachable')], false],
    [['a'], [verdict('a', 'reachable', 'proposed')], false],
    [['a'], [], false],
    [[], [verdict('a', 'reachable')], false],
  ])('of %j', (hosts, verdicts, healthy) => {
    expect(isHealthy(hosts.map(gateway), verdicts)).toBe(healthy);
  });
});
