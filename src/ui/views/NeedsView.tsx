import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { MachineFacts, Needs } from '../../core/model/events.ts';
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

function administratorLines({ elevation, command }: Needs, words: Words): Line[] {
  return [
    line(
      0,
      { text: words('change.needs-administrator'), tone: 'warn' },
      `: ${elevation.join(words('between.items'))}`,
    ),
    line(2, words('change.run-there')),
    line(4, { text: command ?? words('change.same-command'), tone: 'strong' }),
  ];
}

function otherLines({ restart, restartPending, redial }: Needs, changed: boolean, words: Words): Line[] {
  return [
    ...(restart
      ? [line(0, { text: words.of(restartText(restartPending.join(words('between.items')))), tone: 'warn' })]
      : []),
    ...(redial
      ? [line(0, { text: words(changed ? 'change.redial' : 'change.redial.then'), tone: 'warn' })]
      : []),
  ];
}
