/**
 * The program as it runs inside a computer of the lab, where Windows keeps no access lists: the same in everything, but
 * for the reader of folders, which answers as Windows would (./folders.ts). It is built beside `dist/` and never ships.
 */
import { fileURLToPath } from 'node:url';
import { main, systemPorts } from '../../src/cli/main.ts';
import { labFolders } from './folders.ts';

for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const ports = systemPorts(beside('../dist/ps1/'), beside('lab-cli.js'));
const exitCode = await main(process.argv.slice(2), { ...ports, folders: labFolders });
await Promise.all([process.stdout, process.stderr].map(flushed));
process.exit(exitCode);

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve();
    else stream.write('', () => resolve());
  });
}
