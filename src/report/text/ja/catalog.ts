import type { Catalog } from '../../messages/text.ts';
import { CERTIFICATE_JA } from './certificate.ts';
import { REASONS_JA } from './reasons.ts';
import { TLS_JA } from './tls.ts';

/** All Japanese templates, by key. */
export const CATALOG_JA: Catalog = { ...CERTIFICATE_JA, ...REASONS_JA, ...TLS_JA };
