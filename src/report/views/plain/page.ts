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
  Needs,
  RunEvent,
  StepName,
} from '../../../core/model/events.ts';
import type { Finding } from '../../../core/model/finding.ts';
import type { Mode } from '../../../core/model/modes.ts';
import type { Move } from '../../../core/schedule/roaming.ts';
import type { StoreView } from '../../../core/stores/stores.ts';
import type { PathState } from '../../facts/paths.ts';
import type { WriteStatus } from '../../model/run-record.ts';
import type { AccessRequest } from '../../requests/proxy-request.ts';

/**
 * A page of a run. It is open until the next part of the run begins; then it is printed once, completely. On a
 * terminal it is in the scrollback from then on, so that the live frame always fits.
 */
export interface Page {
  part: 'audit' | 'change';
  stores: readonly StoreView[];
  gateways: readonly Gateway[];
  paths: readonly PathState[];
  /** The most severe first. */
  findings: readonly Finding[];
  plan: Plan | null;
  writes: readonly { store: string; status: WriteStatus }[];
  failedSteps: readonly { step: StepName; detail: string | null }[];
  backup: { number: string; path: string } | null;
  /** Files that the run wrote for the user. */
  files: readonly string[];
  result: ChangeResult | null;
  backups: readonly BackupLine[] | null;
  confirmed: Confirmation | null;
  explanation: Explanation | null;
  migrations: readonly GatewayMigration[];
  needs: Needs | null;
  error: Extract<RunEvent, { type: 'error' }> | null;
  /** Requests that the user asked to see. */
  requests: readonly AccessRequest[];
  /** How the run ended; only on its last page. */
  end: { exitCode: number; durationMs: number } | null;
}

/** The run of the pages. */
export interface Run {
  mode: Mode;
  version: string;
  sample: boolean;
  /** Start time, ISO 8601. */
  at: string;
  /** Options for its follow-up commands. */
  followUps?: FollowUps;
  /** The decision of a scheduled run. */
  move?: Move;
}

/** A page as it was printed. */
export interface PrintedPage extends Page {
  run: Run | null;
  machine: MachineFacts | null;
  /** The plan of the run; after a change, an earlier page shows it. */
  planned: Plan | null;
  /** The first page of its run, with the command and the machine. */
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

/** Whether there is nothing to print. An empty list of backups is a result too. */
export function isBlank({ part: _, ...content }: Page): boolean {
  const isEmpty = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0);
  return Object.values(content).every(isEmpty) && content.backups === null;
}
