// Builds dist/: the program as a few readable ES modules with its libraries inside, the PowerShell scripts as
// self-contained files, the JSON Schemas, the type declarations, and the licences and bill of materials of what
// was bundled. So the package has no dependencies to install, also where npm cannot be reached.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { buildModule } from './build/build-module.mjs';
import { buildPage } from './build/build-page.mjs';
import { buildScripts } from './build/build-ps1.mjs';
import { buildTypes } from './build/build-types.mjs';
import { billOfMaterials, bundledPackages, licences } from './build/bundled.mjs';
import { CLOSED_REQUIRE, closedBundle } from './build/closed-bundle.mjs';
import { importDirectly } from './build/direct-imports.mjs';
import { lazyWidth } from './build/lazy-width.mjs';
import { filesOf, oneModule } from './build/one-module.mjs';
import { homeOf } from './release/source.mjs';

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
const PATH_CHECK = ['src/pipeline/modes/verify.ts', 'src/pipeline/run/folders/root-file.ts'];
/** Loaded while the first reply of a path check is in transit. */
const JUDGEMENT = ['src/path/pki/certificate.ts', 'src/pipeline/path/judge-probes.ts'];
const NAMED_ROUTE = 'src/pipeline/modes/named-paths.ts';
const REPORT = ['src/report/model/document.ts'];
const PLAIN_LINES = ['src/report/views/text/plain.ts'];
const VERSION = 'src/pipeline/run/version.ts';
/** Data, which no module of code can hold, and its reader, which an English run does not load with the report. */
const JAPANESE = ['src/l10n/ja.json', 'src/l10n/japanese.ts'];
const apart = [VERSION, ...JAPANESE];
const modules = [];
/** Makes one module, apart from those before it. */
const addModule = async (name, ...paths) => {
  const { plugin, members } = await oneModule({
    root,
    modules: paths,
    apart,
    outfile: `build/${name}.js`,
  });
  const twice = members.filter((file) => apart.includes(file));
  if (twice.length > 0) throw new Error(`in two modules: ${twice.join(', ')}`);
  apart.push(...members);
  modules.push(plugin);
};
// Help measures its columns, and so do the views.
await addModule('command-line', 'src/cli/main.ts', 'src/report/text/columns.ts');
// A path check does not load the report, nor the report a path check.
const inReport = new Set(await filesOf({ root, modules: [...REPORT, ...PLAIN_LINES], apart }));
const alsoInReport = async (modules) =>
  (await filesOf({ root, modules, apart })).filter((file) => inReport.has(file));
await addModule(
  'every-run',
  'src/cli/run/run-and-show.ts',
  ...(await alsoInReport([...PATH_CHECK, NAMED_ROUTE])),
);
await addModule('path-check', ...PATH_CHECK);
await addModule('named-route', NAMED_ROUTE);
await addModule('causes', ...(await alsoInReport(JUDGEMENT)));
await addModule('judgement', ...JUDGEMENT);
await addModule('report-document', ...REPORT);
await addModule('plain-lines', ...PLAIN_LINES);
await addModule('explanation', 'src/pipeline/explain/explain.ts');
await addModule('help', 'src/cli/help/help.ts');
await addModule('this-machine', 'src/machine/this-machine.ts');
await addModule(
  'audit',
  'src/pipeline/steps/judge.ts',
  'src/machine/recorded/capture.ts',
  'src/machine/wire/local.ts',
);
const { metafile } = await build({
  ...shared,
  plugins: [...modules, ...shared.plugins],
  entryPoints: { cli: 'src/cli/bin.ts', index: 'src/index.ts' },
  outdir: 'build/next',
});
importDirectly(next, CLOSED_REQUIRE);
await build({
  ...shared,
  plugins: [...modules, ...shared.plugins],
  entryPoints: {
    'simulated-servers': 'scripts/simulated/main.ts',
    schema: 'src/core/schema/document.ts',
    'desired-schema': 'src/pipeline/inputs/desired-schema.ts',
  },
  outdir: 'build',
});
// Wine takes longer to open a file than Node to read more of one, so each is one file.
await build({
  ...shared,
  splitting: false,
  entryPoints: { 'lab-cli': 'scripts/lab/program/p2s-fix.ts', 'lab-kept': 'scripts/lab/program/kept.ts' },
  outdir: 'build',
});
await buildModule(root, join(next, 'module'), version, homeOf(root));
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
