import { isReachable } from '../causes/verdicts.ts';
import { outcomeOfError, P2sError } from '../model/errors.ts';
import { exitCodeOf, outcomeOfExit } from '../model/exit-code.ts';
import { say } from '../model/say.ts';
import type { FleetMachine } from './result.ts';

/** One collected result of a computer. */
export interface Collected {
  machine: FleetMachine;
  /** The part of the computer that it covers: an Intune package, of one user if known. `null`: all of it. */
  part: string | null;
  /** All parts of the computer; an assessment needs all of them. */
  of: readonly string[];
  /** The result does not name its computer: its name is that of the file. */
  unnamed?: boolean;
  /** `false`: it does not judge the computer, so it counts only without a result that does. */
  judges?: false;
}

/** The part of a computer that `migrate` judges: whether it can move from SSTP, and none of its settings. */
export const MOVE_PART = 'migrate';

/**
 * The latest result of each computer, in the order of their first results. A result of one part does not replace
 * results of other parts; the most severe part decides. A result that judges nothing replaces none that does. One of
 * the whole computer replaces all but that of `migrate`, which it does not contain.
 */
export function lastWords(): { add(word: Collected): void; machines(): FleetMachine[] } {
  const known = new Map<string, Map<string | null, Collected>>();
  return {
    add(word) {
      const name = word.machine.computer.toLowerCase();
      const words = known.get(name) ?? new Map<string | null, Collected>();
      known.set(name, words);
      const isJudged = [...words.values()].some(({ judges }) => judges !== false);
      if (isJudged && word.judges === false) return;
      if (!isJudged) words.clear();
      else if (word.of.length > 0) words.delete(null);
      if (word.part === null) for (const part of words.keys()) if (part !== MOVE_PART) words.delete(part);
      words.set(word.part, word);
    },
    machines: () =>
      [...known.values()].flatMap((words) => {
        // Of equally severe results, those about the settings decide.
        const all = [...words.values()].toSorted((a, b) => Number(isMove(a)) - Number(isMove(b)));
        const parts = new Set(all.map(({ part }) => packageOf(part)));
        const missing = all.flatMap(({ of }) => of).filter((part) => !parts.has(part));
        return joined(all.map(({ machine }) => machine)).map((machine) => ofWhole(machine, missing));
      }),
  };
}

/** The id of a package of one user. */
export function partOfUser(pack: string, user: string): string {
  return `${pack} ${user.toLowerCase()}`;
}

const isMove = ({ part }: Collected) => part === MOVE_PART;

function packageOf(part: string | null): string | null {
  return part?.split(' ')[0] ?? null;
}

/** Successful parts prove nothing about the missing ones. */
function ofWhole(machine: FleetMachine, missing: readonly string[]): FleetMachine {
  if (missing.length === 0 || machine.exitCode !== 0) return machine;
  const error = new P2sError(
    'not-judged',
    say('Cannot be judged: no result of the package {missing} was collected.', {
      missing: String(missing[0]),
    }),
    {
      where: machine.computer,
      evidence: { package: missing[0] },
      next: say('Add its result: Intune lists each remediation separately.'),
    },
  );
  const { code, message, where, next, evidence, messages } = error;
  return {
    ...machine,
    cause: 'not-judged',
    exitCode: exitCodeOf([outcomeOfError(code)]),
    error: { code, message, where, next, evidence, messages },
  };
}

function joined(parts: readonly FleetMachine[]): FleetMachine[] {
  const outcomes = parts.map(({ exitCode }) => outcomeOfExit(exitCode)).filter((one) => one !== null);
  const exitCode = exitCodeOf(outcomes);
  const [first] = parts;
  // Of equally severe parts, a changed one is more informative than one that was already as desired.
  const worst =
    parts.find((one) => one.exitCode === exitCode && !isAsItWas(one) && one.migrations.length === 0) ??
    parts.find((one) => one.exitCode === exitCode) ??
    first;
  if (first === undefined || worst === undefined) return [];
  if (parts.length === 1) return [first];
  const results = parts.flatMap(({ result }) => result ?? []);
  return [
    {
      ...worst,
      computer: first.computer,
      changes: parts.flatMap(({ changes }) => changes),
      migrations: parts.flatMap(({ migrations }) => migrations),
      result:
        results.length === 0
          ? null
          : { changed: results.flatMap(({ changed }) => changed), backup: null, rolledBack: false },
    },
  ];
}

function isAsItWas({ cause }: FleetMachine): boolean {
  return cause === 'aligned' || isReachable({ verdict: cause });
}
