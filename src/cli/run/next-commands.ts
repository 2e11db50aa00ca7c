import { shellOf } from '../../core/model/command-text.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import { type NextCommands, nextCommands } from '../parse/command-line.ts';

/** The next commands of a command line. A folder of a recording, or a file named twice, shows its number of files. */
export async function nextCommandsOf(
  argv: readonly string[],
  machines: readonly string[],
  { platform }: Pick<Ports, 'platform'>,
): Promise<NextCommands> {
  const shell = shellOf(platform);
  if (machines.length === 0) return nextCommands(argv, shell);
  const { countRecordingFiles } = await import('../../pipeline/run/open-machine.ts');
  return nextCommands(argv, shell, await countRecordingFiles(machines));
}
