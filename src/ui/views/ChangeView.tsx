import type { ReactElement } from 'react';
import { command, say } from '../../core/model/say.ts';
import { settingName, settingNames } from '../../report/facts/setting-name.ts';
import { WRITE_STATUSES } from '../../report/messages/labels.ts';
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
    lines.push(line(0, words(say('Backup {number}: {path}', { number: backup.number, path: backup.path }))));
    // Nothing changes on any computer where a copy of a recording is written.
    if (run?.followUps.import === undefined)
      lines.push(
        line(2, {
          text: words(
            say('To roll back: {command}', { command: command('rollback', { backup: backup.number }) }),
          ),
          tone: 'quiet',
        }),
      );
  }
  for (const { store, status } of writes) {
    const sign = SIGNS[status];
    lines.push(
      line(
        0,
        { text: signOf(sign, display), tone: toneOf(sign) },
        ` ${settingName(store, words, run?.machine?.vpnUser)}: ${words(WRITE_STATUSES[status])}`,
      ),
    );
  }
  for (const { step, detail } of failedSteps) {
    const sign = { text: signOf('fail', display), tone: toneOf('fail') };
    lines.push(line(0, sign, ` ${words(failedText(step, detail))}`));
  }
  if (result?.rolledBack === true) lines.push(line(0, words(say('All values were restored.'))));
  else if (result?.changed.length === 0) lines.push(line(0, words(say('Nothing was written.'))));
  else if (result !== null)
    lines.push(
      line(
        0,
        words(
          say('Changed: {stores}.', { stores: settingNames(result.changed, words, run?.machine?.vpnUser) }),
        ),
      ),
    );
  return lines;
}
