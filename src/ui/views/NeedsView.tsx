import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { MachineFacts, Needs } from '../../core/model/events.ts';
import { say } from '../../core/model/say.ts';
import { restartText } from '../../report/messages/run.ts';
import type { Words } from '../../report/text/words.ts';
import { isForAdministrator } from '../../report/views/plain/sections.ts';
import { useDisplay } from '../display.ts';
import { type Line, Lines, line } from './Lines.tsx';

export interface NeedsViewProps {
  needs: Needs;
  /** Whether something was changed already. */
  changed: boolean;
  machine: MachineFacts | null;
}

/** What a person must still do: the exact command for an administrator; a restart; reconnect the VPN. */
export function NeedsView({ needs, changed, machine }: NeedsViewProps): ReactElement {
  const { words } = useDisplay().texts;
  return (
    <Box flexDirection="column">
      {isForAdministrator(needs, machine) ? (
        <Lines lines={administratorLines(needs, words)} single={false} />
      ) : null}
      <Lines lines={otherLines(needs, changed, words)} single={false} />
    </Box>
  );
}

function administratorLines({ elevation, commands }: Needs, words: Words): Line[] {
  return [
    line(
      0,
      { text: words(say('Needs an administrator')), tone: 'warn' },
      `: ${elevation.join(words.between.items)}`,
    ),
    line(2, words(say('In a terminal that was opened with "Run as administrator":'))),
    line(4, { text: words(commands?.command ?? say('the same command')), tone: 'strong' }),
  ];
}

function otherLines({ restart, restartPending, redial }: Needs, changed: boolean, words: Words): Line[] {
  return [
    ...(restart
      ? [line(0, { text: words(restartText(restartPending.join(words.between.items))), tone: 'warn' })]
      : []),
    ...(redial
      ? [
          line(0, {
            text: words(
              changed
                ? say('Reconnect the VPN: open connections keep the old setting.')
                : say('Then reconnect the VPN: open connections keep the old setting.'),
            ),
            tone: 'warn',
          }),
        ]
      : []),
  ];
}
