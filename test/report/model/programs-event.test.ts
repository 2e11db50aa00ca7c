import { describe, expect, it } from 'vitest';
import { settingsMessage } from '../../../src/core/decide/summary.ts';
import type { BackupLine, RunEvent } from '../../../src/core/model/events.ts';
import { inWords, say, toText } from '../../../src/core/model/say.ts';
import type { ScheduledRun } from '../../../src/core/schedule/record.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { documentOf } from '../../../src/report/model/document.ts';
import { eventForPrograms } from '../../../src/report/model/programs-event.ts';
import { EMPTY_RECORD, fold, recordOf } from '../../../src/report/model/record.ts';
import { textsOf } from '../../../src/report/text/texts.ts';
import { reportMarkdown } from '../../../src/report/views/page/markdown.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const problem = say('it was changed or cut off after it was written');
const unreadable = say('The phonebook cannot be read: {reason}.', {
  reason: say('an entry such as [name] is expected first'),
});
const backup: BackupLine = {
  ...{ number: '0001', createdAt: null, reason: null, problem: toText(problem), messages: { problem } },
  ...{ where: 'user', own: true, foreign: null },
};
const failure = say('Another run of p2s-fix is writing.');
const RUN: ScheduledRun = {
  ...{ at: '2026-11-25T10:00:00.000Z', durationMs: 1, exitCode: 9, move: null, changed: [], backup: null },
  ...{ verdicts: [], undone: null, notFollowed: null, error: null },
};
const EVENTS: readonly RunEvent[] = [
  {
    type: 'finding',
    finding: {
      ...{ code: 'wininet-legacy-differs', severity: 'info', store: 'wininet/current/lan' },
      ...inWords({ legacy: settingsMessage(null) }),
    },
  },
  {
    type: 'finding',
    finding: {
      ...{ code: 'phonebook-unreadable', severity: 'info', store: null },
      ...inWords({ file: 'x.pbk', problem: unreadable }),
    },
  },
  {
    type: 'finding',
    finding: {
      ...{ code: 'recordings-conflict', severity: 'warning', store: null },
      ...inWords({ about: 'winhttp', says: [{ file: 'a.reg', value: say('direct') }] }),
    },
  },
  { type: 'backups', backups: [backup] },
  {
    type: 'schedule',
    schedule: {
      ...{ action: 'status', log: null },
      run: { ...RUN, error: { code: 'locked', message: toText(failure), messages: { message: failure } } },
      installed: {
        ...{ folder: 'C:\\\\p2s', task: 'missing', problem: 'the program is missing' },
        messages: { problem: say('the program is missing') },
      },
    },
  },
];

describe('what a run says in words', () => {
  it('is in English for programs, and nothing beside it', async () => {
    const document = await documentOf(EVENTS.reduce(fold, EMPTY_RECORD));
    for (const json of [JSON.stringify(document), JSON.stringify(EVENTS.map(eventForPrograms))]) {
      expect(json).not.toMatch(/"messages"|template/);
      for (const text of [
        '"legacy":"a value that cannot be read"',
        '"problem":"The phonebook cannot be read: an entry such as [name] is expected first."',
        '"says":[{"file":"a.reg","value":"direct"}]',
        '"problem":"it was changed or cut off after it was written"',
        '"problem":"the program is missing"',
        '"error":{"code":"locked","message":"Another run of p2s-fix is writing."}',
      ])
        expect(json).toContain(text);
    }
  });

  it('is in Japanese for people, on the terminal and in a report', () => {
    // The evidence below equals that of the JSON document.
    const [page] = reportMarkdown(recordOf(EVENTS), JAPANESE).split('## 根拠');
    for (const text of [
      '「読み取れない値」',
      '電話帳を読み取れません: 先頭に \\[名前\\] のエントリが必要です。',
      '「直接接続」',
      '書き込まれた後に変更されたか、途中で切れています',
      'プログラムがありません',
    ])
      expect(page).toContain(text);
    expect(page).not.toMatch(/unknown|cannot be read|direct|cut off|is missing/);
  });
});
