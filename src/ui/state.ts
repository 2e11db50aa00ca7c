import type { StoreChange } from '../core/decide/plan.ts';
import type { RunEvent, StepName } from '../core/model/events.ts';
import { onOneLine } from '../core/model/neutralise.ts';
import { foldPages, NO_PAGES } from '../report/views/plain/fold-pages.ts';
import type { Page } from '../report/views/plain/page.ts';
import { requestsIn } from '../report/views/plain/sections.ts';
import { type Pages, printPage, reportPage } from '../report/views/plain/turn-page.ts';
import { type Browse, itemsOf, moveOn, newBrowse } from './browse/browse.ts';
import type { Command } from './browse/keys.ts';

/** The content of a question to the user. */
export interface Question {
  changes: readonly Pick<StoreChange, 'store' | 'before' | 'after' | 'needsElevation' | 'strings'>[];
  /** Backup folder; `null` when the caller does not pass it. */
  backupFolder: string | null;
  /** The user whose setting is copied to the computer. */
  whose?: string | null;
}

export interface UiState extends Pages {
  /** Running steps; both variants of the path are checked at the same time. */
  steps: readonly { step: StepName; detail: string | null }[];
  question: Question | null;
  /** Ctrl+C was pressed; the run decides when it stops. */
  cancelling: boolean;
  finished: Page['end'];
  /** Set when the run has ended and the user browses its report. */
  browse: Browse | null;
  /** The view is about to end; nothing is running. */
  closed: boolean;
}

/** Events of the terminal, in addition to those of the run. */
export type UiSignal =
  | { type: 'asked'; question: Question }
  | { type: 'answered' }
  | { type: 'cancel-requested' }
  | { type: 'browsing'; canApply: boolean; idleMinutes: number }
  | { type: 'left' }
  /** `moreBelow`: the selected item has hidden rows below. */
  | { type: 'command'; command: Command; moreBelow: boolean }
  | { type: 'closed' };

export const INITIAL_STATE: UiState = {
  ...NO_PAGES,
  steps: [],
  question: null,
  cancelling: false,
  finished: null,
  browse: null,
  closed: false,
};

/** The state after one more event, with each of its texts on one line. Pure: does not change the old state. */
export function reduce(before: UiState, given: RunEvent | UiSignal): UiState {
  const event = onOneLine(given);
  switch (event.type) {
    case 'answered':
      return { ...before, question: null };
    case 'cancel-requested':
      return { ...before, cancelling: true };
    case 'browsing':
      return { ...before, browse: newBrowse(event.canApply, event.idleMinutes) };
    case 'left':
      return { ...before, browse: null };
    case 'command':
      return before.browse === null ? before : browseOn(before, before.browse, event);
    default:
      return reduceRun(foldPages(before, event), event);
  }
}

/** Updates what is shown besides the pages. */
function reduceRun(state: UiState, event: Parameters<typeof foldPages>[1] | UiSignal): UiState {
  switch (event.type) {
    case 'started': {
      const { run, printed } = state;
      return { ...INITIAL_STATE, run, printed };
    }
    case 'step': {
      const { step, status, detail = null } = event;
      const others = state.steps.filter((running) => running.step !== step);
      if (status !== 'started') return { ...state, steps: others };
      // Only the two variants of the path run in parallel; any other unfinished step failed without an event.
      const beside = others.filter((running) => isProbe(running.step) && isProbe(step));
      return { ...state, steps: [...beside, { step, detail }] };
    }
    case 'finished':
      return { ...state, steps: [], finished: { exitCode: event.exitCode, durationMs: event.durationMs } };
    case 'asked':
      return 'question' in event ? { ...state, question: event.question } : state;
    case 'closed':
      return { ...state, steps: [], question: null, browse: null, closed: true };
    default:
      return state;
  }
}

function browseOn(
  state: UiState,
  browse: Browse,
  { command, moreBelow }: Extract<UiSignal, { type: 'command' }>,
): UiState {
  const page = reportPage(state);
  const next = { ...state, browse: moveOn(browse, itemsOf(page), command, moreBelow) };
  if (command !== 'copy') return next;
  const requests = requestsIn(page);
  if (requests.length === 0) return state;
  return browse.copied ? next : printPage({ ...next, page: { ...next.page, requests } }, next.page);
}

function isProbe(step: StepName): boolean {
  return step.startsWith('probe-');
}
