import { OWNER_NAMES } from '../../core/causes/rule.ts';
import { isOutOfReach, isUntested } from '../../core/causes/verdicts.ts';
import { isOnlyUntested } from '../../core/decide/compare.ts';
import { byDistance } from '../../core/migration/answer.ts';
import type { GatewayMigration, MigrationAnswer } from '../../core/migration/model.ts';
import { areServices } from '../../core/model/check.ts';
import { type Phrase, say } from '../../core/model/say.ts';
import type { Texts } from '../text/texts.ts';
import type { Words } from '../text/words.ts';
import { conclusionOf } from './conclusion.ts';
import {
  type Conclusion,
  type ConclusionFacts,
  type ConclusionState,
  currentVerdicts,
  hindrancesOf,
  lossOf,
} from './conclusion-facts.ts';

const STATE_WORDS = {
  'as-desired': say('OK'),
  'fix-available': say('CHANGE'),
  'fix-does-not-help': say('FAIL'),
  'path-fails': say('FAIL'),
  blocked: say('BLOCKED'),
  'not-judged': say('UNKNOWN'),
  applied: say('DONE'),
  'applied-path-fails': say('FAIL'),
  restored: say('RESTORED'),
  done: say('DONE'),
  'invalid-input': say('INPUT'),
  cancelled: say('STOPPED'),
  failed: say('FAILED'),
} as const;

export interface HeadlineLine {
  kind: 'outcome' | 'cause' | 'change' | 'next' | 'then';
  label: string;
  text: string;
  /** Good news, bad news, or neutral. */
  mood: 'good' | 'bad' | 'plain';
}

/** The first lines of every report for people: outcome, cause, changes, next steps. Omits empty lines. */
export function headline(facts: ConclusionFacts, texts: Texts): HeadlineLine[] {
  const { words } = texts;
  const conclusion = conclusionOf(facts, texts);
  const migration = facts.migration ?? [];
  const mood = migration.length > 0 ? moodOfMove(migration) : moodOf(facts, conclusion.state);
  return [
    {
      kind: 'outcome',
      label: labelOf(facts, conclusion.state, mood, words),
      text: conclusion.headline,
      mood,
    },
    ...plain('cause', words(say('Cause')), conclusion.cause),
    ...plain('change', words(say('Change')), conclusion.change),
    ...nextLines(conclusion, words).flatMap((text) => plain('next', words(say('Next')), text)),
    ...plain('then', words(say('Then')), thenText(facts, conclusion.state, words)),
  ];
}

function plain(kind: HeadlineLine['kind'], label: string, text: string | null): HeadlineLine[] {
  return text === null ? [] : [{ kind, label, text, mood: 'plain' }];
}

/** A setting to change counts as a failure if the path fails; one that works is to stay. */
function labelOf(
  facts: ConclusionFacts,
  state: ConclusionState,
  mood: HeadlineLine['mood'],
  words: Words,
): string {
  const isAnswer = (facts.migration ?? []).length > 0 || (facts.mode === 'explain' && state === 'done');
  if (isAnswer) return words(say('Answer'));
  if (lossOf(facts, state) !== null) return words(say('KEEP'));
  if (state !== 'applied' && hindrancesOf(facts, state).length > 0) return words(say('PROBLEM'));
  if (isUntestedPath(facts, state)) return words(say('UNKNOWN'));
  return state === 'fix-available' && mood === 'bad' ? words(say('FAIL')) : words(STATE_WORDS[state]);
}

/** Whether a path that counts as failing was only not tested, also after a change. */
function isUntestedPath({ verdicts }: ConclusionFacts, state: ConclusionState): boolean {
  return (state === 'path-fails' || state === 'applied-path-fails') && isOnlyUntested(verdicts);
}

const GOOD: readonly ConclusionState[] = ['as-desired', 'applied', 'restored', 'done'];

/** A tunnel through an inspecting proxy is never good news. */
function moodOf(facts: ConclusionFacts, state: ConclusionState): HeadlineLine['mood'] {
  const { verdicts, findings } = facts;
  const [shown] = currentVerdicts(verdicts);
  const isHindered = hindrancesOf(facts, state).length > 0;
  if (state !== 'applied' && isHindered) return 'bad';
  if (state === 'not-judged' || (facts.mode === 'explain' && state === 'done')) return 'plain';
  if (GOOD.includes(state)) {
    const isOpened = findings.some(({ code }) => code === 'inspection-suspected');
    return isOpened || isHindered || (shown !== undefined && isUntested(shown)) ? 'plain' : 'good';
  }
  const worksToday = shown === undefined || !isOutOfReach(shown);
  const isPlain =
    ['cancelled', 'not-judged'].includes(state) ||
    isUntestedPath(facts, state) ||
    lossOf(facts, state) !== null;
  return isPlain || (state === 'fix-available' && worksToday) ? 'plain' : 'bad';
}

const MOOD_OF: Record<MigrationAnswer, HeadlineLine['mood']> = {
  'not-possible': 'bad',
  'not-known': 'plain',
  'ready-after-changes': 'plain',
  ready: 'good',
};

function moodOfMove(migration: readonly GatewayMigration[]): HeadlineLine['mood'] {
  const [shown] = byDistance(migration);
  return shown === undefined ? 'plain' : MOOD_OF[shown.answer];
}

/** Commands that belong to a change that was made. */
const OF_CHANGE: readonly string[] = ['rollback', 'confirm', 'import'];

/**
 * Each step once: first what settles another change, then a sentence with its owners unchanged, a command with its
 * owner.
 */
function nextLines({ owners, next, state }: Conclusion, words: Words): string[] {
  const others = next.filter(({ text }) => !owners.some(({ action }) => action === text));
  const settling = others.flatMap(({ text, command: [, verb] }) =>
    verb === 'rollback'
      ? [words(say('To roll back: {command}', { command: text }))]
      : verb === 'confirm'
        ? [words(say('To keep it: {command}', { command: text }))]
        : verb === 'import'
          ? [
              words(
                say('Administrator: import the copy on that computer, signed in as the VPN user: {command}', {
                  command: text,
                }),
              ),
            ]
          : [],
  );
  const steps = owners.map(({ owner, action }) => {
    const verb = next.find(({ text }) => text === action)?.command[1];
    if (verb === undefined) return action;
    // An apply is refused until the other change is settled, or what it does not repair.
    const isHeld = settling.length > 0 || state === 'fix-does-not-help';
    const isAfter = isHeld && verb !== 'rollback' && verb !== 'confirm';
    const step = { owner: words(OWNER_NAMES[owner]), command: action };
    return words(isAfter ? say('After that, {owner}: {command}', step) : say('{owner}: {command}', step));
  });
  const rest = others.filter(({ command: [, verb] }) => !OF_CHANGE.includes(verb ?? ''));
  return [...new Set([...settling, ...steps, ...rest.map(({ text }) => text)])];
}

/** What still uses the setting from before. */
export function reconnectText(tested: readonly { gateway: string }[]): Phrase {
  return areServices(tested)
    ? say('Restart the service or program: an open session keeps the old setting.')
    : say('Reconnect the VPN: open connections keep the old setting.');
}

function thenText({ needs, verdicts }: ConclusionFacts, state: ConclusionState, words: Words): string | null {
  const isChange = state === 'fix-available' || state === 'applied' || state === 'restored';
  const steps = [
    ...(needs?.restart === true ? [words(say('Restart this computer.'))] : []),
    ...(needs?.redial === true && isChange ? [words(reconnectText(verdicts))] : []),
  ];
  return steps.length === 0 ? null : steps.join(words.between.sentences);
}
