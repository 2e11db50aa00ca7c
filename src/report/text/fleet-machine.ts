import { type FleetMachine, REPORTED_WITH_EVIDENCE } from '../../core/fleet/result.ts';
import type { Finding } from '../../core/model/finding.ts';
import { command, inARow, type Phrase, say } from '../../core/model/say.ts';
import type { FindingText } from './finding-text.ts';
import { errorTitle } from './fleet.ts';
import { migrationLines } from './migration.ts';
import { namesOfSettings } from './setting-name.ts';

/** An error in one language. */
type ReportError = (error: NonNullable<FleetMachine['error']>) => { message: string; next: string | null };

/** A finding in one language. */
type ReportFinding = (finding: Finding) => FindingText;

/** One computer in a few lines, and the results of moving its gateways. */
export function fleetMachineLines(
  machine: FleetMachine,
  report: ReportError,
  describe: ReportFinding,
): Phrase[] {
  const { computer, name, cause, error, migrations } = machine;
  const also = name !== null && name.toLowerCase() !== computer.toLowerCase() ? ` (${name})` : '';
  const details = [
    ...reportedFindings(machine, describe).flatMap(({ message, remedy }) => [message, remedy]),
    ...(error === null ? [] : errorLines(cause, error, report)),
  ];
  const moves = migrations.flatMap((migration) => migrationLines(migration));
  return [
    inARow(`${computer}${also}  ${cause}`, changeOf(machine)),
    ...details.filter((one) => one !== null).map((one): Phrase => inARow('  ', one)),
    ...moves.map((line): Phrase => inARow('  '.repeat(line.depth + 1), line.text)),
  ];
}

function changeOf({ changes, result }: FleetMachine): Phrase {
  if (result !== null && result.changed.length > 0) {
    const { changed, backup } = result;
    const stores = namesOfSettings(changed);
    const done =
      backup === null
        ? say('changed {stores}', { stores })
        : say('changed {stores}, backup {backup}', { stores, backup });
    return inARow(': ', done);
  }
  const stores = namesOfSettings(changes.map(({ store }) => store));
  return changes.length === 0
    ? ''
    : inARow(': ', say('would change {count} ({stores})', { count: changes.length, stores }));
}

function errorLines(
  cause: FleetMachine['cause'],
  error: NonNullable<FleetMachine['error']>,
  report: ReportError,
): (Phrase | null)[] {
  const title = errorTitle(cause);
  const { message, next } = title === null ? report(error) : { message: title, next: null };
  const evidence = Object.entries(error.evidence ?? {}).map(([key, value]) => `${key} ${shortly(value)}`);
  return [message, next, evidence.length === 0 ? null : inARow(say('Evidence'), ': ', evidence.join('; '))];
}

/** The rollback command for the computer, run from here: it may have neither Node nor p2s-fix. */
const ROLLBACK_COMMAND = command('fleet rollback');

/**
 * Findings whose code alone is not enough. A finding from a file may be of a later version, or have any evidence.
 */
export function reportedFindings({ findings }: FleetMachine, describe: ReportFinding): FindingText[] {
  return findings.flatMap(({ evidence, ...finding }) => {
    // Without its evidence there is no text.
    if (!REPORTED_WITH_EVIDENCE.includes(finding.code) || evidence === undefined) return [];
    const isPlain = Object.values(evidence)
      .flat()
      .every((one) => typeof one !== 'object' || one === null);
    if (!isPlain) return [];
    return [describe({ ...finding, evidence, commands: { command: ROLLBACK_COMMAND } })];
  });
}

function shortly(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
