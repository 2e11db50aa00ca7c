// Makes one executable of Node and the program (single executable application). The Node that runs
// this makes the blob, on any system: it has no code cache and no snapshot, which would fit one system only.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { inject } from 'postject';
import { closedBundle } from '../build/closed-bundle.mjs';
import { lazyWidth } from '../build/lazy-width.mjs';

/** The resource that Node reads from its own executable; Node defines the name. */
const RESOURCE = 'NODE_SEA_BLOB';
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
/** The asset that lists the others; src/exe/main.ts reads it. */
const LIST = 'files.json';

/**
 * @param {{ root: string, entry: string, node: Buffer, out: string }} options `entry` below the project; `node` the
 *   executable of the Node whose version runs this, for any system, without a signature; `out` the file to write
 */
export async function buildExe({ root, entry, node, out }) {
  const work = `${out}.parts`;
  mkdirSync(work, { recursive: true });
  const main = join(work, 'program.cjs');
  await bundle(root, entry, join(work, 'program.mjs'), main);
  const files = shippedFiles(join(root, 'dist'));
  const list = join(work, LIST);
  writeFileSync(list, JSON.stringify({ name: digestOf(files), paths: Object.keys(files) }));
  const blob = join(work, 'program.blob');
  const config = join(work, 'sea.json');
  writeFileSync(
    config,
    JSON.stringify({
      main,
      output: blob,
      disableExperimentalSEAWarning: true,
      // NODE_OPTIONS of whoever starts it would run other code.
      execArgvExtension: 'none',
      useCodeCache: false,
      useSnapshot: false,
      assets: { [LIST]: list, ...files },
    }),
  );
  execFileSync(process.execPath, ['--experimental-sea-config', config], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  writeFileSync(out, node, { mode: 0o755 });
  await inject(out, RESOURCE, readFileSync(blob), { sentinelFuse: FUSE });
}

/**
 * Node 24 accepts one CommonJS file, and CommonJS has no top-level await, which a library uses. Such a library is
 * bundled as a module first, and becomes a function that is awaited where it is imported.
 */
async function bundle(root, entry, module, main) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const shared = { absWorkingDir: root, platform: 'node', target: 'node24', logLevel: 'warning' };
  await build({
    ...shared,
    entryPoints: [entry],
    outfile: module,
    bundle: true,
    format: 'esm',
    legalComments: 'none',
    jsx: 'automatic',
    define: {
      'process.env.NODE_ENV': '"production"',
      P2S_FIX_VERSION: JSON.stringify(version),
      // Libraries read their own path to search from there; the closed bundle searches for nothing.
      'import.meta.url': '"file:///C:/p2s-fix.cjs"',
    },
    plugins: [closedBundle, lazyWidth(root)],
    metafile: true,
  });
  await build({ ...shared, entryPoints: [module], outfile: main, format: 'cjs', minifyWhitespace: true });
}

/**
 * The files that the program reads while it runs, and the licences of bundled packages.
 * @returns {Record<string, string>}
 */
function shippedFiles(dist) {
  const scripts = readdirSync(join(dist, 'ps1')).map((name) => `ps1/${name}`);
  const paths = [...scripts, 'p2s-fix.html', 'THIRD-PARTY-LICENSES.txt'].sort();
  return Object.fromEntries(paths.map((path) => [path, join(dist, path)]));
}

/** Names the folder that the files are unpacked to: different files get another folder. */
function digestOf(files) {
  const hash = createHash('sha256');
  for (const [path, file] of Object.entries(files)) {
    const content = createHash('sha256').update(readFileSync(file)).digest('hex');
    hash.update(`${path} ${content}\n`);
  }
  return hash.digest('hex').slice(0, 32);
}
