#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { VERSION } from '../pipeline/version.ts';

const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
  // The one answer that needs nothing loaded.
  process.stdout.write(`${VERSION}\n`);
} else {
  const { main } = await import('./main.ts');
  process.exitCode = await main(argv, fileURLToPath(new URL('ps1/', import.meta.url)));
}
