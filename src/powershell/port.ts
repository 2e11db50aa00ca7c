/** The bundled scripts, one per verb; the file is `<name>.ps1` in the folder of built scripts. */
export type ScriptName =
  | 'Get-P2SMachine' // observe: everything raw
  | 'Set-P2SRegistry' // write registry values, each with the value that it expects to replace
  | 'Invoke-P2SFleet' // run one of the others on many computers by PowerShell Remoting
  | 'Get-P2STarget' // a computer of a fleet: everything raw, and the state of p2s-fix on it
  | 'Invoke-P2SChange' // a whole change on a computer of a fleet, with its backup and journal
  | 'Get-P2SEffectiveProxy' // ask the readers of Windows what they use now
  | 'Get-P2SListener' // processes that listen on some TCP ports
  | 'Get-P2SEvidence' // logged events, certificates, cached revocation answers
  | 'Get-P2SFolderAccess' // owner and access lists of folders
  | 'New-P2SStateFolder' // a folder that only trusted accounts can write
  | 'Send-P2SPacket' // first packets of IKEv2 and OpenVPN, and the replies
  | 'Set-P2STaskFolder' // the folder of Task Scheduler's library, for administrators only
  | 'Set-P2SEventSource' // register or remove the source of the event log
  | 'Write-P2SEvent' // one entry of the event log
  | 'Resolve-P2SProxy' // ask Windows for the result of auto-detection or a PAC file per URL
  | 'Test-P2SCertificateChain' // check certificates with Windows' own chain engine
  | 'Test-P2SPath' // the SSTP handshake and revocation downloads from this computer
  // Download revocation URLs with the real WinHTTP client.
  | 'Test-P2SRevocationUrl';

export interface ScriptOptions {
  /** Milliseconds until the run is cancelled and its process tree is ended. */
  deadlineMs: number;
  /** Progress lines of the script, as they arrive (validated by the caller). */
  onEvent?: (event: Record<string, unknown>) => void;
  signal?: AbortSignal;
  /** On Windows, a run in its own PowerShell continues to its end even if this process ends. */
  outlives?: boolean;
}

export interface ScriptReply {
  /** The script's own result object; the caller checks its shape. */
  result: unknown;
  /** Lines that are not part of the reply, in order, from both streams; limited and made safe. */
  diagnostics: string[];
}

/**
 * Runs a bundled script in a PowerShell and returns its one result. Rejects with P2sError `powershell-*` in every
 * case without a result, within the deadline, and leaves no process behind. A reply of type `error` rejects with
 * `powershell-failed` and the HRESULT or Win32 code.
 */
export interface PowerShellHost {
  /**
   * Starts the PowerShell of the next run of this script, so that the run need not wait for it; `dispose` ends one
   * that was not used. Never fails: then the run starts its own. A host whose PowerShell is open has nothing to do.
   */
  prepare?(script: ScriptName, options: Pick<ScriptOptions, 'outlives'>): void;
  run(script: ScriptName, request: Record<string, unknown>, options: ScriptOptions): Promise<ScriptReply>;
  dispose(): Promise<void>;
}

/** One PowerShell with a known path. */
export interface HostOptions {
  executable: string;
  /** Folder of the built scripts. */
  scriptsDir: string;
  /** The whole environment of the child; see `childEnvironment`. */
  env: Record<string, string>;
  /** The current folder of the child; `undefined`: that of this process. See `childFolder`. */
  cwd?: string | undefined;
  platform: NodeJS.Platform;
  /** For taskkill; `null` if there is none. */
  systemRoot: string | null;
  /** Limit of characters in the output of one run. */
  maxReplyLength: number;
}

/** After the exit, the last bytes arrive at once, or a process that inherited the pipe keeps it open. */
export const DRAIN_MS = 250;

/** A killed process has ended by then, or cannot be waited for. */
export const KILL_WAIT_MS = 2000;
