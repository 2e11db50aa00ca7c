import type * as z from 'zod';
import type { MigrationAnswer } from '../migration/model.ts';
import type { VerdictCode } from '../model/check.ts';
import type { ErrorCode, ErrorMessages } from '../model/errors.ts';
import type { Outcome } from '../model/exit-code.ts';
import type { FindingCode } from '../model/finding.ts';
import type { fleetMachine } from '../schema/fleet.ts';

/** Why a computer gave no usable answer. */
export type NoAnswer =
  | 'unreachable' // no TCP connection: name, network, or nothing listens
  | 'sign-in-refused' // ssh or WinRM was reached and refused the sign-in
  | 'no-powershell' // signed in, but PowerShell did not answer
  | 'no-remoting' // PowerShell on this computer does not support this transport
  | 'hangs' // connected, no answer within the deadline
  | 'lost' // connected, then the connection was lost
  | 'remote-error' // the script failed on the target
  | 'no-result' // the script ended without a result, or with an unreadable one
  | 'not-run'; // the run was cancelled, or ended, before its turn

/** Decides the group of a computer in the summary. */
export type FleetCause =
  | 'aligned'
  | 'changed'
  | 'confirmed'
  /** There was nothing to restore or to confirm. */
  | 'unchanged'
  /** A setting that decides was not visible: never `aligned`. */
  | 'not-judged'
  /** From a line without further details. */
  | 'drift'
  /** A general verdict of a script that tests its path itself. */
  | 'out-of-reach'
  | MigrationAnswer
  | NoAnswer
  | FindingCode
  | ErrorCode
  | VerdictCode;

/** Findings that need more than a code; their evidence consists of plain values and lists of them. */
export const REPORTED_WITH_EVIDENCE: readonly string[] = [
  'values-not-put-back',
  'user-setting-not-followed',
] satisfies FindingCode[];

/** How the result of a computer was obtained. */
export const RESULT_TRANSPORTS = ['winrm', 'ssh', 'file'] as const;

/** The result of one computer of a fleet. `messages`: the sentences of its error, for translation. */
export type FleetMachine = Omit<z.infer<typeof fleetMachine>, 'error'> & {
  error: (NonNullable<z.infer<typeof fleetMachine>['error']> & { messages?: ErrorMessages }) | null;
};
export type FleetFinding = FleetMachine['findings'][number];

/** One English sentence for each, as JSON contains it. */
export const NO_ANSWERS: Readonly<Record<NoAnswer, string>> = {
  unreachable: 'No connection: the name does not resolve, the computer is off, or nothing listens.',
  'sign-in-refused': 'Reached, and the sign-in was refused (key, user, host key or rights).',
  'no-powershell': 'Signed in, but no PowerShell answered.',
  'no-remoting': 'This computer cannot use this transport.',
  hangs: 'Connected, and no answer came in time.',
  lost: 'The connection broke in the middle.',
  'remote-error': 'PowerShell there ended with an error.',
  'no-result': 'It answered nothing that can be read.',
  'not-run': 'Not asked: the run ended before.',
};

/** What to do about each, in English. */
export const NO_ANSWER_STEPS: Readonly<Record<NoAnswer, string>> = {
  unreachable:
    'Check the name, and that sshd or WinRM runs there and that no firewall blocks it. Laptops: collect results with fleet report.',
  'sign-in-refused': 'Sign in by hand (ssh, Enter-PSSession) and read the error that it shows.',
  'no-powershell': 'sshd_config there needs the subsystem powershell; --subsystem names another one.',
  'no-remoting': 'SSH needs ssh at its usual place on this computer (OpenSSH); WinRM needs Windows.',
  hangs: 'Run it again with a longer --deadline; if it still fails, restart the computer.',
  lost: 'Run it again: it finds the unfinished change there and rolls it back first.',
  'remote-error': 'The evidence shows which one. Fix it there, and run it again.',
  'no-result':
    'It may not have run the script yet, or application control or a virus scanner stopped it there. Run it again.',
  'not-run': 'Run it again.',
};

export function isNoAnswer(cause: string): cause is NoAnswer {
  return Object.hasOwn(NO_ANSWERS, cause);
}

/** The environment failed, unless the run ended first; then the reason for that decides. */
export function outcomeOfNoAnswer(cause: NoAnswer): Outcome {
  return cause === 'not-run' ? 'cancelled' : 'failed';
}

/** Computers to run again: those with unknown state, and those with a temporary obstacle. */
export function isToRunAgain(cause: FleetCause): boolean {
  return isNoAnswer(cause) || cause === 'locked' || cause === 'stale' || cause === 'cancelled';
}
