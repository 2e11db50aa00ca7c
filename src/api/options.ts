import type { DeadlineChoice } from '../core/findings/path/deadlines.ts';
import type { RunEvent } from '../core/model/events.ts';

/** What every function takes. */
export interface RunOptions {
  /** Cancels the run: before a write at once, during one after the step that is under way. */
  signal?: AbortSignal | undefined;
  /** Has each event as it happens. */
  onEvent?: ((event: RunEvent) => void) | undefined;
}

/** Which computer. */
export interface MachineOptions {
  /**
   * A `.reg` export or `.json` capture, or a folder of them; several are the files of one computer. Absent: this
   * Windows.
   */
  file?: string | readonly string[] | undefined;
  /** The PowerShell to use. Default: Windows PowerShell 5.1, or 7 if 5.1 does not reply. */
  powershell?: string | undefined;
}

/** Which computer, and where a change of a recording goes: to the file itself or to a copy. */
export interface ChangedMachineOptions extends MachineOptions {
  inPlace?: boolean | undefined;
  /** The file for the copy. */
  out?: string | undefined;
}

export interface TargetOptions {
  machine?: MachineOptions | undefined;
  /** SID of the VPN user. Default: found on the computer. */
  user?: string | undefined;
  /** Folder for backups, journal and lock. */
  stateDir?: string | undefined;
  /** A PAC file to evaluate where Windows cannot. */
  pacFile?: string | undefined;
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

export interface PathOptions {
  deadlines?: Deadlines | undefined;
  /** `HOST` or `HOST:PORT`. Default: those of the profiles and of the computer's phonebooks. */
  gateways?: readonly string[] | undefined;
  /** VPN client packages, files of them, phonebooks, or folders of these. */
  profiles?: readonly string[] | undefined;
  /** For one gateway: its tunnel and its revocation URLs together. Default 15. */
  deadlineSeconds?: number | undefined;
  /** A file (DER or PEM) with additional trusted root certificates; other certificates in it are not trusted. */
  ca?: string | undefined;
  /** Compares the certificate with that of the direct route, which connects to the gateway past the proxy. */
  compareDirect?: boolean | undefined;
}

export interface AuditOptions extends RunOptions, TargetOptions, PathOptions {
  desired?: Desired | undefined;
  /** Whether to check the path. Default: of this Windows, not of a recording. */
  probe?: boolean | undefined;
}

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

export interface ApplyOptions extends AuditOptions {
  machine?: ChangedMachineOptions | undefined;
  /** The file of a saved plan, which is carried out exactly. It names the desired settings and the user itself. */
  plan?: string | undefined;
  /** Also writes what a person would be asked about, such as a change that does not make the path work. */
  yes?: boolean | undefined;
  /** Asked before the first write. Default: goes on. */
  ask?: Ask | undefined;
  /** Rolls the change back unless it is confirmed in time: 10 seconds to 24 hours. */
  confirmWithinSeconds?: number | undefined;
}

export interface PlanOptions extends AuditOptions {
  /** The file for the plan; it must not exist. */
  out: string;
}

export interface VerifyOptions extends RunOptions, TargetOptions, PathOptions {
  /** A route to check in place of the one that is set. */
  desired?: Route | undefined;
  /** The output of `Test-P2SPath.ps1 -OutFile`, which is judged in place of a check from here. */
  transcript?: string | undefined;
}

export type MigrateOptions = Omit<VerifyOptions, 'compareDirect' | 'transcript'>;

export type Route = { proxy: string; bypass?: string | undefined } | { pac: string } | { direct: true };

export interface RollbackOptions extends RunOptions {
  machine?: Omit<ChangedMachineOptions, 'out'> | undefined;
  user?: string | undefined;
  stateDir?: string | undefined;
  /** Its number. Default: that of an interrupted change, or the newest of this computer. */
  backup?: string | undefined;
  /** Asked before the first write. Default: goes on. */
  ask?: Ask | undefined;
}

export type ListBackupsOptions = Omit<RollbackOptions, 'backup' | 'ask'>;

export interface ConfirmOptions extends RunOptions {
  machine?: MachineOptions | undefined;
  stateDir?: string | undefined;
  /** The number of the backup of the change. Default: the one that is unconfirmed. */
  backup?: string | undefined;
}

export interface CaptureOptions extends RunOptions {
  machine?: MachineOptions | undefined;
  /** The file for the recording; it must not exist. */
  out: string;
  /** Pseudonyms for users, hosts and addresses. */
  redact?: boolean | undefined;
}

export interface ExportOptions extends RunOptions, TargetOptions {
  /** The folder, which must be empty or not exist; of the page the file. */
  out: string;
  desired?: Desired | undefined;
  gateways?: readonly string[] | undefined;
  /** Whether to check the path of the recording first. */
  probe?: boolean | undefined;
}

export type ExportFilesOptions = Pick<ExportOptions, 'out' | 'signal' | 'onEvent'>;

export interface ScheduleOptions extends RunOptions, TargetOptions {
  machine?: Omit<ChangedMachineOptions, 'out'> | undefined;
  desired?: UnattendedDesired | undefined;
  gateways?: readonly string[] | undefined;
  probe?: boolean | undefined;
  deadlineSeconds?: number | undefined;
  ca?: string | undefined;
}

export interface FleetOptions extends RunOptions {
  /** Each `[ssh://|winrm://|winrms://][USER@]HOST[:PORT]`. */
  computers?: readonly string[] | undefined;
  /** A CSV file with a column `computer`, or a list of names. */
  computersFile?: string | undefined;
  /** Only the computers of this list, which `again` wrote. */
  only?: string | undefined;
  /** The file for the list of computers to be run again. */
  again?: string | undefined;
  /** Connections at once. Default 32. */
  throttle?: number | undefined;
  /** Of computers that do not name one. Default: `winrm` on Windows, else `ssh`. */
  transport?: 'winrm' | 'ssh' | undefined;
  sshUser?: string | undefined;
  sshKey?: string | undefined;
  /** Options of ssh by name, such as `{ ProxyJump: 'bastion' }`. */
  sshOptions?: Readonly<Record<string, string>> | undefined;
  subsystem?: string | undefined;
  /** For WinRM: a file that `Get-Credential | Export-Clixml` wrote. */
  credential?: string | undefined;
  /** For WinRM: the session configuration. */
  configuration?: string | undefined;
  /** PowerShell here. */
  powershell?: string | undefined;
  desired?: UnattendedDesired | undefined;
  /** For each computer. Default 120. */
  deadlineSeconds?: number | undefined;
}

export interface FleetApplyOptions extends FleetOptions {
  confirmWithinSeconds?: number | undefined;
}

export interface FleetMigrateOptions extends FleetOptions {
  gateways?: readonly string[] | undefined;
  profiles?: readonly string[] | undefined;
  ca?: string | undefined;
}

export interface FleetReportOptions extends RunOptions {
  /** Captures, exports and results of earlier runs, or folders of them. */
  files: readonly string[];
  desired?: Desired | undefined;
}
