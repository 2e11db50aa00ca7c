import { OWNER_NAMES, type Owner } from '../../core/causes/rule.ts';
import { isVerdict, verdictRow } from '../../core/causes/verdicts.ts';
import type { FindingRule } from '../../core/findings/rules/finding-rule.ts';
import { FINDING_RULES } from '../../core/findings/rules/rules.ts';
import type { FleetCause } from '../../core/fleet/result.ts';
import { blockersOf, type FleetBlocker, type FleetSite } from '../../core/fleet/sites.ts';
import { type FleetGroup, type FleetSummary, lacksOnlyPackages } from '../../core/fleet/summary.ts';
import { isErrorCode } from '../../core/model/errors.ts';
import { counted, inARow, listed, type Phrase, say } from '../../core/model/say.ts';
import { firstOf, SHOWN_IN_TEXT } from './first-of.ts';
import { FLEET_CAUSES, FLEET_NEXT } from './fleet-causes.ts';
import { ACTOR_TEXTS, ofCode } from './labels.ts';
import { changeText } from './migration.ts';
import { compactTable } from './side-by-side.ts';

/** What to do where a command is not enough. */
export type FleetAdvice =
  /** The result names no computer that a command could connect to. */
  | { code: 'name-computer' }
  /** An unattended run follows a user's setting only if the proxy is named or allowed. */
  | { code: 'name-proxy' }
  /** The same for a user's setting without a proxy. */
  | { code: 'name-direct' }
  /** The command allows proxies of users' settings. */
  | { code: 'check-proxies' }
  /** The command reads a list that does not exist yet. */
  | { code: 'save-list'; file: string; count: number };

const ADVICE = {
  'name-computer': say(
    'For results without a host name: run p2s-fix on that computer, or use fleet with its name.',
  ),
  'name-direct': say('If these computers need no proxy, use --direct (fleet apply).'),
  'check-proxies': say(
    'Run it only if each proxy of --allow-proxy is right: any user can write that setting.',
  ),
} as const;

/** Maximum number of computers in a line of the summary; the results have all. */
const NAMED = 8;

/** The next steps of a fleet run, as far as its command line is known. */
export interface FleetSteps {
  /** The owner of a group's cause, and the command. */
  ofGroup?: (group: FleetGroup) => readonly Phrase[];
  /** The command that runs unfinished computers again. */
  again?: Phrase | undefined;
}

/** The summary: each cause with its computers, the largest first. */
export function fleetSummaryLines(
  { total, answered, groups, teams, blockers, sites, again, againFile }: FleetSummary,
  inWords: (text: Phrase) => string,
  steps: FleetSteps = {},
): string[] {
  const lines = [
    totalText(total, answered),
    ...groups.flatMap((group) => [
      ...groupLines(group),
      ...(steps.ofGroup?.(group) ?? []).map((line): Phrase => inARow('    ', line)),
    ]),
    ...(teams.length === 0 ? [] : [teamsText(teams)]),
    ...blockerLines(inARow(say('To do'), ':'), blockers),
    ...blockerLines(say('What blocks OpenVPN, which this move does not need:'), blockersOf(sites, 'besides')),
    ...siteLines(sites, inWords),
    ...(again === 0 ? [] : [againText(again, againFile === null ? null : (steps.again ?? againFile))]),
  ];
  return lines.map(inWords);
}

/** The number of computers, and of those that answered. */
export function totalText(total: number, answered: number): Phrase {
  return counted(
    total,
    say('{count} computer, {answered} answered.', { count: total, answered }),
    say('{count} computers, {answered} answered.', { count: total, answered }),
  );
}

/** Who removes a cause. */
export function ownersText(owners: readonly Owner[]): Phrase {
  return say('Owner: {owners}', { owners: listed(owners.map((owner) => OWNER_NAMES[owner])) });
}

/** The owners of a move, with the number of computers of each. */
export function teamsText(teams: FleetSummary['teams']): Phrase {
  const each = teams.map(({ to, count }) => say('{who} for {count}', { who: ACTOR_TEXTS[to], count }));
  return say('Owners: {teams}.', { teams: listed(each) });
}

function blockerLines(title: Phrase, blockers: readonly FleetBlocker[]): Phrase[] {
  if (blockers.length === 0) return [];
  const { shown, left } = firstOf(blockers, SHOWN_IN_TEXT);
  return [title, ...shown.map((one): Phrase => inARow('  ', blockerText(one))), ...leftLine(left)];
}

/** `12 computers  Network team: IKEv2: …`. */
export function blockerText(blocker: FleetBlocker): Phrase {
  return inARow(
    counted(
      blocker.count,
      say('{count} computer', { count: blocker.count }),
      say('{count} computers', { count: blocker.count }),
    ),
    '  ',
    changeText(blocker, blocker.gateway),
  );
}

function siteLines(sites: readonly FleetSite[], inWords: (text: Phrase) => string): Phrase[] {
  if (sites.length === 0) return [];
  const { shown, left } = firstOf(sites, SHOWN_IN_TEXT);
  const rows = shown.flatMap((site, index) =>
    site.gateways.map((seen) => ({
      ...seen,
      name: inWords(
        inARow(siteName(index + 1), ': ', seen.gateway, ': ', seen.answer, ': ', siteComputers(site)),
      ),
    })),
  );
  return [
    ...compactTable(rows, inWords(say('Sites: computers with the same network results'))),
    ...leftLine(left),
  ];
}

export function siteName(number: number): Phrase {
  return say('Site {number}', { number });
}

/** The number of computers, and the first names. */
export function siteComputers({ count, computers }: Pick<FleetSite, 'count' | 'computers'>): Phrase {
  return inARow(
    counted(count, say('{count} computer', { count: count }), say('{count} computers', { count: count })),
    ': ',
    namedOf(computers, count),
  );
}

/** The first names. */
export function namedOf(computers: readonly string[], count: number): Phrase {
  const shown = listed(computers.slice(0, NAMED));
  return count > NAMED ? inARow(shown, ' ', say('plus {count} more', { count: count - NAMED })) : shown;
}

function groupLines(group: FleetGroup): Phrase[] {
  const { cause, count, computers, missing } = group;
  const { title, next } = groupText(group);
  return [
    inARow(
      '  ',
      counted(count, say('{count} computer', { count: count }), say('{count} computers', { count: count })),
      '  ',
      cause,
      title === null ? '' : inARow(': ', title),
    ),
    inARow('    ', namedOf(computers, count)),
    ...(missing === undefined ? [] : [inARow('    ', missingText(missing))]),
    ...(next === null ? [] : [inARow('    ', next)]),
    ...packageLines(group).map((line): Phrase => inARow('    ', line)),
  ];
}

/** The packages without a result, if other computers of the group lack something else. */
export function packageLines(group: FleetGroup): Phrase[] {
  const lacking = packagesText(group);
  return lacking === null || lacksOnlyPackages(group)
    ? []
    : [lacking, say('Add its result: Intune lists each remediation separately.')];
}

function packagesText({ packages = [] }: FleetGroup): Phrase | null {
  if (packages.length === 0) return null;
  return say('Cannot be judged: no result of the package {packages} was collected.', {
    packages: listed(packages.map((lacking) => lacking.package)),
  });
}

/** The same as {@link causeText}, by what the computers of a group lack. */
export function groupText(group: FleetGroup): { title: Phrase | null; next: Phrase | null } {
  if (group.cause !== 'not-judged' || !lacksOnlyPackages(group)) return causeText(group.cause);
  return {
    title: packagesText(group),
    next: say('Add its result: Intune lists each remediation separately.'),
  };
}

/** What to do where a command is not enough. */
export function adviceText(advice: FleetAdvice): Phrase {
  switch (advice.code) {
    case 'save-list':
      return say(
        'Save the list of {count} computers as {file} first: --report FILE.html or FILE.md contains it.',
        { file: advice.file, count: advice.count },
      );
    case 'name-proxy':
      return say(
        'If the proxy is right, name it with --proxy {proxy}, or allow it with --allow-proxy {proxy} (fleet apply).',
        { proxy: 'HOST:PORT' },
      );
    default:
      return ADVICE[advice.code];
  }
}

/** The keys of a recording that were not visible. */
export function missingText(keys: readonly string[]): Phrase {
  return say('Not visible: {keys}', { keys: listed(keys) });
}

/** The number of omitted entries, if there are any. */
export function leftLine(left: number): Phrase[] {
  return left === 0 ? [] : [inARow('  ', say('and {count} more: --json has all of them', { count: left }))];
}

function againText(count: number, command: Phrase | null): Phrase {
  return command === null
    ? say('{count} to be run again: --again FILE would list them.', { count })
    : say('{count} to be run again: {command}', { count, command });
}

/** A cause in one sentence, `null` when its code is of a later version; and what to do. */
export function causeText(cause: FleetCause): { title: Phrase | null; next: Phrase | null } {
  return {
    title: sentenceOf(cause),
    next: ofCode(FLEET_NEXT, cause, null),
  };
}

function sentenceOf(cause: FleetCause): Phrase | null {
  const known: Readonly<Record<string, FindingRule>> = FINDING_RULES;
  if (Object.hasOwn(known, cause)) return known[cause]?.title ?? null;
  return isVerdict(cause) ? verdictRow(cause).says : ofCode(FLEET_CAUSES, cause, null);
}

/** The sentence for the error of one computer; `null` where its own message has more: what failed differs. */
export function errorTitle(cause: FleetCause): Phrase | null {
  return isErrorCode(cause) && cause !== 'user-ambiguous' ? null : causeText(cause).title;
}
