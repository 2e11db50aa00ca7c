import { readdirSync, readFileSync } from 'node:fs';
import { win32 } from 'node:path';

/** The part of a child process that is needed to end it. */
export interface Killable {
  readonly pid?: number | undefined;
  kill(signal?: NodeJS.Signals): boolean;
}

/** taskkill answers within a second; it must not hang itself. */
const TASKKILL_DEADLINE_MS = 5000;

/**
 * Ends a child and all its descendants. On Windows with taskkill, or else only the child; on Linux by the parents
 * in /proc; elsewhere only the child.
 */
export async function endProcessTree(
  child: Killable,
  options: { platform: NodeJS.Platform; systemRoot: string | null; env: Record<string, string> },
): Promise<void> {
  if (child.pid === undefined) return;
  if (options.platform === 'win32') {
    if (options.systemRoot !== null) await taskkill(child.pid, options.systemRoot, options.env);
  } else {
    for (const pid of stoppedDescendants(child.pid)) signal(pid, 'SIGKILL');
  }
  child.kill('SIGKILL');
}

async function taskkill(pid: number, systemRoot: string, env: Record<string, string>): Promise<void> {
  const { execa } = await import('execa');
  const cwd = win32.join(systemRoot, 'System32');
  await execa(win32.join(cwd, 'taskkill.exe'), ['/PID', String(pid), '/T', '/F'], {
    env,
    cwd,
    extendEnv: false,
    reject: false,
    stdio: 'ignore',
    windowsHide: true,
    timeout: TASKKILL_DEADLINE_MS,
  });
}

/** All descendants, each stopped when it is found, so that none starts another one meanwhile. */
function stoppedDescendants(root: number): number[] {
  const found = new Set([root]);
  signal(root, 'SIGSTOP');
  for (let grew = true; grew; ) {
    grew = false;
    for (const [pid, parent] of parents()) {
      if (!found.has(parent) || found.has(pid)) continue;
      found.add(pid);
      signal(pid, 'SIGSTOP');
      grew = true;
    }
  }
  return [...found];
}

/** Every process and its parent, if /proc is available. */
function* parents(): Generator<[number, number]> {
  for (const name of processFolders()) {
    try {
      // "pid (name) state ppid …": the name may contain anything, including parentheses.
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const parent = /^.*\) \S (\d+)/s.exec(stat)?.[1];
      if (parent !== undefined) yield [Number(name), Number(parent)];
    } catch {
      // The process ended meanwhile.
    }
  }
}

function processFolders(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // ESRCH: the process has ended.
  }
}
