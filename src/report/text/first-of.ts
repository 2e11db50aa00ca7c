/** The first entries of a list that may have thousands; JSON has all of them. */
export interface FirstOf<T> {
  shown: readonly T[];
  /** How many are omitted. */
  left: number;
}

/** Limits for readability; the first entries are those of most computers. */
export const SHOWN_IN_TEXT = 20;
export const SHOWN_ON_PAGE = 100;

/** The first entries, at most `most`. */
export function firstOf<T>(all: readonly T[], most: number): FirstOf<T> {
  return { shown: all.slice(0, most), left: Math.max(0, all.length - most) };
}

/** Entries grouped by key, in the order of the first entry of each key. */
export function groupedBy<T>(all: readonly T[], keyOf: (one: T) => string): [key: string, entries: T[]][] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups];
}
