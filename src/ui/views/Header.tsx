import type { ReactElement } from 'react';
import { say } from '../../core/model/say.ts';
import type { RunRecord } from '../../report/model/record.ts';
import { machineText } from '../../report/text/user-text.ts';
import type { Words } from '../../report/text/words.ts';
import { useDisplay } from '../display.ts';
import { type Line, Lines, line } from './Lines.tsx';

interface HeaderProps {
  run: RunRecord | null;
  single: boolean;
}

/** The command, the machine, and the VPN user. */
export function Header({ run, single }: HeaderProps): ReactElement {
  return <Lines lines={headerLines(run, useDisplay().texts.words)} single={single} />;
}

export function headerLines(run: RunRecord | null, words: Words): Line[] {
  const machine = run?.machine ?? null;
  const lines = [
    line(
      0,
      { text: 'p2s-fix', tone: 'strong' },
      run === null || run.startedAt === '' ? '' : ` ${run.version}  ${run.mode}`,
    ),
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
