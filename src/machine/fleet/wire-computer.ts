import type { FleetComputer } from '../../core/fleet/computer.ts';

/** Default WinRM ports (winrm get winrm/config). */
const WINRM_PORT = 5985;
const WINRM_TLS_PORT = 5986;
/** The session configuration that Enable-PSRemoting creates. */
const CONFIGURATION = 'http://schemas.microsoft.com/powershell/Microsoft.PowerShell';

/** A computer in the form that `Invoke-P2SFleet` takes; `call` is the index of its request. */
export function wireComputer(id: string, computer: FleetComputer, call: number): Record<string, unknown> {
  const { host, port, ssl, configuration } = computer;
  const usual = ssl ? WINRM_TLS_PORT : WINRM_PORT;
  return {
    id,
    call,
    host,
    port: port ?? usual,
    ssl,
    configuration: configuration ?? CONFIGURATION,
  };
}

/** The connection options for ssh, by the names of ssh_config(5); ssh takes the others from its own files. */
export function sshOptionsOf(
  { port, user, key }: FleetComputer,
  more: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    ...more,
    ...(port === null ? {} : { Port: String(port) }),
    ...(user === null ? {} : { User: user.includes(' ') ? `"${user}"` : user }),
    // ssh expands tokens that begin with %.
    ...(key === null ? {} : { IdentityFile: `"${key.replaceAll('%', '%%')}"`, IdentitiesOnly: 'yes' }),
  };
}
