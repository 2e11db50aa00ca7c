import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LAB_CLI, LAB_KEPT, REPO } from '../../../scripts/lab/layout.mjs';
import { tempFolder } from '../files.ts';

/** The program of the lab with changed scripts, which imitate a machine that refuses the real ones. */
export interface LabProgram {
  /** Unix path of its main file. */
  main: string;
  /** Unix path of what runs many command lines. */
  kept: string;
  remove(): Promise<void>;
}

/**
 * A copy of the built program in which `change` was made to each script; its file name comes first.
 *
 * @throws Error when no script was changed: a test would then pass for another reason
 */
export async function labProgram(change: (name: string, text: string) => string): Promise<LabProgram> {
  const folder = await tempFolder();
  const inBuild = (file: string) => join(folder.path, 'build', basename(file));
  const [main, kept] = [inBuild(LAB_CLI), inBuild(LAB_KEPT)];
  await cp(LAB_CLI, main);
  await cp(LAB_KEPT, kept);
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
  return { main, kept, remove: () => folder.remove() };
}
