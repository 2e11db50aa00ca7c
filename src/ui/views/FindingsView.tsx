import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Finding, Severity } from '../../core/model/finding.ts';
import { SEVERITY_TEXTS } from '../../report/messages/labels.ts';
import type { Texts } from '../../report/text/texts.ts';
import { type Tone, useDisplay } from '../display.ts';
import { type Line, Lines, line, Words } from './Lines.tsx';

export const SEVERITY_TONES: Record<Severity, Tone> = { error: 'bad', warning: 'warn', info: 'accent' };
const SEVERITY_WIDTH = 9;

/** Each finding: its severity as a word, the problem, and what to do. */
export function FindingsView({ findings }: { findings: readonly Finding[] }): ReactElement {
  const { columns, texts } = useDisplay();
  return (
    <Box flexDirection="column">
      {findings.map((finding, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same finding can occur for more than one reason
        <Box key={index}>
          <Box width={SEVERITY_WIDTH} flexShrink={0}>
            <Words
              spans={[
                {
                  text: texts.words(SEVERITY_TEXTS[finding.severity]),
                  tone: SEVERITY_TONES[finding.severity],
                },
              ]}
              width={SEVERITY_WIDTH}
              single
            />
          </Box>
          <Lines lines={textOf(finding, texts)} width={columns - SEVERITY_WIDTH} single={false} />
        </Box>
      ))}
    </Box>
  );
}

function textOf(finding: Finding, texts: Texts): Line[] {
  const { message, remedy } = texts.finding(finding);
  const reported = line(0, { text: message, tone: 'strong' }, { text: ` (${finding.code})`, tone: 'quiet' });
  return remedy === null ? [reported] : [reported, line(2, remedy)];
}
