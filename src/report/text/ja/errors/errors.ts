import SENTENCES_JA from '../../../../l10n/ja.json' with { type: 'json' };
import { SETTINGS_JA } from '../settings-text.ts';
import { CHANGE_ERRORS_JA } from './change.ts';
import { COMMAND_LINE_ERRORS_JA } from './command-line.ts';
import { FILE_ERRORS_JA } from './files.ts';
import { FLEET_ERRORS_JA } from './fleet.ts';
import { MODULE_ERRORS_JA } from './module.ts';
import { PROFILE_ERRORS_JA } from './profiles.ts';
import { WINDOWS_ERRORS_JA } from './windows.ts';

/** The sentences of errors and of evidence, by their English templates. What is a command to type, or only values, is not in it. */
export const ERRORS_JA: Readonly<Record<string, string>> = {
  ...COMMAND_LINE_ERRORS_JA,
  ...FILE_ERRORS_JA,
  ...PROFILE_ERRORS_JA,
  ...CHANGE_ERRORS_JA,
  ...FLEET_ERRORS_JA,
  ...MODULE_ERRORS_JA,
  ...WINDOWS_ERRORS_JA,
  ...SETTINGS_JA,
};

/** The Japanese template of an English one. */
export function inJapanese(template: string): string {
  const all: Readonly<Record<string, string>>[] = [ERRORS_JA, SENTENCES_JA];
  return all.find((one) => Object.hasOwn(one, template))?.[template] ?? template;
}
