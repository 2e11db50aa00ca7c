import type { MigrationAnswer } from '../../core/migration/model.ts';
import type { Check, Verdict, VerdictCode } from '../../core/model/check.ts';
import { completeCommands, type FollowUps } from '../../core/model/command-text.ts';
import type { RequestTo } from '../model/revocation-owner.ts';
import { requestInEnglish } from './request-en.ts';
import { requestFacts } from './request-facts.ts';
import { requestInJapanese } from './request-ja.ts';

/** A text that can be pasted to those who have to act, in two languages. */
export interface AccessRequest {
  gateway: string;
  /** Of the path; of a move its answer. */
  verdict: VerdictCode | MigrationAnswer;
  to: RequestTo;
  en: string;
  ja: string;
  /** Of a fleet: from where it was seen. `sites` counts from 1; the first thousand computers. */
  seenFrom?: { sites: readonly number[]; count: number; computers: readonly string[] };
}

/**
 * A request for each gateway whose path is blocked by something that p2s-fix cannot change, and for each team. Where it proposes a
 * setting, only what blocks that one is asked for.
 */
export function requestsOf(
  checks: readonly Check[],
  verdicts: readonly Verdict[],
  startedAt: string,
  followUps: FollowUps = {},
): AccessRequest[] {
  const complete = (text: string) => completeCommands(text, followUps);
  const gateways = [...new Set(verdicts.map(({ gateway }) => gateway))];
  return gateways.flatMap((gateway) => {
    const mine = verdicts.filter((verdict) => verdict.gateway === gateway);
    const of = (stores: Verdict['stores']) => mine.find((verdict) => verdict.stores === stores);
    const [current, proposed] = [of('current'), of('proposed')];
    if (current === undefined || current.verdict === 'reachable') return [];
    const decisive = proposed === undefined || proposed.worksToday ? current : proposed;
    return requestFacts(decisive, checks, startedAt).map((facts) => {
      const { verdict, to } = facts;
      return {
        gateway,
        verdict,
        to,
        en: complete(requestInEnglish(facts)),
        ja: complete(requestInJapanese(facts)),
      };
    });
  });
}
