import { expect, it } from 'vitest';
import { userText } from '../../../src/core/decide/not-followed.ts';
import { JAPANESE } from '../../../src/report/text/ja/texts.ts';
import { questionTitle } from '../../../src/report/text/question-text.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';

it.each([ENGLISH, JAPANESE])('names whose setting becomes that of the computer: $language', ({ words }) => {
  const whose = userText({ sid: 'S-1-5-21-1-2-3-1001', name: 'CONTOSO\\anne' });
  const asked = { changes: [], isRollback: false };
  expect(questionTitle({ ...asked, whose }, words)).toContain('CONTOSO\\anne (S-1-5-21-1-2-3-1001)');
  expect(questionTitle({ ...asked, whose: null }, words)).toBe(words('ask.will-write'));
});
