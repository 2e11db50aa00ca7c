import { remainingVerdict, worksToday } from '../../core/findings/settings/candidate.ts';
import { byDistance } from '../../core/migration/answer.ts';
import type { GatewayMigration } from '../../core/migration/model.ts';
import type { Verdict } from '../../core/model/check.ts';
import type { MachineFacts } from '../../core/model/events.ts';
import type { Finding, FindingCode } from '../../core/model/finding.ts';
import { checksOf } from '../facts/path-checks.ts';
import { settingNames } from '../facts/setting-name.ts';
import { ENGLISH } from '../text/en/texts.ts';
import type { FindingText } from '../text/finding-text.ts';
import type { Texts } from '../text/texts.ts';
import type { Words } from '../text/words.ts';
import {
  type Conclusion,
  type ConclusionFacts,
  type ConclusionState,
  causesOf,
  currentVerdicts,
  isFailing,
  OWNERS,
  type Owner,
  unseenStores,
  WRONG,
} from './conclusion-facts.ts';
import { groupedBy } from './first-of.ts';

type Step = Conclusion['owners'][number];

/** Findings that block a change, unless their severity is info. */
const REFUSALS: readonly FindingCode[] = [
  'alignment-refused',
  'auto-detect-not-resolved',
  'automatic-refused',
  'change-blocked',
  'store-unreadable',
  'wininet-strings-newer',
];

/** What an apply would write, or wrote; `null` when nothing has to change. */
export function changeOf(facts: ConclusionFacts, state: ConclusionState, texts: Texts): string | null {
  const { plan, findings, result, machine, mode } = facts;
  const { words } = texts;
  if (mode === 'rollback' && result !== null && result.changed.length > 0)
    return words('conclusion.restored', { changes: settingsText(plan, machine, texts, result.changed) });
  if (result !== null && result.changed.length > 0 && !result.rolledBack)
    return words('conclusion.changed', { changes: settingsText(plan, machine, texts, result.changed) });
  const unseen = unseenStores(findings);
  // The headline already says it for the whole run.
  if (unseen.length > 0 && facts.error?.code === 'not-judged') return null;
  if (unseen.length > 0)
    return words('conclusion.not-judged', { settings: settingNames(unseen, words, machine?.vpnUser) });
  if (state === 'blocked') {
    // The headline or the cause has the first one.
    const [cause] = causesOf(facts, state);
    const others = findings.filter(
      ({ code, severity }) => severity !== 'info' && code !== cause?.code && REFUSALS.includes(code),
    );
    return others.length === 0
      ? null
      : words('conclusion.blocked', {
          codes: [...new Set(others.map(({ code }) => code))].join(words('between.items')),
        });
  }
  if (plan === null || plan.changes.length === 0) return null;
  if (mode === 'export' && facts.needs?.command != null)
    return words('conclusion.repair-written', { changes: settingsText(plan, machine, texts) });
  if (!WRONG.includes(state)) return null;
  const change = words(isReadOnly(facts) ? 'conclusion.repair-sets' : 'conclusion.would-set', {
    changes: settingsText(plan, machine, texts),
  });
  const tested = testedText(facts, state, words);
  return tested === null ? change : `${change}${words('between.sentences')}${tested}`;
}

/** The recording is read-only: a repair takes the place of an apply. */
function isReadOnly({ followUps }: ConclusionFacts): boolean {
  return followUps?.repair !== undefined;
}

/** Promises only what was tested. */
function testedText(facts: ConclusionFacts, state: ConclusionState, words: Words): string | null {
  const { findings, verdicts } = facts;
  if (state === 'fix-does-not-help' || findings.some(({ code }) => code === 'candidate-fails'))
    return words(isReadOnly(facts) ? 'conclusion.does-not-help.tested' : 'conclusion.does-not-help');
  const proposed = verdicts.filter(({ stores }) => stores === 'proposed');
  if (proposed.length === 0 || !proposed.every(({ verdict }) => verdict === 'reachable')) return null;
  return worksToday(verdicts) ? words('conclusion.path-works-now') : words('conclusion.path-works-then');
}

/** Settings by the values to write: `WinHTTP (64-bit and 32-bit): proxy …; …`. */
function settingsText(
  plan: ConclusionFacts['plan'],
  machine: MachineFacts | null,
  texts: Texts,
  changed: readonly string[] | null = null,
): string {
  const planned = plan?.changes.filter(({ store }) => changed === null || changed.includes(store)) ?? [];
  if (planned.length === 0) return settingNames(changed ?? [], texts.words, machine?.vpnUser);
  return groupedBy(planned, ({ after }) => texts.settings(after))
    .map(([setting, changes]) => {
      const ids = changes.map(({ store }) => store);
      return `${settingNames(ids, texts.words, machine?.vpnUser)}: ${setting}`;
    })
    .join('; ');
}

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

/** Findings about another change; their commands do not make the proposed one. */
const OF_OTHER_CHANGE: readonly FindingCode[] = ['other-change-interrupted', 'change-unconfirmed'];

/** The commands that settle another change, without which an apply is refused; a late one it rolls back itself. */
function settlingCommands(facts: ConclusionFacts): string[] {
  // A repair does not use the state folder.
  if (isReadOnly(facts)) return [];
  return facts.findings
    .filter(({ code, severity }) => OF_OTHER_CHANGE.includes(code) && severity === 'warning')
    .flatMap(({ evidence: { command, rollback } }) => [command, rollback])
    .filter((one) => typeof one === 'string');
}

/** The next commands: the proposed apply, what an administrator must run, or the rollback. */
export function commandsOf(facts: ConclusionFacts, state: ConclusionState, texts: Texts): string[] {
  const { needs, findings, verdicts, result } = facts;
  const own = (finding: Finding) =>
    typeof finding.evidence.command === 'string' ? [finding.evidence.command] : [];
  // The files of an export take the place of an apply here.
  if (facts.mode === 'export' && needs?.command != null) return [needs.command];
  const first = settlingCommands(facts);
  if (needs?.command != null && (state === 'fix-available' || state === 'blocked' || state === 'applied'))
    return [...first, needs.command];
  if (state === 'applied' || state === 'applied-path-fails') {
    const confirm = findings.filter(({ code }) => code === 'change-unconfirmed').flatMap(own);
    const rollback =
      result?.backup == null ? [] : [texts.words('change.rollback', { number: result.backup })];
    return [...new Set([...confirm, ...rollback])];
  }
  if (state !== 'fix-available') return [];
  const command =
    findings.filter(({ code }) => !OF_OTHER_CHANGE.includes(code)).flatMap(own)[0] ??
    verdicts.find((one) => one.command !== undefined)?.command;
  return command === undefined ? first : [...first, command];
}
