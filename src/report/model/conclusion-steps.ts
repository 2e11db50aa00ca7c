import { isReachable } from '../../core/causes/verdicts.ts';
import { isWrongChange, worksToday } from '../../core/decide/compare.ts';
import { type MachineFacts, rollbackOrder } from '../../core/model/events.ts';
import { type Finding, type FindingCode, REFUSALS } from '../../core/model/finding.ts';
import { command, say } from '../../core/model/say.ts';
import type { NamedCommand } from '../../core/options/table.ts';
import { formatBypassList } from '../../core/proxy/bypass-list.ts';
import { formatProxyList } from '../../core/proxy/proxy-list.ts';
import { missingCommands } from '../text/explanation.ts';
import { groupedBy } from '../text/first-of.ts';
import { settingNames } from '../text/setting-name.ts';
import type { Texts } from '../text/texts.ts';
import type { Words } from '../text/words.ts';
import {
  type ConclusionFacts,
  type ConclusionState,
  causesOf,
  unseenStores,
  WRONG,
} from './conclusion-facts.ts';

/** What an apply would write, or wrote; `null` when nothing has to change. */
export function changeOf(facts: ConclusionFacts, state: ConclusionState, texts: Texts): string | null {
  const { plan, findings, result, machine, mode } = facts;
  const { words } = texts;
  if (mode === 'rollback' && result !== null && result.changed.length > 0)
    return words(
      say('Restored: {changes}.', { changes: settingsText(plan, machine, texts, result.changed) }),
    );
  if (result !== null && result.changed.length > 0 && !result.rolledBack)
    return words(say('Written: {changes}.', { changes: settingsText(plan, machine, texts, result.changed) }));
  const unseen = unseenStores(findings);
  // The headline already says it for the whole run.
  if (unseen.length > 0 && facts.error?.code === 'not-judged') return null;
  if (unseen.length > 0)
    return words(
      say('Not judged: {settings} cannot be seen.', {
        settings: settingNames(unseen, words, machine?.vpnUser),
      }),
    );
  if (state === 'blocked') {
    // The headline or the cause has the first one.
    const [cause] = causesOf(facts, state);
    const others = findings.filter(
      ({ code, severity }) => severity !== 'info' && code !== cause?.code && REFUSALS.includes(code),
    );
    return others.length === 0
      ? null
      : words(
          say('A needed change is blocked: see {codes}.', {
            codes: [...new Set(others.map(({ code }) => code))].join(words.between.items),
          }),
        );
  }
  // The settings stay as they are only if it is confirmed.
  const unconfirmed = state === 'as-desired' && findings.find(({ code }) => code === 'change-unconfirmed');
  if (unconfirmed) return texts.finding(unconfirmed).message;
  if (plan === null || plan.changes.length === 0) return null;
  if (mode === 'export' && facts.needs?.command != null)
    return words(
      say(
        'On that computer, in a copy of this folder, the script sets {changes}. README.txt describes the files.',
        { changes: settingsText(plan, machine, texts) },
      ),
    );
  const own = facts.needs?.commands?.command;
  if (own !== undefined && 'words' in own)
    return words(
      say(
        'Unpack repair.zip on {computer} and run the command there, in its folder: it sets {changes}. README.txt describes the files.',
        { computer: machine?.name ?? say('that computer'), changes: settingsText(plan, machine, texts) },
      ),
    );
  // The steps say what comes before such a change.
  if (!WRONG.includes(state) || state === 'fix-does-not-help' || mode === 'explain') return null;
  const change = words(
    isReadOnly(facts)
      ? say('The repair sets {changes}.', { changes: settingsText(plan, machine, texts) })
      : say('--apply sets {changes}.', { changes: settingsText(plan, machine, texts) }),
  );
  const tested = testedText(facts, words);
  return tested === null ? change : `${change}${words.between.sentences}${tested}`;
}

/** The recording is read-only: a repair takes the place of an apply. */
function isReadOnly({ followUps }: ConclusionFacts): boolean {
  return followUps?.repair !== undefined;
}

/** Promises only what was tested. */
function testedText({ verdicts }: ConclusionFacts, words: Words): string | null {
  const proposed = verdicts.filter(({ stores }) => stores === 'proposed');
  if (proposed.length === 0 || !proposed.every(isReachable)) return null;
  return worksToday(verdicts)
    ? words(say('Tested: both routes work now, and with it.'))
    : words(say('Tested: with it both routes work.'));
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

/** Findings about another change; their commands do not make the proposed one. */
const OF_OTHER_CHANGE: readonly FindingCode[] = ['other-change-interrupted', 'change-unconfirmed'];

/** The commands that settle another change, without which an apply is refused; a late one it rolls back itself. */
function settlingCommands(facts: ConclusionFacts, changes = OF_OTHER_CHANGE): NamedCommand[] {
  // A repair does not use the state folder.
  if (isReadOnly(facts)) return [];
  return facts.findings
    .filter(({ code, severity }) => changes.includes(code) && severity === 'warning')
    .flatMap(({ commands }) => Object.values(commands ?? {}));
}

/** Without p2s-fix, which the computer of a pasted text may not have: sets WinHTTP, or shows what is missing. */
function windowsCommand({ plan, explanation }: ConclusionFacts): NamedCommand[] {
  const changes = plan?.changes ?? [];
  if (changes.length === 0) return explanation === undefined ? [] : missingCommands(explanation);
  const change = changes.find(({ store }) => store === 'winhttp/native');
  if (change === undefined || changes.some(({ store }) => !store.startsWith('winhttp/')))
    return [command('apply')];
  const { proxy, bypass } = change.after;
  const lists = [formatProxyList(proxy.servers), formatBypassList(bypass)].filter((list) => list !== '');
  const set = proxy.enabled ? ['set', 'proxy', ...lists] : ['reset', 'proxy'];
  return [{ words: ['netsh', 'winhttp', ...set] }];
}

/** The next commands: the proposed apply, what an administrator must run, or the rollback. */
export function commandsOf(facts: ConclusionFacts, state: ConclusionState): NamedCommand[] {
  const { needs, findings, verdicts, result } = facts;
  const own = ({ commands }: Pick<Finding, 'commands'>) => commands?.command ?? [];
  const needed = needs?.commands?.command;
  // The files of an export take the place of an apply here.
  if (facts.mode === 'export' && needed !== undefined) return [needed];
  if (facts.mode === 'explain') return windowsCommand(facts);
  const first = settlingCommands(facts);
  const isOffered = ['fix-available', 'blocked', 'applied'].includes(state);
  if (needed !== undefined && isOffered) return [...first, needed];
  if (state === 'applied' || state === 'applied-path-fails') {
    const { import: importing } = facts.followUps ?? {};
    if (importing !== undefined) return [importing];
    const confirm = findings.filter(({ code }) => code === 'change-unconfirmed').flatMap(own);
    const backups = result === null ? [] : rollbackOrder(result);
    return [...confirm, ...backups.map((backup) => command('rollback', { backup }))];
  }
  if (state === 'as-desired') return settlingCommands(facts, ['change-unconfirmed']);
  // Which route is right is decided before any change that follows the present one.
  const isUndecided = facts.checks.some(({ evidence }) => evidence.sentDirect !== undefined);
  if (state === 'fix-does-not-help' && (isUndecided || isWrongChange(verdicts))) return [];
  if (state !== 'fix-available' && state !== 'fix-does-not-help') return [];
  const ofChange = [...findings.filter(({ code }) => !OF_OTHER_CHANGE.includes(code)), ...verdicts];
  return [...first, ...ofChange.flatMap(own).slice(0, 1)];
}
