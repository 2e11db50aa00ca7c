import { expect, it } from 'vitest';
import { userText } from '../../../src/core/decide/not-followed.ts';
import { say } from '../../../src/core/model/say.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { questionTitle } from '../../../src/report/text/question-text.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';
import { PLAN } from '../../ui/sequences.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

it('names the backup that a rollback restores, and when it was made', () => {
  const backup = { number: '0003', createdAt: '2026-11-24T10:00:00.000Z', reason: 'apply' as const };
  const asked = { isRollback: true, backup };
  expect([[], PLAN.changes].map((changes) => questionTitle({ ...asked, changes }, ENGLISH.words))).toEqual([
    'p2s-fix will restore the values of backup 0003 (before an apply, 2026-11-24T10:00:00.000Z).',
    'p2s-fix will restore backup 0003 (before an apply, 2026-11-24T10:00:00.000Z):',
  ]);
});

it.each([ENGLISH, JAPANESE])('names whose setting becomes that of the computer: $language', ({ words }) => {
  const whose = userText({ sid: 'S-1-5-21-1-2-3-1001', name: 'CONTOSO\\anne' }) ?? '';
  const asked = { changes: [], isRollback: false };
  expect(questionTitle({ ...asked, whose }, words)).toContain('CONTOSO\\anne (S-1-5-21-1-2-3-1001)');
  expect(questionTitle(asked, words)).toBe(words(say('p2s-fix will write:')));
});
