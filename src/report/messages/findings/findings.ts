import type { FindingCode } from '../../../core/model/finding.ts';
import { AUTOMATIC_FINDINGS } from './automatic.ts';
import { CHAIN_FINDINGS } from './chain.ts';
import type { Describe } from './describe.ts';
import { EVIDENCE_FINDINGS } from './evidence.ts';
import { PROFILE_FINDINGS } from './profile.ts';
import { RUN_FINDINGS } from './run.ts';
import { SCHEDULE_FINDINGS } from './schedule.ts';
import { STORE_FINDINGS } from './store.ts';

/** How each finding chooses its text. */
export const FINDINGS: Readonly<Record<FindingCode, Describe>> = {
  ...STORE_FINDINGS,
  ...AUTOMATIC_FINDINGS,
  ...RUN_FINDINGS,
  ...PROFILE_FINDINGS,
  ...CHAIN_FINDINGS,
  ...EVIDENCE_FINDINGS,
  ...SCHEDULE_FINDINGS,
};
