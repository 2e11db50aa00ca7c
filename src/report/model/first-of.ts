/** What people are shown of a list that may have thousands of entries; JSON has all of them. */
export interface FirstOf<T> {
  shown: readonly T[];
  /** How many are left out. */
  left: number;
}

/** On paper and in a terminal nobody reads more, and the first are those of most computers. */
export const SHOWN_IN_TEXT = 20;
export const SHOWN_ON_PAGE = 100;

/** The first entries, at most `most`. */
export function firstOf<T>(all: readonly T[], most: number): FirstOf<T> {
  return { shown: all.slice(0, most), left: Math.max(0, all.length - most) };
}

/** How many entries of a list are not shown; none where all are. */
export function leftLine(left: number, say: { left(count: number): string }): string[] {
  return left === 0 ? [] : [`  ${say.left(left)}`];
}

/** The entries by what they have in common, in the order in which each key comes first. */
export function groupedBy<T>(all: readonly T[], keyOf: (one: T) => string): [key: string, entries: T[]][] {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups];
}
