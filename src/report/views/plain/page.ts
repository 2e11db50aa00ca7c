import type { Plan } from '../../../core/decide/plan.ts';
import type { Explanation } from '../../../core/explain/explain.ts';
import type { GatewayMigration } from '../../../core/migration/model.ts';
import type { Gateway } from '../../../core/model/check.ts';
import type { FollowUps } from '../../../core/model/command-text.ts';
import type {
  BackupLine,
  ChangeResult,
  Confirmation,
  MachineFacts,
  Mode,
  Needs,
  RunEvent,
  StepName,
} from '../../../core/model/events.ts';
import type { Finding } from '../../../core/model/finding.ts';
import type { StoreView } from '../../../core/stores/stores.ts';
import type { PathState } from '../../facts/paths.ts';
import type { AccessRequest } from '../../requests/proxy-request.ts';
import type { WriteStatus } from '../../text/words.ts';

/**
 * What is told together. A page is open until the next part of the run begins; then it is printed once, whole: on a
 * terminal it belongs to the scrollback from then on, so that the live frame always fits.
 */
export interface Page {
  part: 'look' | 'change';
  stores: readonly StoreView[];
  gateways: readonly Gateway[];
  paths: readonly PathState[];
  /** The most severe first. */
  findings: readonly Finding[];
  plan: Plan | null;
  writes: readonly { store: string; status: WriteStatus }[];
  failedSteps: readonly { step: StepName; detail: string | null }[];
  backup: { number: string; path: string } | null;
  /** Files that the run has written for somebody. */
  files: readonly string[];
  result: ChangeResult | null;
  backups: readonly BackupLine[] | null;
  confirmed: Confirmation | null;
  explanation: Explanation | null;
  migrations: readonly GatewayMigration[];
  needs: Needs | null;
  error: Extract<RunEvent, { type: 'error' }> | null;
  /** Requests that somebody asked to see. */
  requests: readonly AccessRequest[];
  /** How the run ended, on its last page. */
  end: { exitCode: number; durationMs: number } | null;
}

/** What runs. */
export interface Run {
  mode: Mode;
  version: string;
  sample: boolean;
  /** When it began, ISO 8601. */
  at: string;
  /** What the commands need that go on from it. */
  followUps?: FollowUps;
}

/** A page as it was when it was printed. */
export interface PrintedPage extends Page {
  run: Run | null;
  machine: MachineFacts | null;
  /** The plan of the run, which an earlier page shows where a change was made. */
  planned: Plan | null;
  /** The first page of its run, which says what runs and where. */
  opens: boolean;
}

const BLANK: Omit<Page, 'part'> = {
  stores: [],
  gateways: [],
  paths: [],
  findings: [],
  plan: null,
  writes: [],
  failedSteps: [],
  backup: null,
  files: [],
  result: null,
  backups: null,
  confirmed: null,
  explanation: null,
  migrations: [],
  needs: null,
  error: null,
  requests: [],
  end: null,
};

export function newPage(part: Page['part'], writes: Page['writes'] = []): Page {
  return { part, ...BLANK, writes };
}

/** Whether there is nothing to print. An empty list of backups is an answer too. */
export function isBlank({ part: _, ...content }: Page): boolean {
  const isEmpty = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0);
  return Object.values(content).every(isEmpty) && content.backups === null;
}
