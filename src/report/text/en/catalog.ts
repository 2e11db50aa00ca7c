import { CERTIFICATE_EN } from './certificate.ts';
import { REASONS_EN } from './reasons.ts';
import { TLS_EN } from './tls.ts';

/** All English templates, by key. */
export const CATALOG_EN = { ...CERTIFICATE_EN, ...REASONS_EN, ...TLS_EN } as const;
