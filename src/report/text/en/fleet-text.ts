import { EXPORT_LINE } from '../../../core/export/export-line.ts';
import { type FleetCause, NO_ANSWERS, type NoAnswer } from '../../../core/fleet/result.ts';
import { blockersOf, type FleetBlocker, type FleetSite } from '../../../core/fleet/sites.ts';
import type { FleetGroup, FleetSummary } from '../../../core/fleet/summary.ts';
import type { MigrationAnswer, MigrationChange } from '../../../core/migration/model.ts';
import { compactTable } from '../../facts/side-by-side.ts';
import { changeText } from '../../messages/migration.ts';
import { type Text, text, toWords } from '../../messages/text.ts';
import { firstOf, leftLine, SHOWN_IN_TEXT } from '../../model/first-of.ts';
import { CATALOG_EN } from './catalog.ts';
import { FLEET_CAUSES_EN, type TitledCause } from './fleet-causes.ts';

/** A cause in a fleet, in one sentence, and what to do. */
export interface CauseText {
  text: string;
  next: string | null;
}

/** The texts of a fleet, in one language. */
export interface FleetWords {
  causes: Record<
    NoAnswer | MigrationAnswer | 'aligned' | 'changed' | 'confirmed' | 'unchanged' | 'not-judged',
    CauseText
  >;
  /** Causes with a sentence only. */
  titles: Readonly<Record<TitledCause, string>>;
  owners: (owners: string) => string;
  /** A list of computers that a command reads from a file. */
  list: (file: string, count: number) => string;
  total: (total: number, answered: number) => string;
  group: (count: number) => string;
  more: (count: number) => string;
  missing: (keys: string) => string;
  /** The number of omitted entries. */
  left: (count: number) => string;
  changes: (count: number, stores: string) => string;
  changed: (stores: string, backup: string | null) => string;
  /** `command` runs the computers in the list file again. */
  again: (count: number, file: string | null, command: string | undefined) => string;
  evidence: string;
  teams: (teams: readonly { to: MigrationChange['to']; count: number }[]) => string;
  blockers: string;
  /** Above a table of the sites, with the protocols as columns. */
  sites: string;
  site: (number: number) => string;
  /** Between two items of a list. */
  comma: string;
  /** The words of a text about a move. */
  inWords: (text: Text) => string;
}

const inWords = (one: Text) => toWords(one, CATALOG_EN);

export const FLEET_EN: FleetWords = {
  causes: {
    aligned: { text: 'As desired.', next: null },
    changed: {
      text: 'Changed and read back.',
      next: 'Reconnect the VPN there: open connections keep the old setting.',
    },
    'not-judged': {
      text: 'Cannot be judged: a proxy setting is not visible.',
      next: `For a recording, run this there in PowerShell as the VPN user: ${EXPORT_LINE}`,
    },
    confirmed: { text: 'The unconfirmed change is kept.', next: null },
    unchanged: { text: 'No change was needed there.', next: null },
    ready: { text: 'Ready to move from SSTP.', next: null },
    'ready-after-changes': {
      text: 'Ready to move after changes.',
      next: 'They are listed for each computer; the requests to the owners are ready to send.',
    },
    'not-possible': {
      text: 'No move is possible from that network.',
      next: 'Use another network, or ask for an exemption from the proxy.',
    },
    'not-known': {
      text: 'Whether it can move is not known.',
      next: 'What is missing is listed for each computer. Often it is the profile (--profile FILE): the OpenVPN check needs its key.',
    },
    unreachable: {
      text: NO_ANSWERS.unreachable,
      next: 'Check the name, and that sshd or WinRM runs there and that no firewall blocks it. Laptops: collect results with fleet report.',
    },
    'sign-in-refused': {
      text: NO_ANSWERS['sign-in-refused'],
      next: 'Sign in by hand (ssh, Enter-PSSession) and read the error that it shows.',
    },
    'no-powershell': {
      text: NO_ANSWERS['no-powershell'],
      next: 'sshd_config there needs the subsystem powershell; --subsystem names another one.',
    },
    'no-remoting': {
      text: NO_ANSWERS['no-remoting'],
      next: 'SSH needs PowerShell 7.3 or later on this computer (--powershell FILE); WinRM needs Windows.',
    },
    hangs: {
      text: NO_ANSWERS.hangs,
      next: 'Run it again with a longer --deadline; if it still fails, restart the computer.',
    },
    lost: {
      text: NO_ANSWERS.lost,
      next: 'Run it again: it finds the unfinished change there and rolls it back first.',
    },
    'remote-error': { text: NO_ANSWERS['remote-error'], next: 'The evidence shows which one.' },
    'no-result': {
      text: NO_ANSWERS['no-result'],
      next: 'Application control or a virus scanner may have stopped the script there.',
    },
    'not-run': { text: NO_ANSWERS['not-run'], next: null },
  },
  titles: FLEET_CAUSES_EN,
  owners: (owners) => `Owner: ${owners}`,
  list: (file, count) => `Save as ${file} (${count} computers)`,
  total: (total, answered) => `${total} ${total === 1 ? 'computer' : 'computers'}, ${answered} answered.`,
  group: (count) => (count === 1 ? '1 computer' : `${count} computers`),
  more: (count) => `and ${count} more`,
  missing: (keys) => `Not visible: ${keys}`,
  left: (count) => `and ${count} more: --json has all of them`,
  changes: (count, stores) => `would change ${count} (${stores})`,
  changed: (stores, backup) => `changed ${stores}${backup === null ? '' : `, backup ${backup}`}`,
  again: (count, file, command) =>
    file === null
      ? `${count} to be run again: --again FILE would list them.`
      : `${count} to be run again: ${command ?? file}`,
  evidence: 'Evidence',
  teams: (teams) =>
    `Owners: ${teams.map(({ to, count }) => `${inWords(text(`actor.${to}`))} for ${count}`).join(', ')}.`,
  blockers: 'To do',
  sites: 'Sites: computers with the same network results',
  site: (number) => `Site ${number}`,
  comma: ', ',
  inWords,
};

/** Maximum number of computers in a line of the summary; the results have all. */
const NAMED = 8;

/** The next steps of a fleet run, as far as its command line is known. */
export interface FleetSteps {
  /** The owner of a group's cause, and the command. */
  ofGroup?: (group: FleetGroup) => readonly string[];
  /** The command that runs unfinished computers again. */
  again?: string | undefined;
}

/** The summary: each cause with its computers, the largest first. */
export function fleetSummaryLines(summary: FleetSummary, say: FleetWords, steps: FleetSteps = {}): string[] {
  const lines = [say.total(summary.total, summary.answered)];
  for (const group of summary.groups) {
    const own = steps.ofGroup?.(group) ?? [];
    lines.push(...groupLines(group, say), ...own.map((line) => `    ${line}`));
  }
  if (summary.teams.length > 0) lines.push(say.teams(summary.teams));
  lines.push(...blockerLines(`${say.blockers}:`, summary.blockers, say));
  lines.push(
    ...blockerLines(say.inWords(text('migration.besides')), blockersOf(summary.sites, 'besides'), say),
  );
  if (summary.sites.length > 0) lines.push(...siteLines(summary.sites, say));
  if (summary.again > 0) lines.push(say.again(summary.again, summary.againFile, steps.again));
  return lines;
}

function blockerLines(title: string, blockers: readonly FleetBlocker[], say: FleetWords): string[] {
  if (blockers.length === 0) return [];
  const { shown, left } = firstOf(blockers, SHOWN_IN_TEXT);
  return [title, ...shown.map((one) => `  ${blockerText(one, say)}`), ...leftLine(left, say)];
}

/** `12 computers  Network team: IKEv2: …`. */
export function blockerText(blocker: FleetBlocker, say: FleetWords): string {
  return `${say.group(blocker.count)}  ${say.inWords(changeText(blocker, blocker.gateway))}`;
}

function siteLines(sites: readonly FleetSite[], say: FleetWords): string[] {
  const { shown, left } = firstOf(sites, SHOWN_IN_TEXT);
  const rows = shown.flatMap((site, index) =>
    site.gateways.map((seen) => ({
      ...seen,
      name: `${say.site(index + 1)}: ${seen.gateway}: ${seen.answer}: ${siteComputers(site, say)}`,
    })),
  );
  return [...compactTable(rows, say.sites), ...leftLine(left, say)];
}

/** The number of computers, and the first names. */
export function siteComputers(
  { count, computers }: Pick<FleetSite, 'count' | 'computers'>,
  say: FleetWords,
): string {
  return `${say.group(count)}: ${namedOf(computers, count, say)}`;
}

/** The first names. */
export function namedOf(computers: readonly string[], count: number, say: FleetWords): string {
  const shown = computers.slice(0, NAMED).join(say.comma);
  return count > NAMED ? `${shown} ${say.more(count - NAMED)}` : shown;
}

function groupLines({ cause, count, computers, missing }: FleetGroup, say: FleetWords): string[] {
  const own = causeText(cause, say);
  return [
    `  ${say.group(count)}  ${cause}${own === null ? '' : `: ${own.text}`}`,
    `    ${namedOf(computers, count, say)}`,
    ...(missing === undefined ? [] : [`    ${say.missing(missing.join(say.comma))}`]),
    ...(own?.next == null ? [] : [`    ${own.next}`]),
  ];
}

/** The text of a cause; `null` when its code is an error with its own message. */
export function causeText(cause: FleetCause, { causes, titles }: FleetWords): CauseText | null {
  if (Object.hasOwn(causes, cause)) return causes[cause as keyof FleetWords['causes']];
  return Object.hasOwn(titles, cause) ? { text: titles[cause as TitledCause], next: null } : null;
}
