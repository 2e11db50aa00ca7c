import { posix, win32 } from 'node:path';

/** An environment as a plain object; on Windows, names are case-insensitive. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A possible location of PowerShell. */
export interface Candidate {
  /** Absolute path. */
  executable: string;
  /** The caller named it. */
  explicit: boolean;
}

export interface LocateOptions {
  platform: NodeJS.Platform;
  /** Architecture of this Node: `ia32` on 64-bit Windows needs another path to System32. */
  arch: string;
  env: Environment;
  /** A path that the caller chose; then no other is tried. */
  executable: string | null;
}

/**
 * The PowerShells to try, in order: Windows PowerShell 5.1, then PowerShell 7. Never from PATH, which a user can
 * change. On other systems, only the one that the caller names.
 */
export function locatePowerShell(options: LocateOptions): Candidate[] {
  const { platform, env, executable } = options;
  const path = platform === 'win32' ? win32 : posix;
  if (executable !== null) return [{ executable: path.resolve(executable), explicit: true }];
  if (platform !== 'win32') return [];
  const found: string[] = [];
  const systemRoot = windowsFolder(env, 'SystemRoot');
  if (systemRoot !== null) {
    const wow64 = options.arch === 'ia32' && environmentValue(env, 'PROCESSOR_ARCHITEW6432') !== undefined;
    const system = win32.join(systemRoot, wow64 ? 'Sysnative' : 'System32');
    found.push(win32.join(system, 'WindowsPowerShell', 'v1.0', 'powershell.exe'));
  }
  const programs = programFiles(env);
  if (programs !== null) found.push(win32.join(programs, 'PowerShell', '7', 'pwsh.exe'));
  return found.map((candidate) => ({ executable: candidate, explicit: false }));
}

/**
 * Program Files of the drive that Windows is on, not what the variable of that name says: an elevated process has
 * variables that its user has set.
 */
export function programFiles(env: Environment): string | null {
  const root = windowsFolder(env, 'SystemRoot');
  return root === null ? null : `${root.slice(0, 3)}Program Files`;
}

/** A variable with a folder on a drive, without a trailing backslash; `null` for anything else. */
export function windowsFolder(env: Environment, name: string): string | null {
  const value = environmentValue(env, name);
  if (value === undefined || !/^[A-Za-z]:\\[^"<>|*?]*$/.test(value)) return null;
  return win32.normalize(value).replace(/(?<!:)\\$/, '');
}

/** An environment variable by its case-insensitive name. */
export function environmentValue(env: Environment, name: string): string | undefined {
  const exact = env[name];
  if (exact !== undefined) return exact;
  const lower = name.toLowerCase();
  return Object.entries(env).find(([have]) => have.toLowerCase() === lower)?.[1];
}
