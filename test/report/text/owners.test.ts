import { expect, it } from 'vitest';
import { CATALOG_EN } from '../../../src/report/text/en/catalog.ts';
import { CATALOG_JA } from '../../../src/report/text/ja/catalog.ts';

const OWNERS = {
  en: ['Administrator', 'User', 'Proxy team', 'Network team', 'VPN team'],
  ja: ['管理者', 'ユーザー', 'プロキシ担当者', 'ネットワーク担当者', 'VPN 担当者'],
};

/** The owners that a step names before a colon, in order; -1 first if its first sentence has none. */
function ownersIn(text: string, language: keyof typeof OWNERS): number[] {
  const names = OWNERS[language];
  const steps = [
    ...text.matchAll(new RegExp(`(?:^|[.;。] ?)(${names.join('|')})(?!として|権限)[^.。:]*:`, 'g')),
  ];
  const owners = steps.map(([, name = '']) => names.indexOf(name));
  return steps.length === 0 || steps[0]?.index === 0 ? owners : [-1, ...owners];
}

it('a step names the same owners in both languages, each before what it has to do', () => {
  const pairs = Object.entries(CATALOG_EN).map(
    ([key, english]) =>
      [key, ownersIn(english, 'en'), ownersIn(CATALOG_JA[key as keyof typeof CATALOG_EN], 'ja')] as const,
  );
  expect(pairs.filter(([, owners]) => owners.length > 0).length).toBeGreaterThan(30);
  expect(pairs.filter(([, english, japanese]) => english.join() !== japanese.join())).toEqual([]);
});
