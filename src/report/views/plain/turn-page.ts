import type { Plan } from '../../../core/decide/plan.ts';
import type { MachineFacts, RunEvent } from '../../../core/model/events.ts';
import { isBlank, newPage, type Page, type PrintedPage, type Run } from './page.ts';

/** A run as far as it has come: the page that is open, and those that are printed. */
export interface Pages {
  run: Run | null;
  machine: MachineFacts | null;
  plan: Plan | null;
  page: Page;
  printed: readonly PrintedPage[];
}

/** What ends a page beside what the run tells: a question to the person, and the end of the view. */
export interface PageSignal {
  type: 'asked' | 'closed';
}

/** Prints the live page where the event begins another part of the run, or ends it. */
export function turnPage<S extends Pages>(state: S, event: RunEvent | PageSignal): S {
  const { part } = state.page;
  if (event.type === 'finished') {
    const { exitCode, durationMs } = event;
    return printPage({ ...state, page: { ...state.page, end: { exitCode, durationMs } } }, newPage('look'));
  }
  if (event.type === 'closed' || event.type === 'asked') return printPage(state, newPage('look'));
  const started = event.type === 'step' && event.status === 'started' ? event.step : null;
  // An interrupted change has been put back and the run begins; a second look after a change stays on its page.
  if (started === 'observe' && part === 'change' && state.page.result === null)
    return printPage(state, newPage('look'));
  if (part === 'change') {
    // What was seen before the change, on this page too, gives way to what is seen after it.
    return started === 'probe-after' ? { ...state, page: { ...state.page, paths: [] } } : state;
  }
  const writes =
    started === 'back-up' || started === 'write' || event.type === 'backup' || event.type === 'write';
  if (!writes && started !== 'restore' && started !== 'probe-after') return state;
  // A rollback writes values, and tells no store as it comes to it.
  const planned = writes && state.run?.mode !== 'rollback' ? (state.plan?.changes ?? []) : [];
  const waiting = planned.map(({ store }) => ({ store, status: 'waiting' as const }));
  return printPage(state, newPage('change', waiting));
}

/** The page joins those that are printed, unless it is blank, and another one begins. */
export function printPage<S extends Pages>(state: S, next: Page): S {
  const { page, printed, run, machine, plan } = state;
  if (isBlank(page)) return { ...state, page: next };
  return {
    ...state,
    page: next,
    printed: [...printed, { ...page, run, machine, planned: plan, opens: isUnopened(state) }],
  };
}

/** Nothing of this run has been printed yet. */
export function isUnopened({ printed, run }: Pages): boolean {
  return printed.length === 0 || printed.at(-1)?.run !== run;
}

/** The page that tells how the run ended. */
export function reportPage({ printed }: Pages): PrintedPage | undefined {
  return printed.findLast(({ end }) => end !== null);
}
