import type { Language } from '../../report/text/language.ts';

/** The texts of `--help` in a language, by their English text, and the words that yargs adds. */
export interface HelpTexts {
  of: (english: string) => string;
  yargs: Readonly<Record<string, string>>;
}

const ENGLISH: HelpTexts = { of: (english) => english, yargs: {} };

/** The texts of one language; loads only that one. */
export async function helpTextsIn(language: Language): Promise<HelpTexts> {
  if (language === 'en') return ENGLISH;
  const { HELP_JA, YARGS_JA } = await import('../../report/text/ja/help.ts');
  return { of: (english) => HELP_JA[english] ?? english, yargs: YARGS_JA };
}
