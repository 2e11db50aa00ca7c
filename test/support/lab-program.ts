import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LAB_CLI } from '../../scripts/lab/layout.mjs';
import { tempFolder } from './files.ts';

/** The program of the lab with changed scripts, which imitate a machine that refuses the real ones. */
export interface LabProgram {
  /** Unix path of its main file. */
  main: string;
  remove(): Promise<void>;
}

/** A copy of the built program in which `change` was made to each script; its file name comes first. */
export async function labProgram(change: (name: string, text: string) => string): Promise<LabProgram> {
  const folder = await tempFolder();
  const build = dirname(LAB_CLI);
  await cp(LAB_CLI, join(folder.path, 'build', 'lab-cli.js'));
  await cp(join(build, 'chunks'), join(folder.path, 'build', 'chunks'), { recursive: true });
  const scripts = join(folder.path, 'dist', 'ps1');
  await cp(join(dirname(build), 'dist', 'ps1'), scripts, { recursive: true });
  for (const name of await readdir(scripts)) {
    const file = join(scripts, name);
    await writeFile(file, change(name, await readFile(file, 'latin1')), 'latin1');
  }
  return { main: join(folder.path, 'build', 'lab-cli.js'), remove: () => folder.remove() };
}
