import { describe, expect, it } from 'vitest';
import type { StepName } from '../../src/core/model/events.ts';
import { itemsOf } from '../../src/ui/browse/browse.ts';
import { reduce, reportOf } from '../../src/ui/state.ts';
import { auditWithDrift, changeHappens, inputError, observedEvents } from './sequences.ts';
import { ASKED, fold } from './state-scene.ts';

describe('an apply', () => {
  it('prints what was seen when it asks, and the whole run at its end', () => {
    const asked = fold([...observedEvents('apply'), ASKED]);
    expect(asked.printed.map(({ kind }) => kind)).toEqual(['proposal']);
    expect(asked.question?.changes).toHaveLength(2);
    const backingUp = fold([{ type: 'answered' }, ...changeHappens().slice(0, 1)], asked);
    expect(backingUp.question).toBeNull();
    expect(backingUp.record.steps).toEqual([{ step: 'back-up', detail: null }]);
    const ended = fold([{ type: 'answered' }, ...changeHappens()], asked);
    expect(ended.printed.map(({ kind, record }) => [kind, record.end?.exitCode])).toEqual([
      ['proposal', undefined],
      ['page', 0],
    ]);
  });

  it('runs the checks of both variants side by side, and every other step alone', () => {
    const steps = (...names: StepName[]) =>
      fold(names.map((step) => ({ type: 'step', step, status: 'started' }))).record.steps.map(
        ({ step }) => step,
      );
    expect(steps('observe', 'probe-current', 'probe-proposed')).toEqual(['probe-current', 'probe-proposed']);
    expect(steps('write', 'restore')).toEqual(['restore']);
  });
});

describe('other ends', () => {
  it('a run that stops in the middle prints what it had', () => {
    const state = fold([...observedEvents('audit').slice(0, 12), { type: 'closed' }]);
    expect(state).toMatchObject({ closed: true, record: { end: null } });
    expect(state.printed.map(({ kind }) => kind)).toEqual(['page']);
  });

  it('a diagnostic changes nothing, and a cancel only the text about it', () => {
    const before = fold(observedEvents('audit').slice(0, 12));
    expect(reduce(before, { type: 'diagnostic', text: 'noise' }).printed).toEqual([]);
    expect(reduce(before, { type: 'cancel-requested' })).toEqual({ ...before, cancelling: true });
  });

  it('an error after the end is printed by itself', () => {
    const late = inputError().filter(({ type }) => type === 'error');
    const state = fold([...auditWithDrift(), ...late]);
    expect(state.printed.map(({ kind }) => kind)).toEqual(['page', 'late']);
    expect(itemsOf(reportOf(state)).length).toBeGreaterThan(0);
  });
});
