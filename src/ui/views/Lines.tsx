import { Box, Text, type TextProps } from 'ink';
import type { ReactElement } from 'react';
import { breakSpans, cutSpans, type Span } from '../break-lines.ts';
import { spell, type Tone, useDisplay } from '../display.ts';

/** A line and its indent, in columns. */
export interface Line {
  indent: number;
  spans: readonly Span[];
}

interface Fit {
  /** Available columns; default: those of the terminal. */
  width?: number;
  /** Exactly one row, truncated; otherwise as many rows as needed, broken between words. */
  single: boolean;
}

const STYLES: Record<Tone, TextProps> = {
  good: { color: 'green' },
  bad: { color: 'red' },
  warn: { color: 'yellow' },
  accent: { color: 'cyan' },
  quiet: { dimColor: true },
  strong: { bold: true },
};

export function line(indent: number, ...spans: readonly (Span | string)[]): Line {
  return { indent, spans: spans.map((span) => (typeof span === 'string' ? { text: span } : span)) };
}

/** Lines one below the other; continuation rows have the indent of the first row. */
export function Lines({ lines, width, single }: Fit & { lines: readonly Line[] }): ReactElement {
  const { columns } = useDisplay();
  return (
    <Box flexDirection="column">
      {lines.map(({ indent, spans }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the position identifies a line
        <Box key={index} paddingLeft={indent}>
          <Words spans={spans} width={Math.max(1, (width ?? columns) - indent)} single={single} />
        </Box>
      ))}
    </Box>
  );
}

export function Words({ spans, width, single }: Fit & { spans: readonly Span[] }): ReactElement {
  const display = useDisplay();
  const { columns } = display;
  const spelled = spans.map((span) => ({ ...span, text: spell(span.text, display) }));
  const space = width ?? columns;
  const rows = single ? [cutSpans(spelled, space, spell('\u2026', display))] : breakSpans(spelled, space);
  return (
    <Box flexDirection="column">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the position identifies a row
        <Text key={index} wrap={single ? 'truncate-end' : 'wrap'}>
          {row.length === 0 ? ' ' : null}
          {row.map(({ text, tone }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the position identifies a span
            <Text key={place} {...(display.colour && tone !== undefined ? STYLES[tone] : {})}>
              {text}
            </Text>
          ))}
        </Text>
      ))}
    </Box>
  );
}
