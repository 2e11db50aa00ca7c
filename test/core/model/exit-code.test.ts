import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ErrorCode, outcomeOfError } from '../../../src/core/model/errors.ts';
import { exitCodeOf, mappedExitCode, type Outcome } from '../../../src/core/model/exit-code.ts';

/** Contract, section 2: when several apply, the first of these is used. */
const ORDER = [1, 6, 130, 3, 9, 4, 8, 5, 2, 7];
const CODES: Record<Outcome, number> = {
  failed: 1,
  drift: 2,
  input: 3,
  'needs-elevation': 4,
  'path-failed-after-change': 5,
  'write-failed': 6,
  unreachable: 7,
  refused: 8,
  busy: 9,
  cancelled: 130,
};
const OF_ERROR: Record<ErrorCode, number> = {
  usage: 3,
  input: 3,
  'no-gateway': 3,
  'not-windows': 3,
  'user-ambiguous': 3,
  'not-judged': 3,
  'needs-elevation': 4,
  'write-failed': 6,
  'restore-failed': 6,
  refused: 8,
  stale: 8,
  'backup-unusable': 8,
  locked: 9,
  'interrupted-change': 9,
  cancelled: 130,
  'powershell-missing': 1,
  'powershell-blocked': 1,
  'powershell-not-allowed': 1,
  'powershell-antivirus': 1,
  'powershell-timeout': 1,
  'powershell-no-result': 1,
  'powershell-overflow': 1,
  'powershell-failed': 1,
  'state-dir': 1,
  'watcher-failed': 1,
  'report-failed': 1,
  'install-failed': 1,
  'task-failed': 1,
  'program-changed': 1,
  internal: 1,
};
const outcomes = Object.keys(CODES) as Outcome[];
const MODES = ['audit', 'apply', 'plan', 'verify', 'rollback', 'confirm', 'capture', 'explain'];

describe('the exit code', () => {
  it('is 0 when nothing applies, and that of the outcome when one does', () => {
    expect(exitCodeOf([])).toBe(0);
    for (const outcome of outcomes) expect(exitCodeOf([outcome])).toBe(CODES[outcome]);
  });

  it('is the first in the order of all that apply, whenever they come', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...outcomes), { minLength: 1 }), (several) => {
        const codes = several.map((outcome) => CODES[outcome]);
        expect(exitCodeOf(several)).toBe(ORDER.find((code) => codes.includes(code)));
      }),
    );
  });

  it.each(Object.entries(OF_ERROR))('of the error %s is %i', (code, exit) => {
    expect(exitCodeOf([outcomeOfError(code as ErrorCode)])).toBe(exit);
  });

  it('as it is, unless an engine is named', () => {
    for (const code of [0, ...ORDER])
      for (const mode of MODES) expect(mappedExitCode(code, mode, 'default')).toBe(code);
  });

  it('for Intune: an audit is 1 for drift alone, everything else 0 when it is done, 1 when not', () => {
    for (const code of [0, ...ORDER]) {
      expect(mappedExitCode(code, 'audit', 'intune')).toBe(code === 2 ? 1 : 0);
      expect(mappedExitCode(code, 'apply', 'intune')).toBe(code === 0 ? 0 : 1);
    }
  });

  it('for an installer: 0 or 1603', () => {
    for (const code of [0, ...ORDER])
      for (const mode of MODES) expect(mappedExitCode(code, mode, 'msi')).toBe(code === 0 ? 0 : 1603);
  });
});
