import type { StoreChange } from '../core/decide/plan.ts';
import type { RunEvent } from '../core/model/events.ts';
import { onOneLine } from '../core/model/neutralise.ts';
import {
  NO_PAGES,
  type Pages,
  pageOf,
  pagesAfter,
  printing,
  reportPage,
} from '../report/views/plain/pages.ts';
import { requestsOfPage } from '../report/views/plain/sections.ts';
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
  question: Question | null;
  /** Ctrl+C was pressed; the run decides when it stops. */
  cancelling: boolean;
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
  question: null,
  cancelling: false,
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
    case 'started':
      return pagesAfter({ ...INITIAL_STATE, record: before.record, printed: before.printed }, event);
    case 'asked':
      return { ...pagesAfter(before, event), question: event.question };
    case 'closed':
      return { ...pagesAfter(before, event), question: null, browse: null, closed: true };
    default:
      return pagesAfter(before, event);
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
  const requests = requestsOfPage(page);
  if (requests.length === 0) return state;
  return browse.copied ? next : { ...next, ...printing(next, { ...pageOf(next), requests }) };
}
