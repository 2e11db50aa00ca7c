import { type Catalog, type Text, toWords } from './text.ts';

/** A line and its indent, in steps. */
export interface Line {
  depth: number;
  text: Text;
  /** True for emphasis. */
  strong?: boolean;
}

/** A line in one language. */
export type TextLine = Omit<Line, 'text'> & { text: string };

export function linesIn(lines: readonly Line[], catalog: Catalog): TextLine[] {
  return lines.map((line) => ({ ...line, text: toWords(line.text, catalog) }));
}
