import type * as z from 'zod';
import type { Plan } from '../decide/plan.ts';
import type { EvidenceView } from '../evidence/evidence-view.ts';
import type { Explanation } from '../explain/explain.ts';
import type { FleetMachine } from '../fleet/result.ts';
import type { FleetSummary } from '../fleet/summary.ts';
import type { GatewayMigration } from '../migration/model.ts';
import { commandsWith, type FollowUps } from '../options/follow-ups.ts';
import type { ScheduleView } from '../schedule/record.ts';
import type { Move } from '../schedule/roaming.ts';
import type { backupLine, changeResult, confirmation, errorReport, machine, needs } from '../schema/run.ts';
import type { StoreView } from '../stores/stores.ts';
import type { Check, Gateway, Stage, Verdict } from './check.ts';
import type { ErrorMessages, P2sError } from './errors.ts';
import type { Finding } from './finding.ts';
import type { Mode } from './modes.ts';
import { IN_ENGLISH, toText, type WithMessages } from './say.ts';

/** `clear`: the result is direct; `replace`: the old value could not be decoded. */
export const CHANGE_ACTIONS = ['set', 'clear', 'replace'] as const;

export const MACHINE_KINDS = ['local', 'recorded', 'remote'] as const;

export type MachineFacts = z.infer<typeof machine>;

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
export type BackupLine = z.infer<typeof backupLine> & WithMessages;
export type ChangeResult = z.infer<typeof changeResult>;

export const CONFIRMED_BY = ['command', 'health-check'] as const;

export type Confirmation = z.infer<typeof confirmation>;
export type Needs = z.infer<typeof needs> & Pick<WithMessages, 'commands'>;
export type ErrorReport = z.infer<typeof errorReport>;

/** The output of a run, in order. Renderers are folds over these events and have no other input. */
export type RunEvent =
  | {
      type: 'started';
      mode: Mode;
      version: string;
      at: string;
      sample: boolean;
      /** Options that follow-up commands need, by command. */
      followUps?: Readonly<Record<string, string>>;
      /** The same as values. */
      carried?: FollowUps;
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
  | { type: 'file-written'; file: string; followUps?: Readonly<Record<string, string>>; carried?: FollowUps }
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

/**
 * An error in the output of a run: in English for programs, with commands for this shell, and as translatable sentences
 * for people.
 */
export function errorEvent(
  { code, message, where, messages }: P2sError,
  { shell }: Pick<FollowUps, 'shell'> = {},
): Extract<RunEvent, { type: 'error' }> {
  const wording = { ...IN_ENGLISH, ...commandsWith(shell === undefined ? {} : { shell }) };
  const next = messages.next === null ? null : toText(messages.next, wording);
  return { type: 'error', error: { code, message, where, next }, messages };
}
