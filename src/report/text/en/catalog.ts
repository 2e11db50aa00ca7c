import { CERTIFICATE_EN } from './certificate.ts';
import { MOVES_EN } from './moves.ts';
import { REASONS_EN } from './reasons.ts';
import { REQUEST_ASKS_EN } from './request-asks.ts';
import { REQUESTS_EN } from './requests.ts';
import { SHARED_EN } from './shared.ts';
import { TLS_EN } from './tls.ts';
import { CERTIFICATE_VERDICTS_EN } from './verdicts-certificate.ts';
import { ROUTE_VERDICTS_EN } from './verdicts-route.ts';
import { SERVER_VERDICTS_EN } from './verdicts-server.ts';

/** All English templates, by key. */
export const CATALOG_EN = {
  ...SHARED_EN,
  ...REASONS_EN,
  ...TLS_EN,
  ...CERTIFICATE_EN,
  ...ROUTE_VERDICTS_EN,
  ...SERVER_VERDICTS_EN,
  ...CERTIFICATE_VERDICTS_EN,
  ...REQUESTS_EN,
  ...REQUEST_ASKS_EN,
  ...MOVES_EN,
} as const;
