import type { DesiredSettings } from '../../core/decide/desired-settings.ts';
import type { Plan } from '../../core/decide/plan.ts';
import type { Gateway } from '../../core/model/check.ts';
import type { ProfileReading } from '../../core/path/gateway-profile.ts';
import type { RunOptions } from './run.ts';

/** Which machine: this Windows, or a recording. */
export interface MachineOptions {
  /** A `.reg` export or `.json` capture, or a folder of them; absent: this Windows. */
  file?: string;
  /** More files and folders of the same machine, whose `.reg` exports are then read together and not written. */
  parts?: readonly string[];
  /** Writing to a recording: to the file itself, or to another file. */
  write?: { inPlace: true } | { out: string };
  /** PowerShell executable; absent: Windows PowerShell 5.1, else PowerShell 7. */
  powershell?: string;
}

export interface PathOptions {
  /** Those that are named; none: the ones of the profiles and of the machine's phonebooks. */
  gateways: readonly Gateway[];
  /** What `readProfiles` found. */
  profiles?: ProfileReading;
  /** Milliseconds for one gateway: all stages of its tunnel and its revocation URLs together. */
  deadlineMs: number;
  /** Extra trust roots, PEM. */
  extraRoots: readonly string[];
  /** Compare certificates that come through a proxy with those of the direct way, which connects past the proxy. */
  compareDirect?: boolean;
  /** `null`: this Windows is probed, a recording is not. */
  probe: boolean | null;
}

export interface AuditOptions extends RunOptions {
  machine: MachineOptions;
  path: PathOptions;
  wish: DesiredSettings;
  /** SID of the VPN user; `null`: found out. */
  user: string | null;
  /** A PAC file that answers for a recording, whose Windows cannot be asked. */
  pacFile?: string;
  /** Folder for backups, journal and lock; absent: the usual place. */
  stateDir?: string;
}

export interface VerifyOptions extends AuditOptions {
  /** What Test-P2SPath.ps1 wrote on some machine: that is judged, and nobody is asked. */
  transcript?: string;
}

/**
 * Asks before the first write; told what will be changed, whose setting becomes the computer's, and where the backup
 * goes.
 */
export type Confirm = (
  plan: Pick<Plan, 'changes'> & { whose?: string },
  backupFolder: string,
) => Promise<boolean>;

export interface ApplyOptions extends AuditOptions {
  /** Go on where something should be asked first. */
  yes: boolean;
  /** Absent: proceeds. */
  confirm?: Confirm;
  /** The change goes back by itself unless `p2s-fix confirm` is run, or the health check passes, within this time. */
  confirmWithinMs?: number;
  /** Confirms the change where each of these gateways is reachable after it; goes with `confirmWithinMs`. */
  healthCheck?: { gateways: readonly Gateway[] };
  /**
   * File of a saved plan: exactly that is done, with its desired settings and its user; it is refused when it is stale.
   */
  plan?: string;
}
