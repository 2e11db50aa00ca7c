import type { Plan } from '../../../core/decide/plan.ts';
import type { MachineFacts, Needs, RunEvent } from '../../../core/model/events.ts';
import { byGravity } from '../../../core/model/finding.ts';
import { EMPTY_RECORD, fold, type RunRecord } from '../../model/record.ts';
import type { Letter } from '../../requests/proxy-request.ts';

/**
 * A page of a run: what its record got since the last page. It is open until the next part of the run begins; then it
 * is printed once, completely. On a terminal it is in the scrollback from then on, so that the live frame always fits.
 */
export interface Page
  extends Pick<
    RunRecord,
    | 'stores'
    | 'gateways'
    | 'paths'
    | 'findings'
    | 'plan'
    | 'writes'
    | 'failedSteps'
    | 'backup'
    | 'files'
    | 'result'
    | 'migration'
    | 'error'
    | 'end'
  > {
  part: 'audit' | 'change';
  needs: Needs | null;
  backups: NonNullable<RunRecord['backups']> | null;
  confirmed: NonNullable<RunRecord['confirmed']> | null;
  explanation: NonNullable<RunRecord['explanation']> | null;
  /** Requests that the user asked to see. */
  requests: readonly Letter[];
}

/** A page as it was printed. */
export interface PrintedPage extends Page {
  /** `null` before the run starts. */
  run: RunRecord | null;
  machine: MachineFacts | null;
  /** The plan of the run; after a change, an earlier page shows it. */
  planned: Plan | null;
  /** The first page of its run, with the command and the machine. */
  opens: boolean;
}

/** The record of a run, and where its open page begins. */
export interface Pages {
  record: RunRecord;
  /** The record when the open page began. */
  from: RunRecord;
  part: Page['part'];
  /** The settings whose planned writes the open page shows, also before they start. */
  waiting: readonly string[];
  /** No page of this run is printed yet. */
  isUnopened: boolean;
  printed: readonly PrintedPage[];
}

export const NO_PAGES: Pages = {
  record: EMPTY_RECORD,
  from: EMPTY_RECORD,
  part: 'audit',
  waiting: [],
  isUnopened: true,
  printed: [],
};

/** Ends a page, in addition to the run's events: a question to the user, and the end of the view. */
export interface PageSignal {
  type: 'asked' | 'closed';
}

/** The pages after one more event: prints the open page when the event starts another part of the run, or ends it. */
export function pagesAfter<S extends Pages>(old: S, event: RunEvent | PageSignal): S {
  if (isSignal(event)) return turned(old, 'audit');
  const record = fold(old.record, event);
  if (event.type === 'started') return { ...old, ...NO_PAGES, record, from: record, printed: old.printed };
  if (event.type === 'finished') return turned({ ...old, record }, 'audit');
  const started = event.type === 'step' && event.status === 'started' ? event.step : null;
  // An interrupted change was rolled back and the run begins; a second read after a change stays on its page.
  const beginsAgain = started === 'observe' && old.part === 'change' && pageOf(old).result === null;
  if (beginsAgain) return { ...turned(old, 'audit'), record };
  const writes =
    started === 'back-up' || started === 'write' || event.type === 'backup' || event.type === 'write';
  if (old.part === 'change' || (!writes && started !== 'restore' && started !== 'probe-after'))
    return { ...old, record };
  // A rollback writes values and emits no event per setting.
  const planned = writes && record.mode !== 'rollback' ? (record.plan?.changes ?? []) : [];
  return { ...turned(old, 'change'), record, waiting: planned.map(({ store }) => store) };
}

function isSignal(event: RunEvent | PageSignal): event is PageSignal {
  return event.type === 'asked' || event.type === 'closed';
}

/** Prints the open page, unless it is blank, and starts the next one. */
function turned<S extends Pages>(state: S, part: Page['part']): S {
  const next = { ...state, from: state.record, part, waiting: [] };
  const page = pageOf(state);
  return isBlank(page) ? next : { ...next, ...printing(state, page) };
}

/** Prints a page of its own beside the open one. */
export function printing(state: Pages, page: Page): Pick<Pages, 'printed' | 'isUnopened'> {
  const { record, printed, isUnopened } = state;
  const run = record.startedAt === '' ? null : record;
  const { machine, plan } = record;
  return {
    isUnopened: false,
    printed: [...printed, { ...page, run, machine, planned: plan, opens: isUnopened }],
  };
}

/** What the open page shows. */
export function pageOf({ record, from, part, waiting }: Pages): Page {
  const since = <K extends keyof RunRecord, N>(member: K, none: N): Exclude<RunRecord[K], undefined> | N => {
    const now = record[member];
    return now === undefined || now === from[member] ? none : (now as Exclude<RunRecord[K], undefined>);
  };
  return {
    part,
    stores: since('stores', []),
    // Of a change, an earlier page shows them.
    gateways: part === 'audit' ? since('gateways', []) : [],
    paths: since('paths', []),
    findings: added(record.findings, from.findings).toSorted(byGravity),
    plan: since('plan', null),
    writes: writesOf(added(record.writes, from.writes), waiting),
    failedSteps: added(record.failedSteps, from.failedSteps),
    backup: since('backup', null),
    files: added(record.files, from.files),
    result: since('result', null),
    backups: since('backups', null),
    confirmed: since('confirmed', null),
    explanation: since('explanation', null),
    migration: added(record.migration, from.migration),
    needs: since('needs', null),
    error: since('lateError', null) ?? since('error', null),
    requests: [],
    end: since('end', null),
  };
}

/** What was appended to a list, unless it began again. */
function added<T>(now: readonly T[], was: readonly T[]): readonly T[] {
  return was.every((one, at) => one === now[at]) ? now.slice(was.length) : now;
}

function writesOf(made: RunRecord['writes'], waiting: readonly string[]): RunRecord['writes'] {
  const planned = waiting.map(
    (store) => made.find((one) => one.store === store) ?? { store, status: 'waiting' as const },
  );
  return [...planned, ...made.filter(({ store }) => !waiting.includes(store))];
}

/** Whether there is nothing to print. An empty list of backups is a result too. */
function isBlank({ part: _, ...content }: Page): boolean {
  const isEmpty = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0);
  return Object.values(content).every(isEmpty) && content.backups === null;
}

/** The page with the end of the run. */
export function reportPage({ printed }: Pages): PrintedPage | undefined {
  return printed.findLast(({ end }) => end !== null);
}
