import { Box } from 'ink';
import type { ReactElement } from 'react';
import { type HeadlineLine, headline } from '../report/headline.ts';
import type { Texts } from '../report/texts.ts';
import { displayWidth, type Span } from './break-lines.ts';
import { Lines, line, Words } from './Lines.tsx';
import { type Look, signOf, useLook } from './look.ts';
import type { PrintedPage } from './page.ts';

export const LABEL_WIDTH = 9;
const MODES = ['audit', 'plan', 'verify', 'apply', 'migrate'];

/** What the report says in a few lines, for whoever has five seconds. */
export function HeadlineView({ lines }: { lines: readonly HeadlineLine[] }): ReactElement {
  const look = useLook();
  return (
    <Box flexDirection="column">
      {lines.map((told) => (
        <Box key={told.label}>
          <Box width={LABEL_WIDTH} flexShrink={0}>
            <Words spans={[labelSpan(told)]} width={LABEL_WIDTH} single />
          </Box>
          <Lines
            lines={[line(0, ...textSpans(told, look))]}
            width={look.columns - LABEL_WIDTH}
            single={false}
          />
        </Box>
      ))}
    </Box>
  );
}

/** The same with the label in the text, for a frame that counts its rows. */
export function headlineSpans(told: HeadlineLine, look: Look): Span[] {
  const label = labelSpan(told);
  const gap = ' '.repeat(Math.max(1, LABEL_WIDTH - displayWidth(label.text)));
  return [label, { text: gap }, ...textSpans(told, look)];
}

/** Nothing for a page that does not end a run, nor for a run that looked at nothing. */
export function headlineOf(page: PrintedPage, texts: Texts): HeadlineLine[] {
  const { end, run, machine, paths, findings, migrations, plan, needs } = page;
  if (end === null || run === null || !MODES.includes(run.mode)) return [];
  return headline(
    {
      startedAt: run.at,
      machine,
      checks: paths.flatMap(({ checks }) => checks),
      verdicts: paths.flatMap(({ verdict }) => (verdict === null ? [] : [verdict])),
      findings,
      migrations,
      plan,
      needs,
      exitCode: end.exitCode,
    },
    texts,
  );
}

function labelSpan({ label }: HeadlineLine): Span {
  return { text: label, tone: 'strong' };
}

function textSpans({ text, mood }: HeadlineLine, look: Look): Span[] {
  if (mood === 'plain') return [{ text }];
  const sign = mood === 'good' ? 'pass' : 'fail';
  return [
    { text: `${signOf(sign, look)} `, tone: mood },
    { text, tone: 'strong' },
  ];
}
