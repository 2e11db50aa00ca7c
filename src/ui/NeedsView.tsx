import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { MachineFacts, Needs } from '../core/events.ts';
import { type Line, Lines, line } from './Lines.tsx';

export interface NeedsViewProps {
  needs: Needs;
  /** Whether something has been changed already. */
  changed: boolean;
  machine: MachineFacts | null;
}

/** What a person still has to do: as an administrator, by the exact command; a restart; dialling again. */
export function NeedsView({ needs, changed, machine }: NeedsViewProps): ReactElement {
  return (
    <Box flexDirection="column">
      {isForAdministrator(needs, machine) ? <Lines lines={administratorLines(needs)} single={false} /> : null}
      <Lines lines={otherLines(needs, changed)} single={false} />
    </Box>
  );
}

/** Whether anything is to be told. */
export function needsAnything(needs: Needs, machine: MachineFacts | null): boolean {
  return isForAdministrator(needs, machine) || otherLines(needs, false).length > 0;
}

/** Nothing is left for an administrator where the run is one. */
function isForAdministrator({ elevation }: Needs, machine: MachineFacts | null): boolean {
  return elevation.length > 0 && machine?.user?.elevated !== true;
}

function administratorLines({ elevation, command }: Needs): Line[] {
  return [
    line(0, { text: 'Needs an administrator', tone: 'warn' }, `: ${elevation.join(', ')}`),
    line(2, 'In a terminal that was opened with "Run as administrator":'),
    line(4, { text: command ?? 'the same command', tone: 'strong' }),
  ];
}

function otherLines({ restart, restartPending, redial }: Needs, changed: boolean): Line[] {
  const lines: Line[] = [];
  if (restart) {
    const why = restartPending.length === 0 ? '' : ` (${restartPending.join(', ')})`;
    lines.push(line(0, { text: 'Needs a restart', tone: 'warn' }, ` of this machine${why}.`));
  }
  if (redial) {
    const when = changed ? 'Dial the VPN again' : 'Afterwards dial the VPN again';
    lines.push(line(0, { text: when, tone: 'warn' }, ': open connections keep the old setting.'));
  }
  return lines;
}
