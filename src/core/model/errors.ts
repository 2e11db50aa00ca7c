import { type Message, say, toText } from './say.ts';

/**
 * Every failure that a user can cause or meet. The code is stable and decides the exit code; the texts are for
 * people. `where` names the file, host, store or line; `next` names the next step.
 */
export type ErrorCode =
  | 'usage' // 3: an option or argument
  | 'input' // 3: a file, host name or value from outside
  | 'no-gateway' // 3: verify without a gateway
  | 'not-windows' // 3: needs --machine on this system
  | 'user-ambiguous' // 3: several candidates for the VPN user
  | 'not-judged' // 3: a recording lacks a setting that the assessment needs
  | 'needs-elevation' // 4
  | 'write-failed' // 6: a write did not take effect; all values were restored
  | 'restore-failed' // 6: a write did not take effect, and restoring the values failed too
  | 'refused' // 8: managed, cannot be expressed
  | 'stale' // 8: the state changed since the plan was made
  | 'backup-unusable' // 8: foreign or damaged backup
  | 'locked' // 9: another run holds the lock
  | 'interrupted-change' // 9: an unfinished journal exists
  | 'cancelled' // 130
  | 'powershell-missing' // 1: no PowerShell could be started
  | 'powershell-blocked' // 1: an execution policy blocks the script
  | 'powershell-not-allowed' // 1: the program or application control blocks the script
  | 'powershell-antivirus' // 1: an antivirus scanner blocks the script (AMSI)
  | 'powershell-timeout' // 1
  | 'powershell-no-result' // 1: ended without a result line
  | 'powershell-overflow' // 1: more output than allowed
  | 'powershell-failed' // 1: the script replied with an error
  | 'state-dir' // 1: the state folder cannot be used
  | 'watcher-failed' // 1: the automatic rollback could not be set up, so no change was made
  | 'report-failed' // 1: a report, or another file that was requested, could not be written; the rest is as reported
  | 'install-failed' // 1: the program, or that of a schedule, could not be installed or removed
  | 'task-failed' // 1: Task Scheduler did not do what was requested
  | 'program-changed' // 1: the installed program, or a script of it, was changed since the installation
  | 'internal'; // 1

export interface ErrorMessages {
  message: Message;
  next: Message | null;
}

export interface ErrorDetails {
  /** The affected file, host, store, key or line. */
  where?: string;
  /** The next step for the reader. */
  next?: Message;
  /** Numbers and names that prove the claim (HRESULT, Win32 code, status, bytes). Never secrets. */
  evidence?: Record<string, unknown>;
  cause?: unknown;
}

/** The only error type that crosses modules. Any other error that reaches the CLI is a bug and exits 1. */
export class P2sError extends Error {
  override readonly name = 'P2sError';
  readonly code: ErrorCode;
  readonly where: string | null;
  /** In English, like the message. */
  readonly next: string | null;
  /** The message and the next step, for translation. */
  readonly messages: ErrorMessages;
  readonly evidence: Record<string, unknown>;

  constructor(code: ErrorCode, message: Message, details: ErrorDetails = {}) {
    super(toText(message), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.where = details.where ?? null;
    this.next = details.next === undefined ? null : toText(details.next);
    this.messages = { message, next: details.next ?? null };
    this.evidence = details.evidence ?? {};
  }

  /** The same error with some texts replaced; this one is its cause. */
  again(changed: Partial<ErrorMessages> & { code?: ErrorCode; where?: string }): P2sError {
    const { code = this.code, where = this.where, message = this.messages.message } = changed;
    const next = changed.next === undefined ? this.messages.next : changed.next;
    return new P2sError(code, message, {
      ...(where === null ? {} : { where }),
      ...(next === null ? {} : { next }),
      evidence: this.evidence,
      cause: this,
    });
  }
}

const REFUSALS: readonly ErrorCode[] = [
  'powershell-blocked',
  'powershell-not-allowed',
  'powershell-antivirus',
  'powershell-failed',
];

/** A script that refused its task, unlike a PowerShell that failed; callers may continue without it. */
export function isScriptRefusal(error: unknown): error is P2sError {
  return error instanceof P2sError && REFUSALS.includes(error.code);
}

/** The error of a run that is ended before its first write. */
export function cancelledUnwritten(): P2sError {
  return new P2sError('cancelled', say`Cancelled. Nothing was written.`);
}
