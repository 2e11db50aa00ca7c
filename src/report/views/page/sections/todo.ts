import { OWNER_NAMES, OWNERS } from '../../../../core/causes/rule.ts';
import { type Phrase, say } from '../../../../core/model/say.ts';
import { conclusionOf } from '../../../model/conclusion.ts';
import type { Conclusion, ConclusionFacts } from '../../../model/conclusion-facts.ts';
import { headline, reconnectText } from '../../../model/headline.ts';
import type { RunRecord } from '../../../model/record.ts';
import { factsOf, type requestsIn } from '../../../model/record-facts.ts';
import { firstOf, SHOWN_IN_TEXT, SHOWN_ON_PAGE } from '../../../text/first-of.ts';
import { siteName } from '../../../text/fleet.ts';
import { restartText } from '../../../text/run.ts';
import { settingNames } from '../../../text/setting-name.ts';
import type { Texts } from '../../../text/texts.ts';
import type { Words } from '../../../text/words.ts';
import type { Block, Section } from '../model.ts';
import { leftBlock } from './fleet.ts';

/** A block for each owner: the action, the command, and the request to send; then the change and what follows. */
export function todoSection(record: RunRecord, texts: Texts): Section {
  const { words } = texts;
  const facts = factsOf(record, texts);
  const lines = headline(facts, texts);
  const after = lines.filter(({ kind }) => kind === 'then');
  const changes = lines.filter(({ kind }) => kind === 'change');
  // For a fleet, the bars show the owners and commands of each cause.
  const { owners, next } = facts.fleet === undefined ? conclusionOf(facts, texts) : { owners: [], next: [] };
  const { shown, left } = firstOf(facts.requests, SHOWN_ON_PAGE);
  const blocks = OWNERS.flatMap((owner): Block[] => {
    const actions = owners.filter((one) => one.owner === owner).map(({ action }) => action);
    const name = words(OWNER_NAMES[owner]);
    const mine = [
      ...actions.map((action) => actionBlock(action, name, next)),
      ...(owner === 'administrator' ? elevationBlocks(facts, actions, words) : []),
      ...shown.filter(({ to }) => to === owner).map((request) => requestBlock(request, texts)),
    ];
    return mine.length === 0 ? [] : [{ kind: 'owner', name, blocks: mine }];
  });
  const others = next
    .filter(({ text }) => !owners.some(({ action }) => action === text))
    .map(({ text, command: [, verb] }) => command(text, labelOf(verb, words)));
  return {
    id: 'todo',
    title: words(say('What to do')),
    in: ['file'],
    blocks: [
      ...blocks,
      ...leftBlock(left, texts),
      ...(others.length === 0
        ? []
        : [{ kind: 'owner', name: words(say('Commands')), blocks: others } as const]),
      ...[...changes, ...after].map(({ text }) => ({ kind: 'text', text }) as const),
      ...(after.length === 0 ? afterwards(record, words) : []),
    ],
  };
}

/** The heading already names the owner. */
function actionBlock(action: string, owner: string, commands: Conclusion['next']): Block {
  if (commands.some(({ text }) => text === action)) return command(action, null);
  if (!action.startsWith(`${owner}: `)) return { kind: 'text', text: action };
  // A sentence that begins with a value keeps it as it is.
  const text = action
    .slice(owner.length + 2)
    .replace(/^[a-z](?=[a-z]*[ ,])/, (letter) => letter.toUpperCase());
  return { kind: 'text', text };
}

function command(text: string, label: string | null): Block {
  return { kind: 'command', label, text };
}

function labelOf(verb: string | undefined, words: Words): string | null {
  if (verb === 'rollback') return words(say('To roll back: {command}', { command: '' })).trim();
  if (verb === 'import')
    return words(
      say('Administrator: import the copy on that computer, signed in as the VPN user: {command}', {
        command: '',
      }),
    ).trim();
  return verb === 'confirm' ? words(say('To keep it: {command}', { command: '' })).trim() : null;
}

/** What an administrator must do, with the command if it is not named yet. */
function elevationBlocks(
  { needs, machine }: ConclusionFacts,
  actions: readonly string[],
  words: Words,
): Block[] {
  if (needs === null || needs.elevation.length === 0 || machine?.user?.elevated === true) return [];
  const text = `${words(say('Needs an administrator'))}: ${settingNames(needs.elevation, words, machine?.vpnUser)}`;
  const own = needs.command ?? null;
  if (own !== null && actions.includes(own)) return [];
  return [{ kind: 'text', text }, ...(own === null ? [] : [command(own, null)])];
}

function requestBlock(
  { gateway, seenFrom, text }: ReturnType<typeof requestsIn>[number],
  { words }: Texts,
): Block {
  const sites = siteNames(seenFrom?.sites ?? []).map(words);
  return {
    kind: 'copy',
    title: [`${words(say('Request'))}: ${gateway}`, ...sites].join(words.between.items),
    text: words(text),
    form: 'folded',
  };
}

function siteNames(sites: readonly number[]): Phrase[] {
  const { shown, left } = firstOf(sites, SHOWN_IN_TEXT);
  return [
    ...shown.map(siteName),
    ...(left === 0 ? [] : [say('and {count} more: --json has all of them', { count: left })]),
  ];
}

/** Remaining needs of a computer that the conclusion does not mention. */
function afterwards({ needs, before, paths }: RunRecord, words: Words): Block[] {
  const { restart, restartPending, redial } = needs;
  return [
    ...(restart ? [words(restartText(restartPending.join(words.between.items)))] : []),
    ...(redial
      ? [
          words(
            before !== null
              ? reconnectText(paths)
              : say('Then reconnect the VPN: open connections keep the old setting.'),
          ),
        ]
      : []),
  ].map((text) => ({ kind: 'text', text }));
}
