// Generated from src/core/options by npm run docs.

import type { Ask, Deadlines, Desired, Route, RunOptions, UnattendedDesired } from './values.ts';

/** Which computer. */
export interface MachineOptions {
  /**
   * A `.reg` export or `.json` capture, or a folder of them; several are the files of one computer. Absent:
   * this Windows.
   */
  file?: string | readonly string[] | undefined;
  /** The PowerShell to use. Default: Windows PowerShell 5.1, or 7 if 5.1 does not reply. */
  powershell?: string | undefined;
}

/** Which computer, and where a change of a recording goes: to the file itself or to a copy. */
export interface ChangedMachineOptions extends MachineOptions {
  /** Changes the recording itself; a backup is kept. */
  inPlace?: boolean | undefined;
  /** The file for the copy that is changed. */
  out?: string | undefined;
}

export interface TargetOptions {
  machine?: MachineOptions | undefined;
  /** SID of the VPN user. Default: found on the computer. */
  user?: string | undefined;
  /** A PAC file to evaluate where Windows cannot. */
  pacFile?: string | undefined;
  /** Folder for backups, journal and lock. */
  stateDir?: string | undefined;
}

export interface PathOptions {
  /** `HOST` or `HOST:PORT`. Default: those of the profiles and of the computer. */
  gateways?: readonly string[] | undefined;
  /**
   * URL of any service, e.g. https://contoso.com/: its route by the setting of the user and of the computer.
   */
  urls?: readonly string[] | undefined;
  /** VPN client packages, files of them, phonebooks, or folders of these. */
  profiles?: readonly string[] | undefined;
  /** For one gateway: its tunnel and its revocation URLs together. Default 15. */
  deadlineSeconds?: number | undefined;
  /**
   * File (DER or PEM) with extra trusted root certificates for the path check; other certificates in it are
   * not trusted.
   */
  ca?: string | undefined;
  /** Compares the certificate with that of the direct route, which connects to the gateway past the proxy. */
  compareDirect?: boolean | undefined;
  deadlines?: Deadlines | undefined;
}

export interface AuditOptions extends RunOptions, TargetOptions, PathOptions {
  desired?: Desired | undefined;
  /** Whether to check the path. Default: of this Windows, not of a recording. */
  probe?: boolean | undefined;
}

export interface ApplyOptions extends AuditOptions {
  machine?: ChangedMachineOptions | undefined;
  /** Rolls the change back unless it is confirmed in time: 10 seconds to 24 hours. */
  confirmWithinSeconds?: number | undefined;
  /** Also writes what a person would be asked about, such as a change that does not make the path work. */
  yes?: boolean | undefined;
  /**
   * The file of a saved plan, which is carried out exactly. It names the desired settings and the user
   * itself.
   */
  plan?: string | undefined;
  /** Asked before the first write. Default: goes on. */
  ask?: Ask | undefined;
}

export interface PlanOptions extends AuditOptions {
  /** The file for the plan; it must not exist. */
  out: string;
}

export interface VerifyOptions extends RunOptions, TargetOptions, PathOptions {
  desired?: Route | undefined;
  /** The output of `Test-P2SPath.ps1 -OutFile`, which is judged in place of a check from here. */
  transcript?: string | undefined;
}

export interface MigrateOptions extends RunOptions, TargetOptions {
  desired?: Route | undefined;
  /** `HOST` or `HOST:PORT`. Default: those of the profiles and of the computer. */
  gateways?: readonly string[] | undefined;
  /** VPN client packages, files of them, phonebooks, or folders of these. */
  profiles?: readonly string[] | undefined;
  /** For one gateway: its tunnel and its revocation URLs together. Default 15. */
  deadlineSeconds?: number | undefined;
  /**
   * File (DER or PEM) with extra trusted root certificates for the path check; other certificates in it are
   * not trusted.
   */
  ca?: string | undefined;
  deadlines?: Deadlines | undefined;
}

export interface RollbackOptions extends RunOptions {
  machine?: Omit<ChangedMachineOptions, 'out'> | undefined;
  /** SID of the VPN user. Default: found on the computer. */
  user?: string | undefined;
  /** Folder for backups, journal and lock. */
  stateDir?: string | undefined;
  /** Its number. Default: the one that is due. */
  backup?: string | undefined;
  /** Asked before the first write. Default: goes on. */
  ask?: Ask | undefined;
}

export interface ConfirmOptions extends RunOptions {
  machine?: MachineOptions | undefined;
  /** Folder for backups, journal and lock. */
  stateDir?: string | undefined;
  /** Its number. Default: the one that is due. */
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
  desired?: Desired | undefined;
  /** `HOST` or `HOST:PORT`. Default: those of the profiles and of the computer. */
  gateways?: readonly string[] | undefined;
  /** Whether to check the path. Default: of this Windows, not of a recording. */
  probe?: boolean | undefined;
  /** For one gateway: its tunnel and its revocation URLs together. Default 15. */
  deadlineSeconds?: number | undefined;
  /**
   * File (DER or PEM) with extra trusted root certificates for the path check; other certificates in it are
   * not trusted.
   */
  ca?: string | undefined;
  /** The folder, which must be empty or not exist; of the page the file. */
  out: string;
}

export interface ScheduleOptions extends RunOptions, TargetOptions {
  machine?: Omit<ChangedMachineOptions, 'out'> | undefined;
  desired?: UnattendedDesired | undefined;
  /** `HOST` or `HOST:PORT`. Default: those of the profiles and of the computer. */
  gateways?: readonly string[] | undefined;
  /**
   * URL of any service, e.g. https://contoso.com/: its route by the setting of the user and of the computer.
   */
  urls?: readonly string[] | undefined;
  /** Whether to check the path. Default: of this Windows, not of a recording. */
  probe?: boolean | undefined;
  /** For one gateway: its tunnel and its revocation URLs together. Default 15. */
  deadlineSeconds?: number | undefined;
  /**
   * File (DER or PEM) with extra trusted root certificates for the path check; other certificates in it are
   * not trusted.
   */
  ca?: string | undefined;
}

export interface FleetOptions extends RunOptions {
  /** A CSV file with a column `computer`, or a list of names. */
  computersFile?: string | undefined;
  /** Only the computers of this list, which `again` wrote. */
  only?: string | undefined;
  /** Write the computers that have to be run again to this file. */
  again?: string | undefined;
  /** Connections at once (32). */
  throttle?: number | undefined;
  /** Transport for computers that do not name one (winrm on Windows, otherwise ssh). */
  transport?: 'winrm' | 'ssh' | undefined;
  /** User for ssh. */
  sshUser?: string | undefined;
  /** File with the private key for ssh. */
  sshKey?: string | undefined;
  /** Options of ssh by name, such as `{ ProxyJump: 'bastion' }`. */
  sshOptions?: Readonly<Record<string, string>> | undefined;
  /** Subsystem of sshd that starts PowerShell (powershell). */
  subsystem?: string | undefined;
  /** For WinRM: file that Get-Credential | Export-Clixml wrote (default: who runs this). */
  credential?: string | undefined;
  /** For WinRM: session configuration. */
  configuration?: string | undefined;
  /** Each `[ssh://|winrm://|winrms://][USER@]HOST[:PORT]`. */
  computers?: readonly string[] | undefined;
  /** PowerShell executable to use. */
  powershell?: string | undefined;
  desired?: UnattendedDesired | undefined;
  /** For each computer. Default 120. */
  deadlineSeconds?: number | undefined;
}

export interface FleetApplyOptions extends FleetOptions {
  /** Rolls the change back unless it is confirmed in time: 10 seconds to 24 hours. */
  confirmWithinSeconds?: number | undefined;
}

export interface FleetMigrateOptions extends FleetOptions {
  /** `HOST` or `HOST:PORT`. Default: those of the profiles and of the computer. */
  gateways?: readonly string[] | undefined;
  /** VPN client packages, files of them, phonebooks, or folders of these. */
  profiles?: readonly string[] | undefined;
  /**
   * File (DER or PEM) with extra trusted root certificates for the path check; other certificates in it are
   * not trusted.
   */
  ca?: string | undefined;
}

export interface FleetReportOptions extends RunOptions {
  /** Captures, exports and results of earlier runs, or folders of them. */
  files: readonly string[];
  desired?: UnattendedDesired | undefined;
}

export type ListBackupsOptions = Omit<RollbackOptions, 'backup' | 'ask'>;

export type ExportFilesOptions = Pick<ExportOptions, 'out' | 'signal' | 'onEvent'>;
