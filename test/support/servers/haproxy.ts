import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitForPort } from '../ports.ts';
import { type RunningProcess, requireProgram, startProcess } from '../programs/process.ts';

export const HAPROXY = '/usr/sbin/haproxy';

/** Starts a real haproxy with these sections, which may name these files, and waits for these ports of 127.0.0.1. */
export async function runHaproxy(
  sections: string,
  { files = {}, listensOn }: { files?: Readonly<Record<string, string>>; listensOn: readonly number[] },
): Promise<{ close(): Promise<void> }> {
  requireProgram(HAPROXY, 'haproxy');
  const folder = await mkdtemp(join(tmpdir(), 'p2s-haproxy-'));
  let running: RunningProcess | null = null;
  const close = async () => {
    await running?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    for (const [name, text] of Object.entries(files))
      await writeFile(join(folder, name), text, { mode: 0o600 });
    const defaults = 'defaults\n  timeout connect 30s\n  timeout client 60s\n  timeout server 60s\n';
    await writeFile(join(folder, 'haproxy.cfg'), defaults + sections);
    running = startProcess({ file: HAPROXY, args: ['-db', '-f', 'haproxy.cfg'], cwd: folder });
    const ended = running;
    const early = ended.exited.then((code) => {
      throw new Error(`haproxy ended with code ${code}: ${ended.output().trim()}`);
    });
    for (const port of listensOn) await Promise.race([waitForPort('127.0.0.1', port), early]);
    early.catch(() => undefined);
    return { close };
  } catch (error) {
    await close();
    throw error;
  }
}
