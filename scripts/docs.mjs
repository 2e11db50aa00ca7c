// Updates the generated parts of the pages from the code.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root, say } from './prepare.mjs';

const outfile = join(root, 'build/docs-pages.js');
await build({
  absWorkingDir: root,
  entryPoints: ['scripts/docs/pages.ts'],
  outfile,
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  logLevel: 'warning',
});
const { GENERATED, GENERATED_SOURCES, withGenerated } = await import(pathToFileURL(outfile).href);
for (const name of Object.keys(GENERATED)) {
  const file = join(root, name);
  const before = readFileSync(file, 'utf8');
  const after = withGenerated(name, before);
  if (after !== before) writeFileSync(file, after);
  say(`${name}: ${after === before ? 'unchanged' : 'updated'}`);
}
for (const [name, make] of Object.entries(GENERATED_SOURCES)) writeFileSync(join(root, name), make());
