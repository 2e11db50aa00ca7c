import { remainingVerdict } from '../../core/findings/settings/candidate.ts';
import { byDistance } from '../../core/migration/answer.ts';
import type { GatewayMigration } from '../../core/migration/model.ts';
import type { Verdict } from '../../core/model/check.ts';
import type { Finding, FindingCode } from '../../core/model/finding.ts';
import { checksOf } from '../facts/path-checks.ts';
import type { FindingText } from '../text/finding-text.ts';
import type { Texts } from '../text/texts.ts';
import {
  type Conclusion,
  type ConclusionFacts,
  type ConclusionState,
  causesOf,
  currentVerdicts,
  hindrancesOf,
  isFailing,
  leftAloneChange,
  lossOf,
  WRONG,
} from './conclusion-facts.ts';
import { REFUSALS } from './conclusion-steps.ts';

type Step = Conclusion['owners'][number];

/** Findings whose remedy settles what blocks a change. */
const BLOCKS: readonly FindingCode[] = [...REFUSALS, 'user-setting-not-followed'];

/**
 * Who acts on this computer, by a command or against what blocks it; then the teams with requests, else the owners
 * in the verdict. A run that tests the successors of SSTP is about those: its owners are the ones of the required
 * changes.
 */
export function ownersOf(
  facts: ConclusionFacts,
  state: ConclusionState,
  commands: readonly string[],
  causes: readonly FindingText[],
  texts: Texts,
): Conclusion['owners'] {
  const { requests, verdicts, error, migration = [] } = facts;
  if (error === undefined && migration.length > 0) return ownersOfMoves(migration, texts);
  const leftAlone = state === 'path-fails' ? leftAloneChange(facts) : null;
  if (leftAlone !== null) return findingSteps(leftAlone, texts);
  const own = ownSteps(facts, state, commands, texts);
  const asked = requests.flatMap(({ gateway }) =>
    verdictSteps(remainingVerdict(verdicts, gateway), facts, texts),
  );
  const isOpen = own.length === 0 && asked.length === 0 && WRONG.includes(state);
  const unoffered = currentVerdicts(verdicts).filter(({ verdict }) => verdict === 'sstp-not-offered');
  const beyond = verdictSteps(unoffered[0], facts, texts);
  // No proxy setting helps any of the gateways.
  const isFirst = unoffered.length === currentVerdicts(verdicts).length;
  const [headlined] = currentVerdicts(verdicts).filter(isFailing);
  // The gateway in the headline has its step also where a team is asked about another one.
  const isAsked = requests.some(({ gateway }) => gateway === headlined?.gateway);
  const isUnasked = own.length === 0 && !isAsked && WRONG.includes(state);
  const failing = isUnasked ? failureSteps(facts, texts) : [];
  const isOfPath = isBlockedByPath(facts) && asked.length + failing.length > 0;
  const hindrance = findingSteps(hindrancesOf(facts, state)[0], texts);
  const steps = [
    ...(isFirst ? beyond : []),
    ...own,
    ...(own.length === 0 && state === 'blocked' && !isOfPath ? blockSteps(facts, texts) : []),
    ...(own.length === 0 ? hindrance : []),
    ...failing,
    ...asked,
    ...beyond,
  ];
  // A change does not take the place of the step for what the headline reports.
  if (own.length > 0) return [...hindrance, ...onePerOwner(steps)];
  if (steps.length > 0 || !isOpen) return onePerOwner(steps);
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
function blockSteps(facts: ConclusionFacts, texts: Texts): Step[] {
  if (facts.error !== undefined) return [];
  return findingSteps(
    causesOf(facts).find(({ code }) => BLOCKS.includes(code)),
    texts,
  );
}

function findingSteps(finding: Finding | undefined, texts: Texts): Step[] {
  return finding === undefined ? [] : [...texts.finding(finding).steps];
}

/** The steps of the gateway in the headline, after the proposed change. */
function failureSteps(facts: ConclusionFacts, texts: Texts): readonly Step[] {
  const [shown] = currentVerdicts(facts.verdicts).filter(isFailing);
  const remaining = shown && remainingVerdict(facts.verdicts, shown.gateway);
  const failing = remaining !== undefined && isFailing(remaining) ? remaining : shown;
  return verdictSteps(failing, facts, texts);
}

function verdictSteps(
  verdict: Verdict | undefined,
  { checks }: ConclusionFacts,
  texts: Texts,
): readonly Step[] {
  if (verdict === undefined) return [];
  const { steps } = texts.verdict(verdict, checksOf(checks, verdict.gateway, verdict.stores));
  return steps.map(({ owner, action }) => ({ owner, action }));
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
