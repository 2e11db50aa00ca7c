import { basename, dirname, resolve, sep } from 'node:path';
import type { Collected } from '../../core/fleet/last-words.ts';
import { groupedBy } from '../../report/model/first-of.ts';

/** A collected result, and the file that has it. */
export interface CollectedFrom {
  file: string;
  word: Collected;
}

/**
 * Gives different names to computers that only their files name. Files of several folders often have the same name,
 * because the export commands always write `user.reg`: such computers get the shortest path that differs, and within
 * a folder the file name with its ending. A computer that names itself in its result keeps its name.
 */
export function distinctNames(results: readonly CollectedFrom[]): Collected[] {
  const filesOf = new Map<string, Set<string>>();
  for (const { file, word } of results) {
    if (word.unnamed !== true) continue;
    const name = keyOf(word.machine.computer);
    const files = filesOf.get(name) ?? new Set();
    // A file can be given twice, also as part of its folder.
    filesOf.set(name, files.add(resolve(file)));
  }
  const placeOf = new Map([...filesOf].map(([name, files]) => [name, distinctPlaces([...files])]));
  return results.map(({ file, word }) => {
    const { machine, unnamed } = word;
    const places = placeOf.get(keyOf(machine.computer));
    const place = unnamed === true ? places?.get(resolve(file)) : undefined;
    if (place === undefined) return word;
    const computer = [...place.folders, nameIn(place, machine.computer)].join('/');
    return { ...word, machine: { ...machine, computer } };
  });
}

/** How a file differs from others that name a computer alike. */
interface Place {
  /** The folders above the file, as many as needed. */
  folders: readonly string[];
  /** `null`: the folders suffice. */
  name: string | null;
}

function nameIn({ name }: Place, computer: string): string {
  if (name === null) return computer;
  // The name of a line of a table has more than the file name.
  return name.startsWith(computer) ? name : `${name}: ${computer}`;
}

function distinctPlaces(files: readonly string[], depth = 0): Map<string, Place> {
  const groups = groupedBy(files, (file) => keyOf(lastFolders(file, depth).join(sep)));
  return new Map(
    groups.flatMap(([, group]): [string, Place][] => {
      const [first = ''] = group;
      const folders = lastFolders(first, depth);
      if (group.length === 1) return [[first, { folders, name: null }]];
      const isOneFolder = group.every((file) => keyOf(dirname(file)) === keyOf(dirname(first)));
      if (!isOneFolder) return [...distinctPlaces(group, depth + 1)];
      return group.map((file, at) => [file, { folders, name: fileName(file, group.slice(0, at)) }]);
    }),
  );
}

/** The file name with its ending; with a number if it differs from an earlier one only in case. */
function fileName(file: string, earlier: readonly string[]): string {
  const name = basename(file);
  const alike = earlier.filter((one) => keyOf(basename(one)) === keyOf(name)).length;
  return alike === 0 ? name : `${name} (${alike + 1})`;
}

function lastFolders(file: string, depth: number): string[] {
  return depth === 0 ? [] : dirname(file).split(sep).slice(-depth);
}

/** The results of a computer are joined under its name in any case. */
function keyOf(name: string): string {
  return name.toLowerCase();
}
