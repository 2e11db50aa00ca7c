// Builds dist/: the program as a few readable ES modules with its libraries inside, the PowerShell scripts as
// self-contained files, the JSON Schemas, the type declarations, and the licences and bill of materials of what
// was bundled. So the package has no dependencies to install, also where npm cannot be reached.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { buildModule } from './build/build-module.mjs';
import { buildPage } from './build/build-page.mjs';
import { buildScripts, scriptSums } from './build/build-ps1.mjs';
import { buildTypes } from './build/build-types.mjs';
import { billOfMaterials, bundledPackages, licences } from './build/bundled.mjs';
import { CLOSED_REQUIRE, closedBundle } from './build/closed-bundle.mjs';
import { lazyWidth } from './build/lazy-width.mjs';
import { oneModule } from './build/one-module.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  legalComments: 'none',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"', P2S_FIX_VERSION: JSON.stringify(version) },
  banner: { js: CLOSED_REQUIRE },
  plugins: [closedBundle, lazyWidth(root)],
  logLevel: 'warning',
  metafile: true,
};

// Built in another folder and then moved: a build that fails leaves the old dist/.
const next = join(root, 'build/next');
rmSync(next, { recursive: true, force: true });
mkdirSync(join(root, 'build'), { recursive: true });
await buildScripts(root, join(next, 'ps1'));
const sums = JSON.stringify(await scriptSums(join(next, 'ps1')));
const everyRun = await oneModule({
  root,
  modules: [
    'src/cli/main.ts',
    'src/core/model/check.ts',
    'src/core/proxy/settings.ts',
    'src/core/proxy/proxy-for-url.ts',
  ],
  apart: ['src/pipeline/run/version.ts'],
  outfile: 'build/every-run.js',
});
const pathCheck = await oneModule({
  root,
  modules: ['src/pipeline/modes/verify.ts', 'src/pipeline/modes/named-paths.ts'],
  apart: ['src/pipeline/run/version.ts', ...everyRun.members],
  outfile: 'build/path-check.js',
});
const { metafile } = await build({
  ...shared,
  plugins: [everyRun.plugin, pathCheck.plugin, ...shared.plugins],
  // Only for the program that ships: the program of the lab runs scripts that a test has changed.
  define: { ...shared.define, P2S_FIX_SCRIPT_SUMS: JSON.stringify(sums) },
  entryPoints: { cli: 'src/cli/bin.ts', index: 'src/index.ts' },
  outdir: 'build/next',
});
await build({
  ...shared,
  plugins: [everyRun.plugin, pathCheck.plugin, ...shared.plugins],
  entryPoints: {
    'sample-world': 'scripts/world/main.ts',
    'lab-cli': 'scripts/lab/program/p2s-fix.ts',
    schema: 'src/report/model/schema/schema.ts',
    'desired-schema': 'src/pipeline/inputs/desired-schema.ts',
  },
  outdir: 'build',
});
await buildModule(root, join(next, 'module'), version);
const pageMetafiles = await buildPage(root, join(next, 'ps1'), join(next, 'p2s-fix.html'), version);
const { reportSchema } = await import(pathToFileURL(join(root, 'build/schema.js')).href);
writeFileSync(join(next, 'schema.json'), `${JSON.stringify(reportSchema(), null, 2)}\n`);
const { desiredStateJsonSchema } = await import(pathToFileURL(join(root, 'build/desired-schema.js')).href);
const desiredSchema = `${JSON.stringify(desiredStateJsonSchema(), null, 2)}\n`;
writeFileSync(join(next, 'desired-state.schema.json'), desiredSchema);
const bundled = bundledPackages(root, [metafile, ...pageMetafiles]);
writeFileSync(join(next, 'THIRD-PARTY-LICENSES.txt'), licences(bundled));
writeFileSync(join(next, 'sbom.cdx.json'), `${JSON.stringify(billOfMaterials(root, bundled), null, 2)}\n`);
if (!process.argv.includes('--no-types')) buildTypes(root, join(next, 'index.d.ts'));
rmSync(dist, { recursive: true, force: true });
renameSync(next, dist);
