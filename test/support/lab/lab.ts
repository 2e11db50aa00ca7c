/**
 * The lab for tests: new computers with PowerShell and Node for Windows. A thin layer over `scripts/lab/`, which
 * describes each method.
 */
import { layoutOf } from '../../../scripts/lab/layout.mjs';
import type { Computer } from '../../../scripts/lab/run/computer.mjs';
import { newComputer as make } from '../../../scripts/lab/run/computer.mjs';
import { whyNotReady } from '../../../scripts/lab/setup/setup.mjs';

export { INSIDE, VERSIONS } from '../../../scripts/lab/layout.mjs';
export type { Computer } from '../../../scripts/lab/run/computer.mjs';

/** PowerShell 7 for Linux, as one executable file. It is there when {@link labReady}. */
export const linuxPwsh: string = layoutOf().pwsh;

/** Whether the lab is set up, with the versions and packages that this checkout needs. */
export function labReady(): boolean {
  return whyNotReady() === null;
}

/**
 * A new, started computer for the caller: call `destroy` when done.
 * @param name part of its folder's name, for the reader of a process list
 * @param env added to the environment of everything in it, such as `LC_ALL`
 */
export function newComputer(name = 'test', env: NodeJS.ProcessEnv = {}): Promise<Computer> {
  return make(name, { env });
}
