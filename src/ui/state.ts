import type { StoreChange } from '../core/decide/plan.ts';
import type { RunEvent } from '../core/model/events.ts';
import { onOneLine } from '../core/model/neutralise.ts';
import { EMPTY_RECORD, fold, type RunRecord } from '../report/model/record.ts';
import { requestsIn } from '../report/model/record-facts.ts';
import type { AskedChange } from '../report/text/question-text.ts';
import { type Browse, itemsOf, moveOn, newBrowse } from './browse/browse.ts';
import type { Leave } from './browse/browsing.ts';
import type { Command } from './browse/keys.ts';

/** The content of a question to the user. */
export interface AskedOnTerminal extends Omit<AskedChange, 'isRollback'> {
  changes: readonly Pick<StoreChange, 'store' | 'before' | 'after' | 'needsElevation' | 'strings'>[];
}

export interface Question extends AskedOnTerminal {
  /** Backup folder; `null` when the caller does not pass it. */
  backupFolder: string | null;
}

/**
 * What was printed, with the record at that time: a page, what a question is about, letters, a late error, or the
 * conclusion again.
 */
export interface Printed {
  kind: 'page' | 'proposal' | 'letters' | 'late' | 'conclusion';
  record: RunRecord;
}

export interface UiState {
  record: RunRecord;
  printed: readonly Printed[];
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
  | { type: 'left'; how: Leave }
  /** `moreBelow`: the selected item has hidden rows below. */
  | { type: 'command'; command: Command; moreBelow: boolean }
  | { type: 'closed' };

export const INITIAL_STATE: UiState = {
  record: EMPTY_RECORD,
  printed: [],
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
    case 'left': {
      const report = event.how === 'quit' ? reportOf(before) : undefined;
      const again = report === undefined ? [] : [{ kind: 'conclusion', record: report } as const];
      return { ...before, browse: null, printed: [...before.printed, ...again] };
    }
    case 'command':
      return before.browse === null ? before : browseOn(before, before.browse, event);
    case 'started':
      return { ...INITIAL_STATE, record: fold(before.record, event), printed: before.printed };
    case 'asked':
      return { ...printing(before, 'proposal'), question: event.question };
    case 'closed': {
      // A run that stopped in the middle prints what it had.
      const isOpen = before.record.end === null && before.record !== EMPTY_RECORD;
      const state = isOpen ? printing(before, 'page') : before;
      return { ...state, question: null, browse: null, closed: true };
    }
    case 'finished':
      return printing({ ...before, record: fold(before.record, event) }, 'page');
    default: {
      const record = fold(before.record, event);
      const isLate = record.lateError !== before.record.lateError;
      return isLate ? printing({ ...before, record }, 'late') : { ...before, record };
    }
  }
}

function printing(state: UiState, kind: Printed['kind']): UiState {
  return { ...state, printed: [...state.printed, { kind, record: state.record }] };
}

/** The record of the last run that ended. */
export function reportOf({ printed }: Pick<UiState, 'printed'>): RunRecord | undefined {
  return printed.findLast(({ kind, record }) => kind === 'page' && record.end !== null)?.record;
}

function browseOn(
  state: UiState,
  browse: Browse,
  { command, moreBelow }: Extract<UiSignal, { type: 'command' }>,
): UiState {
  const report = reportOf(state);
  const next = { ...state, browse: moveOn(browse, itemsOf(report), command, moreBelow) };
  if (command !== 'copy') return next;
  if (report === undefined || requestsIn(report).length === 0) return state;
  return browse.copied ? next : { ...next, printed: [...next.printed, { kind: 'letters', record: report }] };
}
