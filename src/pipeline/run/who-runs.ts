import type { Observation } from '../../core/model/observation.ts';
import type { FolderPort } from '../../machine/folders.ts';
import type { Machine } from '../../machine/port.ts';

/** Who runs this program. What a recording says of its user is about another machine. */
export async function whoRuns(
  machine: Machine | null,
  observation: Observation | null,
  folders: FolderPort,
): Promise<{ sid: string | null; elevated: boolean }> {
  const isThis = machine?.kind === 'local' && observation?.user != null;
  const user = isThis ? observation.user : (await folders.observe([])).user;
  const elevated = user?.elevated ?? (isThis && readsServiceHives(observation));
  return { sid: user?.sid ?? null, elevated };
}

/** Where the language mode hides who is an administrator: only those may read the hive of a service account. */
function readsServiceHives({ registry }: Observation): boolean {
  const hive = /^HKEY_USERS\\S-1-5-(?:19|20)\\/i;
  return [...registry.keys].some(({ path, visibility }) => hive.test(path) && visibility !== 'unseen');
}
