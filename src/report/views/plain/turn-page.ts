import type { Plan } from '../../../core/decide/plan.ts';
import type { MachineFacts, RunEvent } from '../../../core/model/events.ts';
import { isBlank, newPage, type Page, type PrintedPage, type Run } from './page.ts';

/** The current state of a run: the open page, and the printed pages. */
export interface Pages {
  run: Run | null;
  machine: MachineFacts | null;
  plan: Plan | null;
  page: Page;
  printed: readonly PrintedPage[];
}

/** Ends a page, in addition to the run's events: a question to the user, and the end of the view. */
export interface PageSignal {
  type: 'asked' | 'closed';
}

/** Prints the live page when the event starts another part of the run, or ends it. */
export function turnPage<S extends Pages>(state: S, event: RunEvent | PageSignal): S {
  const { part } = state.page;
  if (event.type === 'finished') {
    const { exitCode, durationMs } = event;
    return printPage({ ...state, page: { ...state.page, end: { exitCode, durationMs } } }, newPage('audit'));
  }
  if (event.type === 'closed' || event.type === 'asked') return printPage(state, newPage('audit'));
  const started = event.type === 'step' && event.status === 'started' ? event.step : null;
  // An interrupted change was rolled back and the run begins; a second read after a change stays on its page.
  if (started === 'observe' && part === 'change' && state.page.result === null)
    return printPage(state, newPage('audit'));
  if (part === 'change') {
    // Observations from after the change replace those from before, on this page too.
    return started === 'probe-after' ? { ...state, page: { ...state.page, paths: [] } } : state;
  }
  const writes =
    started === 'back-up' || started === 'write' || event.type === 'backup' || event.type === 'write';
  if (!writes && started !== 'restore' && started !== 'probe-after') return state;
  // A rollback writes values and emits no event per setting.
  const planned = writes && state.run?.mode !== 'rollback' ? (state.plan?.changes ?? []) : [];
  const waiting = planned.map(({ store }) => ({ store, status: 'waiting' as const }));
  return printPage(state, newPage('change', waiting));
}

/** Adds the page to the printed ones, unless it is blank, and starts the next one. */
export function printPage<S extends Pages>(state: S, next: Page): S {
  const { page, printed, run, machine, plan } = state;
  if (isBlank(page)) return { ...state, page: next };
  return {
    ...state,
    page: next,
    printed: [...printed, { ...page, run, machine, planned: plan, opens: isUnopened(state) }],
  };
}

/** No page of this run is printed yet. */
export function isUnopened({ printed, run }: Pages): boolean {
  return printed.length === 0 || printed.at(-1)?.run !== run;
}

/** The page with the end of the run. */
export function reportPage({ printed }: Pages): PrintedPage | undefined {
  return printed.findLast(({ end }) => end !== null);
}
