import { TEAMS } from '../../core/causes/rule.ts';
import { oneOfAlike } from '../../core/causes/verdict.ts';
import { verdictRow } from '../../core/causes/verdicts.ts';
import { gatewayPaths, worstFirst } from '../../core/decide/compare.ts';
import { byDistance } from '../../core/migration/answer.ts';
import type { GatewayMigration } from '../../core/migration/model.ts';
import { type Finding, type FindingCode, REFUSALS } from '../../core/model/finding.ts';
import { checksByPath } from '../../core/path/path-checks.ts';
import type { FindingText } from '../text/finding-text.ts';
import type { Texts } from '../text/texts.ts';
import {
  type Conclusion,
  type ConclusionFacts,
  type ConclusionState,
  causesOf,
  currentVerdicts,
  hindrancesOf,
  leftAloneChange,
  lossOf,
  WRONG,
} from './conclusion-facts.ts';

type Step = Conclusion['owners'][number];

/** Findings whose remedy settles what blocks a change. */
const BLOCKS: readonly FindingCode[] = [...REFUSALS, 'user-setting-not-followed'];

/**
 * Who acts, in this order: what blocks a change or the VPN, then the change by a command; and the steps of each gateway,
 * the worst one first. A change that is not enough alone follows those steps. A run that tests the successors of SSTP
 * is about those: its owners are the ones of the required changes.
 */
export function ownersOf(
  facts: ConclusionFacts,
  state: ConclusionState,
  commands: readonly string[],
  causes: readonly FindingText[],
  texts: Texts,
): Conclusion['owners'] {
  const { verdicts, error, migration = [] } = facts;
  if (error === undefined && migration.length > 0) return ownersOfMoves(migration, texts);
  const leftAlone = state === 'path-fails' ? leftAloneChange(facts) : null;
  if (leftAlone !== null) return findingSteps(leftAlone, texts);
  const own = ownSteps(facts, state, commands, texts);
  const hindrance = findingSteps(hindrancesOf(facts, state)[0], texts);
  const ofPath = pathSteps(facts, state, texts);
  if (own.length > 0) {
    const rows = currentVerdicts(verdicts);
    const isUnoffered =
      rows.length > 0 && rows.every(({ verdict }) => verdictRow(verdict).standing === 'not-offered');
    if (state === 'fix-does-not-help') return [...onePerOwner(ofPath), ...own];
    return [...hindrance, ...onePerOwner(isUnoffered ? [...ofPath, ...own] : [...own, ...ofPath])];
  }
  const isOfPath = isBlockedByPath(facts) && ofPath.length > 0;
  const steps = [...(isOfPath ? [] : blockSteps(facts, state, texts)), ...hindrance, ...ofPath];
  if (steps.length > 0 || !WRONG.includes(state)) return onePerOwner(steps);
  const loss = lossOf(facts, state);
  const explained = loss === null ? causes.find(({ remedy }) => remedy !== null) : texts.finding(loss);
  const remedy = error === undefined ? (explained?.remedy ?? null) : error.next;
  return remedy === null ? [] : [{ owner: 'administrator', action: remedy }];
}

/** The command of this run, or how an interrupted change is rolled back. */
function ownSteps(
  { plan, findings, error }: ConclusionFacts,
  state: ConclusionState,
  commands: readonly string[],
  texts: Texts,
): Step[] {
  // Other changes are settled before it.
  const command = commands.at(-1);
  if (command !== undefined && state !== 'applied' && state !== 'as-desired') {
    const elevated = plan?.changes.some(({ needsElevation }) => needsElevation) !== false;
    return [{ owner: elevated ? 'administrator' : 'user', action: command }];
  }
  // An interrupted change blocks the next one, whatever else fails.
  const interrupted = findings.find(({ code }) => code === 'change-interrupted');
  const hasStep = interrupted === undefined || error?.next != null;
  const restoring = hasStep ? null : texts.finding(interrupted).remedy;
  return restoring === null ? [] : [{ owner: 'administrator', action: restoring }];
}

/** Whether WinHTTP's setting is unknown only because the gateway gave no certificate with revocation addresses. */
function isBlockedByPath(facts: ConclusionFacts): boolean {
  const [first] = causesOf(facts);
  return first?.code === 'automatic-refused' && first.evidence.kind === 'incomplete';
}

/** What settles the block, as long as the run did not end by an error with its own step. */
function blockSteps(facts: ConclusionFacts, state: ConclusionState, texts: Texts): Step[] {
  // A run that only tests the path fails with it, whatever blocks the change.
  if (facts.error !== undefined || (state !== 'blocked' && state !== 'path-fails')) return [];
  return findingSteps(
    causesOf(facts).find(({ code }) => BLOCKS.includes(code)),
    texts,
  );
}

function findingSteps(finding: Finding | undefined, texts: Texts): Step[] {
  return finding === undefined ? [] : [...texts.finding(finding).steps];
}

/** The steps of all gateways. A run that ended otherwise asks only the teams, with their letters. */
function pathSteps({ verdicts, checks }: ConclusionFacts, state: ConclusionState, texts: Texts): Step[] {
  const seen = checksByPath(checks);
  const steps = oneOfAlike(worstFirst(gatewayPaths(verdicts)), seen).flatMap(({ current, proposed }) => {
    const other = proposed === null ? null : { verdict: proposed, checks: seen(proposed) };
    return texts.verdict(current, seen(current), other).steps;
  });
  const isOpen = WRONG.includes(state) || state === 'applied-path-fails';
  return steps
    .filter(({ owner }) => isOpen || TEAMS.some((team) => team === owner))
    .map(({ owner, action }) => ({ owner, action }));
}

function onePerOwner(steps: readonly Step[]): Step[] {
  return steps.filter(({ owner }, at) => steps.findIndex((step) => step.owner === owner) === at);
}

/** Each owner with the first change for the gateway farthest from its move. */
function ownersOfMoves(migrations: readonly GatewayMigration[], texts: Texts): Step[] {
  const steps = byDistance(migrations).flatMap(({ gateway, changes }) =>
    changes.map((change): Step => {
      const owner = change.to === 'admin' ? 'administrator' : change.to;
      return { owner, action: texts.migrationChange(change, gateway) };
    }),
  );
  return onePerOwner(steps);
}
