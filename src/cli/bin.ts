#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { VERSION } from '../pipeline/run/version.ts';

const argv = process.argv.slice(2);
// Whoever reads the output may stop reading (`| more`, `| head`): no reason to fail.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
  // The one answer that needs nothing loaded.
  process.stdout.write(`${VERSION}\n`);
} else if (await mayRun()) {
  const { main, systemPorts } = await import('./main.ts');
  const scriptsDir = fileURLToPath(new URL('ps1/', import.meta.url));
  const exitCode = await main(argv, systemPorts(scriptsDir, fileURLToPath(import.meta.url)));
  await Promise.all([process.stdout, process.stderr].map(flushed));
  // Without it a name that is still being looked up holds the process for many seconds after its last word.
  process.exit(exitCode);
} else process.exitCode = 1;

/** An installed program is looked at before the rest of it is loaded. */
async function mayRun(): Promise<boolean> {
  if (argv[0] !== 'schedule') return true;
  const { isAsInstalled } = await import('../schedule/verify-self.ts');
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const { env, platform } = process;
  return isAsInstalled(argv, fileURLToPath(import.meta.url), { env, platform, say });
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve();
    else stream.write('', () => resolve());
  });
}
