import { win32 } from 'node:path';
import { childEnvironment } from '../../powershell/environment.ts';
import { locateRemotingPowerShell, windowsFolder } from '../../powershell/locate.ts';
import { type OpenOptions, openPowerShell } from '../../powershell/open.ts';
import { batchesOf } from './batches.ts';
import { type FanOutOptions, type FleetCall, fanOut } from './fan-out.ts';
import { askSsh } from './ssh-diagnosis.ts';

/** PowerShell Remoting from here to many computers. */
export interface Fleet {
  /** See {@link fanOut}. */
  ask(calls: readonly FleetCall[], options: FanOutOptions): Promise<void>;
  close(): Promise<void>;
}

/** All computers together; each has a limit of its own, and what they write is passed on as it comes. */
const MAX_REPLY_LENGTH = Number.MAX_SAFE_INTEGER;

/**
 * The PowerShell of this desk with its remoting: PowerShell 7 before Windows PowerShell, which has no remoting over SSH.
 * Nothing is started yet.
 *
 * @throws P2sError `powershell-missing`
 */
export function openFleet(options: OpenOptions, now: () => number): Fleet {
  const { platform, env, executable } = options;
  const hosts = openPowerShell({
    ...options,
    candidates: locateRemotingPowerShell(options),
    maxReplyLength: MAX_REPLY_LENGTH,
    remoting: true,
  });
  const sshEnv = childEnvironment({ env, platform, explicit: executable !== null, remoting: true });
  const root = platform === 'win32' ? windowsFolder(env, 'SystemRoot') : null;
  const ssh = root === null ? '/usr/bin/ssh' : win32.join(root, 'System32', 'OpenSSH', 'ssh.exe');
  return {
    async ask(calls, asked) {
      for (const batch of batchesOf(calls)) {
        await fanOut(batch, asked, {
          host: hosts.oneShot,
          askSsh: (computer, { connectSeconds, sshOptions }) =>
            askSsh(computer, { ssh, env: sshEnv, connectSeconds, sshOptions }),
          now,
        });
      }
    },
    async close() {
      await Promise.all([hosts.session.dispose(), hosts.oneShot.dispose()]);
    },
  };
}
