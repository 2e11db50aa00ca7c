import type { ReactElement } from 'react';
import type { MachineFacts } from '../../core/model/events.ts';
import { say } from '../../core/model/say.ts';
import { machineText } from '../../report/text/user-text.ts';
import type { Words } from '../../report/text/words.ts';
import { useDisplay } from '../display.ts';
import type { UiState } from '../state.ts';
import { type Line, Lines, line } from './Lines.tsx';

interface HeaderProps {
  run: UiState['run'];
  machine: MachineFacts | null;
  single: boolean;
}

/** The command, the machine, and the VPN user. */
export function Header({ run, machine, single }: HeaderProps): ReactElement {
  return <Lines lines={headerLines(run, machine, useDisplay().texts.words)} single={single} />;
}

export function headerLines(run: UiState['run'], machine: MachineFacts | null, words: Words): Line[] {
  const lines = [
    line(0, { text: 'p2s-fix', tone: 'strong' }, run === null ? '' : ` ${run.version}  ${run.mode}`),
  ];
  if (run?.sample === true)
    lines.push(
      line(0, {
        text: words(
          say('Sample computer with simulated servers on this computer; no real setting is read or changed.'),
        ),
        tone: 'warn',
      }),
    );
  return machine === null ? lines : [...lines, line(0, machineText(machine, words))];
}
