import type { Team } from '../../core/causes/rule.ts';
import { gatewayPaths } from '../../core/decide/compare.ts';
import type { MigrationAnswer } from '../../core/migration/model.ts';
import type { Check, Verdict, VerdictCode } from '../../core/model/check.ts';
import { IN_ENGLISH, toText } from '../../core/model/say.ts';
import { commandsWith, type FollowUps } from '../../core/options/follow-ups.ts';
import { IN_JAPANESE } from '../../l10n/japanese.ts';
import { letter } from '../messages/requests/letter.ts';
import { lettersFor } from './letters.ts';

/** A text to paste to the responsible team, in two languages. */
export interface AccessRequest {
  gateway: string;
  /** The verdict of the path; for a move, its answer. */
  verdict: VerdictCode | MigrationAnswer;
  to: Team;
  en: string;
  ja: string;
  /** For a fleet: where it was seen. `sites` counts from 1; `computers` has the first thousand. */
  seenFrom?: { sites: readonly number[]; count: number; computers: readonly string[] };
}

/**
 * A request per team for each gateway with a blocked path that p2s-fix cannot fix. With a proposed setting,
 * requests only what blocks that setting.
 */
export function requestsOf(
  checks: readonly Check[],
  verdicts: readonly Verdict[],
  startedAt: string,
  followUps: FollowUps = {},
): AccessRequest[] {
  const carried = commandsWith(followUps);
  return gatewayPaths(verdicts)
    .flatMap((paths) => lettersFor(paths, checks, startedAt))
    .map((facts): AccessRequest => {
      const { verdict, to } = facts;
      const text = letter(facts, followUps.route === undefined ? verdict.stores : null);
      return {
        ...{ gateway: verdict.gateway, verdict: verdict.verdict, to },
        en: toText(text, { ...IN_ENGLISH, ...carried }),
        ja: toText(text, { ...IN_JAPANESE, ...carried }),
      };
    });
}
