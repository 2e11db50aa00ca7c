const SHORT_NAMES: readonly (readonly [short: string, long: string])[] = [
  ['HKLM', 'HKEY_LOCAL_MACHINE'],
  ['HKCU', 'HKEY_CURRENT_USER'],
  ['HKU', 'HKEY_USERS'],
  ['HKCR', 'HKEY_CLASSES_ROOT'],
  ['HKCC', 'HKEY_CURRENT_CONFIG'],
];
const HIVES = new Map(
  SHORT_NAMES.flatMap(([short, long]) => [
    [short, long],
    [long, long],
  ]),
);

/** Windows allows 512 levels of at most 255 characters; relevant keys are much shorter. */
const MAX_PATH_LENGTH = 8192;

/** The path with the long hive name and without a trailing backslash; `null` for an unknown hive. */
export function canonicalKeyPath(path: string): string | null {
  if (path.length > MAX_PATH_LENGTH) return null;
  const slash = path.indexOf('\\');
  const hive = slash === -1 ? path : path.slice(0, slash);
  const long = HIVES.get(hive) ?? HIVES.get(hive.toUpperCase());
  if (long === undefined) return null;
  let end = path.length;
  while (slash !== -1 && end > slash && path[end - 1] === '\\') end -= 1;
  return long + (slash === -1 ? '' : path.slice(slash, end));
}

/** Whether `path` is `root` or below it; names are case-insensitive. */
export function isAtOrBelow(path: string, root: string): boolean {
  const [a, b] = [path.toLowerCase(), root.toLowerCase()];
  return a === b || a.startsWith(`${b}\\`);
}

/** Whether two key paths, or two names of values, are the same to Windows. */
export function sameKey(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** `a\\b\\c`, `a\\b`, `a`. */
export function selfAndAncestors(path: string): string[] {
  const all = [path];
  for (let i = path.lastIndexOf('\\'); i > 0; i = path.lastIndexOf('\\', i - 1)) all.push(path.slice(0, i));
  return all;
}
