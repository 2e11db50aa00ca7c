import { type FleetMachine, REPORTED_WITH_EVIDENCE } from '../../core/fleet/result.ts';
import type { GatewayMigration } from '../../core/migration/model.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { TextLine } from '../messages/lines.ts';
import { causeText, type FleetWords } from './en/fleet-text.ts';
import type { FindingText } from './finding-text.ts';

/** An error in the language of the words. */
export type ReportError = (error: NonNullable<FleetMachine['error']>) => {
  message: string;
  next: string | null;
};

/** A finding in the language of the words. */
export type ReportFinding = (finding: Finding) => FindingText;

/** One computer in a few lines. */
export function fleetMachineLines(
  machine: FleetMachine,
  say: FleetWords,
  report: ReportError,
  describe: ReportFinding,
): string[] {
  const { computer, name, cause, changes, result, error } = machine;
  const also = name !== null && name.toLowerCase() !== computer.toLowerCase() ? ` (${name})` : '';
  const done = result !== null && result.changed.length > 0;
  const what = done
    ? `: ${say.changed(result.changed.join(say.comma), result.backup)}`
    : changes.length > 0
      ? `: ${say.changes(changes.length, changes.map(({ store }) => store).join(say.comma))}`
      : '';
  const lines = [`${computer}${also}  ${cause}${what}`];
  for (const { message, remedy } of reportedFindings(machine, describe))
    lines.push(`  ${message}`, ...(remedy === null ? [] : [`  ${remedy}`]));
  if (error === null) return lines;
  // What is missing differs between computers.
  const own = cause === 'not-judged' ? null : causeText(cause, say);
  const { message, next } = own === null ? report(error) : { message: own.text, next: null };
  lines.push(`  ${message}`);
  if (next !== null) lines.push(`  ${next}`);
  const evidence = Object.entries(error.evidence ?? {}).map(([key, value]) => `${key} ${shortly(value)}`);
  return evidence.length === 0 ? lines : [...lines, `  ${say.evidence}: ${evidence.join('; ')}`];
}

/** The rollback command for the computer, run from here: it may have neither Node nor p2s-fix. */
const ROLLBACK_COMMAND = 'p2s-fix fleet rollback';

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
    return [describe({ ...finding, evidence: { ...evidence, command: ROLLBACK_COMMAND } })];
  });
}

/** The results of moving its gateways, below the computer. */
export function moveLines(
  { migrations }: FleetMachine,
  linesOf: (migration: GatewayMigration) => readonly TextLine[],
): string[] {
  return migrations
    .flatMap((migration) => linesOf(migration))
    .map(({ depth, text }) => `${'  '.repeat(depth + 1)}${text}`);
}

function shortly(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
