import type { Catalog } from '../../../messages/text.ts';
import { CERTIFICATE_JA } from '../certificate.ts';
import { SHARED_JA } from '../shared.ts';
import { REASONS_JA } from '../verdicts/reasons.ts';
import { TLS_JA } from '../verdicts/tls.ts';
import { MOVES_JA } from './moves.ts';
import { REQUEST_ASKS_JA } from './request-asks.ts';
import { REQUESTS_JA } from './requests.ts';

/**
 * The templates of the letters alone: every report has them in both languages, so an English one loads these and no
 * other Japanese. A test compares them with the keys that the letters use.
 */
export const LETTERS_JA = {
  ...CERTIFICATE_JA,
  ...MOVES_JA,
  ...REASONS_JA,
  ...REQUEST_ASKS_JA,
  ...REQUESTS_JA,
  ...SHARED_JA,
  ...TLS_JA,
} as Catalog;
