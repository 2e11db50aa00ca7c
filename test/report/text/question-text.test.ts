import { expect, it } from 'vitest';
import { userText } from '../../../src/core/decide/not-followed.ts';
import { say } from '../../../src/core/model/say.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { questionTitle } from '../../../src/report/text/question-text.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

it.each([ENGLISH, JAPANESE])('names whose setting becomes that of the computer: $language', ({ words }) => {
  const whose = userText({ sid: 'S-1-5-21-1-2-3-1001', name: 'CONTOSO\\anne' });
  const asked = { changes: [], isRollback: false };
  expect(questionTitle({ ...asked, whose }, words)).toContain('CONTOSO\\anne (S-1-5-21-1-2-3-1001)');
  expect(questionTitle({ ...asked, whose: null }, words)).toBe(words(say('p2s-fix will write:')));
});
