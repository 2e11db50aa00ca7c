import { describe, expect, it } from 'vitest';
import { childEnvironment } from '../../../src/powershell/environment.ts';
import { locateRemotingPowerShell } from '../../../src/powershell/locate.ts';

const WINDOWS = { SystemRoot: 'C:\\Windows', ProgramFiles: 'C:\\Program Files', SSH_AUTH_SOCK: 'pipe' };

describe('a PowerShell that reaches other computers', () => {
  it('is PowerShell 7 before Windows PowerShell, which has no remoting over SSH', () => {
    const options = { platform: 'win32', arch: 'x64', env: WINDOWS, executable: null } as const;
    expect(locateRemotingPowerShell(options).map(({ executable }) => executable)).toEqual([
      'C:\\Program Files\\PowerShell\\7\\pwsh.exe',
      'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
    ]);
  });

  it('is elsewhere in one of its usual places, never what the search path names', () => {
    const env = { PATH: '/home/somebody/bin' };
    const found = locateRemotingPowerShell({ platform: 'linux', arch: 'x64', env, executable: null });
    expect(found.map(({ executable }) => executable)).toContain('/usr/bin/pwsh');
    expect(JSON.stringify(found)).not.toContain('somebody');
    const named = { platform: 'linux', arch: 'x64', env, executable: '/opt/pwsh' } as const;
    expect(locateRemotingPowerShell(named)).toEqual([{ executable: '/opt/pwsh', explicit: true }]);
  });

  it("finds the agent of ssh and the system's own ssh; any other finds neither", () => {
    const of = (remoting: boolean) =>
      childEnvironment({ env: WINDOWS, platform: 'win32', explicit: false, remoting });
    expect(of(true)).toMatchObject({ SSH_AUTH_SOCK: 'pipe' });
    expect(of(true).PATH?.split(';').at(-1)).toBe('C:\\Windows\\System32\\OpenSSH');
    expect(of(false)).not.toHaveProperty('SSH_AUTH_SOCK');
    expect(of(false).PATH).not.toContain('OpenSSH');
  });
});
