import type { FleetComputer } from '../../core/fleet/computer.ts';

/** WinRM listens there (winrm get winrm/config). */
const WINRM_PORT = 5985;
const WINRM_TLS_PORT = 5986;
/** The session configuration that Enable-PSRemoting makes. */
const CONFIGURATION = 'http://schemas.microsoft.com/powershell/Microsoft.PowerShell';

/** A computer as `Invoke-P2SFleet` takes it; `call` is the index of what it is asked. */
export function wireComputer(
  id: string,
  computer: FleetComputer,
  call: number,
  sshOptions: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const { transport, host, port, ssl, configuration, subsystem } = computer;
  if (transport === 'ssh') {
    const options = sshOptionsOf(computer, sshOptions);
    return { id, call, transport, host, subsystem: subsystem ?? 'powershell', sshOptions: options };
  }
  const usual = ssl ? WINRM_TLS_PORT : WINRM_PORT;
  return {
    id,
    call,
    transport,
    host,
    port: port ?? usual,
    ssl,
    configuration: configuration ?? CONFIGURATION,
  };
}

/** What the way to a computer means to ssh, by the names of ssh_config(5); the rest is left to its own files. */
export function sshOptionsOf(
  { port, user, key }: FleetComputer,
  more: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    ...more,
    ...(port === null ? {} : { Port: String(port) }),
    ...(user === null ? {} : { User: user.includes(' ') ? `"${user}"` : user }),
    // ssh reads % as the beginning of one of its tokens.
    ...(key === null ? {} : { IdentityFile: `"${key.replaceAll('%', '%%')}"`, IdentitiesOnly: 'yes' }),
  };
}
