import { AFTER_CAUSES } from './causes-after.ts';
import { CERTIFICATE_CAUSES } from './causes-certificate.ts';
import { PATH_CAUSES } from './causes-path.ts';
import type { Cause } from './model.ts';

const ALL = { ...PATH_CAUSES, ...CERTIFICATE_CAUSES, ...AFTER_CAUSES };

export type CauseId = keyof typeof ALL;

/** Every cause by its id; codes list them in order of likelihood. */
export const CAUSES: Readonly<Record<CauseId, Cause>> = ALL;
