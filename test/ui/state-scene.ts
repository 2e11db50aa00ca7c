import type { RunEvent } from '../../src/core/model/events.ts';
import { INITIAL_STATE, reduce, type UiSignal, type UiState } from '../../src/ui/state.ts';
import { PLAN } from './sequences.ts';

export function fold(events: readonly (RunEvent | UiSignal)[], from: UiState = INITIAL_STATE): UiState {
  return events.reduce(reduce, from);
}

export const ASKED: UiSignal = { type: 'asked', question: { changes: PLAN.changes, backupFolder: null } };
