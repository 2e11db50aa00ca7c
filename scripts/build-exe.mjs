// Builds build/p2s-fix.exe from dist/: Node for Windows with the program, its PowerShell scripts and the page inside.
// With --lab it is build/lab-p2s-fix.exe, which runs in the computers of the lab.
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildExe } from './exe/build.mjs';
import { nodeForWindows } from './exe/windows-node.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [entry, name] = process.argv.includes('--lab')
  ? ['scripts/lab/program/p2s-fix-exe.ts', 'lab-p2s-fix.exe']
  : ['src/exe/p2s-fix.ts', 'p2s-fix.exe'];
const out = join(root, 'build', name);
await buildExe({ root, entry, node: await nodeForWindows(root), out });
console.log(`${out} (${statSync(out).size} bytes)`);
