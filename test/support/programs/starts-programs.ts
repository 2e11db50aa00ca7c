import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const STARTS = /from '(?:node:child_process|execa|@lydell\/node-pty|playwright-core)'/;
/**
 * Tests of scripts, of the built program, of real software and of background processes, whatever they import; and the
 * two of scheduled runs that take ten seconds, as long as all others of a module together.
 */
const ALWAYS =
  /^test\/(?:(?:e2e|powershell|simulated)\/|machine\/background\.|pipeline\/(?:pending\/(?:arm|confirm-within)|run\/open-machine|schedule\/(?:moves|two-runs))\.)/;

/**
 * The test files that start other programs: those in the folders for it, and those that import, directly or
 * through test/ and scripts/, a module that starts one. Paths are relative to the root, with forward slashes.
 */
export function filesThatStartPrograms(root: string): string[] {
  const known = new Map<string, boolean>();
  const starts = (file: string): boolean => {
    const before = known.get(file);
    if (before !== undefined) return before;
    known.set(file, false);
    const text = readFileSync(file, 'utf8');
    const is = STARTS.test(text) || importsOf(file, text).some(starts);
    known.set(file, is);
    return is;
  };
  const tests = readdirSync(resolve(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.test\.tsx?$/.test(path))
    .map((path) => `test/${path.replaceAll('\\', '/')}`);
  return tests.filter((path) => ALWAYS.test(path) || starts(resolve(root, path))).sort();
}

function importsOf(file: string, text: string): string[] {
  return [...text.matchAll(/from '(\.[^']+)'/g)]
    .map(([, from = '']) => resolve(dirname(file), from))
    .filter((path) => !/[\\/]src[\\/]/.test(path) && existsSync(path));
}
