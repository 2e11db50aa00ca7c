import type { FleetTransport } from '../core/fleet/computer.ts';
import type { FleetSummary } from '../core/fleet/summary.ts';
import type { ExitCodeMap } from '../core/model/exit-code.ts';
import type { Mode } from '../core/model/modes.ts';
import type { ScheduleView } from '../core/schedule/record.ts';
import type { Language } from '../report/text/language.ts';
import type { EXPORTS } from './run/actions.ts';

export type FleetAction = FleetSummary['action'];

/** The options of `fleet` only. */
export interface FleetInvocation {
  action: FleetAction;
  /** Computers; for a report, files. */
  names: readonly string[];
  computers: string | null;
  only: string | null;
  again: string | null;
  throttle: number;
  /** `null`: the default of this system. */
  transport: FleetTransport | null;
  sshUser: string | null;
  sshKey: string | null;
  sshOptions: Readonly<Record<string, string>>;
  subsystem: string | null;
  credential: string | null;
  configuration: string | null;
  /** Per computer. */
  deadlineSeconds: number;
}

export type Export = (typeof EXPORTS)[number];

/** A parsed command line: what to run and how to show it. Values with their own grammar are still text. */
export interface Invocation {
  mode: Mode;
  /** The files of one recorded machine; empty: this Windows. */
  machines: readonly string[];
  inPlace: boolean;
  out: string | null;
  gateways: readonly string[];
  /** Files and folders with profiles. */
  profiles: readonly string[];
  source: 'wininet' | 'winhttp' | null;
  /** As typed: the proxies that an unattended run may copy from a user's setting. */
  allowProxies: readonly string[];
  proxy: string | null;
  bypass: string | null;
  pac: string | null;
  pacFile: string | null;
  /** verify: the file of a recorded conversation with a gateway. */
  transcript: string | null;
  direct: boolean;
  /** A desired-state file. */
  desired: string | null;
  user: string | null;
  probe: boolean | null;
  deadlineSeconds: number;
  ca: string | null;
  compareDirect: boolean;
  powershell: string | null;
  stateDir: string | null;
  yes: boolean;
  output: 'auto' | 'plain' | 'json' | 'ndjson';
  /** Detail of plain output. */
  detail: 'summary' | 'brief' | 'full';
  /** `null`: the system language. */
  language: Language | null;
  /** Report files; the extension decides the format. */
  reports: readonly string[];
  logFile: string | null;
  /** Pseudonyms in reports, captures, --json and --ndjson. */
  redact: boolean;
  exitCodes: ExitCodeMap;
  /** apply: the file of a saved plan. */
  plan: string | null;
  /** apply: milliseconds until an unconfirmed change is rolled back automatically. */
  confirmWithinMs: number | null;
  /**
   * rollback: the backup to restore; `null` is the newest. confirm: the change to keep; `null` is the unconfirmed
   * one.
   */
  backup: string | null;
  list: boolean;
  /** export: what to create. */
  what: Export | null;
  /** explain: the code or text; `null`: from standard input. */
  code: string | null;
  schedule: ScheduleView['action'] | null;
  fleet: FleetInvocation | null;
  /** schedule run: started by the task itself. */
  installed: boolean;
}
