import type { ReactElement } from 'react';
import { settingName, settingNames } from '../../report/facts/setting-name.ts';
import { failedText } from '../../report/messages/run.ts';
import type { RunRecord, WriteStatus } from '../../report/model/record.ts';
import type { Page, PrintedPage } from '../../report/views/plain/pages.ts';
import { type Display, type Sign, signOf, toneOf, useDisplay } from '../display.ts';
import { type Line, Lines, line } from './Lines.tsx';

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

/** The results of the writes: backup, each setting, failed steps, and the outcome. */
export function ChangeView({ page }: { page: PrintedPage }): ReactElement {
  return <Lines lines={changeLines(page, page.run, useDisplay())} single={false} />;
}

export function changeLines(
  { backup, writes, failedSteps, result }: Page,
  run: RunRecord | null,
  display: Display,
): Line[] {
  const { words } = display.texts;
  const lines: Line[] = [];
  if (backup !== null) {
    lines.push(line(0, words('change.backup', { number: backup.number, path: backup.path })));
    // Nothing changes on any computer where a copy of a recording is written.
    if (run?.followUps.import === undefined)
      lines.push(line(2, { text: words('change.undo', { number: backup.number }), tone: 'quiet' }));
  }
  for (const { store, status } of writes) {
    const sign = SIGNS[status];
    lines.push(
      line(
        0,
        { text: signOf(sign, display), tone: toneOf(sign) },
        ` ${settingName(store, words, run?.machine?.vpnUser)}: ${words(`write-status.${status}`)}`,
      ),
    );
  }
  for (const { step, detail } of failedSteps) {
    const sign = { text: signOf('fail', display), tone: toneOf('fail') };
    lines.push(line(0, sign, ` ${words.of(failedText(step, detail))}`));
  }
  if (result?.rolledBack === true) lines.push(line(0, words('change.everything-restored')));
  else if (result?.changed.length === 0) lines.push(line(0, words('change.nothing-written')));
  else if (result !== null)
    lines.push(
      line(
        0,
        words('change.changed', { stores: settingNames(result.changed, words, run?.machine?.vpnUser) }),
      ),
    );
  return lines;
}
