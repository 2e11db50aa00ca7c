import { oneOfAlike } from '../../core/causes/verdict.ts';
import { isOutOfReach, verdictRow } from '../../core/causes/verdicts.ts';
import { gatewayPaths, reportedVerdict, worstFirst } from '../../core/decide/compare.ts';
import { byDistance } from '../../core/migration/answer.ts';
import { serviceOf, type Verdict } from '../../core/model/check.ts';
import { exitCodeOfOutcome } from '../../core/model/exit-code.ts';
import type { Finding, FindingCode } from '../../core/model/finding.ts';
import { counted, say } from '../../core/model/say.ts';
import { checksByPath } from '../../core/path/path-checks.ts';
import { exitText } from '../text/run.ts';
import { settingNames } from '../text/setting-name.ts';
import type { Texts } from '../text/texts.ts';
import { answerSentence, fleetConclusion } from './answer.ts';
import {
  type Conclusion,
  type ConclusionFacts,
  type ConclusionState,
  causesOf,
  currentVerdicts,
  isFailing,
  lossOf,
  OF_CHANGE,
  stateOf,
  unseenStores,
} from './conclusion-facts.ts';
import { ownersOf } from './conclusion-owners.ts';
import { changeOf, commandsOf } from './conclusion-steps.ts';

/** The conclusion in one language, from the results of the whole run. */
export function conclusionOf(facts: ConclusionFacts, texts: Texts): Conclusion {
  const state = stateOf(facts);
  const causes = causesOf(facts, state).map((finding) => texts.finding(finding));
  const cause = causes[0]?.message ?? null;
  const unjudged = headlineOf(facts, state, cause, texts);
  // A known fault is more useful than what is missing, which then follows it.
  const fault = state === 'not-judged' ? causesOf(facts, state).find(isKnownFault) : undefined;
  const { code, text: headline } = fault === undefined ? unjudged : findingHeadline(fault, texts);
  const ofFleet = fleetConclusion(facts, texts);
  if (ofFleet !== null) return { code, state, headline, change: null, ...ofFleet };
  const next = commandsOf(facts, state).map(texts.command);
  return {
    code,
    state,
    headline,
    cause: fault !== undefined ? unjudged.text : cause === headline ? null : cause,
    change: changeOf(facts, state, texts),
    owners: ownersOf(
      facts,
      state,
      next.map(({ text }) => text),
      causes,
      texts,
    ),
    next,
  };
}

/** The first sentence, and the code of the cause, finding or error that it reports. */
interface Headline {
  code: string | null;
  text: string;
}

function findingHeadline(finding: Finding, texts: Texts): Headline {
  return { code: finding.code, text: texts.finding(finding).message };
}

function headlineOf(
  facts: ConclusionFacts,
  state: ConclusionState,
  cause: string | null,
  texts: Texts,
): Headline {
  const { error, mode, outcome, result, machine } = facts;
  const plain = (text: string): Headline => ({ code: null, text });
  // The error has only their APIs.
  const unseen = error?.code === 'not-judged' ? unseenStores(facts.findings) : [];
  if (unseen.length > 0) {
    const settings = settingNames(unseen, texts.words, machine?.vpnUser);
    return {
      code: 'not-judged',
      text: texts.words(say('Not judged: the recording does not have {settings}.', { settings })),
    };
  }
  if (error !== undefined) return { code: error.code, text: error.message };
  const answer = answerSentence(mode, facts, texts) ?? moveText(facts, texts);
  if (answer !== null) return plain(answer);
  const loss = lossOf(facts, state);
  if (loss !== null) return findingHeadline(loss, texts);
  const ofCause = cause === null ? null : { code: causesOf(facts, state)[0]?.code ?? null, text: cause };
  // No proxy setting is wrong, but something else keeps the VPN from connecting.
  if (state === 'as-desired' && ofCause !== null) return ofCause;
  const ofPath = pathHeadline(facts, texts);
  if (mode === 'rollback' && result !== null && result.changed.length === 0)
    return plain(rollbackText(facts, result.rolledBack, texts));
  if ((state === 'applied' || state === 'restored') && ofPath === null && result !== null) {
    const changes = settingNames(result.changed, texts.words, machine?.vpnUser);
    return plain(
      texts.words(
        mode === 'rollback'
          ? say('{changes}: earlier values restored.', { changes })
          : say('Written: {changes}.', { changes }),
      ),
    );
  }
  // A path that works, or was not tested, is less important than the settings.
  const [shown] = currentVerdicts(facts.verdicts);
  const isNews = !OF_CHANGE.includes(state) || shown === undefined || isOutOfReach(shown);
  if (ofPath !== null && isNews) return ofPath;
  return ofCause ?? ofPath ?? plain(texts.words(exitText(mode, exitCodeOfOutcome(outcome), facts)));
}

/** A setting that is wrong whatever the missing ones are. */
function isKnownFault({ code }: Finding): boolean {
  return FAULTS.includes(code);
}

const FAULTS: readonly FindingCode[] = [
  'alignment-refused',
  'automatic-refused',
  'store-unreadable',
  'winhttp-proxy-unusable',
];

/** A rollback after which no setting differs: restored as a whole before, nothing to restore, or left to others. */
function rollbackText({ findings }: ConclusionFacts, rolledBack: boolean, texts: Texts): string {
  if (rolledBack) return texts.words(say('The earlier values were restored.'));
  const left = findings.find(({ code }) => code === 'values-not-put-back');
  return left === undefined
    ? texts.words(say('The values are those of the backup. Nothing was written.'))
    : texts.finding(left).message;
}

/** What is left at the worst gateway, and how many others fail. */
function pathHeadline({ verdicts, checks }: ConclusionFacts, texts: Texts): Headline | null {
  const seen = checksByPath(checks);
  const rows = oneOfAlike(worstFirst(gatewayPaths(verdicts)), seen);
  const [row] = rows;
  if (row === undefined) return null;
  const isOfService = serviceOf(row.current.gateway) !== null;
  const wordsOf = (verdict: Verdict) => texts.verdict(verdict, seen(verdict));
  const shown = reportedVerdict(row);
  const { code, message } = wordsOf(shown);
  const isAlike =
    shown === row.current ||
    verdictRow(shown.verdict).revocation === 'found' ||
    wordsOf(row.current).message === message;
  const text = isAlike ? message : texts.words(say('With the proposed settings: {message}', { message }));
  const failing = rows.filter(({ current }) => isFailing(current)).length;
  const others =
    failing > 1
      ? texts.words(
          isOfService
            ? say(' (Other causes: {count}.)', { count: failing - 1 })
            : counted(
                failing - 1,
                say(' (And {count} more gateway.)', { count: failing - 1 }),
                say(' (And {count} more gateways.)', { count: failing - 1 }),
              ),
        )
      : '';
  return { code, text: `${text}${others}` };
}

/** The gateway farthest from its move. */
function moveText({ migration = [] }: ConclusionFacts, texts: Texts): string | null {
  const far = byDistance(migration);
  const [shown] = far;
  if (shown === undefined) return null;
  const [title] = texts.migration(shown);
  const rest = far.filter(({ answer }) => answer !== 'ready').length - 1;
  return `${title?.text ?? ''}${rest > 0 ? texts.words(say(' (And {count} more not ready.)', { count: rest })) : ''}`;
}
