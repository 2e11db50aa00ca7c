import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles a script and its imports into one file that a bare Node can run, on Windows too. */
export async function bundleForNode(entry: URL, outfile: string): Promise<void> {
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
