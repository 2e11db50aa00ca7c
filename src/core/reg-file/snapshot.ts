import { type RegistryKey, RegistrySnapshot, type RegistryValue } from '../model/registry.ts';
import { selfAndAncestors } from './key-path.ts';
import type { RegFile } from './model.ts';

/**
 * What the file says of the registry: a key with a section is `present`, a deleted key (and every known key below it)
 * `absent`, any other `unseen`. Sections of the same key add up and a later value wins, as on import.
 */
export function toSnapshot(file: RegFile): RegistrySnapshot {
  const deletions = lastDeletions(file);
  const paths = new Map<string, string>();
  const values = new Map<string, Map<string, [string, RegistryValue]>>();
  for (const [i, section] of file.sections.entries()) {
    const id = section.path.toLowerCase();
    if (!paths.has(id)) paths.set(id, section.path);
    if (section.deleted || isDeletedAfter(id, i, deletions)) continue;
    const own = values.get(id) ?? new Map<string, [string, RegistryValue]>();
    values.set(id, own);
    for (const { name, value } of section.entries) {
      own.delete(name.toLowerCase());
      if (value !== null) own.set(name.toLowerCase(), [name, value]);
    }
  }
  return new RegistrySnapshot(
    [...paths].map(([id, path]): RegistryKey => {
      const own = values.get(id);
      return { path, visibility: own === undefined ? 'absent' : 'present', values: new Map(own?.values()) };
    }),
  );
}

/** By lower-case path, the index of the last section that deletes it. */
function lastDeletions(file: RegFile): Map<string, number> {
  const last = new Map<string, number>();
  for (const [i, section] of file.sections.entries())
    if (section.deleted) last.set(section.path.toLowerCase(), i);
  return last;
}

function isDeletedAfter(id: string, index: number, deletions: ReadonlyMap<string, number>): boolean {
  if (deletions.size === 0) return false;
  return selfAndAncestors(id).some((path) => (deletions.get(path) ?? -1) > index);
}
