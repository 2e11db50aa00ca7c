import type { TextLine } from './text.ts';

export type Tone = 'good' | 'bad' | 'warn' | 'quiet' | 'strong' | 'accent';

/** The tone of a state, which words or signs show as well. */
export const TONES = { pass: 'good', fail: 'bad', warn: 'warn', skip: 'quiet' } as const;

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

/** Each line at its depth. */
export function linesOf(lines: readonly TextLine[]): Line[] {
  return lines.map(({ depth, text, strong = false }) =>
    line(2 * depth, strong ? { text, tone: 'strong' } : text),
  );
}
