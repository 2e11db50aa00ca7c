import { expect, it } from 'vitest';
import type { Finding } from '../../../src/core/model/finding.ts';
import { withoutTwins } from '../../../src/report/model/conclusion-facts.ts';

const note = (store: string | null, detail: string): Finding => ({
  ...{ code: 'alignment-note', severity: 'warning', store },
  evidence: { reason: 'inner-wildcard', detail },
});

it('reports once what applies to both views of WinHTTP, and nothing else', () => {
  const user = note('wininet/current/lan', 'a');
  const found = [note('winhttp/native', 'a'), user, note('winhttp/wow64', 'a'), note('winhttp/native', 'b')];
  const both = note('winhttp/both', 'a');
  expect(withoutTwins(found)).toEqual([both, user, note('winhttp/native', 'b')]);
  expect(withoutTwins([user, user, note(null, 'a')])).toEqual([user, user, note(null, 'a')]);
});

it('is not kept by a list of thousands of entries in the hive of a user', () => {
  const entries = Array.from({ length: 20_000 }, (_, at) => `10.${at}.*`);
  const found = entries.flatMap((entry) => [note('winhttp/native', entry), note('winhttp/wow64', entry)]);
  const began = performance.now();
  expect(withoutTwins(found)).toHaveLength(entries.length);
  // A comparison of every pair takes minutes.
  expect(performance.now() - began).toBeLessThan(5_000);
});
