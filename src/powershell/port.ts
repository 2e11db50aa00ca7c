/** The bundled scripts, one per verb; the file is `<name>.ps1` in the folder of built scripts. */
export type ScriptName =
  | 'Get-P2SMachine' // observe: everything raw
  | 'Set-P2SRegistry' // write registry values, each with what it expects to replace
  | 'Invoke-P2SFleet' // run one of the others on many computers by PowerShell Remoting
  | 'Get-P2STarget' // a machine of a fleet: everything raw, and what p2s-fix has left there
  | 'Invoke-P2SChange' // a whole change on a machine of a fleet, with its backup and journal
  | 'Get-P2SEffectiveProxy' // ask Windows' own readers what they use now
  | 'Get-P2SListener' // who listens on some TCP ports
  | 'Get-P2SEvidence' // logged events, certificates, kept revocation answers
  | 'Get-P2SFolderAccess' // owner and access lists of folders
  | 'New-P2SStateFolder' // a folder that nobody else can write
  | 'Send-P2SPacket' // first packets of IKEv2 and OpenVPN, and what comes back
  | 'Set-P2STaskFolder' // the folder of Task Scheduler's library, for administrators alone
  | 'Set-P2SEventSource' // make the source of the event log known, or take it away
  | 'Write-P2SEvent' // one entry of the event log
  | 'Resolve-P2SProxy' // ask Windows what auto-detection or a PAC file gives per URL
  | 'Test-P2SCertificateChain' // have Windows' own chain engine check certificates
  | 'Test-P2SPath' // the SSTP dialogue and revocation fetches, as they are seen from this machine
  | 'Test-P2SRevocationUrl'; // fetch revocation URLs by the real WinHTTP client

export interface RunOptions {
  /** Milliseconds until the run is given up and its process tree is ended. */
  deadlineMs: number;
  /** Progress lines of the script, as they come (validated by the caller). */
  onEvent?: (event: Record<string, unknown>) => void;
  signal?: AbortSignal;
  /** Bundled scripts that this one loads from its folder. */
  loads?: readonly ScriptName[];
  /** A run in a PowerShell of its own goes on to its end on Windows when this process ends, however that ends. */
  outlives?: boolean;
}

export interface ScriptReply {
  /** The script's own result object; its shape is checked by the caller. */
  result: unknown;
  /** Lines that were not part of the reply, in order, from both streams; capped and neutralised. */
  diagnostics: string[];
}

/**
 * Runs a bundled script in a PowerShell and brings back its one result.
 * Rejects with P2sError `powershell-*` in every case that ends without a result, within the deadline, and leaves
 * no process behind. A reply of type `error` rejects with `powershell-failed` and the HRESULT or Win32 code.
 */
export interface PowerShellHost {
  run(script: ScriptName, request: Record<string, unknown>, options: RunOptions): Promise<ScriptReply>;
  dispose(): Promise<void>;
}
