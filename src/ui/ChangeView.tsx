import type { ReactElement } from 'react';
import { STEP_TEXT } from '../report/step-text.ts';
import { type Line, Lines, line } from './Lines.tsx';
import { type Look, type Sign, signOf, toneOf, useLook } from './look.ts';
import type { Page, WriteStatus } from './page.ts';

const SIGNS: Record<WriteStatus, Sign> = {
  waiting: 'waiting',
  started: 'running',
  written: 'pass',
  unchanged: 'pass',
  restored: 'warn',
  'not-done': 'skip',
  changed: 'fail',
  denied: 'fail',
  failed: 'fail',
};

const WORDS: Record<WriteStatus, string> = {
  waiting: 'waiting',
  started: 'being written',
  written: 'written',
  unchanged: 'already so',
  restored: 'put back',
  'not-done': 'not done',
  changed: 'changed by somebody else, not written',
  denied: 'denied',
  failed: 'failed',
};

/** How the writes went: backup, each store, steps that failed, and what came out of it. */
export function ChangeView({ page }: { page: Page }): ReactElement {
  return <Lines lines={changeLines(page, useLook())} single={false} />;
}

export function changeLines({ backup, writes, failedSteps, result }: Page, look: Look): Line[] {
  const lines: Line[] = [];
  if (backup !== null) {
    lines.push(line(0, `Backup ${backup.number}: ${backup.path}`));
    lines.push(line(2, { text: `To undo: p2s-fix rollback ${backup.number}`, tone: 'quiet' }));
  }
  for (const { store, status } of writes) {
    const sign = SIGNS[status];
    lines.push(line(0, { text: signOf(sign, look), tone: toneOf(sign) }, ` ${store}: ${WORDS[status]}`));
  }
  for (const { step, detail } of failedSteps) {
    const sign = { text: signOf('fail', look), tone: toneOf('fail') };
    lines.push(line(0, sign, ` ${STEP_TEXT[step]}: failed${detail === null ? '' : ` (${detail})`}`));
  }
  if (result?.rolledBack === true) lines.push(line(0, 'Everything was put back.'));
  else if (result?.changed.length === 0) lines.push(line(0, 'Nothing was written.'));
  else if (result !== null) lines.push(line(0, `Changed: ${result.changed.join(', ')}.`));
  return lines;
}
