import JAPANESE from '../../../../l10n/ja.json' with { type: 'json' };
import type { Catalog } from '../../../messages/text.ts';
import { SHARED_JA } from '../shared.ts';
import { MOVES_JA } from './moves.ts';
import { REQUEST_ASKS_JA } from './request-asks.ts';
import { REQUESTS_JA } from './requests.ts';

/**
 * The templates of the letters alone: every report has them in both languages, so an English one loads these and no
 * other Japanese. A test compares them with the keys that the letters use.
 */
export const LETTERS_JA = {
  ...JAPANESE,
  ...MOVES_JA,
  ...REQUEST_ASKS_JA,
  ...REQUESTS_JA,
  ...SHARED_JA,
} as unknown as Catalog;
