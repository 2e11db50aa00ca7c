import type { Language } from './language.ts';

/**
 * The list separator in a sentence. Lists in settings keep Windows' semicolons; evidence and places of errors are
 * the same in every language, as in the JSON document.
 */
export const COMMAS: Readonly<Record<Language, string>> = { en: ', ', ja: '、' };

/** A list for people; any other value unchanged. */
export function listed(value: unknown, language: Language): string {
  return Array.isArray(value) ? value.map(String).join(COMMAS[language]) : String(value);
}
