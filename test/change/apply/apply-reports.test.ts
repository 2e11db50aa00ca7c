import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readApplied } from '../../../src/change/applied.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import { say } from '../../../src/core/model/say.ts';
import type { EffectiveProxy, Machine, StepStatus } from '../../../src/machine/port.ts';
import { type ApplyScene, applyScene, type Write } from './apply-scene.ts';
import { faultsOf, outcomeOf } from './faults.ts';

const LAN = 'wininet/current/lan';
const step = (name: string, status: string) => ({ type: 'step', step: name, status });
const write = (store: string, status: string) => ({ type: 'write', store, status });
const STARTED = [LAN, 'winhttp/wow64', 'winhttp/native'].map((store) => write(store, 'started'));

let scene: ApplyScene;
beforeEach(async () => {
  scene = await applyScene('live');
});
afterEach(() => scene.remove());

const own: Write = (steps, options) => scene.base.write(steps, options);
/** All writes are made, and reported with these statuses. */
const reporting =
  (...statuses: StepStatus[]): Write =>
  async (steps, options) => {
    const { outcomes } = await own(steps, options);
    return {
      outcomes: outcomes.map((one, at) => ({ ...one, status: statuses[at] ?? 'written' })),
      notified: null,
    };
  };
const ended = () =>
  scene.events.filter((event) => event.type === 'write' && !['started', 'restored'].includes(event.status));
const applied = async () => readApplied(scene.store.dir, await scene.machine({}).identity());

describe('what a change reports', () => {
  it('is each step and each setting, in order', async () => {
    const deadlines: number[] = [];
    const observe: Machine['observe'] = (options) => {
      deadlines.push(options.deadlineMs);
      return scene.base.observe(options);
    };
    await scene.apply(scene.machine({ write: own, observe }));
    expect(deadlines).toEqual([60_000]);
    expect(scene.events).toEqual([
      step('back-up', 'started'),
      { type: 'backup', number: '0001', path: expect.stringMatching(/0001\.json$/) },
      step('back-up', 'done'),
      step('write', 'started'),
      ...STARTED,
      ...STARTED.map((event) => ({ ...event, status: 'written' })),
      step('write', 'done'),
      step('read-back', 'started'),
      step('read-back', 'done'),
    ]);
  });

  it('has no writing that is done where it stopped', async () => {
    const { calls, stopsAt } = faultsOf(scene);
    await scene.failure(scene.machine({ write: calls(stopsAt(4, 'denied')) }));
    expect(ended()).toEqual([
      write(LAN, 'written'),
      write('winhttp/wow64', 'denied'),
      write('winhttp/native', 'not-done'),
    ]);
    expect(scene.events).not.toContainEqual(step('write', 'done'));
    expect(scene.events).not.toContainEqual(step('read-back', 'started'));
    expect(scene.events.at(-1)).toEqual(step('restore', 'done'));
  });

  it('has a failed read-back where a value differs', async () => {
    const { calls } = faultsOf(scene);
    const lie: Write = async (steps) => ({
      outcomes: steps.map((one) => outcomeOf(one, 'written')),
      notified: null,
    });
    await scene.failure(scene.machine({ write: calls(lie) }));
    expect(scene.events).toContainEqual(step('write', 'done'));
    expect(scene.events).toContainEqual(step('read-back', 'failed'));
    expect(scene.events).not.toContainEqual(step('read-back', 'done'));
    expect(await applied()).toBeNull();
  });

  it.each<[StepStatus[], StepStatus]>([
    [['unchanged', 'unchanged', 'unchanged', 'unchanged'], 'unchanged'],
    [['unchanged', 'written', 'unchanged', 'unchanged'], 'written'],
    [['written', 'unchanged', 'unchanged', 'unchanged'], 'written'],
    [['written', 'written', 'failed', 'not-done'], 'failed'],
    [['written', 'unchanged', 'unchanged', 'changed'], 'changed'],
    [['denied', 'not-done', 'not-done', 'not-done'], 'denied'],
    [['changed', 'written', 'unchanged', 'failed'], 'changed'],
  ])('of a setting with values %j is %s', async (statuses, status) => {
    const writing = faultsOf(scene).calls(reporting(...statuses));
    await scene.apply(scene.machine({ write: writing })).catch(() => undefined);
    expect(ended()[0]).toEqual(write(LAN, status));
  });

  it('counts a setting as changed where one of its values was written', async () => {
    const all = scene.plan.changes.flatMap(({ writes }) => writes).length;
    const none = reporting(...new Array<StepStatus>(all).fill('unchanged'));
    expect((await scene.apply(scene.machine({ write: none }))).changed).toEqual([]);
    expect(scene.events).toContainEqual(step('write', 'done'));
    await scene.remove();
    scene = await applyScene('live');
    const some = reporting('unchanged', 'written', 'unchanged', 'unchanged', 'unchanged');
    expect((await scene.apply(scene.machine({ write: some }))).changed).toEqual([LAN, 'winhttp/native']);
  });
});

describe('what a change records', () => {
  it('are the plan in its journal, and afterwards the values that were read back', async () => {
    const plans: unknown[] = [];
    const watching: Write = async (steps, options) => {
      plans.push((await scene.journal())?.planId);
      return own(steps, options);
    };
    await scene.apply(scene.machine({ write: watching }));
    expect(plans).toEqual([scene.plan.id]);
    const writes = scene.plan.changes.flatMap((change) => change.writes);
    expect((await applied())?.values).toEqual(
      writes.map(({ key, name, next }) => ({ key, name, value: next })),
    );
    expect((await scene.backup()).planId).toBe(scene.plan.id);
  });
});

describe('Windows’ own readers', () => {
  const WINDOWS: EffectiveProxy = { winHttp: null, winInetUser: null, unavailable: null, win32: 5 };

  it('are asked once while the writer starts, whatever they answer, and again after it', async () => {
    let asked = 0;
    const effective = async () => {
      if (asked++ === 0) throw new P2sError('powershell-timeout', say('No answer.'));
      return WINDOWS;
    };
    const { notices } = await scene.apply(scene.machine({ write: own, effective }));
    expect(asked).toBe(2);
    expect(notices).toContainEqual({
      ...{ code: 'windows-reader-unavailable', severity: 'info', store: 'winhttp/native' },
      evidence: { reason: 'Win32 error 5' },
    });
  });

  it('must agree: the change is rolled back where they time out at the read-back', async () => {
    const effective = () => Promise.reject(new P2sError('powershell-timeout', say('No answer.')));
    const error = await scene.failure(scene.machine({ write: own, effective }));
    expect(error).toMatchObject({ code: 'powershell-timeout' });
    expect(await scene.changed()).toEqual([]);
  });
});

describe('running programs', () => {
  it.each([
    [false, ['written-not-notified']],
    [true, []],
    [null, []],
  ])('that were notified (%j) are no matter, others are reported', async (notified, codes) => {
    const notifying: Write = async (steps, options) => ({ ...(await own(steps, options)), notified });
    const { notices } = await scene.apply(scene.machine({ write: notifying }));
    expect(notices.map(({ code }) => code)).toEqual(codes);
  });
});
