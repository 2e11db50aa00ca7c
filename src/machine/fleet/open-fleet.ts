import { win32 } from 'node:path';
import { childEnvironment } from '../../powershell/environment.ts';
import { windowsFolder } from '../../powershell/locate.ts';
import { type OpenOptions, openPowerShell, type PowerShellHosts } from '../../powershell/open.ts';
import { type FanOutOptions, type FleetCall, fanOut } from './fan-out.ts';
import { callOverSsh } from './ssh-call.ts';

/** PowerShell Remoting from this computer to a fleet. */
export interface Fleet {
  /** See {@link fanOut}. */
  ask(calls: readonly FleetCall[], options: FanOutOptions): Promise<void>;
  close(): Promise<void>;
}

/** No limit for all computers together: each has its own, and output is passed on immediately. */
const MAX_REPLY_LENGTH = Number.MAX_SAFE_INTEGER;

/** Opens the local PowerShell when computers are asked over WinRM, and ssh for the others. Starts nothing yet. */
export function openFleet(options: OpenOptions, now: () => number): Fleet {
  const { platform, env, scriptsDir } = options;
  const root = platform === 'win32' ? windowsFolder(env, 'SystemRoot') : null;
  const ssh = {
    ssh: root === null ? '/usr/bin/ssh' : win32.join(root, 'System32', 'OpenSSH', 'ssh.exe'),
    env: childEnvironment({ env, platform, explicit: false, remoting: true }),
    ...{ platform, systemRoot: root, scriptsDir, now },
  };
  let hosts: PowerShellHosts | null = null;
  const overWinRm = async (calls: readonly FleetCall[], asked: FanOutOptions) => {
    if (calls.length === 0) return;
    if (platform !== 'win32') {
      const none = { kind: 'none', cause: 'no-remoting', connected: false, evidence: {} } as const;
      for (const call of calls) asked.onAnswer(call, none, 0);
      return;
    }
    hosts ??= openPowerShell({ ...options, maxReplyLength: MAX_REPLY_LENGTH });
    for (const batch of batchesOf(calls)) await fanOut(batch, asked, { host: hosts.oneShot, now });
  };
  return {
    async ask(calls, asked) {
      const by = (transport: string) => calls.filter(({ computer }) => computer.transport === transport);
      const asking = [callOverSsh(by('ssh'), asked, ssh), overWinRm(by('winrm'), asked)];
      // Each computer of one transport has its answer before a failure of the other counts.
      await Promise.allSettled(asking);
      await Promise.all(asking);
    },
    async close() {
      await hosts?.oneShot.dispose();
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
