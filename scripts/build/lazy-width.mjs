// A plugin for esbuild that keeps a slow library out of the commands that do not need it.

/**
 * string-width prepares tables for every script of the world when it is loaded, which takes longer than all the
 * rest of a short command. Printable ASCII has one column per character, and so has the ellipsis of our own help
 * texts; string-width is loaded for anything else. All modules get Ink's copy, so that the bundle has only one.
 * @param {string} root the project
 * @returns {import('esbuild').Plugin}
 */
export const lazyWidth = (root) => ({
  name: 'lazy-width',
  setup(plugins) {
    plugins.onResolve({ filter: /^string-width$/ }, ({ path, namespace }) =>
      namespace === 'lazy-width' ? undefined : { path, namespace: 'lazy-width' },
    );
    plugins.onLoad({ filter: /.*/, namespace: 'lazy-width' }, () => ({
      resolveDir: root,
      contents: `
        export default function stringWidth(text, options) {
          if (/^[ -~\\u2026]*$/.test(text)) return text.length;
          return require('string-width').default(text, options);
        }`,
    }));
  },
});
