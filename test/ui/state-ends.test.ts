import { describe, expect, it } from 'vitest';
import type { RunEvent, StepName } from '../../src/core/model/events.ts';
import { pageOf } from '../../src/report/views/plain/pages.ts';
import { reduce } from '../../src/ui/state.ts';
import { changeHappens, inputError, observedEvents, started, verify407 } from './sequences.ts';
import { ASKED, fold } from './state-scene.ts';

describe('an apply', () => {
  it('prints what was seen when it asks, and starts the change on a new page', () => {
    const asked = fold([...observedEvents('apply'), ASKED]);
    expect(asked.printed).toHaveLength(1);
    expect(asked.question?.changes).toHaveLength(2);
    const backingUp = fold([{ type: 'answered' }, ...changeHappens().slice(0, 1)], asked);
    expect(backingUp.question).toBeNull();
    expect(backingUp.record.steps).toEqual([{ step: 'back-up', detail: null }]);
    expect(pageOf(backingUp).part).toBe('change');
    expect(pageOf(backingUp).writes).toEqual([
      { store: 'winhttp/wow64', status: 'waiting' },
      { store: 'winhttp/native', status: 'waiting' },
    ]);
  });

  it.each([true, false])('shows the change and the path after it (asked: %s)', (asks) => {
    const state = fold([
      ...observedEvents('apply'),
      ...(asks ? [ASKED, { type: 'answered' } as const] : []),
      ...changeHappens(),
    ]);
    expect(state.printed.map(({ part }) => part)).toEqual(['audit', 'change']);
    const [before, after] = state.printed;
    expect(before?.paths).toHaveLength(2);
    expect(before?.writes).toEqual([]);
    expect(after?.writes.map(({ status }) => status)).toEqual(['written', 'written']);
    expect(after?.backup?.number).toBe('0007');
    expect(after?.result?.changed).toHaveLength(2);
    expect(after?.stores).toHaveLength(4);
    expect(after?.paths.map(({ verdict }) => verdict?.verdict)).toEqual(['reachable']);
    expect(state.record.end?.exitCode).toBe(0);
  });

  it('runs the checks of both variants side by side, and every other step alone', () => {
    const steps = (...names: StepName[]) =>
      fold(names.map((step) => ({ type: 'step', step, status: 'started' }))).record.steps.map(
        ({ step }) => step,
      );
    expect(steps('observe', 'probe-current', 'probe-proposed')).toEqual(['probe-current', 'probe-proposed']);
    expect(steps('write', 'restore')).toEqual(['restore']);
  });

  it('prints only how it ended when the answer is no', () => {
    const state = fold([
      ...observedEvents('apply'),
      ASKED,
      { type: 'answered' },
      { type: 'finished', exitCode: 2, durationMs: 900 },
    ]);
    expect(state.printed).toHaveLength(2);
    expect(state.printed[1]).toMatchObject({
      opens: false,
      paths: [],
      findings: [],
      plan: null,
      end: { exitCode: 2, durationMs: 900 },
    });
  });

  it('keeps a failed read-back and the restored values on the page of the change', () => {
    const state = fold([
      ...observedEvents('apply'),
      { type: 'step', step: 'write', status: 'started' },
      { type: 'write', store: 'winhttp/native', status: 'written' },
      { type: 'step', step: 'read-back', status: 'started' },
      { type: 'step', step: 'read-back', status: 'failed', detail: 'winhttp/native differs' },
      { type: 'step', step: 'restore', status: 'started' },
      { type: 'write', store: 'winhttp/native', status: 'restored' },
    ]);
    expect(pageOf(state).failedSteps).toEqual([{ step: 'read-back', detail: 'winhttp/native differs' }]);
    expect(pageOf(state).writes).toContainEqual({ store: 'winhttp/native', status: 'restored' });
    expect(state.printed).toHaveLength(1);
    expect(state.record.steps).toEqual([{ step: 'restore', detail: null }]);
  });

  it('restores an interrupted change on a page of its own before it looks', () => {
    const state = fold([
      started('apply'),
      { type: 'step', step: 'restore', status: 'started' },
      { type: 'write', store: 'winhttp/native', status: 'restored' },
      { type: 'step', step: 'restore', status: 'done' },
      ...observedEvents('apply').slice(1),
    ]);
    expect(state.printed.map(({ part, writes }) => [part, writes.length])).toEqual([['change', 1]]);
    expect(pageOf(state)).toMatchObject({ part: 'audit', writes: [] });
  });
});

describe('other ends', () => {
  it('a proxy that requires authentication ends at connect', () => {
    const { printed, record } = fold(verify407());
    expect(record.end?.exitCode).toBe(7);
    const [path] = printed[0]?.paths ?? [];
    expect(path?.tunnel.map(({ status }) => status)).toEqual([
      'pass',
      'pass',
      'fail',
      ...Array.from({ length: 4 }, () => 'waiting'),
    ]);
    expect(path?.verdict?.verdict).toBe('proxy-auth-required');
  });

  it('an input error is printed with the step that failed', () => {
    const { printed, record } = fold(inputError());
    expect(record.end?.exitCode).toBe(3);
    expect(record.steps).toEqual([]);
    expect(printed[0]?.error?.error.where).toBe('desk.reg line 1');
    expect(printed[0]?.failedSteps).toEqual([{ step: 'observe', detail: 'input' }]);
  });

  it('a run that stops in the middle prints what it had', () => {
    const state = fold([...observedEvents('audit').slice(0, 12), { type: 'closed' }]);
    expect(state).toMatchObject({ closed: true, record: { end: null } });
    expect(state.printed[0]?.paths).toHaveLength(1);
  });

  it('a diagnostic changes nothing, and a cancel only the text about it', () => {
    const before = fold(observedEvents('audit').slice(0, 12));
    expect(pageOf(reduce(before, { type: 'diagnostic', text: 'noise' }))).toEqual(pageOf(before));
    expect(reduce(before, { type: 'cancel-requested' })).toEqual({ ...before, cancelling: true });
  });

  it('a rollback shows what it restored and what is there now', () => {
    const state = fold([
      started('rollback'),
      ...observedEvents('audit').slice(1, 5),
      { type: 'asked', question: { changes: [], backupFolder: null } },
      { type: 'answered' },
      { type: 'backup', number: '0008', path: '/var/lib/p2s-fix/0008' },
      { type: 'step', step: 'restore', status: 'started' },
      { type: 'step', step: 'restore', status: 'done' },
      { type: 'step', step: 'observe', status: 'started' },
      { type: 'step', step: 'observe', status: 'done' },
      ...observedEvents('audit').slice(4, 5),
      { type: 'change-result', result: { changed: ['x'], backup: '0008', rolledBack: true } },
      { type: 'finished', exitCode: 0, durationMs: 90 },
    ]);
    const reported = state.printed.map(({ backup, stores, result, writes }) => [
      backup,
      stores.length,
      result,
      writes.length,
    ]);
    expect(reported).toEqual([
      [null, 4, null, 0],
      [{ number: '0008', path: '/var/lib/p2s-fix/0008' }, 0, null, 0],
      [null, 4, { changed: ['x'], backup: '0008', rolledBack: true }, 0],
    ]);
  });

  it('a rollback leaves no setting of its plan waiting, because it reports none of them in turn', () => {
    const planned = observedEvents('audit').filter(({ type }) => type === 'plan');
    expect(planned).toHaveLength(1);
    const change: RunEvent[] = [
      ...planned,
      { type: 'backup', number: '0008', path: '/var/lib/p2s-fix/0008' },
    ];
    expect(pageOf(fold([started('rollback'), ...change])).writes).toEqual([]);
    expect(pageOf(fold([started('apply'), ...change])).writes).not.toEqual([]);
  });

  it('an empty list of backups is printed too', () => {
    const state = fold([
      started('rollback'),
      { type: 'backups', backups: [] },
      { type: 'finished', exitCode: 0, durationMs: 9 },
    ]);
    expect(state.printed[0]?.backups).toEqual([]);
  });
});
