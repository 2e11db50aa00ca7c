import type { MachineFacts, Mode, RunEvent, StepName } from '../core/events.ts';
import type { Severity } from '../core/finding.ts';
import type { Plan, StoreChange } from '../core/plan.ts';
import { foldPath, waitingPaths } from '../report/paths.ts';
import { isBlank, newPage, type Page } from './page.ts';

/** What a question to the person is about. */
export interface Question {
  changes: readonly Pick<StoreChange, 'store' | 'before' | 'after' | 'needsElevation'>[];
  /** Where the backup goes, `null` when the caller does not say. */
  backupFolder: string | null;
}

export interface UiState {
  run: { mode: Mode; version: string; sample: boolean } | null;
  machine: MachineFacts | null;
  /** What is being done now; both variants of the path are checked at once. */
  steps: readonly { step: StepName; detail: string | null }[];
  plan: Plan | null;
  page: Page;
  printed: readonly Page[];
  question: Question | null;
  /** Somebody pressed Ctrl+C; the run decides when it stops. */
  cancelling: boolean;
  finished: { exitCode: number; durationMs: number } | null;
  /** The view is about to go; nothing is running any more. */
  closed: boolean;
}

/** What happens on the side of the terminal, beside what the run tells. */
export type UiSignal =
  | { type: 'asked'; question: Question }
  | { type: 'answered' }
  | { type: 'cancel-requested' }
  | { type: 'closed' };

export const INITIAL_STATE: UiState = {
  run: null,
  machine: null,
  steps: [],
  plan: null,
  page: newPage('look'),
  printed: [],
  question: null,
  cancelling: false,
  finished: null,
  closed: false,
};

const GRAVITY: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** The state after one more event. Pure: the old state stays as it is. */
export function reduce(before: UiState, event: RunEvent | UiSignal): UiState {
  const state = turnPage(before, event);
  const put = (page: Partial<Page>): UiState => ({ ...state, page: { ...state.page, ...page } });
  switch (event.type) {
    case 'started':
      return { ...state, run: { mode: event.mode, version: event.version, sample: event.sample } };
    case 'step': {
      const { step, status, detail = null } = event;
      const others = state.steps.filter((running) => running.step !== step);
      if (status === 'started') {
        // Only both variants of the path run side by side; any other step that is still there failed without a word.
        const beside = others.filter((running) => isProbe(running.step) && isProbe(step));
        return { ...state, steps: [...beside, { step, detail }] };
      }
      const ended = { ...state, steps: others };
      if (status === 'done') return ended;
      return {
        ...ended,
        page: { ...state.page, failedSteps: [...state.page.failedSteps, { step, detail }] },
      };
    }
    case 'machine':
      return { ...state, machine: event.machine };
    case 'stores':
      return put({ stores: event.stores });
    case 'gateways':
      return put({ paths: state.page.paths.length === 0 ? waitingPaths(event.gateways) : state.page.paths });
    case 'check-started':
    case 'check':
    case 'verdict':
      return put({ paths: foldPath(state.page.paths, event) });
    case 'finding':
      return put({
        findings: [...state.page.findings, event.finding].sort(
          (a, b) => GRAVITY[a.severity] - GRAVITY[b.severity],
        ),
      });
    case 'migration':
      return put({ migrations: [...state.page.migrations, event.migration] });
    case 'plan':
      return { ...put({ plan: event.plan }), plan: event.plan };
    case 'backup':
      return put({ backup: { number: event.number, path: event.path } });
    case 'write': {
      const { store, status } = event;
      const index = state.page.writes.findIndex((write) => write.store === store);
      const { writes } = state.page;
      return put({
        writes: index === -1 ? [...writes, { store, status }] : writes.with(index, { store, status }),
      });
    }
    case 'change-result':
      return put({ result: event.result });
    case 'backups':
      return put({ backups: event.backups });
    case 'confirmed':
      return put({ confirmed: { backup: event.backup, by: event.by } });
    case 'explained':
      return put({ explanation: event.explanation });
    case 'needs':
      return put({ needs: event.needs });
    case 'error':
      return put({ error: event.error });
    case 'finished':
      return { ...state, steps: [], finished: { exitCode: event.exitCode, durationMs: event.durationMs } };
    case 'asked':
      return { ...state, question: event.question };
    case 'answered':
      return { ...state, question: null };
    case 'cancel-requested':
      return { ...state, cancelling: true };
    case 'closed':
      return { ...state, steps: [], question: null, closed: true };
    case 'schedule-move':
    case 'schedule':
    case 'diagnostic':
    case 'evidence':
      return state;
  }
}

function isProbe(step: StepName): boolean {
  return step.startsWith('probe-');
}

/** Prints the live page where the event begins another part of the run, or ends it. */
function turnPage(state: UiState, event: RunEvent | UiSignal): UiState {
  const { part } = state.page;
  const ends = event.type === 'finished' || event.type === 'closed';
  if (ends || event.type === 'asked') return printPage(state, newPage('look'));
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

function printPage(state: UiState, next: Page): UiState {
  return {
    ...state,
    page: next,
    printed: isBlank(state.page) ? state.printed : [...state.printed, state.page],
  };
}
