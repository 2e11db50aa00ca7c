import type { ReactElement } from 'react';
import type { MachineFacts } from '../core/events.ts';
import { SAMPLE_TEXT } from '../report/step-text.ts';
import { type Line, Lines, line } from './Lines.tsx';
import type { UiState } from './state.ts';
import { userText } from './texts.ts';

interface HeaderProps {
  run: UiState['run'];
  machine: MachineFacts | null;
  single: boolean;
}

/** What runs, on which machine, for whom. */
export function Header({ run, machine, single }: HeaderProps): ReactElement {
  return <Lines lines={headerLines(run, machine)} single={single} />;
}

export function headerLines(run: UiState['run'], machine: MachineFacts | null): Line[] {
  const lines = [
    line(0, { text: 'p2s-fix', tone: 'strong' }, run === null ? '' : ` ${run.version}  ${run.mode}`),
  ];
  if (run?.sample === true) lines.push(line(0, { text: SAMPLE_TEXT, tone: 'warn' }));
  if (machine === null) return lines;
  const { name, kind, os, vpnUser, user } = machine;
  const parts = [
    `Machine ${name ?? 'unnamed'} (${kind}${os.version === null ? '' : `, ${os.platform} ${os.version}`})`,
  ];
  if (vpnUser !== null) parts.push(`VPN user: ${userText(vpnUser.name, vpnUser.sid)}`);
  if (user?.elevated === true) parts.push('running as administrator');
  if (user?.elevated === false) parts.push('not running as administrator');
  return [...lines, line(0, parts.join(', '))];
}
