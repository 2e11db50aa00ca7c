import { AFTER_CAUSES } from './causes-after.ts';
import { CERTIFICATE_CAUSES } from './causes-certificate.ts';
import { PATH_CAUSES } from './causes-path.ts';
import type { Cause, CauseRow } from './model.ts';
import { PROOFS } from './proofs.ts';

const ROWS = { ...PATH_CAUSES, ...CERTIFICATE_CAUSES, ...AFTER_CAUSES };

export type CauseId = keyof typeof ROWS;

/** Every cause by its id; codes list them in order of likelihood. */
export const CAUSES = Object.fromEntries(
  (Object.entries(ROWS) as [CauseId, CauseRow][]).map(([id, { cause, actor, look }]) => [
    id,
    { cause, actor, proofs: PROOFS[id] ?? [], look },
  ]),
) as Readonly<Record<CauseId, Cause>>;
