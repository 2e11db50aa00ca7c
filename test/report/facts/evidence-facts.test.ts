import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evidenceFacts } from '../../../src/report/facts/evidence-facts.ts';

it('names parts of parts, joins lists, and leaves out what is not there', () => {
  expect(
    evidenceFacts({
      reason: 'status',
      httpStatus: 407,
      schemes: ['Negotiate', 'NTLM'],
      none: null,
      empty: [],
      page: { httpStatus: 200, server: 'nginx' },
      answers: [{ url: 'http://a.example/', answer: 'DIRECT' }],
    }).map(({ name, value }) => `${name}=${value}`),
  ).toEqual([
    'reason=status',
    'httpStatus=407',
    'schemes=Negotiate, NTLM',
    'page.httpStatus=200',
    'page.server=nginx',
    'answers.0.url=http://a.example/',
    'answers.0.answer=DIRECT',
  ]);
});

it('keeps other scripts, and writes out what a terminal would act on', () => {
  expect(evidenceFacts({ name: '社内\u001B[2J' })).toEqual([{ name: 'name', value: '社内\\u{1b}[2J' }]);
});

it('is bounded, whatever comes', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.anything({ maxDepth: 8 })), (evidence) => {
      const facts = evidenceFacts(evidence);
      expect(facts.length).toBeLessThanOrEqual(40);
      const text = facts.flatMap(({ name, value }) => [...name, ...value]);
      expect(text.filter((character) => character < ' ' || character === '\u007f')).toEqual([]);
    }),
  );
});
