// The simulated servers and the test harnesses are TypeScript: bundled into build/ for use from plain Node.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const MODULES = [
  './scripts/simulated/ca.ts',
  './scripts/simulated/crl-server.ts',
  './scripts/simulated/gateway.ts',
  './scripts/simulated/proxy.ts',
  './scripts/simulated/sample-reg.ts',
  './src/core/fleet/judge.ts',
  './src/core/fleet/summary.ts',
  './src/machine/recorded/capture.ts',
  './src/machine/recorded/recording.ts',
  './test/path/mute.ts',
  './test/support/machines/crowd.ts',
  './test/support/fuzz/random.ts',
  './test/support/ports.ts',
  './test/support/programs/process.ts',
  './test/support/machines/random-machines.ts',
  './test/support/servers/relay.ts',
  './test/support/servers/squid.ts',
  './test/support/servers/ssh-computers.ts',
  './test/support/servers/sstpc.ts',
];

/** The lab finds its folder by the path of its own files, so they are not bundled. */
const labApart = {
  name: 'lab-apart',
  setup(plugins) {
    plugins.onResolve({ filter: /\/scripts\/lab\/.*\.mjs$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path),
      external: true,
    }));
  },
};

/**
 * Everything that those modules export.
 * @param {string} root of the checkout
 */
export async function loadSupport(root) {
  const outfile = join(root, 'build/bench-support.mjs');
  await build({
    absWorkingDir: root,
    stdin: { contents: MODULES.map((path) => `export * from '${path}';`).join('\n'), resolveDir: root },
    outfile,
    bundle: true,
    packages: 'external',
    plugins: [labApart],
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}
