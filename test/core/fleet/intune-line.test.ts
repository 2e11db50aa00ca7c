import { describe, expect, it } from 'vitest';
import { type IntuneLine, machineOfIntuneLine } from '../../../src/core/fleet/intune-line.ts';

const LINE: IntuneLine = {
  package: 'system',
  machine: 'PC-0042',
  mode: 'detect',
  state: 'aligned',
  verdict: 'aligned',
  why: null,
  changed: [],
  stores: [],
};
const of = (changes: Partial<IntuneLine>) => machineOfIntuneLine({ ...LINE, ...changes }, 'device');

describe('the line of a script that Intune ran', () => {
  it.each([
    ['aligned', 'aligned', 0],
    ['repaired', 'changed', 0],
    ['drift', 'drift', 2],
    ['managed', 'store-managed', 8],
    ['unseen', 'not-judged', 4],
    ['changed', 'stale', 8],
    ['restore-failed', 'restore-failed', 6],
    ['failed', 'powershell-failed', 1],
    ['something-new', 'powershell-failed', 1],
  ])('with the state %s', (state, cause, exitCode) => {
    expect(of({ state, verdict: state })).toMatchObject({ computer: 'PC-0042', cause, exitCode });
  });

  it('with a verdict on the path, which counts where the stores are right', () => {
    expect(of({ verdict: 'proxy-auth-required' })).toMatchObject({
      cause: 'proxy-auth-required',
      exitCode: 7,
    });
    expect(of({ verdict: 'works' })).toMatchObject({ cause: 'aligned', exitCode: 0 });
    expect(of({ state: 'drift', verdict: 'drift' })).toMatchObject({ cause: 'drift' });
  });

  it.each(['hangs', 'sign-in-refused', 'write-failed', 'a-word'])(
    'with no cause of another case (%s)',
    (verdict) => {
      expect(of({ verdict })).toMatchObject({ cause: 'powershell-failed', exitCode: 7 });
    },
  );

  it('without a name is the device that Intune says', () => {
    expect(of({ machine: null })).toMatchObject({ computer: 'device', name: null });
  });

  it('is safe to show', () => {
    expect(of({ machine: 'PC\u001b[2J', state: 'failed', why: 'x\u0007' })).toMatchObject({
      computer: 'PC\\u{1b}[2J',
      error: { message: 'x\\u{7}' },
    });
  });

  it('has what would change, and what a remediation changed', () => {
    const stores = [
      { id: 'winhttp/native', state: 'drift' },
      { id: 'winhttp/wow64', state: 'aligned' },
      { id: 'x\u0007', state: 'drift' },
    ];
    const found = of({ state: 'drift', verdict: 'drift', stores });
    expect(found.changes).toEqual([
      { store: 'winhttp/native', action: 'set' },
      { store: 'x\\u{7}', action: 'set' },
    ]);
    expect([found.result, found.error, found.again]).toEqual([null, null, false]);
    const changed = ['winhttp/native', 'x\u0007'];
    const repaired = of({ mode: 'remediate', state: 'repaired', verdict: 'repaired', changed });
    expect(repaired.result).toEqual({
      ...{ changed: ['winhttp/native', 'x\\u{7}'], backup: null, rolledBack: false },
    });
    expect(of({ mode: null }).result).toMatchObject({ changed: [] });
  });

  it('has no findings, and no cause of the path without a verdict or with another state', () => {
    expect(of({})).toMatchObject({ name: 'PC-0042', findings: [], migrations: [], exitCode: 0, error: null });
    expect(of({ verdict: null })).toMatchObject({ cause: 'aligned', exitCode: 0 });
    expect(of({ state: 'drift', verdict: 'proxy-auth-required' })).toMatchObject({
      cause: 'drift',
      exitCode: 2,
    });
    expect(of({ state: null, verdict: 'works' })).toMatchObject({ cause: 'powershell-failed', exitCode: 1 });
  });

  it('has an error with its reason, or with a state that is not known', () => {
    const error = (part: Partial<IntuneLine>) => of({ verdict: null, ...part }).error;
    expect(error({ state: 'failed', why: 'denied' })).toEqual({
      ...{ code: 'powershell-failed', message: 'denied', where: null, next: null },
    });
    expect(error({ state: 'new\u0007' })).toMatchObject({ code: 'powershell-failed', message: 'new\\u{7}' });
    expect(error({ state: 'drift', why: 'because' })).toMatchObject({ code: 'drift', message: 'because' });
    expect(error({ state: 'drift' })).toBeNull();
  });
});
