/** The exit code of each result of a run. If several apply, the first in this table wins. */
const EXIT_CODES = {
  failed: 1,
  'write-failed': 6,
  cancelled: 130,
  input: 3,
  busy: 9,
  'needs-elevation': 4,
  refused: 8,
  'path-failed-after-change': 5,
  drift: 2,
  unreachable: 7,
} as const;

/** The result of a run; several may apply at once. */
export type Outcome = keyof typeof EXIT_CODES;

const OUTCOMES = Object.keys(EXIT_CODES) as Outcome[];

/** What `--exit-codes` takes. */
export const EXIT_CODE_MAPS = ['default', 'intune', 'msi'] as const;
export type ExitCodeMap = (typeof EXIT_CODE_MAPS)[number];

/** The unmapped exit code of a run; 0 if nothing applies. */
export function exitCodeOf(outcomes: Iterable<Outcome>): number {
  const set = new Set(outcomes);
  return exitCodeOfOutcome(OUTCOMES.find((outcome) => set.has(outcome)) ?? null);
}

/** The unmapped exit code of one outcome; 0 for none. */
export function exitCodeOfOutcome(outcome: Outcome | null): number {
  return outcome === null ? 0 : EXIT_CODES[outcome];
}

/** The outcome of an exit code; `null` for 0. */
export function outcomeOfExit(code: number): Outcome | null {
  return OUTCOMES.find((outcome) => EXIT_CODES[outcome] === code) ?? null;
}

/** `--exit-codes`: the exit code of the process for a run of this mode. JSON keeps the unmapped number. */
export function mappedExitCode(code: number, mode: string, map: ExitCodeMap = 'default'): number {
  switch (map) {
    case 'default':
      return code;
    case 'intune':
      if (mode === 'audit') return code === 2 ? 1 : 0;
      return code === 0 ? 0 : 1;
    case 'msi':
      return code === 0 ? 0 : 1603;
  }
}
