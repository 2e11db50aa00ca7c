import type { MachineFacts, RunEvent, StepName } from '../core/events.ts';
import { byGravity } from '../core/finding.ts';
import type { Plan, StoreChange } from '../core/plan.ts';
import { foldPath, waitingPaths } from '../report/paths.ts';
import { type Browse, itemsOf, moveOn, newBrowse, requestsIn } from './browse.ts';
import type { Command } from './keys.ts';
import { newPage, type Page, type PrintedPage, type Run } from './page.ts';
import { printPage, reportPage, turnPage } from './turn-page.ts';

/** What a question to the person is about. */
export interface Question {
  changes: readonly Pick<StoreChange, 'store' | 'before' | 'after' | 'needsElevation'>[];
  /** Where the backup goes, `null` when the caller does not say. */
  backupFolder: string | null;
}

export interface UiState {
  run: Run | null;
  machine: MachineFacts | null;
  /** What is being done now; both variants of the path are checked at once. */
  steps: readonly { step: StepName; detail: string | null }[];
  plan: Plan | null;
  page: Page;
  printed: readonly PrintedPage[];
  question: Question | null;
  /** Somebody pressed Ctrl+C; the run decides when it stops. */
  cancelling: boolean;
  finished: Page['end'];
  /** The run is over and somebody looks at what it told. */
  browse: Browse | null;
  /** The view is about to go; nothing is running any more. */
  closed: boolean;
}

/** What happens on the side of the terminal, beside what the run tells. */
export type UiSignal =
  | { type: 'asked'; question: Question }
  | { type: 'answered' }
  | { type: 'cancel-requested' }
  | { type: 'browsing'; canApply: boolean; idleMinutes: number }
  | { type: 'left' }
  /** `moreBelow`: what is selected goes on below the last row that is shown. */
  | { type: 'command'; command: Command; moreBelow: boolean }
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
  browse: null,
  closed: false,
};

/** The state after one more event. Pure: the old state stays as it is. */
export function reduce(before: UiState, event: RunEvent | UiSignal): UiState {
  const state = turnPage(before, event);
  const put = (page: Partial<Page>): UiState => ({ ...state, page: { ...state.page, ...page } });
  switch (event.type) {
    case 'started':
      return { ...INITIAL_STATE, printed: state.printed, run: runOf(event) };
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
        findings: [...state.page.findings, event.finding].sort(byGravity),
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
      return put({ error: event });
    case 'finished':
      return { ...state, steps: [], finished: { exitCode: event.exitCode, durationMs: event.durationMs } };
    case 'asked':
      return { ...state, question: event.question };
    case 'answered':
      return { ...state, question: null };
    case 'cancel-requested':
      return { ...state, cancelling: true };
    case 'closed':
      return { ...state, steps: [], question: null, browse: null, closed: true };
    case 'browsing':
      return { ...state, browse: newBrowse(event.canApply, event.idleMinutes) };
    case 'left':
      return { ...state, browse: null };
    case 'command':
      return state.browse === null ? state : browseOn(state, state.browse, event);
    case 'schedule-move':
    case 'schedule':
    case 'fleet-machine':
    case 'fleet':
    case 'diagnostic':
    case 'evidence':
      return state;
  }
}

function runOf({ mode, version, sample, at }: Extract<RunEvent, { type: 'started' }>): Run {
  return { mode, version, sample, at };
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
