import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LAB_CLI, REPO } from '../../../scripts/lab/layout.mjs';
import { tempFolder } from '../files.ts';

/** The program of the lab with changed scripts, which imitate a machine that refuses the real ones. */
export interface LabProgram {
  /** Unix path of its main file. */
  main: string;
  remove(): Promise<void>;
}

/**
 * A copy of the built program in which `change` was made to each script; its file name comes first.
 *
 * @throws Error when no script was changed: a test would then pass for another reason
 */
export async function labProgram(change: (name: string, text: string) => string): Promise<LabProgram> {
  const folder = await tempFolder();
  const main = join(folder.path, 'build', 'lab-cli.js');
  await cp(LAB_CLI, main);
  await writeFile(join(folder.path, 'package.json'), '{ "type": "module" }');
  const scripts = join(folder.path, 'dist', 'ps1');
  await cp(join(REPO, 'dist', 'ps1'), scripts, { recursive: true });
  let isChanged = false;
  for (const name of await readdir(scripts)) {
    const file = join(scripts, name);
    const text = await readFile(file, 'latin1');
    const changed = change(name, text);
    isChanged ||= changed !== text;
    await writeFile(file, changed, 'latin1');
  }
  if (!isChanged) throw new Error('no script was changed');
  return { main, remove: () => folder.remove() };
}
