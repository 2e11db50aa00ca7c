/** The languages of texts for people. Codes, JSON and other machine-readable output are always the same. */
export const LANGUAGES = ['en', 'ja'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The language of a BCP 47 tag or a POSIX locale such as `ja_JP.UTF-8`; English by default. */
export function languageOf(locale: string | undefined): Language {
  return /^ja(?:$|[-_.@])/i.test(locale ?? '') ? 'ja' : 'en';
}

interface System {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  /** The BCP 47 tag of the user's locale on Windows. */
  locale: () => string;
}

/** The system language: on Windows the user's locale, elsewhere the first of LC_ALL, LC_MESSAGES and LANG. */
export function systemLanguage({ platform, env, locale }: System): Language {
  if (platform === 'win32') return languageOf(locale());
  return languageOf(
    [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => value !== undefined && value !== ''),
  );
}
