import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src/core/model/errors.ts';
import {
  exitCodeOf,
  mappedExitCode,
  type Outcome,
  outcomeOfError,
} from '../../../src/core/model/exit-code.ts';

/** Contract, section 2: when several apply, the first of these is used. */
const ORDER = [1, 6, 130, 3, 9, 4, 8, 5, 2, 7, 3010];
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
  'restart-needed': 3010,
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

  it('of each error is what errors.ts says beside it', () => {
    const source = readFileSync(
      fileURLToPath(new URL('../../../src/core/model/errors.ts', import.meta.url)),
      'utf8',
    );
    const rows = [...source.matchAll(/^ {2}\| '([a-z-]+)';? \/\/ (\d+)/gm)];
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.length).toBe(source.split("  | '").length - 1);
    for (const [, code = '', exit] of rows)
      expect([code, exitCodeOf([outcomeOfError(code as ErrorCode)])]).toEqual([code, Number(exit)]);
  });

  it('as it is, unless an engine is named', () => {
    for (const code of [0, ...ORDER])
      for (const mode of MODES) expect(mappedExitCode(code, mode, 'default')).toBe(code);
  });

  it('for Intune: an audit is 1 for drift alone, everything else 0 when it is done, 1 when not', () => {
    for (const code of [0, ...ORDER]) {
      expect(mappedExitCode(code, 'audit', 'intune')).toBe(code === 2 ? 1 : 0);
      expect(mappedExitCode(code, 'apply', 'intune')).toBe(code === 0 || code === 3010 ? 0 : 1);
    }
  });

  it('for an installer: 0, 3010, or 1603', () => {
    for (const code of [0, ...ORDER])
      for (const mode of MODES)
        expect(mappedExitCode(code, mode, 'msi')).toBe(code === 0 || code === 3010 ? code : 1603);
  });
});
