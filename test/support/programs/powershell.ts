import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildScripts } from '../../../scripts/build/build-ps1.mjs';
import { childEnvironment } from '../../../src/powershell/environment.ts';
import type { HostOptions } from '../../../src/powershell/port.ts';
import { waitFor } from '../ports.ts';

const FAKE = fileURLToPath(new URL('../fake-powershell/fake.mjs', import.meta.url));
const REPO = fileURLToPath(new URL('../../..', import.meta.url));

/** A folder for one test file, and its content. */
export interface Workshop {
  folder: string;
  /** An executable that acts as a PowerShell; its processes are known to {@link Workshop.alive}. */
  fake(start?: 'start' | 'stub'): string;
  /** An executable that starts another one with more arguments in front. */
  wrapper(executable: string, args: readonly string[]): string;
  /** The processes of the fake, and their children, that still run. */
  alive(): number[];
  /** Waits until none runs; rejects when one stays. */
  allGone(): Promise<void>;
  /** Ends processes that a fake left on purpose. */
  killAll(): void;
  remove(): void;
}

export function openWorkshop(): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'p2s-fix-powershell-'));
  const pids = join(folder, 'pids');
  mkdirSync(pids);
  let count = 0;
  const launcher = (...command: readonly string[]) => {
    count += 1;
    const path = join(folder, `launcher-${count}`);
    const words = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`);
    writeFileSync(path, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const alive = () =>
    readdirSync(pids)
      .map((name) => Number(name.replace('pid-', '')))
      .filter(isAlive);
  return {
    folder,
    fake: (start = 'start') => launcher(process.execPath, FAKE, pids, start),
    wrapper: (executable, args) => launcher(executable, ...args),
    alive,
    allGone: () =>
      waitFor(`the end of ${alive().join(', ')}`, () => (alive().length === 0 ? true : undefined)).then(
        () => undefined,
      ),
    killAll() {
      for (const pid of alive()) process.kill(pid, 'SIGKILL');
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A zombie that nobody has waited for is not alive. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return process.platform !== 'linux';
  }
}

/** Options for a host on an executable; `scriptsDir` only matters to a real PowerShell. */
export function hostOptions(executable: string, more: Partial<HostOptions> = {}): HostOptions {
  return {
    executable,
    scriptsDir: '/nowhere',
    env: childEnvironment({ env: process.env, platform: process.platform, explicit: true }),
    platform: process.platform,
    systemRoot: null,
    maxReplyLength: 4 * 1024 * 1024,
    ...more,
  };
}

/** Builds the scripts as they ship; returns their names. */
export function buildShippedScripts(outDir: string): Promise<string[]> {
  return buildScripts(REPO, outDir);
}

/** Also builds the scripts that only tests use, which include the same parts. */
export async function buildTestScripts(outDir: string): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), 'p2s-fix-ps1-'));
  try {
    await cp(join(REPO, 'ps1'), join(copy, 'ps1'), { recursive: true });
    await cp(join(REPO, 'test', 'powershell', 'ps'), join(copy, 'ps1'), { recursive: true });
    await buildScripts(copy, outDir);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
