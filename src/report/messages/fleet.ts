import { OWNER_NAMES, type Owner } from '../../core/causes/rule.ts';
import { isVerdict, verdictRow } from '../../core/causes/verdicts.ts';
import type { FindingRule } from '../../core/findings/rules/finding-rule.ts';
import { FINDING_RULES } from '../../core/findings/rules/rules.ts';
import type { FleetCause } from '../../core/fleet/result.ts';
import { blockersOf, type FleetBlocker, type FleetSite } from '../../core/fleet/sites.ts';
import { type FleetGroup, type FleetSummary, lacksOnlyPackages } from '../../core/fleet/summary.ts';
import { isErrorCode } from '../../core/model/errors.ts';
import type { FleetAdvice } from '../facts/fleet-advice.ts';
import { compactTable } from '../facts/side-by-side.ts';
import { firstOf, SHOWN_IN_TEXT } from '../model/first-of.ts';
import { changeText } from './migration.ts';
import { listed } from './parts.ts';
import { counted, type Text, text, textOfCode } from './text.ts';

/** Maximum number of computers in a line of the summary; the results have all. */
const NAMED = 8;

/** The next steps of a fleet run, as far as its command line is known. */
export interface FleetSteps {
  /** The owner of a group's cause, and the command. */
  ofGroup?: (group: FleetGroup) => readonly Text[];
  /** The command that runs unfinished computers again. */
  again?: string | undefined;
}

/** The summary: each cause with its computers, the largest first. */
export function fleetSummaryLines(
  { total, answered, groups, teams, blockers, sites, again, againFile }: FleetSummary,
  inWords: (text: Text) => string,
  steps: FleetSteps = {},
): string[] {
  const lines = [
    totalText(total, answered),
    ...groups.flatMap((group) => [
      ...groupLines(group),
      ...(steps.ofGroup?.(group) ?? []).map((line): Text => ['    ', line]),
    ]),
    ...(teams.length === 0 ? [] : [teamsText(teams)]),
    ...blockerLines([text('fleet.blockers'), ':'], blockers),
    ...blockerLines(text('migration.besides'), blockersOf(sites, 'besides')),
    ...siteLines(sites, inWords),
    ...(again === 0 ? [] : [againText(again, againFile === null ? null : (steps.again ?? againFile))]),
  ];
  return lines.map(inWords);
}

/** The number of computers, and of those that answered. */
export function totalText(total: number, answered: number): Text {
  return counted('fleet.total', total, { answered });
}

/** Who removes a cause. */
export function ownersText(owners: readonly Owner[]): Text {
  return text('fleet.owners', { owners: listed(owners.map((owner) => OWNER_NAMES[owner])) });
}

/** The owners of a move, with the number of computers of each. */
export function teamsText(teams: FleetSummary['teams']): Text {
  const each = teams.map(({ to, count }) => text('fleet.team', { who: text(`actor.${to}`), count }));
  return text('fleet.teams', { teams: listed(each) });
}

function blockerLines(title: Text, blockers: readonly FleetBlocker[]): Text[] {
  if (blockers.length === 0) return [];
  const { shown, left } = firstOf(blockers, SHOWN_IN_TEXT);
  return [title, ...shown.map((one): Text => ['  ', blockerText(one)]), ...leftLine(left)];
}

/** `12 computers  Network team: IKEv2: …`. */
export function blockerText(blocker: FleetBlocker): Text {
  return [counted('fleet.computers', blocker.count), '  ', changeText(blocker, blocker.gateway)];
}

function siteLines(sites: readonly FleetSite[], inWords: (text: Text) => string): Text[] {
  if (sites.length === 0) return [];
  const { shown, left } = firstOf(sites, SHOWN_IN_TEXT);
  const rows = shown.flatMap((site, index) =>
    site.gateways.map((seen) => ({
      ...seen,
      name: inWords([siteName(index + 1), ': ', seen.gateway, ': ', seen.answer, ': ', siteComputers(site)]),
    })),
  );
  return [...compactTable(rows, inWords(text('fleet.sites'))), ...leftLine(left)];
}

export function siteName(number: number): Text {
  return text('fleet.site', { number });
}

/** The number of computers, and the first names. */
export function siteComputers({ count, computers }: Pick<FleetSite, 'count' | 'computers'>): Text {
  return [counted('fleet.computers', count), ': ', namedOf(computers, count)];
}

/** The first names. */
export function namedOf(computers: readonly string[], count: number): Text {
  const shown = listed(computers.slice(0, NAMED));
  return count > NAMED ? [shown, ' ', text('fleet.more', { count: count - NAMED })] : shown;
}

function groupLines(group: FleetGroup): Text[] {
  const { cause, count, computers, missing } = group;
  const { title, next } = groupText(group);
  return [
    ['  ', counted('fleet.computers', count), '  ', cause, title === null ? '' : [': ', title]],
    ['    ', namedOf(computers, count)],
    ...(missing === undefined ? [] : [['    ', missingText(missing)]]),
    ...(next === null ? [] : [['    ', next]]),
    ...packageLines(group).map((line): Text => ['    ', line]),
  ];
}

/** The packages without a result, if other computers of the group lack something else. */
export function packageLines(group: FleetGroup): Text[] {
  const lacking = packagesText(group);
  return lacking === null || lacksOnlyPackages(group) ? [] : [lacking, text('fleet-next.packages')];
}

function packagesText({ packages = [] }: FleetGroup): Text | null {
  if (packages.length === 0) return null;
  return text('fleet-cause.packages', { packages: listed(packages.map((lacking) => lacking.package)) });
}

/** The same as {@link causeText}, by what the computers of a group lack. */
export function groupText(group: FleetGroup): { title: Text | null; next: Text | null } {
  if (group.cause !== 'not-judged' || !lacksOnlyPackages(group)) return causeText(group.cause);
  return { title: packagesText(group), next: text('fleet-next.packages') };
}

/** What to do where a command is not enough. */
export function adviceText(advice: FleetAdvice): Text {
  switch (advice.code) {
    case 'save-list':
      return text('fleet-advice.save-list', { file: advice.file, count: advice.count });
    case 'name-proxy':
      return text('fleet-advice.name-proxy', { proxy: 'HOST:PORT' });
    default:
      return text(`fleet-advice.${advice.code}`);
  }
}

/** The keys of a recording that were not visible. */
export function missingText(keys: readonly string[]): Text {
  return text('fleet.missing', { keys: listed(keys) });
}

/** The number of omitted entries, if there are any. */
export function leftLine(left: number): Text[] {
  return left === 0 ? [] : [['  ', text('fleet.left', { count: left })]];
}

function againText(count: number, command: string | null): Text {
  return command === null ? text('fleet.again.no-list', { count }) : text('fleet.again', { count, command });
}

/** A cause in one sentence, `null` when its code is of a later version; and what to do. */
export function causeText(cause: FleetCause): { title: Text | null; next: Text | null } {
  return {
    title: sentenceOf(cause),
    next: textOfCode('fleet-next', cause, null),
  };
}

function sentenceOf(cause: FleetCause): Text | null {
  const known: Readonly<Record<string, FindingRule>> = FINDING_RULES;
  if (Object.hasOwn(known, cause)) return known[cause]?.title ?? null;
  return isVerdict(cause) ? verdictRow(cause).says : textOfCode('fleet-cause', cause, null);
}

/** The sentence for the error of one computer; `null` where its own message has more: what failed differs. */
export function errorTitle(cause: FleetCause): Text | null {
  return isErrorCode(cause) && cause !== 'user-ambiguous' ? null : causeText(cause).title;
}
