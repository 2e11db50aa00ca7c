// Closes the bundle: it imports its own files and the modules of Node, and never searches for a package. Node
// would search every folder up to the root of the drive, and any user may create `C:\node_modules`.
import { isBuiltin } from 'node:module';

/** The module of Node that creates a `require`. */
const MAKES_REQUIRE = /^(?:node:)?module$/;

/** At the head of every file, for the libraries that are CommonJS. Without a search: an unknown name is an error. */
export const CLOSED_REQUIRE = `const require = (name) => { const found = process.getBuiltinModule(name); if (found === undefined) throw Object.assign(new Error(name + ': not a module of Node'), { code: 'MODULE_NOT_FOUND' }); return found; };`;

/** The modules that bundled libraries would search for, by name or file, and their replacements. */
const INSTEAD = [
  // React's developer tools, which Ink would load for DEV=true.
  { name: /\/devtools\.js$/, as: 'no-devtools', contents: '' },
  // Colours of `debug`, whose output is not shown.
  { name: /^supports-color$/, as: 'no-colours', contents: '' },
  {
    name: MAKES_REQUIRE,
    as: 'node-module',
    contents: `
      export const createRequire = () => require;
      export const { builtinModules } = process.getBuiltinModule('node:module');`,
  },
];

/** Libraries that read the disk: Ink (DEV=true) its package.json, y18n its translations, escalade settings. */
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
