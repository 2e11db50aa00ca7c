import type { Plan } from '../decide/plan.ts';
import type { EvidenceView } from '../evidence/evidence-view.ts';
import type { Explanation } from '../explain/explain.ts';
import type { FleetMachine } from '../fleet/result.ts';
import type { FleetSummary } from '../fleet/summary.ts';
import type { GatewayMigration } from '../migration/model.ts';
import type { ScheduleView } from '../schedule/record.ts';
import type { Move } from '../schedule/roaming.ts';
import type { StoreView } from '../stores/stores.ts';
import type { Check, Gateway, Stage, Verdict } from './check.ts';
import type { FollowUps } from './command-text.ts';
import type { ErrorMessages, P2sError } from './errors.ts';
import type { Finding } from './finding.ts';
import type { Mode } from './modes.ts';
import type { WithMessages } from './say.ts';

export const MACHINE_KINDS = ['local', 'recorded', 'remote'] as const;

export interface MachineFacts {
  kind: (typeof MACHINE_KINDS)[number];
  name: string | null;
  os: { platform: string; version: string | null; build: number | null };
  powershell: { version: string; edition: string; languageMode: string } | null;
  user: { name: string | null; sid: string | null; elevated: boolean | null } | null;
  vpnUser: { name: string | null; sid: string | null } | null;
}

/** The current step of a run; the plain renderer prints it as a line, the terminal view as a spinner. */
export type StepName =
  | 'observe'
  | 'resolve'
  | 'probe-current'
  | 'probe-proposed'
  | 'probe-next'
  | 'back-up'
  | 'write'
  | 'read-back'
  | 'probe-after'
  | 'restore';

/** The commands that make backups. */
export const BACKUP_REASONS = ['apply', 'rollback'] as const;
/** Whose folder a backup is in. */
export const BACKUP_FOLDERS = ['machine', 'user', 'named'] as const;
/** Why a backup is not used. */
export const FOREIGN_REASONS = ['machine', 'folder'] as const;

/** A line of `rollback --list`. Fields that a damaged backup lacks are `null`. */
export interface BackupLine extends WithMessages {
  number: string;
  createdAt: string | null;
  reason: (typeof BACKUP_REASONS)[number] | null;
  /** Why it cannot be used, else `null`. */
  problem: string | null;
  /** Its folder: the machine-wide one, which only administrators can write, the user's, or a named one. */
  where: (typeof BACKUP_FOLDERS)[number];
  /** Whether `rollback` would use it. */
  own: boolean;
  /** Why not: it was made on another computer, or this run does not trust its folder; else `null`. */
  foreign: (typeof FOREIGN_REASONS)[number] | null;
  /** Set on the one that a rollback without a number restores. */
  due?: true;
  /** The recording that was changed; absent: a Windows. */
  file?: string;
}

export interface ChangeResult {
  changed: readonly string[];
  /** The last backup that was made. */
  backup: string | null;
  /** All of them in order, if a run made several: one for each user that it changed. */
  backups?: readonly string[];
  rolledBack: boolean;
  /** Before the change, an interrupted or unconfirmed one was rolled back. */
  recovered?: true;
}

export const CONFIRMED_BY = ['command', 'health-check'] as const;

export interface Confirmation {
  /** The backup of the change. */
  backup: string;
  by: (typeof CONFIRMED_BY)[number];
}

export interface Needs {
  /** Settings whose change needs an administrator. */
  elevation: readonly string[];
  /** The exact command for the administrator; `null` if none is needed or it is unknown. */
  command?: string | null;
  restart: boolean;
  restartPending: readonly string[];
  redial: boolean;
}

export interface ErrorReport {
  code: string;
  message: string;
  where: string | null;
  next: string | null;
}

/** The output of a run, in order. Renderers are folds over these events and have no other input. */
export type RunEvent =
  | {
      type: 'started';
      mode: Mode;
      version: string;
      at: string;
      sample: boolean;
      /** Options that follow-up commands need. */
      followUps?: FollowUps;
    }
  | { type: 'step'; step: StepName; status: 'started' | 'done' | 'failed'; detail?: string }
  | { type: 'machine'; machine: MachineFacts }
  | { type: 'stores'; stores: readonly StoreView[] }
  | {
      type: 'gateways';
      gateways: readonly Gateway[];
      /** The routes follow no settings of a computer: they are named, or direct. */
      withoutSettings?: true;
    }
  | {
      type: 'check-started';
      gateway: string;
      stage: Stage;
      url: string | null;
      via: string;
      stores: 'current' | 'proposed';
    }
  | { type: 'check'; check: Check }
  | { type: 'verdict'; verdict: Verdict }
  | { type: 'evidence'; evidence: EvidenceView }
  | { type: 'finding'; finding: Finding }
  | { type: 'migration'; migration: GatewayMigration }
  | { type: 'plan'; plan: Plan }
  | { type: 'backup'; number: string; path: string }
  | {
      type: 'write';
      store: string;
      status: 'started' | 'written' | 'unchanged' | 'changed' | 'denied' | 'failed' | 'not-done' | 'restored';
    }
  | { type: 'change-result'; result: ChangeResult }
  /**
   * A requested file was written: a plan, a capture, a copy of a recording, a part of an export. `followUps` of a
   * copy: the options that follow-up commands need from then on, because they name it.
   */
  | { type: 'file-written'; file: string; followUps?: FollowUps }
  | { type: 'backups'; backups: readonly BackupLine[] }
  /** A change was confirmed and is no longer rolled back automatically. */
  | ({ type: 'confirmed' } & Confirmation)
  | { type: 'explained'; explanation: Explanation }
  /** The decision of a scheduled run. */
  | { type: 'schedule-move'; move: Move }
  | { type: 'schedule'; schedule: ScheduleView }
  /** One computer of a fleet, as soon as its result is known. */
  | { type: 'fleet-machine'; machine: FleetMachine }
  /** The whole fleet; `machines` unless they were reported one by one. */
  | { type: 'fleet'; summary: FleetSummary; machines: readonly FleetMachine[] | null }
  | { type: 'needs'; needs: Needs }
  | { type: 'diagnostic'; text: string }
  /** `messages`: its sentences, for translation. */
  | { type: 'error'; error: ErrorReport; messages: ErrorMessages }
  | { type: 'finished'; exitCode: number; durationMs: number };

export type Emit = (event: RunEvent) => void;

/** The backups that undo a whole run, the last change first, as they were made one after the other. */
export function rollbackOrder(made: {
  backup: string | null;
  backups?: readonly string[] | undefined;
}): readonly string[] {
  return made.backups?.toReversed() ?? (made.backup === null ? [] : [made.backup]);
}

/** An error in the output of a run: in English for programs, and as translatable sentences for people. */
export function errorEvent({
  code,
  message,
  where,
  next,
  messages,
}: P2sError): Extract<RunEvent, { type: 'error' }> {
  return { type: 'error', error: { code, message, where, next }, messages };
}
