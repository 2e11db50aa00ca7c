import { win32 } from 'node:path';
import { childEnvironment } from '../../powershell/environment.ts';
import { locateRemotingPowerShell, windowsFolder } from '../../powershell/locate.ts';
import { type OpenOptions, openPowerShell } from '../../powershell/open.ts';
import { type FanOutOptions, type FleetCall, fanOut } from './fan-out.ts';
import { askSsh } from './ssh-diagnosis.ts';

/** PowerShell Remoting from this computer to a fleet. */
export interface Fleet {
  /** See {@link fanOut}. */
  ask(calls: readonly FleetCall[], options: FanOutOptions): Promise<void>;
  close(): Promise<void>;
}

/** No limit for all computers together: each has its own, and output is passed on immediately. */
const MAX_REPLY_LENGTH = Number.MAX_SAFE_INTEGER;

/**
 * Opens the local PowerShell for remoting. Prefers PowerShell 7, because Windows PowerShell has no remoting over
 * SSH. Starts nothing yet.
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

/** PowerShell parses a request as a whole. */
const MAX_CALLS = 2000;
const MAX_REQUEST_CHARS = 8 * 1024 * 1024;

/** Splits the calls, in order, into requests of limited size; a payload shared by many calls counts once. */
export function batchesOf(calls: readonly FleetCall[]): FleetCall[][] {
  const batches: FleetCall[][] = [];
  let batch: FleetCall[] = [];
  let carried = new Set<string>();
  let length = 0;
  for (const call of calls) {
    const text = `${call.script} ${JSON.stringify(call.request)}`;
    const more = carried.has(text) ? 0 : text.length;
    if (batch.length > 0 && (batch.length >= MAX_CALLS || length + more > MAX_REQUEST_CHARS)) {
      batches.push(batch);
      batch = [];
      carried = new Set();
      length = 0;
    }
    length += carried.has(text) ? 0 : text.length;
    carried.add(text);
    batch.push(call);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
