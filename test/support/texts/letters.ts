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
  <Given extends unknown[]>(make: (...given: Given) => Letter[]) =>
  (...given: Given): AccessRequest[] =>
    make(...given).map(({ text, ...asked }) => {
      return { ...asked, en: ENGLISH.words(text), ja: wordsIn(IN_JAPANESE)(text) };
    });

export const requestsOf = written(ofPath);
export const moveRequests = written(ofMove);
export const fleetRequests = written(ofFleet);
export const requestsIn = written(facts.requestsIn);
