import type { VpnConnections } from './vpn-connections.ts';

/** What a machine itself tells of VPN trouble, raw and bounded. Decoding and judging happen elsewhere. */
export interface LocalEvidence {
  /** Why nothing was looked at: `language-mode`, `not-windows`, the code of a refusal; else `null`. */
  unavailable: string | null;
  /** Whether each log could be read. `timeout`: what was found until then counts. */
  logs: readonly EventLog[];
  /** The newest of the last days. */
  events: readonly LoggedEvent[];
  /** `null` where they were not looked at. */
  certificates: StoredCertificates | null;
  crlCaches: readonly CrlCache[];
  /** Not there in captures of before; `null` where nobody was asked. */
  vpnConnections?: VpnConnections | null | undefined;
}

export interface EventLog {
  name: string;
  state: 'read' | 'denied' | 'absent' | 'timeout' | 'failed';
  hresult: number | null;
}

export interface LoggedEvent {
  log: string;
  /** Name of the source. */
  provider: string;
  id: number;
  /** ISO 8601, UTC; `null` when the event has no time. */
  at: string | null;
  /** The inserted values in their order. From outside: on most machines any user may write to the Application log. */
  data: readonly (string | Uint8Array)[];
}

/** Of the user who looked: CurrentUser\My, and what may stand above those certificates. No private keys. */
export interface StoredCertificates {
  state: 'read' | 'failed';
  hresult: number | null;
  own: readonly { der: Uint8Array; hasPrivateKey: boolean }[];
  /** How many more there are. */
  omitted: number;
  /** `stores`: `CurrentUser\CA`, `LocalMachine\Root` and the like. */
  issuers: readonly { der: Uint8Array; stores: readonly string[] }[];
  /** Stores of issuers that could not be read. */
  unread: readonly string[];
}

/** What CryptoAPI has kept of revocation answers for one account. */
export interface CrlCache {
  /** `user` is whoever looked; else the SID of a service account. */
  account: string;
  /** `unseen`: denied, or the way leads over a link. */
  state: 'present' | 'absent' | 'unseen';
  /** Name and time of the last change. */
  files: readonly { name: string; at: string }[];
  /** There are more. */
  omitted: boolean;
}

/** How a machine is asked. */
export interface EvidenceOptions {
  deadlineMs: number;
  signal?: AbortSignal;
  /** Whether Get-VpnConnection is asked as well, which takes its time. Default: no. */
  connections?: boolean;
}
