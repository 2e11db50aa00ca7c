// Closes the bundle: what is built asks for its own files and for the modules of Node, and searches for nothing. Node
// climbs from the file that asks to the root of the drive, and any user may create `C:\node_modules`.
import { isBuiltin } from 'node:module';

/** By the name of the module that makes others able to ask by name. */
const MAKES_REQUIRE = /^(?:node:)?module$/;

/** At the head of every file, for the libraries that are CommonJS. Without a search: an unknown name is an error. */
export const CLOSED_REQUIRE = `const require = (name) => { const found = process.getBuiltinModule(name); if (found === undefined) throw Object.assign(new Error(name + ': not a module of Node'), { code: 'MODULE_NOT_FOUND' }); return found; };`;

/** What bundled libraries would search for, by a filter of the name or file, and what they get instead. */
const INSTEAD = [
  // React's developer tools, which Ink would load for DEV=true.
  { name: /\/devtools\.js$/, as: 'no-devtools', contents: '' },
  // Colours of `debug`, which nobody sees.
  { name: /^supports-color$/, as: 'no-colours', contents: '' },
  {
    name: MAKES_REQUIRE,
    as: 'node-module',
    contents: `
      export const createRequire = () => require;
      export const { builtinModules } = process.getBuiltinModule('node:module');`,
  },
];

/** Files of libraries that look on disk: Ink (DEV=true) for its package.json, y18n for words, escalade for settings. */
const WITHOUT_DISK = [
  { file: /\/ink\/build\/utils\.js$/, contents: 'export const isDev = () => false;' },
  {
    file: /\/y18n\/build\/lib\/platform-shims\/node\.js$/,
    contents: `
      import { format } from 'node:util';
      import { resolve } from 'node:path';
      export default { fs: {}, format, resolve, exists: () => false };`,
  },
  { file: /\/escalade\/sync\/index\.(?:mjs|js)$/, contents: 'export default () => undefined;' },
];

/** The plugin for esbuild. */
export const closedBundle = {
  name: 'closed-bundle',
  setup(plugins) {
    for (const { name, as, contents } of INSTEAD) {
      plugins.onResolve({ filter: name }, () => ({ path: as, namespace: as }));
      plugins.onLoad({ filter: /.*/, namespace: as }, () => ({ contents }));
    }
    for (const { file, contents } of WITHOUT_DISK)
      plugins.onLoad({ filter: file }, ({ path }) => ({
        contents,
        resolveDir: path.replace(/[^/\\]+$/, ''),
      }));
    plugins.onEnd(({ metafile }) => {
      const asked = Object.values(metafile?.outputs ?? {}).flatMap(({ imports }) => imports);
      const open = asked.filter(
        ({ external, path }) => external && (!isBuiltin(path) || MAKES_REQUIRE.test(path)),
      );
      return { errors: open.map(({ path }) => ({ text: `The bundle would search for "${path}".` })) };
    });
  },
};
