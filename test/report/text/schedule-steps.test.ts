import { expect, it } from 'vitest';
import { CATALOG_EN } from '../../../src/report/text/en/catalog.ts';
import { CATALOG_JA } from '../../../src/report/text/ja/catalog.ts';
import { ERRORS_JA } from '../../../src/report/text/ja/errors/errors.ts';

const texts = [
  ...Object.values(CATALOG_EN),
  ...Object.values(CATALOG_JA),
  ...Object.entries(ERRORS_JA).flat(),
].filter((text) => text.includes(': p2s-fix schedule install'));

it('every command that installs the schedule names a proxy, without which it is refused', () => {
  expect(texts.length).toBeGreaterThan(3);
  expect(texts.filter((text) => !/ --(?:allow-)?proxy /.test(text))).toEqual([]);
});
