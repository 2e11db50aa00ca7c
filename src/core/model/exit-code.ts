import type { ErrorCode } from './errors.ts';

/** The result of a run; several may apply at once. */
export type Outcome =
  | 'failed' // 1
  | 'drift' // 2
  | 'input' // 3
  | 'needs-elevation' // 4
  | 'path-failed-after-change' // 5
  | 'write-failed' // 6
  | 'unreachable' // 7
  | 'refused' // 8
  | 'busy' // 9
  | 'cancelled' // 130
  | 'restart-needed'; // 3010

export type ExitCodeMap = 'default' | 'intune' | 'msi';

/** Contract section 2: if several apply, the first in this list wins. */
const ORDER: readonly (readonly [Outcome, number])[] = [
  ['failed', 1],
  ['write-failed', 6],
  ['cancelled', 130],
  ['input', 3],
  ['busy', 9],
  ['needs-elevation', 4],
  ['refused', 8],
  ['path-failed-after-change', 5],
  ['drift', 2],
  ['unreachable', 7],
  ['restart-needed', 3010],
];

const OF_ERROR: Partial<Record<ErrorCode, Outcome>> = {
  usage: 'input',
  input: 'input',
  'no-gateway': 'input',
  'not-windows': 'input',
  'user-ambiguous': 'input',
  'not-judged': 'input',
  'needs-elevation': 'needs-elevation',
  'write-failed': 'write-failed',
  'restore-failed': 'write-failed',
  refused: 'refused',
  stale: 'refused',
  'backup-unusable': 'refused',
  locked: 'busy',
  'interrupted-change': 'busy',
  cancelled: 'cancelled',
};

/** The unmapped exit code of a run; 0 if nothing applies. */
export function exitCodeOf(outcomes: Iterable<Outcome>): number {
  const set = new Set(outcomes);
  return ORDER.find(([outcome]) => set.has(outcome))?.[1] ?? 0;
}

export function outcomeOfError(code: ErrorCode): Outcome {
  return OF_ERROR[code] ?? 'failed';
}

/** The outcome of an exit code; `null` for 0. */
export function outcomeOfExit(code: number): Outcome | null {
  return ORDER.find(([, number]) => number === code)?.[0] ?? null;
}

/** `--exit-codes`: the exit code of the process for a run of this mode. JSON keeps the unmapped number. */
export function mappedExitCode(code: number, mode: string, map: ExitCodeMap): number {
  switch (map) {
    case 'default':
      return code;
    case 'intune':
      if (mode === 'audit') return code === 2 ? 1 : 0;
      return code === 0 || code === 3010 ? 0 : 1;
    case 'msi':
      return code === 0 || code === 3010 ? code : 1603;
  }
}
