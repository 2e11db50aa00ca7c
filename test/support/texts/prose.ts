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
    if (/\w/.test(paragraph)) found.push({ file, line, text: paragraph });
    line += newlinesIn(paragraph);
  }
  return found;
}

/** Every place where a text matches, as `file:line: words around it`; a space of the pattern may be the end of a line. */
export function matchesOf(pattern: RegExp, { file, line, text }: Literal): string[] {
  const anySpace = new RegExp(pattern.source.replaceAll(' ', String.raw`\s+`), 'gi');
  return [...text.matchAll(anySpace)].map(({ index }) => {
    const around = text.slice(Math.max(0, index - 30), index + 40).replaceAll(/\s+/g, ' ');
    return `${file}:${line + newlinesIn(text.slice(0, index))}: ${around.trim()}`;
  });
}

/** Replaces a part by blanks: keeps lengths and line ends, so that line numbers stay right and no words join. */
function blank(part: string): string {
  return part.replaceAll(/[^\n]/g, '\u00b7');
}

function newlinesIn(text: string): number {
  return text.split('\n').length - 1;
}
