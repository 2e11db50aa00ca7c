// `npm start`: on Windows audits this computer; elsewhere shows the main job with simulated servers on loopback.
// `npm start -- ARGS` passes ARGS to p2s-fix.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

prepare();
const args = process.argv.slice(2);
const program =
  args.length > 0 || process.platform === 'win32' ? 'dist/cli.js' : 'build/simulated-servers.js';
const { status } = spawnSync(process.execPath, [join(root, program), ...args], { stdio: 'inherit' });
process.exitCode = status ?? 1;
