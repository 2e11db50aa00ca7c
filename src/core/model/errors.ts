import type { OptionName } from '../options/table.ts';
import type { Outcome } from './exit-code.ts';
import { type Message, type NamedOption, say, toText } from './say.ts';

/** Every failure that a user can cause or meet, and the outcome of a run that ends with it. */
const ERROR_OUTCOMES = {
  usage: 'input',
  input: 'input',
  'no-gateway': 'input',
  'not-windows': 'input',
  'user-ambiguous': 'input',
  'not-judged': 'input',
  'needs-elevation': 'needs-elevation',
  'write-failed': 'write-failed',
  'restore-failed': 'write-failed',
  refused: 'refused',
  stale: 'refused',
  'backup-unusable': 'refused',
  locked: 'busy',
  'interrupted-change': 'busy',
  cancelled: 'cancelled',
  'powershell-missing': 'failed',
  'powershell-blocked': 'failed',
  'powershell-not-allowed': 'failed',
  'powershell-antivirus': 'failed',
  'powershell-timeout': 'failed',
  'powershell-no-result': 'failed',
  'powershell-overflow': 'failed',
  'powershell-failed': 'failed',
  'state-dir': 'failed',
  'watcher-failed': 'failed',
  'report-failed': 'failed',
  'install-failed': 'failed',
  'task-failed': 'failed',
  'program-changed': 'failed',
  internal: 'failed',
} as const satisfies Record<string, Outcome>;

/** The code of a failure, which is stable: `usage`, `input`, `refused`, …; docs/codes.md lists and explains each. */
export type ErrorCode = keyof typeof ERROR_OUTCOMES;

/** Whether a code is that of a failure, and not that of a finding or a verdict. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_OUTCOMES, code);
}

export function outcomeOfError(code: ErrorCode): Outcome {
  return ERROR_OUTCOMES[code];
}

export interface ErrorMessages {
  message: Message;
  next: Message | null;
  /** The option concerned. */
  at?: OptionName;
}

/** Where something is wrong. */
export type ErrorPlace = string | NamedOption;

export interface ErrorDetails {
  /** The affected file, host, store, key, line or option. */
  where?: ErrorPlace;
  /** The option concerned, where the place is another one. */
  at?: OptionName | undefined;
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
    const { where = null } = details;
    this.where = where === null ? null : toText(where);
    const at = details.at ?? (typeof where === 'object' ? where?.option : undefined);
    this.next = details.next === undefined ? null : toText(details.next);
    this.messages = { message, next: details.next ?? null, ...(at === undefined ? {} : { at }) };
    this.evidence = details.evidence ?? {};
  }

  /** The same error with some texts replaced; this one is its cause. */
  again(changed: Partial<ErrorMessages> & { code?: ErrorCode; where?: ErrorPlace }): P2sError {
    const { code = this.code, where = this.where, message = this.messages.message } = changed;
    const next = changed.next === undefined ? this.messages.next : changed.next;
    return new P2sError(code, message, {
      ...(where === null ? {} : { where }),
      ...(changed.where === undefined ? { at: this.messages.at } : {}),
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
  return new P2sError('cancelled', say('Cancelled. Nothing was written.'));
}
