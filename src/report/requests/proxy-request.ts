import type { Team } from '../../core/causes/rule.ts';
import { oneOfAlike } from '../../core/causes/verdict.ts';
import { gatewayPaths } from '../../core/decide/compare.ts';
import type { MigrationAnswer } from '../../core/migration/model.ts';
import type { Check, Verdict, VerdictCode } from '../../core/model/check.ts';
import type { Phrase } from '../../core/model/say.ts';
import type { FollowUps } from '../../core/options/follow-ups.ts';
import { checksByPath } from '../../core/path/path-checks.ts';
import { letter } from './letter.ts';
import { lettersFor } from './letters.ts';

/** A text to paste to the responsible team. */
export interface Letter {
  gateway: string;
  /** The verdict of the path; for a move, its answer. */
  verdict: VerdictCode | MigrationAnswer;
  to: Team;
  /** For a fleet: where it was seen. `sites` counts from 1; `computers` has the first thousand. */
  seenFrom?: { sites: readonly number[]; count: number; computers: readonly string[] };
  /** In no language: whoever shows it adds what its commands need of the run. */
  text: Phrase;
}

/** The same in two languages. */
export type AccessRequest = Omit<Letter, 'text'> & { en: string; ja: string };

/**
 * A request per team for each gateway with a blocked path that p2s-fix cannot fix. With a proposed setting,
 * requests only what blocks that setting.
 */
export function requestsOf(
  checks: readonly Check[],
  verdicts: readonly Verdict[],
  startedAt: string,
  followUps: FollowUps = {},
): Letter[] {
  const seen = checksByPath(checks);
  return oneOfAlike(gatewayPaths(verdicts), seen)
    .flatMap((paths) => lettersFor(paths, seen, startedAt))
    .map((facts): Letter => {
      const { verdict, to } = facts;
      const text = letter(facts, followUps.route === undefined ? verdict.stores : null);
      return {
        ...{ gateway: verdict.gateway, verdict: verdict.verdict, to },
        text,
      };
    });
}
