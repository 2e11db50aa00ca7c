import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { REPO } from '../../../scripts/lab/layout.mjs';
import type { Computer } from './lab.ts';

const EXECUTABLE = join(REPO, 'build', 'lab-p2s-fix.exe');
const BUILT = join(REPO, 'dist', 'schema.json');

/** Puts the single executable of the lab on a computer, built if it is older than dist/, and takes Node from it. */
export function installExecutable(computer: Computer, path: string): void {
  const isFresh = existsSync(EXECUTABLE) && statSync(EXECUTABLE).mtimeMs > statSync(BUILT).mtimeMs;
  if (!isFresh)
    execFileSync(process.execPath, [join(REPO, 'scripts', 'build-exe.mjs'), '--lab'], { stdio: 'pipe' });
  const file = computer.unixPath(path);
  mkdirSync(dirname(file), { recursive: true });
  linkSync(EXECUTABLE, file);
  rmSync(computer.unixPath('C:\\Program Files\\nodejs'), { recursive: true });
}
