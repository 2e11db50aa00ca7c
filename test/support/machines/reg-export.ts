/** The text of `reg export` as `key\n"name"` to the value as it is written there, continuation lines joined. */
export function exportedValues(text: string): Map<string, string> {
  const values = new Map<string, string>();
  let key = '';
  for (const line of text.replace(/\\\r?\n\s*/g, '').split(/\r?\n/)) {
    const section = /^\[(.*)\]$/.exec(line)?.[1];
    if (section !== undefined) key = section;
    const [, name, value] = /^("(?:[^"\\]|\\.)*"|@)=(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) values.set(`${key}\n${name}`, value);
  }
  return values;
}

/** The differences of the second export, `null` for removed values; read only from the text. */
export function exportedChanges(before: string, after: string): Record<string, string | null> {
  const [old, now] = [exportedValues(before), exportedValues(after)];
  const changes: Record<string, string | null> = {};
  for (const [place, value] of now) if (old.get(place) !== value) changes[place] = value;
  for (const place of old.keys()) if (!now.has(place)) changes[place] = null;
  return changes;
}

/** A WinINET or WinHTTP value as an export writes it: three numbers, then each text with its length, then the tail. */
export function exportedBlob(
  head: readonly [number, number, number],
  texts: readonly string[],
  tail = 0,
): string {
  const bytes = [
    ...head.flatMap(u32),
    ...texts.flatMap((text) => [...u32(text.length), ...Buffer.from(text)]),
  ];
  const all = [...bytes, ...new Array<number>(tail).fill(0)];
  return `hex:${all.map((byte) => byte.toString(16).padStart(2, '0')).join(',')}`;
}

function u32(number: number): number[] {
  return [number & 255, (number >> 8) & 255, (number >> 16) & 255, (number >>> 24) & 255];
}
