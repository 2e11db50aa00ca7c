import { say } from '../core/model/say.ts';
import type { HeadlineLine } from '../report/model/headline.ts';
import { displayWidth } from '../report/text/columns.ts';
import { type Line, line, type Span } from '../report/text/lines.ts';
import { breakSpans, cutSpans } from './break-lines.ts';
import { type Display, signOf, spell } from './display.ts';

const LABEL_WIDTH = 9;

/** A line of the conclusion, its label in a column. */
export function headlineSpans({ label, text, mood }: HeadlineLine, display: Display): Span[] {
  const gap = ' '.repeat(Math.max(1, LABEL_WIDTH - displayWidth(label)));
  const shown: Span[] =
    mood === 'plain'
      ? [{ text }]
      : [
          { text: `${signOf(mood === 'good' ? 'pass' : 'fail', display)} `, tone: mood },
          { text, tone: 'strong' },
        ];
  return [{ text: label, tone: 'strong' }, { text: gap }, ...shown];
}

/** One row, truncated if necessary. */
export function oneRow(indent: number, spans: readonly Span[], display: Display): Line {
  return {
    indent,
    spans: cutSpans(spelled(spans, display), display.columns - indent, spell('\u2026', display)),
  };
}

/** As many rows as a line needs, all with the indent of the first. */
export function rowsOf({ indent, spans }: Line, display: Display): Line[] {
  const rows = breakSpans(spelled(spans, display), Math.max(1, display.columns - indent));
  return rows.map((row) => ({ indent, spans: row }));
}

/** Continuation rows align with the text, not with the label. */
export function hangingRows([label, gap, ...rest]: readonly Span[], display: Display): Line[] {
  return rowsOf(line(LABEL_WIDTH, ...rest), display).map((row, index) =>
    index === 0 && label !== undefined && gap !== undefined
      ? { indent: 0, spans: [label, gap, ...row.spans] }
      : row,
  );
}

/** The count of the others as lines. */
export function moreLines({ texts }: Display): (count: number) => string {
  return (count) => texts.words(say('and {count} more lines', { count }));
}

/** The first rows and a count of the others, when not all fit; `room` is at least one. */
export function firstRows(rows: readonly Line[], space: number, more: (count: number) => string): Line[] {
  if (rows.length <= space) return [...rows];
  const count = rows.length - space + 1;
  return [...rows.slice(0, space - 1), line(0, { text: more(count), tone: 'quiet' })];
}

/** The parts in as many rows as needed, none of them broken. */
export function sideBySide(parts: readonly Span[][], gap: number, columns: number): Span[][] {
  const rows: Span[][] = [];
  let used = 0;
  for (const part of parts) {
    const width = part.reduce((sum, { text }) => sum + displayWidth(text), 0);
    const row = rows.at(-1);
    const isNew = row === undefined || used + gap + width > columns;
    if (isNew) rows.push(part);
    else row.push({ text: ' '.repeat(gap) }, ...part);
    used = isNew ? width : used + gap + width;
  }
  return rows;
}

function spelled(spans: readonly Span[], display: Display): Span[] {
  return spans.map((span) => ({ ...span, text: spell(span.text, display) }));
}
