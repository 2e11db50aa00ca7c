import type { FleetComputer } from '../../core/fleet/computer.ts';
import { formatComputerList } from '../../core/fleet/computer-list.ts';
import { nodeFiles } from '../../files/node-files.ts';
import { reserveNew } from '../run/folders/new-file.ts';

/** The list of the computers to run again. */
export interface AgainList {
  write(computers: readonly { computer: FleetComputer; cause: string }[]): Promise<void>;
}

/**
 * Checks before the run that the list can be written. The list that this run reads may be replaced by the
 * remaining computers; any other file with content is never overwritten.
 *
 * @throws P2sError `input`
 */
export async function againList(file: string | null, only: string | null): Promise<AgainList> {
  if (file === null) return { write: async () => undefined };
  if (file === only) {
    return {
      async write(computers) {
        await nodeFiles().replace(file, Buffer.from(formatComputerList(computers)));
      },
    };
  }
  const reserved = await reserveNew(file, '--again');
  return { write: (computers) => reserved.write(formatComputerList(computers)) };
}
