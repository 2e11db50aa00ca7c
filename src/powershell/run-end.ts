import { P2sError } from '../core/model/errors.ts';
import { neutralise } from '../core/model/neutralise.ts';
import { type Message, option, say } from '../core/model/say.ts';
import { Diagnostics, ErrorText } from './diagnostics.ts';
import type { ScriptName, ScriptOptions, ScriptReply } from './port.ts';
import { POLICY_LINK } from './session-command.ts';
import { newNonce, ReplyReader, type WireError } from './wire.ts';

/** How a run ended, without its reply. */
export type RunEnd =
  /** The session is still open and has finished the command. */
  | { kind: 'returned' }
  /** `answered`: a PowerShell had started, as far as known. */
  | { kind: 'exit'; exitCode: number | null; signal: string | null; answered: boolean }
  | { kind: 'not-started'; errno: string }
  | { kind: 'deadline' }
  | { kind: 'cancelled' }
  | { kind: 'overflow' };

export interface ScriptRun {
  script: ScriptName;
  executable: string;
  deadlineMs: number;
  nonce: string;
  reader: ReplyReader;
  errors: ErrorText;
  diagnostics: Diagnostics;
}

/** The record of a new run. */
export function openRecord(
  script: ScriptName,
  host: { executable: string; maxReplyLength: number },
  options: ScriptOptions,
): ScriptRun {
  const nonce = newNonce();
  const diagnostics = new Diagnostics();
  const reader = new ReplyReader({
    nonce,
    diagnostics,
    maxLength: host.maxReplyLength,
    onEvent: options.onEvent,
  });
  const { deadlineMs } = options;
  return {
    script,
    executable: host.executable,
    deadlineMs,
    nonce,
    reader,
    errors: new ErrorText(diagnostics),
    diagnostics,
  };
}

/**
 * The reply of a finished run. A result counts however the process ended, because the script writes it last.
 *
 * @throws P2sError `locked`, `powershell-failed`, `powershell-blocked`, `powershell-not-allowed`,
 * `powershell-antivirus`, `powershell-missing`, `powershell-timeout`, `powershell-overflow`,
 * `powershell-no-result`, `cancelled`
 */
export function conclude(record: ScriptRun, end: RunEnd): ScriptReply {
  const { reader } = record;
  record.errors.end();
  reader.end();
  if (reader.eventError !== null) throw reader.eventError;
  if (reader.reply?.type === 'result') {
    return { result: reader.reply.result, diagnostics: record.diagnostics.lines };
  }
  if (reader.reply?.type === 'error') throw scriptError(record, reader.reply.error);
  throw endError(record, end);
}

function scriptError(record: ScriptRun, error: WireError): P2sError {
  const refusal =
    error.code === 'not-run' ? refusalIn((word) => error.fullyQualifiedErrorId.includes(word)) : null;
  if (refusal !== null)
    return refused(refusal, record, { fullyQualifiedErrorId: neutralise(error.fullyQualifiedErrorId) });
  const { hresult, win32 } = error;
  const [code, message, target, fullyQualifiedErrorId] = [
    error.code,
    error.message,
    error.target,
    error.fullyQualifiedErrorId,
  ].map((text) => neutralise(text, 500));
  const details = {
    where: target === '' || target === undefined ? record.script : target,
    evidence: { code, hresult, win32, fullyQualifiedErrorId, message, ...diagnosticsOf(record) },
  };
  if (code === 'busy') return new P2sError('locked', say('Another run of p2s-fix is writing.'), details);
  if (code === 'lock-unusable')
    return new P2sError('state-dir', say('A folder has the name of the lock file.'), {
      ...details,
      next: say('Remove it, then run the same command again.'),
    });
  return new P2sError(
    'powershell-failed',
    say('{script} could not do its work ({code}).', { script: record.script, code: String(code) }),
    details,
  );
}

function endError(record: ScriptRun, end: RunEnd): P2sError {
  const { script, executable } = record;
  switch (end.kind) {
    case 'deadline':
      return new P2sError(
        'powershell-timeout',
        say('{script} did not answer within {deadlineMs} ms.', { script, deadlineMs: record.deadlineMs }),
        {
          where: executable,
          next: say('Run it again; if it still fails, check whether a virus scanner delays PowerShell.'),
          evidence: { deadlineMs: record.deadlineMs, ...diagnosticsOf(record) },
        },
      );
    case 'cancelled':
      return new P2sError('cancelled', say('{script} was cancelled.', { script }), { where: script });
    case 'overflow':
      return new P2sError(
        'powershell-overflow',
        say('{script} wrote more than is allowed; it was ended.', { script }),
        {
          where: executable,
          evidence: diagnosticsOf(record),
        },
      );
    case 'not-started':
      return notStarted(record, end.errno);
    case 'returned':
    case 'exit': {
      const refusal = refusalIn((word) => record.errors.has(word));
      return refusal === null ? noResult(record, end) : refused(refusal, record, diagnosticsOf(record));
    }
  }
}

/**
 * libuv's errors for a program that Windows does not start: access denied. Errors of application control and
 * antivirus scanners are UNKNOWN, as are others that libuv does not know.
 */
const NOT_ALLOWED = ['EACCES', 'EPERM'];

function notStarted(record: ScriptRun, errno: string): P2sError {
  if (errno === 'UNKNOWN')
    return new P2sError(
      'powershell-not-allowed',
      say('Windows did not start this PowerShell, for a reason that Node.js does not know ({errno}).', {
        errno,
      }),
      {
        where: record.executable,
        next: say(
          'Run it again. If it fails again, check application control (AppLocker, App Control for Business) and the virus scanner: they block a start like this.',
        ),
        evidence: { errno },
      },
    );
  if (NOT_ALLOWED.includes(errno)) return refused('powershell-not-allowed', record, { errno });
  return new P2sError('powershell-missing', say('This PowerShell cannot be started.'), {
    where: record.executable,
    next: say('Name another one with {option} FILE.', { option: option('powershell') }),
    evidence: { errno },
  });
}

function noResult(record: ScriptRun, end: RunEnd & { kind: 'returned' | 'exit' }): P2sError {
  const { kind: _kind, ...status } = end;
  return new P2sError(
    'powershell-no-result',
    say('{script} ended without a result.', { script: record.script }),
    {
      where: record.executable,
      next: say('Check its output; a virus scanner may have stopped it.'),
      evidence: { ...status, ...diagnosticsOf(record) },
    },
  );
}

function diagnosticsOf(record: ScriptRun): { diagnostics: string[] } {
  return { diagnostics: record.diagnostics.lines };
}

/** What blocks a script. */
type Refusal = 'powershell-blocked' | 'powershell-not-allowed' | 'powershell-antivirus';

/**
 * Language-independent parts of PowerShell errors, in the order of its decisions: error ids, classes,
 * categories, a link. Application control and execution policies throw the same error; only the second
 * links to the page about them.
 */
const REFUSAL_WORDS: readonly (readonly [string, Refusal])[] = [
  ['ScriptContainedMaliciousContent', 'powershell-antivirus'],
  ['ScriptHasAdminBlockedContent', 'powershell-antivirus'],
  [POLICY_LINK, 'powershell-blocked'],
  ['UnauthorizedAccess', 'powershell-not-allowed'],
  ['PSSecurityException', 'powershell-not-allowed'],
  ['SecurityError', 'powershell-not-allowed'],
];

const REFUSAL_TEXTS: Record<Refusal, { by: Message; next: Message }> = {
  'powershell-blocked': {
    by: say('an execution policy of this computer'),
    next: say(
      'Sign the scripts of p2s-fix and trust their publisher, or allow them in the policy (Get-ExecutionPolicy -List shows who set it).',
    ),
  },
  'powershell-not-allowed': {
    by: say(
      'application control (AppLocker, App Control for Business), a signature that is not trusted, or the permissions of a file',
    ),
    next: say('Allow this program and the scripts of p2s-fix, by publisher or hash.'),
  },
  'powershell-antivirus': {
    by: say('a virus scanner (AMSI)'),
    next: say('Report the script as a false alarm, or allow it in the scanner; p2s-fix does not bypass it.'),
  },
};

/** The refusal whose word occurs; `null` if none does. */
function refusalIn(has: (word: string) => boolean): Refusal | null {
  return REFUSAL_WORDS.find(([word]) => has(word))?.[1] ?? null;
}

/** The error of a script that was blocked. */
function refused(
  code: Refusal,
  { script, executable }: { script: ScriptName; executable: string },
  evidence: Record<string, unknown>,
): P2sError {
  const { by, next } = REFUSAL_TEXTS[code];
  return new P2sError(code, say('{script} is blocked by {by}.', { script, by }), {
    where: executable,
    next,
    evidence,
  });
}
