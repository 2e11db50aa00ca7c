import type { EvidenceOptions, LocalEvidence } from '../core/evidence/local-evidence.ts';
import type { Listener } from '../core/findings/settings/loopback.ts';
import type { MachineFacts } from '../core/model/events.ts';
import type { Observation } from '../core/model/observation.ts';
import type { RegistryValue, RegistryWrite } from '../core/model/registry.ts';
import type { Message } from '../core/model/say.ts';
import type { ChainCheck } from '../core/path/chain-status.ts';
import type { FolderPort } from './folders.ts';

/**
 * One value to write, with the value it expects to replace. `id` is unique within one call and part of the
 * outcome.
 */
export interface WriteStep {
  id: string;
  write: RegistryWrite;
  /** After deleting the value, also delete the key if it is empty (reverts `createdKey`). */
  removeKeyIfEmpty?: boolean;
  /**
   * Set for the value that WinHTTP's own setter writes: a live machine calls the setter instead of writing
   * `next`, where possible; a recording writes `next`. `proxy: null` means no proxy.
   */
  winHttp?: { proxy: string | null; bypass: string | null } | null;
}

/**
 * `written`: was `expected`, should now be `next` (compare `now`). `unchanged`: already `next`, nothing written.
 * `changed`: not `expected`, nothing written. `denied`: no permission. `failed`: any other failure. `not-done`:
 * an earlier step stopped the run.
 */
export const STEP_STATUSES = ['written', 'unchanged', 'changed', 'denied', 'failed', 'not-done'] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

export interface StepOutcome {
  id: string;
  status: StepStatus;
  /** What wrote the value; `null` when nothing was written. */
  how: 'registry' | 'winhttp-api' | 'file' | null;
  /** The value before; `null` when absent (or not read: `not-done`). */
  found: RegistryValue | null;
  /** The value read back afterwards. */
  now: RegistryValue | null;
  /** The key did not exist and was created. */
  createdKey: boolean;
  hresult: number | null;
  /** For a recording: why its file could not be written. */
  reason?: Message;
}

export interface WriteOptions {
  /** Notify running programs afterwards (InternetSetOption 39, 95, 37). */
  notify: boolean;
  onStep?: (step: { id: string; status: StepStatus }) => void;
}

export interface WriteReport {
  /** One per step, in the same order. */
  outcomes: StepOutcome[];
  /** `null` when not requested or not applicable; `false` when it was refused (advisory). */
  notified: boolean | null;
}

/** The identity that a backup belongs to. */
export interface MachineIdentity {
  kind: MachineFacts['kind'];
  /** Live machines: the machine GUID. A recording: its canonical path. */
  id: string;
}

/**
 * The results of Windows' own readers. Each is `null` when it could not be asked; `unavailable` has the reason.
 */
export interface EffectiveProxy {
  /** WinHttpGetDefaultProxyConfiguration. `accessType` 1 is no proxy, 3 a named proxy. */
  winHttp: { accessType: number; proxy: string | null; bypass: string | null } | null;
  /** WinHttpGetIEProxyConfigForCurrentUser: the user who runs this, not necessarily the VPN user. */
  winInetUser: {
    autoDetect: boolean;
    autoConfigUrl: string | null;
    proxy: string | null;
    bypass: string | null;
  } | null;
  /** `language-mode`, `declaration-refused`, …; `null` when both were asked. */
  unavailable: string | null;
  win32: number | null;
}

/**
 * A machine that is one file. It is backed up and restored as a whole, so that a rollback restores every byte.
 */
export interface RecordingFile {
  /** Canonical path of the file that is written. */
  readonly path: string;
  /** The bytes now on disk. Rejects with P2sError `input` when the file cannot be read. */
  read(): Promise<Uint8Array>;
  /** Pure: the file with content `bytes` after `write`. */
  edit(bytes: Uint8Array, steps: readonly WriteStep[]): Uint8Array;
  /**
   * Replaces the file by `bytes`, durably, if its SHA-256 (lower-case hex) is one of `expectedSha256`. Rejects
   * with P2sError `backup-unusable` when it was changed outside p2s-fix, and `restore-failed` when it cannot be
   * written.
   */
  restore(bytes: Uint8Array, expectedSha256: readonly string[]): Promise<void>;
}

/** One URL for Windows' own WinHTTP client to fetch, with the stored setting of the machine. */
export interface WinHttpFetchRequest {
  id: string;
  url: string;
  /** Ends the request when its status is known. */
  headOnly?: boolean;
}

export interface WinHttpFetch {
  id: string;
  /** HTTP status; `null` without a response. */
  status: number | null;
  hresult: number | null;
  /** Length of the received body. */
  bytes: number;
  /** Length of the body from the response header; `null` when it is missing. */
  contentLength: number | null;
  /** Its first bytes, hex. */
  bodyHex: string;
  location: string | null;
  durationMs: number;
}

export interface WinHttpFetches {
  /** Empty when `unavailable`. */
  fetches: WinHttpFetch[];
  /** SID of the account that the client ran as; `null` when unknown. */
  account: string | null;
  /** Why the client could not be used: `language-mode`, `com-refused`; else `null`. */
  unavailable: string | null;
}

/** URLs to resolve with auto-detection (tried first, as Windows does), a PAC file, or both. */
export interface ProxyQuestion {
  urls: readonly { id: string; url: string }[];
  autoDetect: boolean;
  autoConfigUrl: string | null;
}

/** What found a proxy. */
export const FOUND_BY = ['auto-detect', 'pac'] as const;

/** WinHttpGetProxyForUrl: a result (`accessType` 1 is no proxy, 3 a named proxy), or the `win32` error. */
export interface ProxyAnswer {
  id: string;
  accessType: number | null;
  /** A list in WinHTTP's syntax: `host:port;host:port`. */
  proxy: string | null;
  bypass: string | null;
  /** Which of the two gave the result. */
  foundBy: (typeof FOUND_BY)[number] | null;
  /**
   * 12180 no PAC file found, 12167 download failed, 12166 bad script, 12178 auto-proxy service refused, 12002
   * timeout.
   */
  win32: number | null;
}

export interface ProxyResolution {
  /** One per URL, in the same order; empty when `unavailable`. */
  answers: ProxyAnswer[];
  /** Why Windows could not be asked: `language-mode`, `add-type-refused`, …; else `null`. */
  unavailable: string | null;
}

/** The certificates that a gateway sent, in DER, leaf first. */
export interface CertificateChain {
  id: string;
  certificates: readonly Uint8Array[];
  /** Whether to return the certificates that the engine itself adds to the chain. */
  withElements?: boolean;
}

export interface ChainChecks {
  /** The completed checks, `offline` before `online`; missing ones did not run in time. */
  checks: ChainCheck[];
  /** SID of the account that ran the checks with its cache and settings; `null` when unknown. */
  account: string | null;
  /** Why checks are missing: `language-mode`, `powershell-timeout`, …; else `null`. */
  unavailable: string | null;
}

export interface Listeners {
  /** `null` when Windows could not be asked. */
  listeners: Listener[] | null;
  /** Why it could not be asked: `language-mode`, `declaration-refused`, …; else `null`. */
  unavailable: string | null;
}

/** A Windows with proxy settings to read and change. Every kind passes the same contract test suite. */
export interface Machine {
  readonly kind: MachineFacts['kind'];
  /** The file of a recording; `null` for other kinds. */
  readonly recording: RecordingFile | null;
  /** Folders of this Windows, through the machine's own PowerShell; `null` for a recording. */
  readonly folders: FolderPort | null;
  /** A stable identity for backups. */
  identity(): Promise<MachineIdentity>;
  /** Reads all raw data at once, without writing. Rejects with P2sError `input` or `powershell-*`. */
  observe(options: { deadlineMs: number; signal?: AbortSignal }): Promise<Observation>;
  /** Starts the program that reads, if there is one, before the first read needs it. Never fails. */
  prepareRead?(): void;
  /** Starts the program that writes, if there is one, so that a write need not wait for it. Never fails. */
  prepareWrite?(): void;
  /**
   * Writes in order. Each step reads the value, compares it with `expected` (kind and content), writes, reads
   * back. Stops at the first step that is not `written` or `unchanged`; the others are `not-done`. Results are in
   * the outcomes; it rejects only when they are unknown (no reply from the script, or the file is gone).
   */
  write(steps: readonly WriteStep[], options: WriteOptions): Promise<WriteReport>;
  /** The current values from Windows' own readers; `null` where there are none. */
  effective(): Promise<EffectiveProxy | null>;
  /** Fetches in parallel with the real WinHTTP client; `null` where there is none. Writes nothing. */
  fetchByWinHttp(fetches: readonly WinHttpFetchRequest[], timeoutMs: number): Promise<WinHttpFetches | null>;
  /**
   * Checks each chain with Windows' own chain engine, first from its cache, then online, within about `timeoutMs`
   * in total; `null` where there is no engine. Refusals are in the result; it does not reject. Windows may fill
   * its cache; nothing else is written. `onCheck` gets each check as soon as it is complete.
   */
  checkChains(
    chains: readonly CertificateChain[],
    timeoutMs: number,
    signal: AbortSignal | undefined,
    onCheck?: (check: ChainCheck) => void,
  ): Promise<ChainChecks | null>;
  /**
   * Windows' proxy for each URL on the current network, within `deadlineMs` in total (later ones get error
   * 12002); `null` for a recording. Writes nothing.
   */
  resolveProxies(question: ProxyQuestion, deadlineMs: number): Promise<ProxyResolution | null>;
  /** The listeners on these ports of this machine; `null` for a recording. Writes nothing. */
  listeners(ports: readonly number[], deadlineMs: number): Promise<Listeners | null>;
  /**
   * Evidence of VPN problems: logged events, the current user's certificates, cached revocation responses; `null`
   * for a recording without any. Writes nothing.
   */
  evidence(options: EvidenceOptions): Promise<LocalEvidence | null>;
  close(): Promise<void>;
}
