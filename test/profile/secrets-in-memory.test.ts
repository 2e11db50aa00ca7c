import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { folderForTest } from '../support/files.ts';
import { azureVpnConfig, SECRET } from '../support/machines/profiles.ts';

const HOST = 'azuregateway-0f0f0f0f.vpn.azure.com';

/** Reads a profile, drops its bytes, and searches the rest of the heap for texts. */
const HEAP_SEARCH = `
import { getHeapSnapshot } from 'node:v8';
import { readProfileFiles } from './src/profile/package.ts';

const kept = await (async () => {
  let text = '';
  for await (const part of process.stdin) text += part;
  return readProfileFiles([{ path: 'azurevpnconfig.xml', bytes: Buffer.from(text, 'base64') }]);
})();
for (let i = 0; i < 5; i++) {
  globalThis.gc();
  await new Promise((done) => setImmediate(done));
}
const found = { secret: false, host: false };
let tail = '';
for await (const part of getHeapSnapshot()) {
  const text = tail + part;
  found.secret ||= text.includes('5ec7e7'.repeat(3));
  found.host ||= text.includes(['azuregateway-0f0f0f0f', 'vpn.azure.com'].join('.'));
  tail = text.slice(-200);
}
console.log(JSON.stringify({ ...found, read: kept.gateways.length }));
`;

it('nothing of a secret stays in memory once its profile has been read', async () => {
  const folder = await folderForTest();
  const outfile = join(folder, 'look.mjs');
  const stdin = { contents: HEAP_SEARCH, resolveDir: process.cwd(), loader: 'ts' } as const;
  const banner = {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  };
  await build({ stdin, outfile, banner, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  const child = promisify(execFile)(process.execPath, ['--expose-gc', outfile], { timeout: 60_000 });
  child.child.stdin?.end(Buffer.from(azureVpnConfig({ servers: [HOST] })).toString('base64'));
  expect(SECRET).toContain('5ec7e7'.repeat(3));
  expect(JSON.parse((await child).stdout)).toEqual({ secret: false, host: true, read: 1 });
});
