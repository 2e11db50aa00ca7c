/** What Get-VpnConnection told, raw and bounded. */
export interface VpnConnections {
  /** Why it was not asked, or failed: `no-command`, `failed`; else `null`. */
  unavailable: string | null;
  hresult: number | null;
  /** Whose connections those are that are not for all users: who asked. `null` where that is not known. */
  sid: string | null;
  connections: readonly VpnConnection[];
  /** There are more. */
  omitted: boolean;
}

export interface VpnConnection {
  /** From outside, as the server. */
  name: string;
  server: string;
  /** `Pptp`, `L2tp`, `Sstp`, `Ikev2`, `Automatic`. */
  tunnelType: string;
  allUsers: boolean;
}
