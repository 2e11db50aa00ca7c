/**
 * The program for computers of the lab, where Wine keeps neither access lists nor the content of tasks. It differs
 * only in the readers of both, which answer as Windows would (./folders.ts, ./tasks.ts). It is built beside
 * `dist/` and never ships.
 */
import { fileURLToPath } from 'node:url';
import { main, systemPorts } from '../../../src/cli/main.ts';
import { labFolders } from './folders.ts';
import { labTasks } from './tasks.ts';

for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const argv = process.argv.slice(2);
const ports = systemPorts(beside('../dist/ps1/'), beside('lab-cli.js'));
const exitCode = await main(argv, {
  ...ports,
  folders: labFolders,
  tasks: labTasks,
});
await Promise.all([process.stdout, process.stderr].map(flushed));
process.exit(exitCode);

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve();
    else stream.write('', () => resolve());
  });
}
