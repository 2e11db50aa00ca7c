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
