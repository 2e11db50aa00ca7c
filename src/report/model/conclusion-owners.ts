import { remainingVerdict } from '../../core/findings/settings/candidate.ts';
import { byDistance } from '../../core/migration/answer.ts';
import type { GatewayMigration } from '../../core/migration/model.ts';
import type { Verdict } from '../../core/model/check.ts';
import { checksOf } from '../facts/path-checks.ts';
import { ENGLISH } from '../text/en/texts.ts';
import type { FindingText } from '../text/finding-text.ts';
import type { Texts } from '../text/texts.ts';
import {
  type Conclusion,
  type ConclusionFacts,
  type ConclusionState,
  currentVerdicts,
  isFailing,
  OWNERS,
  type Owner,
  WRONG,
} from './conclusion-facts.ts';

type Step = Conclusion['owners'][number];

/**
 * Who runs the command, if there is one; then the teams with requests, else the owners in the verdict. A run that
 * tests the successors of SSTP is about those: its owners are the ones of the required changes.
 */
export function ownersOf(
  facts: ConclusionFacts,
  state: ConclusionState,
  commands: readonly string[],
  causes: readonly FindingText[],
  texts: Texts,
): Conclusion['owners'] {
  const { plan, requests, verdicts, checks, error, findings, migration = [] } = facts;
  if (error === undefined && migration.length > 0) return ownersOfMoves(migration, texts);
  const owners: { owner: Owner; action: string }[] = [];
  // Other changes are settled before it.
  const command = commands.at(-1);
  if (command !== undefined && state !== 'applied') {
    const elevated = plan?.changes.some(({ needsElevation }) => needsElevation) !== false;
    owners.push({ owner: elevated ? 'administrator' : 'user', action: command });
  }
  // An interrupted change blocks the next one, whatever else fails.
  const interrupted = findings.find(({ code }) => code === 'change-interrupted');
  const hasStep = interrupted === undefined || error?.next != null;
  const restoring = hasStep ? null : texts.finding(interrupted).remedy;
  if (restoring !== null && owners.length === 0) owners.push({ owner: 'administrator', action: restoring });
  const stepsOf = (verdict: Verdict | undefined, owner: Owner) => {
    if (verdict === undefined) return [];
    const of = (some: Texts) => some.verdict(verdict, checksOf(checks, verdict.gateway, verdict.stores)).next;
    return stepsByOwner(of(texts), of(ENGLISH), owner, texts);
  };
  for (const { to, gateway } of requests) {
    for (const step of stepsOf(remainingVerdict(verdicts, gateway), to))
      if (!owners.some(({ owner }) => owner === step.owner)) owners.push(step);
  }
  if (owners.length > 0 || !WRONG.includes(state)) return owners;
  const [shown] = currentVerdicts(verdicts).filter(isFailing);
  const remaining = shown && remainingVerdict(verdicts, shown.gateway);
  const steps = stepsOf(remaining && isFailing(remaining) ? remaining : shown, 'administrator');
  if (steps.length > 0) return steps;
  const explained = causes.find(({ remedy }) => remedy !== null);
  const remedy = error === undefined ? (explained?.remedy ?? null) : error.next;
  return remedy === null ? [] : [{ owner: 'administrator', action: remedy }];
}

/** Each owner with the first change for the gateway farthest from its move. */
function ownersOfMoves(migrations: readonly GatewayMigration[], texts: Texts): Step[] {
  const steps = byDistance(migrations).flatMap(({ gateway, changes }) =>
    changes.map((change): Step => {
      const owner = change.to === 'admin' ? 'administrator' : change.to;
      return { owner, action: texts.migrationChange(change, gateway) };
    }),
  );
  return steps.filter(({ owner }, at) => steps.findIndex((step) => step.owner === owner) === at);
}

/**
 * The action of each owner, from a text that names them (`Administrator: …. Proxy team: …`). The English text
 * determines the owners; if a translation cannot be split the same way, each gets the whole text.
 */
function stepsByOwner(text: string | null, english: string | null, otherwise: Owner, texts: Texts): Step[] {
  if (text === null) return [];
  const named = partsOf(english ?? text, ENGLISH, otherwise);
  const own = partsOf(text, texts, otherwise);
  const isAlike = own.length === named.length && own.every(({ owner }, at) => owner === named[at]?.owner);
  return isAlike ? own : named.map(({ owner }) => ({ owner, action: text }));
}

function partsOf(text: string, { words }: Texts, otherwise: Owner): Step[] {
  const marks = OWNERS.flatMap((owner) => {
    const label = `${words(`owner.${owner}`)}: `;
    return [...text.matchAll(new RegExp(`(?<=^|[.;。] ?)${label}`, 'g'))].map(({ index }) => ({
      owner,
      index,
    }));
  }).sort((a, b) => a.index - b.index);
  const [first] = marks;
  if (first === undefined || first.index > 0) return [{ owner: otherwise, action: text }];
  return marks.map(({ owner, index }, at) => ({
    owner,
    action: text.slice(index, marks[at + 1]?.index).replace(/[; ]+$/, ''),
  }));
}
