// Runs the program (first argument) and writes its peak memory, in KiB, to a file (second argument).
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [cli = '', left = ''] = process.argv.splice(2, 2);
process.on('exit', () => writeFileSync(left, String(process.resourceUsage().maxRSS)));
await import(pathToFileURL(cli).href);
