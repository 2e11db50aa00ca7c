import { exitCodeOf, outcomeOfExit } from '../exit-code.ts';
import type { FleetMachine } from './result.ts';

/** What was read of a machine. */
export interface Collected {
  machine: FleetMachine;
  /** Part of the machine that this is of: a package of Intune. `null`: all of it. */
  part: string | null;
}

/**
 * The last word on each machine, in the order in which they were first named. A word on a part leaves those on other
 * parts; the machine is then in the case of its gravest part.
 */
export function lastWords(): { add(word: Collected): void; machines(): FleetMachine[] } {
  const known = new Map<string, Map<string | null, FleetMachine>>();
  return {
    add({ machine, part }) {
      const name = machine.computer.toLowerCase();
      const words = known.get(name) ?? new Map<string | null, FleetMachine>();
      known.set(name, words);
      if (part === null) words.clear();
      else words.delete(null);
      words.set(part, machine);
    },
    machines: () => [...known.values()].flatMap((words) => joined([...words.values()])),
  };
}

function joined(parts: readonly FleetMachine[]): FleetMachine[] {
  const outcomes = parts.map(({ exitCode }) => outcomeOfExit(exitCode)).filter((one) => one !== null);
  const exitCode = exitCodeOf(outcomes);
  const [first] = parts;
  // Of parts that are equally grave one that was changed says more than one that was as desired.
  const worst =
    parts.find((one) => one.exitCode === exitCode && one.cause !== 'aligned') ??
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
      result:
        results.length === 0
          ? null
          : { changed: results.flatMap(({ changed }) => changed), backup: null, rolledBack: false },
    },
  ];
}
