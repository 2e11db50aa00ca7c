// Makes one module of many for esbuild. Splitting puts nearly each of our small files into its own chunk, because
// each is needed by another set of commands. Opening a file costs more than reading it, especially on Windows
// under a virus scanner.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * These modules and their static imports, as absolute paths.
 * @param {{ root: string, modules: readonly string[], apart?: readonly string[] }} options paths, those that are not
 *   absolute below `root`; `apart`: what is left out
 * @returns {Promise<readonly string[]>}
 */
export async function filesOf({ root, modules, apart = [] }) {
  const { metafile } = await bundleOf({ root, modules, apart });
  return Object.keys(metafile.inputs)
    .filter((path) => path !== '<stdin>')
    .map((path) => resolve(root, path));
}

/**
 * A plugin that makes these modules and their static imports one module, loaded as a whole.
 * @param {{ root: string, modules: readonly string[], apart: readonly string[], outfile: string }} options as for
 *   {@link filesOf}; `apart`: what stays outside, by itself or in another such module
 * @returns {Promise<{ plugin: import('esbuild').Plugin, members: readonly string[] }>} `members`: absolute paths
 */
export async function oneModule({ root, modules, apart, outfile }) {
  const members = await filesOf({ root, modules, apart });
  const { outputFiles } = await bundleOf({ root, modules: members, apart });
  const file = resolve(root, outfile);
  writeFileSync(file, outputFiles[0].contents);
  const inside = new Set(members);
  const plugin = {
    name: `one-module ${outfile}`,
    setup(plugins) {
      plugins.onResolve({ filter: /^\.|^\/|^[A-Za-z]:[\\/]/ }, ({ path, resolveDir }) =>
        inside.has(resolve(resolveDir, path)) ? { path: file } : undefined,
      );
    },
  };
  return { plugin, members };
}

function bundleOf({ root, modules, apart }) {
  const separate = new Set(apart.map((path) => resolve(root, path)));
  const leftOut = {
    name: 'left-out',
    setup(plugins) {
      plugins.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        const file = resolve(resolveDir, path);
        return kind === 'dynamic-import' || separate.has(file) ? { path: file, external: true } : undefined;
      });
    },
  };
  const contents = modules.map((path) => `export * from ${JSON.stringify(resolve(root, path))};`).join('\n');
  return build({
    absWorkingDir: root,
    stdin: { contents, resolveDir: root },
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    plugins: [leftOut],
  });
}
