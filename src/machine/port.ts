import type { EvidenceOptions, LocalEvidence } from '../core/evidence/local-evidence.ts';
import type { Listener } from '../core/findings/loopback.ts';
import type { Observation } from '../core/model/observation.ts';
import type { RegistryValue, RegistryWrite } from '../core/model/registry.ts';
import type { Message } from '../core/model/say.ts';
import type { ChainCheck } from '../core/path/chain-status.ts';
import type { FolderPort } from './folders.ts';

/** One value to write, with what it expects to replace. `id` is unique within one call and comes back in the outcome. */
export interface WriteStep {
  id: string;
  write: RegistryWrite;
  /** After deleting the value: delete the key too if nothing is left in it (undoes `createdKey`). */
  removeKeyIfEmpty?: boolean;
  /**
   * Set for the value that WinHTTP's own setter writes: a live machine calls that instead of writing `next`, where it
   * can; a recording writes `next`. `proxy: null` means no proxy.
   */
  winHttp?: { proxy: string | null; bypass: string | null } | null;
}

/**
 * `written`: was `expected`, is `next` now as far as the writer knows (compare `now`). `unchanged`: `next` was there
 * already, nothing was written. `changed`: something other than `expected` was there, nothing was written. `denied`:
 * no permission. `failed`: any other failure. `not-done`: an earlier step stopped the run.
 */
export type StepStatus = 'written' | 'unchanged' | 'changed' | 'denied' | 'failed' | 'not-done';

export interface StepOutcome {
  id: string;
  status: StepStatus;
  /** What did the writing; `null` when nothing was written. */
  how: 'registry' | 'winhttp-api' | 'file' | null;
  /** The value before; `null` when absent (or not looked at: `not-done`). */
  found: RegistryValue | null;
  /** The value read back afterwards. */
  now: RegistryValue | null;
  /** The key was not there and was made. */
  createdKey: boolean;
  hresult: number | null;
  /** Of a recording: why its file could not be written. */
  reason?: Message;
}

export interface WriteOptions {
  /** Tell running programs afterwards (InternetSetOption 39, 95, 37). */
  notify: boolean;
  onStep?: (step: { id: string; status: StepStatus }) => void;
}

export interface WriteReport {
  /** One per step, in the order of the steps. */
  outcomes: StepOutcome[];
  /** `null` when it was not asked for or there is nobody to notify; `false` when it was refused (advisory). */
  notified: boolean | null;
}

/** What a backup is bound to. */
export interface MachineIdentity {
  kind: 'local' | 'recorded' | 'remote';
  /** Live machines: the machine GUID. A recording: its canonical path. */
  id: string;
}

/** What Windows' own readers say. Either may be `null` when it could not be asked; `unavailable` says why. */
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
  /** `language-mode`, `add-type-refused`, …; `null` when both were asked. */
  unavailable: string | null;
  win32: number | null;
}

/** A machine that is one file. It is backed up and put back as a whole, so that a rollback is exact to the byte. */
export interface RecordingFile {
  /** Canonical path of the file that writes go to. */
  readonly path: string;
  /** The bytes as they are on disk now. Rejects with P2sError `input` when the file cannot be read. */
  read(): Promise<Uint8Array>;
  /** Pure: what `write` makes of a file that holds `bytes`. */
  edit(bytes: Uint8Array, steps: readonly WriteStep[]): Uint8Array;
  /**
   * Puts `bytes` in place, durably, if the file's SHA-256 (lower-case hex) is one of `expectedSha256`. Rejects with
   * P2sError `backup-unusable` when somebody else changed it, and `restore-failed` when it cannot be written.
   */
  restore(bytes: Uint8Array, expectedSha256: readonly string[]): Promise<void>;
}

/** One URL to be fetched by Windows' own WinHTTP client, with the machine's setting as it is stored. */
export interface WinHttpFetchRequest {
  id: string;
  url: string;
}

export interface WinHttpFetch {
  id: string;
  /** HTTP status, `null` when none came. */
  status: number | null;
  hresult: number | null;
  /** Length of the body that was received. */
  bytes: number;
  /** Length of the body as the head announced it; `null` when it did not. */
  contentLength: number | null;
  /** Its first bytes, hex. */
  bodyHex: string;
  location: string | null;
  durationMs: number;
}

export interface WinHttpFetches {
  /** None when `unavailable`. */
  fetches: WinHttpFetch[];
  /** Why the client could not be had: `language-mode`, `com-refused`; else `null`. */
  unavailable: string | null;
}

/** URLs to be asked of auto-detection (tried first, as Windows does), a PAC file, or both. */
export interface ProxyQuestion {
  urls: readonly { id: string; url: string }[];
  autoDetect: boolean;
  autoConfigUrl: string | null;
}

/** WinHttpGetProxyForUrl: an answer (`accessType` 1 is no proxy, 3 a named proxy), or the `win32` error. */
export interface ProxyAnswer {
  id: string;
  accessType: number | null;
  /** A list as WinHTTP writes it: `host:port;host:port`. */
  proxy: string | null;
  bypass: string | null;
  /** Which of the two gave the answer. */
  foundBy: 'auto-detect' | 'pac' | null;
  /** 12180 no PAC file found, 12167 not fetched, 12166 bad script, 12178 the auto-proxy service refused, 12002 time. */
  win32: number | null;
}

export interface ProxyResolution {
  /** One for each URL, in their order; none when `unavailable`. */
  answers: ProxyAnswer[];
  /** The networks that the answers hold for; `null` when they could not be told. */
  networks: { name: string; category: 'public' | 'private' | 'domain' | 'unknown' }[] | null;
  /** Why Windows could not be asked: `language-mode`, `add-type-refused`, …; else `null`. */
  unavailable: string | null;
}

/** The certificates that a gateway sent, DER, the leaf first. */
export interface CertificateChain {
  id: string;
  certificates: readonly Uint8Array[];
  /** Whether the certificates are wanted that the engine itself puts into the chain. */
  withElements?: boolean;
}

export interface ChainChecks {
  /** Those that were made, `offline` before `online`; what is missing was not reached in time. */
  looks: ChainCheck[];
  /** SID of the account that looked: its cache and its settings were used. `null` where it is not known. */
  account: string | null;
  /** Why there are none, or not all: `language-mode`, `powershell-timeout`, …; else `null`. */
  unavailable: string | null;
}

export interface Listeners {
  /** `null` when Windows could not be asked. */
  listeners: Listener[] | null;
  /** Why it could not: `language-mode`, `add-type-refused`, …; else `null`. */
  unavailable: string | null;
}

/** A Windows whose proxy stores can be looked at and changed. Every kind passes the same contract suite. */
export interface Machine {
  readonly kind: 'local' | 'recorded' | 'remote';
  /** The file of a recording, else `null`. */
  readonly recording: RecordingFile | null;
  /** Folders of this Windows, through the machine's own PowerShell; `null` for a recording. */
  readonly folders: FolderPort | null;
  /** A stable identity that backups are bound to. */
  identity(): Promise<MachineIdentity>;
  /** Everything raw, in one look, writing nothing. Rejects with P2sError `input` or `powershell-*`. */
  observe(options: { deadlineMs: number; signal?: AbortSignal }): Promise<Observation>;
  /**
   * Writes in order. Each step reads the value, compares it with `expected` (kind and content), writes, reads back.
   * Stops at the first step that is not `written` or `unchanged`; the rest is `not-done`. What the steps met is in the
   * outcomes; it rejects only when it cannot be told (the script did not answer, the file vanished).
   */
  write(steps: readonly WriteStep[], options: WriteOptions): Promise<WriteReport>;
  /** What Windows' own readers say now; `null` where there is no such reader. */
  effective(): Promise<EffectiveProxy | null>;
  /** Fetches side by side with the real WinHTTP client; `null` where there is none. Writes nothing. */
  fetchByWinHttp(fetches: readonly WinHttpFetchRequest[], timeoutMs: number): Promise<WinHttpFetches | null>;
  /**
   * Has Windows' own chain engine look at each chain, in its cache and then live, within about `timeoutMs` altogether;
   * `null` where there is none. A refusal is in the answer, not a rejection. Windows may fill its cache; nothing else
   * is written. `onCheck` has each look as soon as it is made.
   */
  checkChains(
    chains: readonly CertificateChain[],
    timeoutMs: number,
    signal: AbortSignal | undefined,
    onCheck?: (check: ChainCheck) => void,
  ): Promise<ChainChecks | null>;
  /**
   * What Windows answers for each URL on the network of this moment, within `deadlineMs` altogether (a URL without an
   * answer by then has the error 12002); `null` where there is no Windows to ask. Writes nothing.
   */
  resolveProxies(question: ProxyQuestion, deadlineMs: number): Promise<ProxyResolution | null>;
  /** Who listens on these ports of this machine; `null` for a recording. Writes nothing. */
  listeners(ports: readonly number[], deadlineMs: number): Promise<Listeners | null>;
  /**
   * What the machine tells of VPN trouble: logged events, the running user's certificates, kept revocation answers;
   * `null` for a recording without any. Writes nothing.
   */
  evidence(options: EvidenceOptions): Promise<LocalEvidence | null>;
  close(): Promise<void>;
}
