import type { Observation } from '../../core/model/observation.ts';
import { isElevated } from '../../core/security/elevated.ts';
import type { FolderPort } from '../../machine/folders.ts';
import type { Machine } from '../../machine/port.ts';

/** Whether an administrator runs this program. The user of a recording belongs to another computer. */
export async function isAdministrator(
  machine: Machine | null,
  observation: Observation | null,
  folders: FolderPort,
): Promise<boolean> {
  if (machine?.kind === 'local' && observation?.user != null) return isElevated(observation);
  return (await folders.observe({})).user.elevated ?? false;
}
