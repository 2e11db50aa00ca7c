import type { FleetTransport } from '../core/fleet/computer.ts';
import type { FleetSummary } from '../core/fleet/summary.ts';
import type { Mode } from '../core/model/events.ts';
import type { ExitCodeMap } from '../core/model/exit-code.ts';
import type { ScheduleView } from '../core/schedule/record.ts';
import type { Language } from '../report/text/language.ts';
import type { EXPORTS } from './actions.ts';

export type FleetAction = FleetSummary['action'];

/** What belongs to `fleet` alone. */
export interface FleetInvocation {
  action: FleetAction;
  /** Computers; for a report the files. */
  names: readonly string[];
  computers: string | null;
  only: string | null;
  again: string | null;
  throttle: number;
  /** `null`: that of this system. */
  transport: FleetTransport | null;
  sshUser: string | null;
  sshKey: string | null;
  sshOptions: Readonly<Record<string, string>>;
  subsystem: string | null;
  credential: string | null;
  configuration: string | null;
  /** For each computer. */
  deadlineSeconds: number;
}

export type Export = (typeof EXPORTS)[number];

/** A command line, understood: what to run and how to show it. Still text where the value has a grammar. */
export interface Invocation {
  mode: Mode;
  /** The files of one recorded machine; none: this Windows. */
  machines: readonly string[];
  inPlace: boolean;
  out: string | null;
  gateways: readonly string[];
  /** Files and folders with profiles. */
  profiles: readonly string[];
  source: 'wininet' | 'winhttp' | null;
  /** As typed: what an unattended run may take from a user's setting. */
  allowProxies: readonly string[];
  proxy: string | null;
  bypass: string | null;
  pac: string | null;
  pacFile: string | null;
  /** verify: the file of a talk that was held elsewhere. */
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
  /** Of plain lines. */
  detail: 'summary' | 'brief' | 'full';
  /** `null`: that of the system. */
  language: Language | null;
  /** Files to write a report to, by their endings. */
  reports: readonly string[];
  logFile: string | null;
  /** Pseudonyms in reports and captures. */
  redact: boolean;
  exitCodes: ExitCodeMap;
  /** apply: the file of a saved plan. */
  plan: string | null;
  /** apply: milliseconds until the change goes back unless it is confirmed. */
  confirmWithinMs: number | null;
  /** rollback: the backup to put back; `null` is the newest. confirm: the change to keep; `null` is the one that waits. */
  backup: string | null;
  list: boolean;
  /** export: what to make. */
  what: Export | null;
  /** explain: the error code. */
  code: string | null;
  schedule: ScheduleView['action'] | null;
  fleet: FleetInvocation | null;
  /** schedule run: by the task itself. */
  installed: boolean;
}
