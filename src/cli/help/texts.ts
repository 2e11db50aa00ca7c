import type { Language } from '../../report/text/language.ts';

/** The texts of `--help` in a language, by their English text, and the words that yargs adds. */
export interface HelpTexts {
  of: (english: string) => string;
  yargs: Readonly<Record<string, string>>;
}

/** The words of yargs around them. */
const YARGS_JA: Readonly<Record<string, string>> = {
  'Commands:': 'コマンド:',
  'Options:': 'オプション:',
  'Examples:': '例:',
  'Positionals:': '引数:',
  boolean: 'スイッチ',
  string: '文字列',
  array: '複数可',
  'choices:': '値:',
  default: '既定',
  required: '必須',
  'Show help': 'ヘルプを表示',
  'Show version number': 'バージョンを表示',
};

const ENGLISH: HelpTexts = { of: (english) => english, yargs: {} };

/** The texts of one language; loads only that one. */
export async function helpTextsIn(language: Language): Promise<HelpTexts> {
  if (language === 'en') return ENGLISH;
  const { IN_JAPANESE } = await import('../../l10n/japanese.ts');
  return { of: IN_JAPANESE.templateOf, yargs: YARGS_JA };
}
