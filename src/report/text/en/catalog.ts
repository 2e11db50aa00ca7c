import { CERTIFICATE_EN } from './certificate.ts';
import { TLS_EN } from './tls.ts';

/** All English templates, by key. */
export const CATALOG_EN = { ...CERTIFICATE_EN, ...TLS_EN } as const;
