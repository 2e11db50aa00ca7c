import { P2sError } from '../core/model/errors.ts';
import { type Message, option, say } from '../core/model/say.ts';
import type { StepOutcome } from '../machine/port.ts';

const RUN_AGAIN = say('Run the same command again: it uses the current values.');

/** What makes a write fail, on this computer and on one of a fleet. */
export const BLOCKED = {
  here: say(
    'Something on this computer reverts or blocks the write: a policy, MDM or Group Policy Preferences, a security product, another tool.',
  ),
  there: say(
    'Something on that computer reverts or blocks the write: a policy, MDM or Group Policy Preferences, a security product, another tool.',
  ),
};

/** What it means that a step has this status; `failed` is any other one that stopped a change. */
const WRITE_ERRORS = {
  changed: {
    code: 'stale',
    message: say('The value was changed outside p2s-fix during this run. It was not overwritten.'),
    next: { here: RUN_AGAIN, there: RUN_AGAIN },
  },
  denied: {
    code: 'needs-elevation',
    message: say('Windows denied the write.'),
    next: {
      here: say('Run the same command as an administrator.'),
      there: say('Connect as an administrator.'),
    },
  },
  failed: { code: 'write-failed', message: say('A write failed.'), next: BLOCKED },
} as const;

/** The error of the step that stopped a change, `here` on this computer or `there` on one of a fleet. */
export function writeError(
  { status, hresult }: Pick<StepOutcome, 'status' | 'hresult'>,
  where: string,
  place: 'here' | 'there',
): P2sError {
  const kind = status === 'changed' || status === 'denied' ? status : 'failed';
  const { code, message, next } = WRITE_ERRORS[kind];
  return new P2sError(code, message, { where, next: next[place], evidence: { status, hresult } });
}

/** The error of a recording that could not be written, or that was changed during the run. */
export function recordingError(status: StepOutcome['status'], reason: Message, where: string): P2sError {
  const evidence = { status };
  if (status !== 'changed')
    return new P2sError('input', say('The recording cannot be written: {reason}.', { reason }), {
      where,
      next: say('Make the file and its folder writable, or write a changed copy with {option} FILE.', {
        option: option('out'),
      }),
      evidence,
    });
  return new P2sError(
    'stale',
    say('The recording was changed outside p2s-fix during this run. It was not overwritten.'),
    { where, next: RUN_AGAIN, evidence },
  );
}

/** The error, with what became of the values. */
export function withEnding(error: P2sError, ending: Message): P2sError {
  return error.again({ message: say('{message} {ending}', { message: error.messages.message, ending }) });
}
