import { type Phrase, toText, type Wording } from '../../core/model/say.ts';

/** A line and its indent, in steps. */
export interface Line {
  depth: number;
  text: Phrase;
  /** True for emphasis. */
  strong?: boolean;
}

/** A line in one language. */
export type TextLine = Omit<Line, 'text'> & { text: string };

export function linesIn(lines: readonly Line[], wording: Wording): TextLine[] {
  return lines.map((line) => ({ ...line, text: toText(line.text, wording) }));
}
