import type * as z from 'zod';
import { stepText } from '../causes/rule.ts';
import { verdictRow } from '../causes/verdicts.ts';
import { type NotFollowed, notFollowedSays, notFollowedSteps } from '../decide/not-followed.ts';
import { rollbackOrder } from '../model/events.ts';
import { command, say, toText, type WithMessages, withoutMessages } from '../model/say.ts';
import type { run, schedule } from '../schema/schedule.ts';
import type { Reversion } from './reversion.ts';
import type { Move } from './roaming.ts';

/** The actions and results of one scheduled run. */
export type ScheduledRun = Omit<z.infer<typeof run>, 'error' | 'move' | 'notFollowed'> & {
  move: Move | null;
  notFollowed: NotFollowed | null;
  error: (NonNullable<z.infer<typeof run>['error']> & WithMessages) | null;
};

/** The form for the JSON document and the log. */
export function runForPrograms(run: ScheduledRun): ScheduledRun {
  return { ...run, error: run.error === null ? null : withoutMessages(run.error) };
}

/** An entry of the Windows event log. Ids are stable, because monitoring uses them. */
export interface EventEntry {
  id: EventId;
  level: 'information' | 'warning' | 'error';
  text: string;
}

/** At most 1000: the source uses the messages of EventCreate.exe, which has no more. */
export const EVENT_IDS = {
  installed: 100,
  removed: 101,
  changed: 110,
  cleared: 111,
  recovered: 112,
  unreachable: 120,
  undone: 121,
  refused: 122,
  failed: 130,
} as const;

/** The writer refuses more than 8000 characters: a user's long proxy list must not block an entry. */
const MAX_TEXT = 7000;
const MAX_LINE = 1500;

export type EventId = (typeof EVENT_IDS)[keyof typeof EVENT_IDS];

/** One problem after a run. */
interface Trouble {
  /** A stable word without a separator. */
  word: string;
  entry: () => EventEntry;
}

const SEPARATOR = '; ';
/** The problems after a run, as stable words; `null`: none. */
export function troubleOf(run: ScheduledRun): string | null {
  return joined(troublesOf(run).map(({ word }) => word));
}

/** The same, given the last report: without a path check, a run cannot end `unreachable`. */
export function troubleAfter(run: ScheduledRun, before: string | null): string | null {
  const words = troublesOf(run).map(({ word }) => word);
  const isUnknown = wordsIn(before).includes('unreachable') && run.verdicts.length === 0;
  return joined(isUnknown && !words.includes('unreachable') ? [...words, 'unreachable'] : words);
}

/** All problems, so that a user who can cause one in the own hive cannot hide the others. */
function troublesOf(run: ScheduledRun): Trouble[] {
  const { error, undone: reversion, exitCode, notFollowed, verdicts } = run;
  const troubles: Trouble[] = [];
  if (error !== null)
    troubles.push({
      word: `error ${error.code}`,
      entry: () => entry('failed', 'error', [`The run failed (${error.code}).`, error.message]),
    });
  if (isRevertedNow(run))
    troubles.push({
      word: `undone ${reversion?.stores.join(' ')}`,
      entry: () => entry('undone', 'warning', [reversionText(reversion)]),
    });
  if (error === null && exitCode === 8)
    troubles.push({
      word: notFollowed === null ? 'refused' : `refused ${notFollowed.reason}`,
      entry: () => entry('refused', 'warning', refusedLines(notFollowed)),
    });
  if (exitCode === 7 || verdicts.some(({ verdict }) => verdictRow(verdict).standing === undefined))
    troubles.push({
      word: 'unreachable',
      entry: () => entry('unreachable', 'warning', ['The VPN cannot be reached.', ...path(run)]),
    });
  return troubles;
}

function wordsIn(reported: string | null): string[] {
  return reported === null ? [] : reported.split(SEPARATOR);
}

function joined(words: readonly string[]): string | null {
  return words.length === 0 ? null : words.join(SEPARATOR);
}

/**
 * The event log entries of a run: every change, each problem when it begins or changes, and the end of all
 * problems. A known problem is not reported again.
 *
 * @param before the problem that was reported last
 * @param cleared the stores that lost a dead proxy in a run that set others
 */
export function entriesOf(
  run: ScheduledRun,
  before: string | null,
  cleared: readonly string[] = [],
): EventEntry[] {
  const entries = changeEntries(run, run.move?.act === 'clear' ? run.changed : cleared);
  const known = wordsIn(before);
  for (const { word, entry } of troublesOf(run)) if (!known.includes(word)) entries.push(entry());
  if (troubleAfter(run, before) === null && before !== null)
    entries.push(
      entry('recovered', 'information', ['The problem that was reported before is over.', ...path(run)]),
    );
  return entries;
}

function changeEntries(run: ScheduledRun, cleared: readonly string[]): EventEntry[] {
  const { changed } = run;
  const rollback = rollbackOrder(run).map((backup) =>
    toText(say('To roll back: {command}', { command: command('rollback', { backup }) })),
  );
  const reported = (what: 'changed' | 'cleared', text: string, stores: readonly string[]) =>
    stores.length === 0
      ? []
      : [entry(what, 'information', [text, `Changed: ${stores.join(', ')}.`, ...rollback])];
  const isCleared = (store: string) => cleared.includes(store);
  const set = changed.filter((store) => !isCleared(store));
  return [
    ...reported('changed', 'The proxy settings were set to the desired state.', set),
    ...reported(
      'cleared',
      'Nothing was reached through the proxy on this network, so it was cleared.',
      changed.filter(isCleared),
    ),
  ];
}

function refusedLines(notFollowed: NotFollowed | null): string[] {
  if (notFollowed === null) return [`A needed change is blocked. ${toText(command('audit'))} shows why.`];
  const lines = [notFollowedSays(notFollowed), ...notFollowedSteps(notFollowed).map(stepText)];
  return ['Nothing was set.', ...lines.map((one) => toText(one))];
}

/** The report of a change that was reverted outside p2s-fix. */
export function reversionText(reversion: Reversion | null): string {
  if (reversion === null) return '';
  const { count, stores, by, leftAlone } = reversion;
  const who = by === null ? 'no known policy; MDM or Group Policy Preferences may write without one' : by;
  const left = leftAlone ? ' The task leaves it alone until it has stayed as desired for a day.' : '';
  return `A scheduled change was reverted outside p2s-fix, ${count} time(s) in a row: ${stores.join(', ')} (by ${who}).${left}`;
}

/** Reported from the second revert on. */
function isRevertedNow({ undone: reversion }: ScheduledRun): boolean {
  return reversion !== null && reversion.count > 1;
}

function path({ verdicts }: ScheduledRun): string[] {
  return verdicts.map(({ gateway, cause }) => `${gateway}: ${cause}`);
}

function entry(
  what: keyof typeof EVENT_IDS,
  level: EventEntry['level'],
  lines: readonly string[],
): EventEntry {
  const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length)}...` : text);
  const shown = lines.filter((line) => line !== '').map((line) => cut(line, MAX_LINE));
  return { id: EVENT_IDS[what], level, text: cut(shown.join('\n'), MAX_TEXT) };
}

/** `changed`: it starts another program, or is disabled. */
export const TASK_STATES = ['registered', 'missing', 'changed'] as const;

/** The output of `schedule`. */
export type ScheduleView = Omit<z.infer<typeof schedule>, 'installed' | 'run'> & {
  installed: InstalledSchedule | null;
  run: ScheduledRun | null;
};
/** The program that the task starts. */
export type InstalledSchedule = NonNullable<z.infer<typeof schedule>['installed']> & WithMessages;
