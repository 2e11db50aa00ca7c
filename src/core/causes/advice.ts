import type { Verdict } from '../model/check.ts';
import { type Phrase, say } from '../model/say.ts';
import { type Cause, type Step, step } from './rule.ts';

/** What is to be done about a cause, and what is to know beside it. */
export interface Advice {
  readonly steps: readonly Step[];
  readonly note: Phrase | null;
}

/**
 * Asks nobody for what the proposed settings fix. If the proposal fails too, suggests no apply; if its lists show a
 * revoked certificate, asks nobody to allow them.
 */
export function adviceOf(reported: Verdict, { steps }: Pick<Cause, 'steps'>): Advice {
  if (reported.worksToday)
    return { steps: [], note: say('Leave the settings as they are: the path works with them.') };
  if (reported.revokedByProposal) return { steps: [REPLACE], note: null };
  if (!reported.mendedByProposal) return { steps, note: null };
  if (reported.losesByProposal) return { steps: [LOSES], note: null };
  const { command = 'p2s-fix --apply' } = reported;
  const fixes = say('make the proposed change ({command}); the path works with it', { command });
  return { steps: [{ ...step('administrator', fixes), command }], note: null };
}

const REPLACE = step(
  'vpn-team',
  say('replace the certificate'),
  say(
    'With the proposed settings the revocation lists can be read, and they report the certificate as revoked.',
  ),
);

const LOSES = step(
  'administrator',
  say(
    'the path works with the proposed change, but another gateway no longer works with it, so an apply does not write it: see candidate-fails',
  ),
  say('A setting that works for both is needed.'),
);
