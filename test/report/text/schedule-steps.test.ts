import { expect, it } from 'vitest';
import SENTENCES_JA from '../../../src/l10n/ja.json' with { type: 'json' };

const texts = Object.entries(SENTENCES_JA)
  .flat()
  .filter((text) => text.includes(': p2s-fix schedule install'));

it('every command that installs the schedule names a proxy, without which it is refused', () => {
  expect(texts.length).toBeGreaterThan(3);
  expect(texts.filter((text) => !/ --(?:allow-)?proxy /.test(text))).toEqual([]);
});
