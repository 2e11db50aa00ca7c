import { spawnSync } from 'node:child_process';
import { waitFor } from './ports.ts';
import { type Finished, type RunningProcess, runProgram, startProcess } from './programs/process.ts';

const UNSHARE = '/usr/bin/unshare';
const NSENTER = '/usr/bin/nsenter';

/** A network namespace with only a loopback, where every port is free. No root is needed. */
export interface Namespace {
  start(file: string, args: readonly string[], env?: NodeJS.ProcessEnv): RunningProcess;
  run(file: string, args: readonly string[], timeoutMs?: number): Promise<Finished>;
  close(): Promise<void>;
}

/** Whether this kernel lets this user create network namespaces. */
export function mayUnshare(): boolean {
  return spawnSync(UNSHARE, ['--map-root-user', '--net', '/bin/true'], { timeout: 10_000 }).status === 0;
}

export async function openNamespace(): Promise<Namespace> {
  const script = 'ip link set lo up && echo ready && exec tail -f /dev/null';
  const holder = startProcess({ file: UNSHARE, args: ['--map-root-user', '--net', 'sh', '-c', script] });
  const inside = [`--target=${holder.pid}`, '--user', '--net', '--preserve-credentials'];
  try {
    await Promise.race([
      waitFor('the network namespace', () => (holder.output().includes('ready') ? true : undefined)),
      holder.exited.then(() => Promise.reject(new Error(`no network namespace: ${holder.output()}`))),
    ]);
  } catch (error) {
    await holder.stop();
    throw error;
  }
  return {
    start: (file, args, env) =>
      startProcess({
        file: NSENTER,
        args: [...inside, file, ...args],
        ...(env === undefined ? {} : { env }),
      }),
    run: (file, args, timeoutMs = 20_000) => runProgram(NSENTER, [...inside, file, ...args], { timeoutMs }),
    close: () => holder.stop(),
  };
}
