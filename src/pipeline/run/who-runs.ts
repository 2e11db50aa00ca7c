import type { Observation } from '../../core/model/observation.ts';
import { isElevated } from '../../core/security/elevated.ts';
import type { FolderPort } from '../../machine/folders.ts';
import type { Machine } from '../../machine/port.ts';

/** The account that runs this program. The user of a recording belongs to another computer. */
export async function whoRuns(
  machine: Machine | null,
  observation: Observation | null,
  folders: FolderPort,
): Promise<{ sid: string | null; elevated: boolean }> {
  const isThis = machine?.kind === 'local' && observation?.user != null;
  const user = isThis ? observation.user : (await folders.observe({})).user;
  const elevated = isThis ? isElevated(observation) : (user?.elevated ?? false);
  return { sid: user?.sid ?? null, elevated };
}
