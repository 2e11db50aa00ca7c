import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, waitForPort } from '../ports.ts';
import { type RunningProcess, requireProgram, startProcess } from '../programs/process.ts';
import { privateNames } from '../texts/names.ts';

export const TINYPROXY = '/usr/bin/tinyproxy';

export interface TinyproxyOptions {
  /** Names that it resolves, with their IPv4 addresses; it connects to the requested port. */
  hosts?: Readonly<Record<string, string>>;
  /** The lines of its configuration beside the address; `FOLDER` is the folder of its files. */
  conf?: readonly string[];
  /** Files by name, beside its configuration. */
  files?: Readonly<Record<string, string>>;
}

/** Starts a real tinyproxy (Debian package tinyproxy-bin) in the foreground, with its files in a temporary folder. */
export async function startTinyproxy(
  options: TinyproxyOptions = {},
): Promise<{ host: string; port: number; output(): string; close(): Promise<void> }> {
  requireProgram(TINYPROXY, 'tinyproxy-bin');
  const folder = await mkdtemp(join(tmpdir(), 'p2s-tinyproxy-'));
  const names = await privateNames(options.hosts ?? {});
  const host = '127.0.0.1';
  let running: RunningProcess | null = null;
  const close = async () => {
    await running?.stop();
    await names.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const port = await freePort(host);
    for (const [name, text] of Object.entries(options.files ?? {})) await writeFile(join(folder, name), text);
    const file = join(folder, 'tinyproxy.conf');
    const lines = [`Port ${port}`, `Listen ${host}`, ...(options.conf ?? [])];
    await writeFile(file, `${lines.join('\n').replaceAll('FOLDER', folder)}\n`);
    const args = ['-d', '-c', file];
    running = startProcess({ file: TINYPROXY, args, env: { ...process.env, ...names.env } });
    await Promise.race([waitForPort(host, port), endedEarly(running)]);
    return { host, port, output: running.output, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function endedEarly(running: RunningProcess): Promise<never> {
  const code = await running.exited;
  throw new Error(`tinyproxy ended with code ${code}: ${running.output().trim()}`);
}
