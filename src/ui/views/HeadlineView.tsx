import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { HeadlineLine } from '../../report/model/headline.ts';
import { displayWidth } from '../../report/text/columns.ts';
import type { Span } from '../break-lines.ts';
import { type Display, signOf, useDisplay } from '../display.ts';
import { Lines, line, Words } from './Lines.tsx';

export const LABEL_WIDTH = 9;

/** The report in a few lines. */
export function HeadlineView({ lines }: { lines: readonly HeadlineLine[] }): ReactElement {
  const display = useDisplay();
  return (
    <Box flexDirection="column">
      {lines.map((reported) => (
        <Box key={`${reported.label} ${reported.text}`}>
          <Box width={LABEL_WIDTH} flexShrink={0}>
            <Words spans={[labelSpan(reported)]} width={LABEL_WIDTH} single />
          </Box>
          <Lines
            lines={[line(0, ...textSpans(reported, display))]}
            width={display.columns - LABEL_WIDTH}
            single={false}
          />
        </Box>
      ))}
    </Box>
  );
}

/** The same with the label in the text, for a frame that counts its rows. */
export function headlineSpans(reported: HeadlineLine, display: Display): Span[] {
  const label = labelSpan(reported);
  const gap = ' '.repeat(Math.max(1, LABEL_WIDTH - displayWidth(label.text)));
  return [label, { text: gap }, ...textSpans(reported, display)];
}

function labelSpan({ label }: HeadlineLine): Span {
  return { text: label, tone: 'strong' };
}

function textSpans({ text, mood }: HeadlineLine, display: Display): Span[] {
  if (mood === 'plain') return [{ text }];
  const sign = mood === 'good' ? 'pass' : 'fail';
  return [
    { text: `${signOf(sign, display)} `, tone: mood },
    { text, tone: 'strong' },
  ];
}
