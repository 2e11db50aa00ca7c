import type { DeadlineChoice } from '../core/findings/path/deadlines.ts';
import type { RunEvent } from '../core/model/events.ts';

/** What every function takes. */
export interface RunOptions {
  /** Cancels the run: before a write at once, during one after the step that is under way. */
  signal?: AbortSignal | undefined;
  /** Has each event as it happens. */
  onEvent?: ((event: RunEvent) => void) | undefined;
}

/** The desired settings, in one way. Default: WinHTTP follows WinINET. */
export type Desired =
  | { source: 'wininet' | 'winhttp' }
  | { proxy: string; bypass?: string | undefined }
  | { pac: string }
  | { direct: true }
  /** A desired-state file. */
  | { file: string };

/** The same for a run that nobody watches, which may take no proxy from a user's setting but these. */
export type UnattendedDesired = Desired | { allowProxies: readonly string[]; bypass?: string | undefined };

/** Dates of Azure's deadlines as `YYYY-MM-DD`, for example of another cloud; `null` leaves one out. */
export type Deadlines = DeadlineChoice;

/** What an apply or a rollback asks before its first write. */
export interface Question {
  changes: readonly QuestionChange[];
  /** Whose setting becomes that of the computer; absent where none does. */
  whose?: string;
  backupFolder: string;
}

export interface QuestionChange {
  /** Id of the setting, as in the document. */
  store: string;
  action: 'set' | 'clear' | 'replace';
  needsElevation: boolean;
}

/** Whether to go on. */
export type Ask = (question: Question) => boolean | Promise<boolean>;

export type Route = { proxy: string; bypass?: string | undefined } | { pac: string } | { direct: true };
