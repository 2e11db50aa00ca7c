import type { Catalog } from '../../messages/text.ts';
import { CERTIFICATE_JA } from './certificate.ts';
import { MOVES_JA } from './moves.ts';
import { REASONS_JA } from './reasons.ts';
import { REQUEST_ASKS_JA } from './request-asks.ts';
import { REQUESTS_JA } from './requests.ts';
import { SHARED_JA } from './shared.ts';
import { TLS_JA } from './tls.ts';
import { CERTIFICATE_VERDICTS_JA } from './verdicts-certificate.ts';
import { ROUTE_VERDICTS_JA } from './verdicts-route.ts';
import { SERVER_VERDICTS_JA } from './verdicts-server.ts';

/** All Japanese templates, by key. */
export const CATALOG_JA: Catalog = {
  ...SHARED_JA,
  ...REASONS_JA,
  ...TLS_JA,
  ...CERTIFICATE_JA,
  ...ROUTE_VERDICTS_JA,
  ...SERVER_VERDICTS_JA,
  ...CERTIFICATE_VERDICTS_JA,
  ...REQUESTS_JA,
  ...REQUEST_ASKS_JA,
  ...MOVES_JA,
};
