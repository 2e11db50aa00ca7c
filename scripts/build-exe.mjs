// Builds build/p2s-fix.exe from dist/: Node for Windows with the program, its PowerShell scripts and the page inside.
// With --lab it is build/lab-p2s-fix.exe, which runs in the computers of the lab.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildExe } from './exe/build.mjs';
import { withoutSignature } from './exe/unsigned.mjs';
import { nodeForWindows } from './exe/windows-node.mjs';
import { VERSIONS } from './lab/layout.mjs';
import { withoutSubspaces } from './lab/setup/without-subspaces.mjs';
import { npm } from './release/run.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lab = process.argv.includes('--lab');
// A blob fits the version of Node that made it.
if (process.versions.node !== VERSIONS.node) {
  const again = ['node', fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  process.stdout.write(
    npm(['exec', '--yes', `--package=node@${VERSIONS.node}`, '--', ...again], { cwd: root }),
  );
  process.exit();
}
const node = readFileSync(await nodeForWindows(root));
const [entry, name, image] = lab
  ? ['scripts/lab/program/p2s-fix-exe.ts', 'lab-p2s-fix.exe', withoutSubspaces(node)]
  : ['src/exe/p2s-fix.ts', 'p2s-fix.exe', node];
const out = join(root, 'build', name);
await buildExe({ root, entry, node: withoutSignature(image), out });
console.log(`${out} (${statSync(out).size} bytes)`);
