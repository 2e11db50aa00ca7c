import type { KeyVisibility } from '../model/registry.ts';
import type { EvidenceView } from './evidence-view.ts';

/** Evidence of VPN problems on a computer, raw and bounded. Other modules decode and assess it. */
export interface LocalEvidence {
  /** Why nothing was read: `language-mode`, `not-windows`, the code of a refusal; else `null`. */
  unavailable: string | null;
  /** Whether each log could be read. `timeout`: events found before the timeout count. */
  logs: readonly EventLog[];
  /** The newest events of the last days. */
  events: readonly LoggedEvent[];
  /** `null` if they were not read. */
  certificates: StoredCertificates | null;
  crlCaches: readonly CrlCache[];
  /** Missing in older captures; `null` if it was not read. */
  vpnConnections?: VpnConnections | null | undefined;
}

export const LOG_STATES = ['read', 'denied', 'absent', 'timeout', 'failed'] as const;

export type EventLog = EvidenceView['logs'][number];

export interface LoggedEvent {
  log: string;
  /** Name of the source. */
  provider: string;
  id: number;
  /** ISO 8601, UTC; `null` when the event has no time. */
  at: string | null;
  /** The inserted values in order. Untrusted: on most computers any user may write to the Application log. */
  data: readonly (string | Uint8Array)[];
}

export const CERTIFICATE_STATES = ['read', 'failed'] as const;

/** Of the current user: CurrentUser\My, and possible issuers of those certificates. No private keys. */
export interface StoredCertificates {
  state: (typeof CERTIFICATE_STATES)[number];
  hresult: number | null;
  own: readonly { der: Uint8Array; hasPrivateKey: boolean }[];
  /** How many more certificates there are. */
  omitted: number;
  /** `stores`: `CurrentUser\CA`, `LocalMachine\Root` and the like. */
  issuers: readonly { der: Uint8Array; stores: readonly string[] }[];
  /** Stores of issuers that could not be read. */
  unread: readonly string[];
}

/** The revocation answers that CryptoAPI cached for one account. */
export interface CrlCache {
  /** `user` is the current user; else the SID of a service account. */
  account: string;
  /** `unseen`: access denied, or the path contains a link. */
  state: KeyVisibility;
  /** Name and time of the last change. */
  files: readonly { name: string; at: string }[];
  /** There are more files. */
  omitted: boolean;
}

/** How a computer is read. */
export interface EvidenceOptions {
  deadlineMs: number;
  signal?: AbortSignal;
  /** Whether to run Get-VpnConnection, which is slow. Default: no. */
  connections?: boolean;
}

/** The output of Get-VpnConnection, raw and bounded. */
export interface VpnConnections {
  /** Why it did not run, or failed: `no-command`, `failed`; else `null`. */
  unavailable: string | null;
  hresult: number | null;
  /** Owner of the connections that are not for all users: the account that ran it. `null` if unknown. */
  sid: string | null;
  connections: readonly VpnConnection[];
  /** There are more connections. */
  omitted: boolean;
}

export interface VpnConnection {
  /** Untrusted, as the server. */
  name: string;
  server: string;
  /** `Pptp`, `L2tp`, `Sstp`, `Ikev2`, `Automatic`. */
  tunnelType: string;
  allUsers: boolean;
}
