import { getAsset, getRawAsset } from 'node:sea';
import { start } from '../cli/start.ts';
import type { Ports } from '../pipeline/run/ports.ts';
import { RELAY_COMMAND, relayHere } from '../powershell/relay.ts';
import { type PackedFiles, scriptsFolder } from './unpack.ts';

/**
 * The command line of the executable that has Node and all files of the program in it.
 *
 * @param change what a computer of the lab answers otherwise than Windows
 */
export function startExecutable(change: (ports: Ports) => Ports = (ports) => ports): void {
  // The executable is its own Node for the process between it and a PowerShell that writes.
  if (process.argv[2] === RELAY_COMMAND) {
    relayHere(process.argv.slice(3));
    return;
  }
  const program = process.execPath;
  void start((systemPorts) => {
    let folder: string | null = null;
    return {
      ...change(systemPorts('', program)),
      singleExecutable: true,
      // Only what needs PowerShell, or a file to copy, asks for it.
      get scriptsDir() {
        folder ??= scriptsFolder(packedFiles(), process.env);
        return folder;
      },
    };
  });
}

/** As `scripts/exe` packs them. */
function packedFiles(): PackedFiles {
  const { name, paths } = JSON.parse(getAsset('files.json', 'utf8')) as Pick<PackedFiles, 'name' | 'paths'>;
  return { name, paths, read: (path) => new Uint8Array(getRawAsset(path) as ArrayBuffer) };
}
