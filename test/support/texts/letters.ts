import { commandsWith, type FollowUps } from '../../../src/core/options/follow-ups.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import * as facts from '../../../src/report/model/record-facts.ts';
import { fleetRequests as ofFleet } from '../../../src/report/requests/fleet-request.ts';
import { moveRequests as ofMove } from '../../../src/report/requests/migration-request.ts';
import {
  type AccessRequest,
  type Letter,
  requestsOf as ofPath,
} from '../../../src/report/requests/proxy-request.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { wordsIn } from '../../../src/report/text/words.ts';

/** Letters of `make` with their text in both languages, as the document has them. */
const written =
  <Given extends unknown[]>(
    make: (...given: Given) => Letter[],
    followUpsIn: (given: Given) => FollowUps | undefined = () => undefined,
  ) =>
  (...given: Given): AccessRequest[] => {
    const followUps = followUpsIn(given) ?? {};
    const japanese = wordsIn({ ...IN_JAPANESE, ...commandsWith(followUps) });
    return make(...given).map(({ text, ...asked }) => {
      return { ...asked, en: ENGLISH.forRun(followUps).words(text), ja: japanese(text) };
    });
  };

export const requestsOf = written(ofPath, (given) => given[3]);
export const moveRequests = written(ofMove, (given) => given[2]);
export const fleetRequests = written(ofFleet);
export const requestsIn = written(facts.requestsIn, ([record]) => record.followUps);
