import type { DesiredSettings } from '../../core/decide/desired-settings.ts';
import type { Plan } from '../../core/decide/plan.ts';
import type { Gateway } from '../../core/model/check.ts';
import type { ProfileReading } from '../../core/path/gateway-profile.ts';
import type { AskedChange } from '../../report/text/question-text.ts';
import type { RunOptions } from './run.ts';

/** Which machine: this Windows, or a recording. */
export interface MachineOptions {
  /** A `.reg` export or `.json` capture, or a folder of them; absent: this Windows. */
  file?: string;
  /** More files and folders of the same machine, whose `.reg` exports are then read together and not written. */
  parts?: readonly string[];
  /** Where to write a changed recording: to the file itself, or to another file. */
  write?: { inPlace: true } | { out: string };
  /** PowerShell executable; absent: Windows PowerShell 5.1, else PowerShell 7. */
  powershell?: string;
}

export interface PathOptions {
  /** The named gateways; none: those of the profiles and of the machine's phonebooks. */
  gateways: readonly Gateway[];
  /** The result of `readProfiles`. */
  profiles?: ProfileReading;
  /** Milliseconds for one gateway: all stages of its tunnel and its revocation URLs together. */
  deadlineMs: number;
  /** Extra trust roots, PEM. */
  extraRoots: readonly string[];
  /** Compare certificates that come through a proxy with those of the direct route, which bypasses the proxy. */
  compareDirect?: boolean;
  /** `null`: this Windows is probed, a recording is not. */
  probe: boolean | null;
}

export interface AuditOptions extends RunOptions {
  machine: MachineOptions;
  path: PathOptions;
  desired: DesiredSettings;
  /** SID of the VPN user; `null`: found automatically. */
  user: string | null;
  /** A PAC file that answers for a recording, whose Windows is not available. */
  pacFile?: string;
  /** Folder for backups, journal and lock; absent: the usual place. */
  stateDir?: string;
}

export interface VerifyOptions extends AuditOptions {
  /** A file that Test-P2SPath.ps1 wrote on some computer: only the file is judged, nothing is probed. */
  transcript?: string;
}

/**
 * Asks before the first write; receives the changes, the user whose setting becomes the computer's or what a rollback
 * restores, and the backup folder.
 */
export type Confirm = (
  plan: Pick<Plan, 'changes'> & Pick<AskedChange, 'whose' | 'backup'>,
  backupFolder: string,
) => Promise<boolean>;

export interface ApplyOptions extends AuditOptions {
  /** Continue without confirmation prompts. */
  yes: boolean;
  /** Absent: proceeds. */
  confirm?: Confirm;
  /**
   * The change is rolled back automatically unless `p2s-fix confirm` runs, or the health check passes, within this
   * time.
   */
  confirmWithinMs?: number;
  /** Confirms the change if each of these gateways is reachable after it; requires `confirmWithinMs`. */
  healthCheck?: { gateways: readonly Gateway[] };
  /**
   * File of a saved plan: applies exactly that plan, with its desired settings and its user; refused if it is
   * stale.
   */
  plan?: string;
}

/** The options that every function of the pipeline takes. */
export type CallOptions = AuditOptions & Pick<ApplyOptions, 'healthCheck'>;
