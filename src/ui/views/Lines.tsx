import { Box, Text, type TextProps } from 'ink';
import type { ReactElement } from 'react';
import type { Line, Tone } from '../../report/text/lines.ts';
import { breakSpans, cutSpans } from '../break-lines.ts';
import { spell, useDisplay } from '../display.ts';

const STYLES: Record<Tone, TextProps> = {
  good: { color: 'green' },
  bad: { color: 'red' },
  warn: { color: 'yellow' },
  accent: { color: 'cyan' },
  quiet: { dimColor: true },
  strong: { bold: true },
};

/**
 * Lines one below the other; continuation rows have the indent of the first row. `single`: exactly one row each, truncated;
 * otherwise as many rows as needed, broken between words.
 */
export function Lines({ lines, single }: { lines: readonly Line[]; single: boolean }): ReactElement {
  const { columns } = useDisplay();
  return (
    <Box flexDirection="column">
      {lines.map(({ indent, spans }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the position identifies a line
        <Box key={index} paddingLeft={indent}>
          <Words spans={spans} width={Math.max(1, columns - indent)} single={single} />
        </Box>
      ))}
    </Box>
  );
}

interface WordsProps {
  spans: Line['spans'];
  width: number;
  single: boolean;
}

function Words({ spans, width, single }: WordsProps): ReactElement {
  const display = useDisplay();
  const spelled = spans.map((span) => ({ ...span, text: spell(span.text, display) }));
  const rows = single ? [cutSpans(spelled, width, spell('\u2026', display))] : breakSpans(spelled, width);
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
