import { isReachable } from '../../../core/causes/verdicts.ts';
import type { GatewayMigration } from '../../../core/migration/model.ts';
import type { Verdict } from '../../../core/model/check.ts';
import type { MachineFacts, Needs } from '../../../core/model/events.ts';
import type { Mode } from '../../../core/model/modes.ts';
import { say } from '../../../core/model/say.ts';
import { compactTable } from '../../facts/side-by-side.ts';
import { type HeadlineLine, headline } from '../../model/headline.ts';
import { EMPTY_RECORD, type RunRecord } from '../../model/record.ts';
import { factsOf, requestsIn } from '../../model/record-facts.ts';
import type { Letter } from '../../requests/proxy-request.ts';
import type { Texts } from '../../text/texts.ts';
import type { PrintedPage } from './pages.ts';
import { pagePicture } from './picture-lines.ts';

/** The parts of a page. */
export type Section =
  | 'header'
  | 'headline'
  | 'picture'
  | 'change'
  | 'stores'
  | 'backups'
  | 'gateways'
  | 'paths'
  | 'findings'
  | 'plan'
  | 'files'
  | 'confirmed'
  | 'explanation'
  | 'side-by-side'
  | 'migrations'
  | 'needs'
  | 'error'
  | 'requests'
  | 'end';

/**
 * The non-empty parts of a page, in the order of every view: the run, the summary, observations, problems, next
 * steps and owners. A page about a change starts with the changes.
 */
export function sectionsOf(page: PrintedPage, texts: Texts): Section[] {
  const { part } = page;
  const changes =
    page.backup !== null || page.writes.length > 0 || page.failedSteps.length > 0 || page.result !== null;
  const sections: readonly [Section, boolean][] = [
    ['header', page.opens],
    ['headline', headlineOf(page, texts).length > 0],
    ['picture', pagePicture(page, texts) !== null],
    ['change', part === 'change' && changes],
    ['stores', page.stores.length > 0],
    ['backups', page.backups !== null],
    ['gateways', texts.gateways(page.gateways).length > 0],
    ['paths', page.paths.length > 0],
    ['findings', page.findings.length > 0],
    ['plan', page.plan !== null],
    ['change', part === 'audit' && changes],
    ['files', page.files.length > 0],
    ['confirmed', page.confirmed !== null],
    ['explanation', page.explanation !== null],
    ['side-by-side', page.migration.length > 0],
    ['migrations', page.migration.length > 0],
    ['needs', page.needs !== null && needsAnything(page.needs, page.machine)],
    ['error', page.error !== null],
    ['requests', page.requests.length > 0],
    ['end', page.end !== null],
  ];
  return sections.flatMap(([section, isThere]) => (isThere ? [section] : []));
}

/** Modes that open with an answer of their own: a code with its meaning, a fleet with a line for each computer. */
export const OWN_ANSWER: readonly Mode[] = ['explain', 'fleet'];

/** Empty for a page that does not end a run, and for a run that read and tested nothing. */
export function headlineOf(page: PrintedPage, texts: Texts): HeadlineLine[] {
  const { end, run, machine, paths, findings, migration, planned, needs, result, error } = page;
  const { backups, confirmed, files } = page;
  if (end === null || run === null || OWN_ANSWER.includes(run.mode)) return [];
  if (error !== null && machine === null && paths.length === 0) return [];
  const { mode, version, startedAt, followUps, move } = run;
  const record = {
    ...{ ...EMPTY_RECORD, mode, version, startedAt, followUps, move },
    ...{ machine, ...observedIn(page), findings, migration, files, plan: planned, result, error, end },
    ...(backups === null ? {} : { backups }),
    ...(confirmed === null ? {} : { confirmed }),
  };
  return headline({ ...factsOf(record, texts), needs }, texts);
}

/** The exit codes that an audit would have: a change that helps, and one that was tested and does not. */
const HELPS = 2;
const DOES_NOT_HELP = 7;

/** The problem and its cause, as known before the question about the change. */
export function headlineOfQuestion(page: PrintedPage, texts: Texts): HeadlineLine[] {
  if (page.run?.mode !== 'apply') return [];
  const isInVain = page.paths.some(
    ({ stores, verdict }) => stores === 'proposed' && verdict !== null && !isReachable(verdict),
  );
  const end = { exitCode: isInVain ? DOES_NOT_HELP : HELPS, durationMs: 0 };
  const [state, ...more] = headlineOf({ ...page, end, run: { ...page.run, mode: 'audit' } }, texts);
  if (state === undefined) return [];
  return [state, ...more.filter(({ label }) => label === texts.words(say('Cause')))];
}

/** The verdicts of the page's routes. */
export function verdictsOf({ paths }: Pick<PrintedPage, 'paths'>): Verdict[] {
  return paths.flatMap(({ verdict }) => (verdict === null ? [] : [verdict]));
}

function observedIn(page: PrintedPage): Pick<RunRecord, 'checks' | 'verdicts'> {
  return { checks: page.paths.flatMap(({ checks }) => checks), verdicts: verdictsOf(page) };
}

/** Requests to other teams, from the content of the page. */
export function requestsOfPage(page: PrintedPage | undefined): Letter[] {
  if (page === undefined) return [];
  const { migration, run } = page;
  const { mode, startedAt, followUps } = run ?? EMPTY_RECORD;
  return mode === 'fleet' ? [] : requestsIn({ mode, startedAt, followUps, ...observedIn(page), migration });
}

/** The protocols of all gateways in a table. */
export function sideBySide(
  migrations: readonly GatewayMigration[],
  { words }: Texts,
  columns?: number,
): string[] {
  return compactTable(
    migrations.map((one) => ({ ...one, name: one.gateway })),
    words(say('SSTP, IKEv2 and OpenVPN side by side')),
    columns,
  );
}

/** Whether something was changed before the page is printed. */
export function hasChanged({ part, result }: PrintedPage): boolean {
  return part === 'change' || (result?.changed.length ?? 0) > 0;
}

function needsAnything(needs: Needs, machine: MachineFacts | null): boolean {
  return isForAdministrator(needs, machine) || needs.restart || needs.redial;
}

/** An administrator is not asked for elevation. */
export function isForAdministrator({ elevation }: Needs, machine: MachineFacts | null): boolean {
  return elevation.length > 0 && machine?.user?.elevated !== true;
}
