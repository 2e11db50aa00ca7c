import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles a file of `test/support` into one that Node for Windows can run. */
export async function bundleForLab(entry: URL, outfile: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    // Libraries that are CommonJS call require() for Node's own modules.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
}
