import type { Language } from '../report/text/language.ts';

/** What `--help` says in a language, by its English text, and the words that yargs puts around it. */
export interface HelpTexts {
  of: (english: string) => string;
  yargs: Readonly<Record<string, string>>;
}

const ENGLISH: HelpTexts = { of: (english) => english, yargs: {} };

/** The texts of that language; only that one is loaded. */
export async function helpTextsIn(language: Language): Promise<HelpTexts> {
  if (language === 'en') return ENGLISH;
  const { HELP_JA, YARGS_JA } = await import('../report/text/ja/help.ts');
  return { of: (english) => HELP_JA[english] ?? english, yargs: YARGS_JA };
}
