import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleForNode } from '../support/programs/bundle.ts';

/** Bundles a script and its imports into one file in `folder`; returns its path. */
export async function bundleChild(script: URL, folder: string): Promise<string> {
  const outfile = join(folder, `${basename(fileURLToPath(script), '.ts')}.mjs`);
  await bundleForNode(script, outfile);
  return outfile;
}
