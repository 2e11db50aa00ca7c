import type { Step } from '../../causes/rule.ts';
import type { Finding, FindingCode } from '../../model/finding.ts';
import { type Phrase, say } from '../../model/say.ts';
import { AUTOMATIC } from './automatic.ts';
import { CHAINS } from './chain.ts';
import { DESIRED } from './desired.ts';
import { EVIDENCE } from './evidence.ts';
import { advice, type Evidence, type FindingRule } from './finding-rule.ts';
import { MACHINES } from './machine.ts';
import { PROFILES } from './profile.ts';
import { RUNS } from './run.ts';
import { SCHEDULED } from './schedule.ts';
import { STORES } from './store.ts';

/** What each finding says, and who must do what about it. */
export const FINDING_RULES: Readonly<Record<FindingCode, FindingRule>> = {
  ...STORES,
  ...DESIRED,
  ...AUTOMATIC,
  ...RUNS,
  ...MACHINES,
  ...PROFILES,
  ...CHAINS,
  ...EVIDENCE,
  ...SCHEDULED,
};

/** `names`: what of the evidence has a name in each language, such as `store`. */
export function explainFinding(
  { code, evidence }: Pick<Finding, 'code' | 'evidence'>,
  names: Evidence,
): { says: Phrase; steps: readonly Step[] } {
  const { says, steps = () => [] } = FINDING_RULES[code];
  const filled = { ...evidence, ...names };
  if (evidence.refused === true) return { says: says(filled), steps: [REFUSED] };
  // No step where no apply would carry it out.
  return { says: says(filled), steps: evidence.unplanned === true ? [] : steps(filled) };
}

const REFUSED = advice(say('Not while a needed change is refused: an apply writes nothing then.'));
