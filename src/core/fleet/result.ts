import type { GatewayMigration, MigrationAnswer } from '../migration/model.ts';
import type { VerdictCode } from '../model/check.ts';
import type { ErrorCode, SaidError } from '../model/errors.ts';
import type { ChangeResult, ErrorReport } from '../model/events.ts';
import type { Outcome } from '../model/exit-code.ts';
import type { Finding, FindingCode, Severity } from '../model/finding.ts';

/** Why a computer gave no answer that can be judged. */
export type NoAnswer =
  | 'unreachable' // no TCP connection: name, network, or nothing listens
  | 'sign-in-refused' // ssh or WinRM was reached and did not let us in
  | 'no-powershell' // signed in, and no PowerShell answered there
  | 'no-remoting' // this PowerShell here has no remoting of that kind
  | 'hangs' // connected, no answer within the deadline
  | 'lost' // connected, and the connection broke in the middle
  | 'remote-error' // the script ended there with an error
  | 'no-result' // it ended there without a result, or with one that cannot be read
  | 'not-run'; // the run was cancelled, or ended, before its turn

/** What decides in which group of the summary a machine stands. */
export type FleetCause =
  | 'aligned'
  | 'changed'
  | 'confirmed'
  /** Nothing was there to be put back, or to be confirmed. */
  | 'unchanged'
  /** A proxy setting that decides was not visible: never `aligned`. */
  | 'not-judged'
  /** Of a line that does not say more. */
  | 'drift'
  /** One of the coarse verdicts of a script that judges its path by itself. */
  | 'out-of-reach'
  | MigrationAnswer
  | NoAnswer
  | FindingCode
  | ErrorCode
  | VerdictCode;

/** Findings that a code alone does not tell; the evidence of each is plain values and lists of them. */
export const REPORTED_WITH_EVIDENCE: readonly string[] = [
  'values-not-put-back',
  'user-setting-not-followed',
] satisfies FindingCode[];

/** A finding on a machine of a fleet. */
export interface FleetFinding {
  code: FindingCode;
  severity: Severity;
  store: string | null;
  /** Of those in {@link REPORTED_WITH_EVIDENCE}. */
  evidence?: Finding['evidence'];
}

/** What was found or done on one machine of a fleet. */
export interface FleetMachine {
  /** As it was named: a computer, or a file. */
  computer: string;
  transport: 'winrm' | 'ssh' | 'file';
  cause: FleetCause;
  /** Of this machine alone, by the rules of every run. */
  exitCode: number;
  /** What the machine calls itself. */
  name: string | null;
  os: { version: string | null; build: number | null } | null;
  /** The VPN user. */
  user: { name: string | null; sid: string | null } | null;
  /** In words, as stored: WinINET of the VPN user and WinHTTP. */
  proxy: { winInet: string | null; winHttp: string | null } | null;
  findings: readonly FleetFinding[];
  /** What would change, or has been asked to. */
  changes: readonly { store: string; action: string }[];
  /** What moving its gateways from SSTP comes to; of `migrate` alone. */
  migrations: readonly GatewayMigration[];
  result: ChangeResult | null;
  /** `said`: its sentences, to be told in another language. */
  error: (ErrorReport & { evidence?: Record<string, unknown>; said?: SaidError }) | null;
  /** To be run again: nothing is known of it, or something stood in the way that passes. */
  again: boolean;
  durationMs: number;
}

/** Each in one English sentence, as JSON has it. */
export const NO_ANSWERS: Readonly<Record<NoAnswer, string>> = {
  unreachable: 'No connection: the name does not resolve, the computer is off, or nothing listens.',
  'sign-in-refused': 'Reached, and the sign-in was refused (key, user, host key or rights).',
  'no-powershell': 'Signed in, but no PowerShell answered.',
  'no-remoting': 'PowerShell on this computer does not support this transport.',
  hangs: 'Connected, and no answer came in time.',
  lost: 'The connection broke in the middle.',
  'remote-error': 'PowerShell there ended with an error.',
  'no-result': 'It answered nothing that can be read.',
  'not-run': 'Not asked: the run ended before.',
};

export function isNoAnswer(cause: string): cause is NoAnswer {
  return Object.hasOwn(NO_ANSWERS, cause);
}

/** Contract section 2: the environment broke, unless the run ended before; why it did decides for the whole. */
export function outcomeOfNoAnswer(cause: NoAnswer): Outcome {
  return cause === 'not-run' ? 'cancelled' : 'failed';
}

/** What to run again: all of which nothing is known, and what was in the way only at that moment. */
export function isToRunAgain(cause: FleetCause): boolean {
  return isNoAnswer(cause) || cause === 'locked' || cause === 'stale' || cause === 'cancelled';
}
