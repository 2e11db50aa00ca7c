/** The first key that an object of this valid JSON has twice, and its line: `JSON.parse` keeps only the last value. */
export function repeatedKey(json: string): { key: string; line: number } | null {
  /** The keys of each open object; `null` for an array. */
  const open: (Set<string> | null)[] = [];
  for (const { 0: token, 1: text, 2: colon, index } of json.matchAll(
    /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\]]/g,
  )) {
    if (token === '{' || token === '[') open.push(token === '{' ? new Set() : null);
    else if (token === '}' || token === ']') open.pop();
    if (text === undefined || colon === undefined) continue;
    // Escapes can write one key in several ways.
    const key = JSON.parse(text) as string;
    const keys = open.at(-1);
    if (keys?.has(key)) return { key, line: json.slice(0, index).split('\n').length };
    keys?.add(key);
  }
  return null;
}
