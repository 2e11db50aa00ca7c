import type { Literal } from './literals.ts';

const GENERATED = /<!-- generated:[\s\S]*?<!-- end of generated -->/g;
const FENCED = /^ *```[\s\S]*?^ *```$/gm;
const COMMENT = /<!--[\s\S]*?-->/g;
const CODE_SPAN = /(`+)(?:[^`]|(?!\1)`)+?\1/g;
const LINK_TARGET = /\]\([^)\n]*\)/g;

/** The paragraphs of a Markdown page as people read them: no code, no generated part, no address of a link. */
export function proseIn(file: string, page: string): Literal[] {
  const text = [GENERATED, FENCED, COMMENT, CODE_SPAN, LINK_TARGET].reduce(
    (rest, part) => rest.replace(part, blank),
    page,
  );
  const found: Literal[] = [];
  let line = 1;
  for (const paragraph of text.split(/(\n{2,})/)) {
    if (paragraph.trim() !== '') found.push({ file, line, text: paragraph });
    line += newlinesIn(paragraph);
  }
  return found;
}

/** Every place where a text matches, also across the end of a line, as `file:line: words around it`. */
export function matchesOf(pattern: RegExp, { file, line, text }: Literal): string[] {
  const flat = text.replaceAll('\n', ' ');
  return [...flat.matchAll(new RegExp(pattern, `${pattern.flags.replace('g', '')}g`))].map(({ index }) => {
    const at = line + newlinesIn(text.slice(0, index));
    return `${file}:${at}: ${flat.slice(Math.max(0, index - 30), index + 40).trim()}`;
  });
}

/** Keeps lengths and line ends, so that line numbers stay right. */
function blank(part: string): string {
  return part.replaceAll(/[^\n]/g, '\u00a0');
}

function newlinesIn(text: string): number {
  return text.split('\n').length - 1;
}
