import type { RunEvent } from '../core/events.ts';
import { isBlank, newPage, type Page, type PrintedPage } from './page.ts';
import type { UiSignal, UiState } from './state.ts';

/** Prints the live page where the event begins another part of the run, or ends it. */
export function turnPage(state: UiState, event: RunEvent | UiSignal): UiState {
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
  const planned = writes ? (state.plan?.changes ?? []) : [];
  const waiting = planned.map(({ store }) => ({ store, status: 'waiting' as const }));
  return printPage(state, newPage('change', waiting));
}

/** The page joins those that are printed, unless it is blank, and another one begins. */
export function printPage(state: UiState, next: Page): UiState {
  const { page, printed, run, machine } = state;
  if (isBlank(page)) return { ...state, page: next };
  return { ...state, page: next, printed: [...printed, { ...page, run, machine, opens: isUnopened(state) }] };
}

/** Nothing of this run has been printed yet. */
export function isUnopened({ printed, run }: UiState): boolean {
  return printed.length === 0 || printed.at(-1)?.run !== run;
}

/** The page that tells how the run ended. */
export function reportPage({ printed }: UiState): PrintedPage | undefined {
  return printed.findLast(({ end }) => end !== null);
}
