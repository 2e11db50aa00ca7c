import type { Language } from './language.ts';

/**
 * What stands between the items of a list in a sentence. Lists of settings keep the semicolons that Windows writes, and
 * evidence and the places of errors are the same in every language, as in the JSON document.
 */
export const COMMAS: Readonly<Record<Language, string>> = { en: ', ', ja: '、' };

/** A list as a person reads it; what is no list as it is. */
export function listed(value: unknown, language: Language): string {
  return Array.isArray(value) ? value.map(String).join(COMMAS[language]) : String(value);
}
