// Builds the page: the program as one HTML file that runs in a browser. src/page/node replaces the modules of
// Node, and its files are in memory; everything else is the same code.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** Processes and terminals: imported by modules that nothing in the page calls. */
const ABSENT = /^(?:execa|node-powershell|ink|react)(?:\/|$)/;
/** Modules that need what a browser does not have: this Windows, other computers, a place to write to. */
const WITHOUT = [
  // The page reads its script as the program does.
  /^src\/(?:powershell\/(?!bundled-script\.)|schedule\/|ui\/)/,
  /^src\/path\/(?:ike|openvpn)\//,
  /^src\/pipeline\/schedule\//,
  /^src\/machine\/(?:fleet\/|this-machine|background)/,
  /^src\/pipeline\/fleet\/(?:apply|audit|confirm|migrate|rollback|target|run)\.ts$/,
  /^src\/pipeline\/modes\/(?:apply|plan|migrate|confirm|capture|export\/intune|export\/dsc|rollback|watch)\.ts$/,
  /^src\/cli\/(?:parse\/fully|run\/schedule)\.ts$/,
];
const FILES = 'src/files/node-files.ts';
/** Modules of Node that are packages as well, and those that are members of `small.ts`. */
const PACKAGES = { buffer: 'buffer/', stream: 'readable-stream' };
const SMALL = ['events', 'path', 'url', 'util', 'vm'];

/** Replaces each module of Node by the part in src/page/node; the rest of it is undefined. */
const inBrowser = (root) => ({
  name: 'in-browser',
  setup(plugins) {
    plugins.onResolve({ filter: ABSENT }, ({ path }) => ({ path, namespace: 'node-module' }));
    plugins.onResolve({ filter: /^(?:node:)?[a-z_]+(?:\/promises)?$/ }, ({ path }) =>
      isBuiltin(path)
        ? { path: path.replace(/^node:|\/promises$/g, ''), namespace: 'node-module' }
        : undefined,
    );
    plugins.onLoad({ filter: /.*/, namespace: 'node-module' }, ({ path }) => {
      const own = join(root, 'src/page/node', `${SMALL.includes(path) ? 'small' : path}.ts`);
      const part = PACKAGES[path] ?? (existsSync(own) ? own : null);
      const member = SMALL.includes(path) ? `.${path}` : '';
      const contents = `module.exports = {${part ? `...require(${JSON.stringify(part)})${member}` : ''}};`;
      return { contents, resolveDir: root };
    });
    plugins.onResolve({ filter: /^\..*\.tsx?$/ }, ({ path, resolveDir }) => {
      const file = relative(root, join(resolveDir, path)).split(sep).join('/');
      if (file === FILES) return { path: join(root, 'src/page/memory-files.ts') };
      return WITHOUT.some((files) => files.test(file)) ? { path, namespace: 'node-module' } : undefined;
    });
  },
});

const shared = (root, version) => ({
  absWorkingDir: root,
  bundle: true,
  platform: 'browser',
  target: ['chrome115', 'firefox115', 'safari16.4'],
  format: 'iife',
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  write: false,
  metafile: true,
  loader: { '.ps1': 'text', '.html': 'text', '.css': 'text' },
  define: {
    P2S_FIX_VERSION: JSON.stringify(version),
    'process.platform': '"linux"',
    'process.env': '{}',
    global: 'globalThis',
  },
  inject: [join(root, 'src/page/node/globals.ts')],
  plugins: [inBrowser(root)],
});

/** Writes the page; `scripts` is the folder of the built PowerShell scripts. Returns esbuild's metafiles. */
export async function buildPage(root, scripts, out, version) {
  const common = shared(root, version);
  const worker = await build({
    ...common,
    entryPoints: ['src/page/worker.ts'],
    alias: { 'p2s-scripts': scripts },
  });
  const report = await reportParts(common);
  const app = await build({
    ...common,
    entryPoints: ['src/page/app.ts'],
    format: 'esm',
    inject: [],
    plugins: [behaviour(report.BEHAVIOUR), ...common.plugins],
  });
  const packed = gzipSync(worker.outputFiles[0].contents, { level: 9 }).toString('base64');
  const script = app.outputFiles[0].text;
  const page = readFileSync(join(root, 'src/page/page.html'), 'utf8');
  const style = `${report.STYLE}${readFileSync(join(root, 'src/page/page.css'), 'utf8')}`;
  const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const policy = [
    `default-src 'none'`,
    `script-src ${hash(script)} 'wasm-unsafe-eval'`,
    `style-src ${hash(style)}`,
    `worker-src blob:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  const whole = page
    .replaceAll(/(data-text="([\w.]+)"[^>]*>)(?=<\/)/g, (_, start, name) => start + textOf(report.EN, name))
    .replace('%COMMANDS%', () => report.EXPORT_COMMANDS)
    .replace('%POLICY%', () => policy)
    .replace('%STYLE%', () => style)
    .replace('%WORKER%', () => packed)
    .replace('%VERSION%', () => version)
    .replace('%SCRIPT%', () => script);
  writeFileSync(out, whole);
  return [worker.metafile, app.metafile];
}

/** A text of the page by its name, so that the page is there before its script: `sources.wininet`. */
function textOf(texts, name) {
  const found = name.split('.').reduce((part, member) => part[member], texts);
  return found.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** The style and the script of a report, which the page uses too, and what it shows first. */
async function reportParts(common) {
  const { outputFiles } = await build({
    ...common,
    stdin: {
      contents: [
        `export * from './style.ts'; export * from './script.ts';`,
        `export { EN } from '../../../page/texts.ts';`,
        `export { EXPORT_COMMANDS } from '../../../core/export/export-commands.ts';`,
      ].join('\n'),
      resolveDir: join(common.absWorkingDir, 'src/report/views/page'),
    },
    format: 'esm',
    inject: [],
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

/** The page may not evaluate text, so a report's script becomes part of its own. */
const behaviour = (text) => ({
  name: 'behaviour',
  setup(plugins) {
    plugins.onResolve({ filter: /^p2s-report-behaviour$/ }, ({ path }) => ({ path, namespace: 'behaviour' }));
    plugins.onLoad({ filter: /.*/, namespace: 'behaviour' }, () => ({ contents: `export default ${text}` }));
  },
});
