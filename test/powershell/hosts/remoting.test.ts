import { expect, it } from 'vitest';
import { childEnvironment } from '../../../src/powershell/environment.ts';

const WINDOWS = { SystemRoot: 'C:\\Windows', ProgramFiles: 'C:\\Program Files', SSH_AUTH_SOCK: 'pipe' };

it("ssh finds its agent and the system's own ssh; any other program finds neither", () => {
  const of = (remoting: boolean) =>
    childEnvironment({ env: WINDOWS, platform: 'win32', explicit: false, remoting });
  expect(of(true)).toMatchObject({ SSH_AUTH_SOCK: 'pipe' });
  expect(of(true).PATH?.split(';').at(-1)).toBe('C:\\Windows\\System32\\OpenSSH');
  expect(of(false)).not.toHaveProperty('SSH_AUTH_SOCK');
  expect(of(false).PATH).not.toContain('OpenSSH');
});
