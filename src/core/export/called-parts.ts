/** A function, a variable of the script, or anything else (no name), with the comment above it. */
interface Part {
  name: string | null;
  lines: string[];
}

const COMMENT = /^#(?!Requires|>)/;
const NAMED = /^(?:function (\w+-\w+)|\$script:(\w+) \+?=)/;
/** A line that goes on with the part: indented, or what closes it. */
const GOES_ON = /^(?:\s+\S|[)}])/;
const MENTIONED = /\$script:(\w+)|\b(\w+-P2S\w+)/g;

/**
 * The script without functions and `$script:` variables that nothing in the rest names: a reader of a script that only
 * reads finds nothing in it that writes. It needs the form that the scripts of this project have: functions and
 * variables begin in the first column, and a function ends with `}` there.
 *
 * @param script with LF line ends
 */
export function calledParts(script: string): string {
  const parts = partsOf(script.split('\n'));
  const kept = new Set(parts.filter(({ name }) => name === null));
  let added = [...kept];
  while (added.length > 0) {
    const mentioned = new Set(added.flatMap(({ lines }) => namesIn(lines)));
    added = parts.filter((part) => !kept.has(part) && part.name !== null && mentioned.has(part.name));
    for (const part of added) kept.add(part);
  }
  const rest = parts.filter((part, at) => kept.has(part) && !isHeadOfNothing(parts, at, kept));
  return rest
    .flatMap(({ lines }) => lines)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}

function namesIn(lines: readonly string[]): string[] {
  const code = lines.filter((line) => !/^\s*#/.test(line)).join('\n');
  return [...code.matchAll(MENTIONED)].map(([, variable, called]) => variable ?? called ?? '');
}

function partsOf(lines: readonly string[]): Part[] {
  const parts: Part[] = [];
  let comment: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    at += 1;
    if (COMMENT.test(line)) {
      comment.push(line);
      continue;
    }
    const [, called, variable] = NAMED.exec(line) ?? [];
    const part: Part = { name: called ?? variable ?? null, lines: [...comment, line] };
    comment = [];
    parts.push(part);
    if (part.name === null) continue;
    const isOpen = called !== undefined && !line.endsWith('}');
    while (at < lines.length && (isOpen || GOES_ON.test(lines[at] ?? ''))) {
      part.lines.push(lines[at] ?? '');
      at += 1;
      if (isOpen && part.lines.at(-1) === '}') break;
    }
  }
  return [...parts, { name: null, lines: comment }];
}

/** A comment alone, the head of a file, of which nothing is kept up to the next head. */
function isHeadOfNothing(parts: readonly Part[], at: number, kept: ReadonlySet<Part>): boolean {
  if (!isHead(parts[at])) return false;
  const next = parts.findIndex((part, index) => index > at && isHead(part));
  const below = parts.slice(at + 1, next < 0 ? undefined : next);
  return !below.some((part) => kept.has(part) && part.name !== null);
}

function isHead(part: Part | undefined): boolean {
  return part?.name === null && COMMENT.test(part.lines[0] ?? '') && part.lines.at(-1) === '';
}
