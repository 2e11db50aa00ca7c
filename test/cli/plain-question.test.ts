import { expect, it } from 'vitest';
import { plainQuestion } from '../../src/cli/plain-question.ts';
import { ENGLISH } from '../../src/report/text/texts.ts';
import { PLAN } from '../ui/sequences.ts';
import { fakeTerminal } from '../ui/terminal.ts';

it('takes Ctrl+C for no while the terminal is raw, and leaves it as it was', async () => {
  const { stdin, rawModes, type } = fakeTerminal(80, 24);
  const asked: string[] = [];
  const answer = plainQuestion(stdin, (text) => asked.push(text), ENGLISH).confirm(PLAN, '/var/lib/p2s-fix');
  await type('y\u0003');
  expect(await answer).toBe(false);
  expect(asked).toEqual([]);
  expect(rawModes).toEqual([true, false]);
});

it('takes a terminal that is gone for no', async () => {
  const { stdin } = fakeTerminal(80, 24);
  const asked: string[] = [];
  const gone = Object.assign(stdin, {
    setRawMode: () => {
      stdin.emit('error', Object.assign(new Error('setRawMode EIO'), { code: 'EIO' }));
      return stdin;
    },
  });
  const answer = plainQuestion(gone, (text) => asked.push(text), ENGLISH).confirm(PLAN, '/var/lib/p2s-fix');
  expect(await answer).toBe(false);
  expect(asked).toEqual([]);
});
