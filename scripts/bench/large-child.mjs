// Runs the program (first argument) and leaves the most memory that it had, in KiB, in a file (second argument).
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [cli = '', left = ''] = process.argv.splice(2, 2);
process.on('exit', () => writeFileSync(left, String(process.resourceUsage().maxRSS)));
await import(pathToFileURL(cli).href);
