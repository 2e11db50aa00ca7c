import { type RegistryKey, RegistrySnapshot, type RegistryValue } from '../model/registry.ts';
import { selfAndAncestors } from './key-path.ts';
import type { RegFile, RegSection } from './model.ts';

/**
 * The registry state in the file: a key with a section is `present`, a deleted key (and every known key below it)
 * `absent`, any other `unseen`. Sections of the same key add up and a later value wins, as on import.
 */
export function toSnapshot(file: RegFile): RegistrySnapshot {
  const deletions = lastDeletions(file);
  const keys = new Map<string, { path: string; sections: RegSection[] }>();
  for (const [i, section] of file.sections.entries()) {
    const id = section.path.toLowerCase();
    const key = keys.get(id) ?? { path: section.path, sections: [] };
    keys.set(id, key);
    if (!section.deleted && !isDeletedAfter(id, i, deletions)) key.sections.push(section);
  }
  return new RegistrySnapshot([...keys.values()].map(({ path, sections }) => keyOf(path, sections)));
}

/**
 * `reg export` and regedit write a key with all its subkeys: without a section `Connections`, a computer that has a
 * section `Internet Settings` has no such key.
 */
export function withAbsentConnections(registry: RegistrySnapshot): RegistrySnapshot {
  const absent = [...registry.keys]
    .filter(({ path, visibility }) => visibility === 'present' && /\\Internet Settings$/i.test(path))
    .map(({ path }) => `${path}\\Connections`)
    .filter((path) => registry.key(path).visibility === 'unseen')
    .map((path): RegistryKey => ({ path, visibility: 'absent', values: new Map() }));
  return new RegistrySnapshot([...registry.keys, ...absent]);
}

/** The values are read on demand. */
function keyOf(path: string, sections: readonly RegSection[]): RegistryKey {
  let values: RegistryKey['values'] | null = null;
  return {
    path,
    visibility: sections.length === 0 ? 'absent' : 'present',
    get values() {
      values ??= joined(sections);
      return values;
    },
  };
}

/** A later value of the same name wins, with its spelling. */
function joined(sections: readonly RegSection[]): Map<string, RegistryValue> {
  const values = new Map<string, [string, RegistryValue]>();
  for (const { entries } of sections)
    for (const { name, value } of entries) {
      values.delete(name.toLowerCase());
      if (value !== null) values.set(name.toLowerCase(), [name, value]);
    }
  return new Map(values.values());
}

/** The index of the last section that deletes a key, by lower-case path. */
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
