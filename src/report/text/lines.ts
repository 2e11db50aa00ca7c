import { type Phrase, toText, type Wording } from '../../core/model/say.ts';

export type Tone = 'good' | 'bad' | 'warn' | 'quiet' | 'strong' | 'accent';

/** The tone of a state, which words or signs show as well. */
export const TONES = { pass: 'good', fail: 'bad', warn: 'warn', skip: 'quiet' } as const;

/** The state of a row or link. */
export type Mark = keyof typeof TONES;

/** A part of a line in one tone. */
export interface Span {
  text: string;
  tone?: Tone;
}

/** A line and its indent, in columns. */
export interface Line {
  indent: number;
  spans: readonly Span[];
}

export const BLANK: Line = { indent: 0, spans: [] };

export function line(indent: number, ...spans: readonly (Span | string)[]): Line {
  return { indent, spans: spans.map((span) => (typeof span === 'string' ? { text: span } : span)) };
}

/** A line without tones. */
export function lineText({ indent, spans }: Line): string {
  return `${' '.repeat(indent)}${spans.map(({ text }) => text).join('')}`.trimEnd();
}

/** A line in no language, and its indent in steps. */
export interface PhraseLine {
  depth: number;
  text: Phrase;
  /** True for emphasis. */
  strong?: boolean;
}

/** The same in one language. */
export type TextLine = Omit<PhraseLine, 'text'> & { text: string };

export function linesIn(lines: readonly PhraseLine[], wording: Wording): TextLine[] {
  return lines.map((line) => ({ ...line, text: toText(line.text, wording) }));
}

/** Each line at its depth. */
export function linesOf(lines: readonly TextLine[]): Line[] {
  return lines.map(({ depth, text, strong = false }) =>
    line(2 * depth, strong ? { text, tone: 'strong' } : text),
  );
}
