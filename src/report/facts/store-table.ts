import type { StoreChange } from '../../core/decide/plan.ts';
import type { MachineFacts } from '../../core/model/events.ts';
import { isServiceAccount } from '../../core/model/locations.ts';
import { say } from '../../core/model/say.ts';
import { sameEffectiveProxy } from '../../core/proxy/compare.ts';
import { refusedIssues } from '../../core/proxy/list-issue.ts';
import { formatProxyList } from '../../core/proxy/proxy-list.ts';
import type { ProxySettings } from '../../core/proxy/settings.ts';
import { ALL_USERS, nameOfManager } from '../../core/stores/setting-name.ts';
import type { StoreView } from '../../core/stores/stores.ts';
import { sidesOf } from '../text/change-text.ts';
import { SETTING_PARTS } from '../text/labels.ts';
import { settingName } from '../text/setting-name.ts';
import type { Texts } from '../text/texts.ts';
import { userText } from '../text/user-text.ts';
import type { Words } from '../text/words.ts';

/** One part of a setting in both stores. */
interface PartRow {
  label: string;
  winInet: PartNow;
  winHttp: PartNow;
  /** The settings give different routes, and this part differs. */
  differs: boolean;
}

/** What a part is, and what a change makes of it. */
export interface PartNow {
  now: string;
  after: string | null;
  /** Off, with nothing stored, and it stays so. */
  isOff: boolean;
}

/** The fields of a planned change that the table uses. */
type PlannedChange = Pick<StoreChange, 'store' | 'before' | 'after' | 'strings'>;

export interface StoreTable {
  /** The user of the WinINET setting on the left. */
  user: string;
  /** The 32-bit view has the same values, so one column shows both. */
  bothViews: boolean;
  rows: readonly PartRow[];
  /** The other settings, one line each. */
  others: readonly { name: string; text: string }[];
  /** Changes of string values alone, which no part shows. */
  strings: readonly string[];
}

/** The VPN user's effective setting next to WinHTTP, part by part; the other settings as lines. */
export function storeTable(
  stores: readonly StoreView[],
  machine: MachineFacts | null,
  plan: { readonly changes: readonly PlannedChange[] } | null,
  texts: Texts,
): StoreTable {
  const { words } = texts;
  const winInet = decidingStore(stores, machine);
  const winHttp = stores.find(({ id }) => id === 'winhttp/native') ?? null;
  const wow64 = stores.find(({ id }) => id === 'winhttp/wow64') ?? null;
  const change = (store: StoreView | null) => plan?.changes.find((one) => one.store === store?.id) ?? null;
  const left = cellsOf(winInet, texts);
  const right = cellsOf(winHttp, texts);
  const differs =
    winInet?.settings != null &&
    winHttp?.settings != null &&
    !sameEffectiveProxy(winInet.settings, winHttp.settings);
  const sameCells = cellsOf(wow64, texts).every(({ text }, index) => text === right[index]?.text);
  const bothViews = wow64 !== null && sameCells && isAlike(change(wow64), change(winHttp), words);
  const shown = [winInet?.id, winHttp?.id, bothViews ? wow64.id : undefined];
  return {
    user:
      winInet?.id === 'wininet/machine'
        ? words(ALL_USERS)
        : userText(machine?.vpnUser?.name ?? null, winInet === null ? null : userIn(winInet.id), words),
    bothViews,
    rows: PARTS.map((part, index) => ({
      label: words(SETTING_PARTS[part]),
      winInet: partNow(left[index], afterOf(change(winInet), index, words)),
      winHttp: partNow(right[index], afterOf(change(winHttp), index, words)),
      differs: differs && left[index]?.effect !== right[index]?.effect,
    })),
    others: stores
      .filter(({ id }) => !shown.includes(id))
      .map((store) => ({
        name: settingName(store.id, words, machine?.vpnUser),
        text: settingText(store, change(store), texts),
      })),
    strings: stores
      .filter((store) => shown.includes(store.id) && change(store)?.strings !== undefined)
      .map(
        (store) =>
          `${settingName(store.id, words, machine?.vpnUser)}: ${settingText(store, change(store), texts)}`,
      ),
  };
}

/**
 * The VPN user's setting; with a per-machine policy the machine's. If the user is unknown, the first person's.
 */
export function decidingStore(stores: readonly StoreView[], machine: MachineFacts | null): StoreView | null {
  const sid = machine?.vpnUser?.sid ?? null;
  const lan = stores.filter(({ id }) => id.startsWith('wininet/') && id.endsWith('/lan'));
  const own =
    lan.find(({ id }) => (sid === null ? !isServiceAccount(userIn(id)) : userIn(id) === sid)) ?? null;
  const shared = stores.find(({ id }) => id === 'wininet/machine') ?? null;
  return own?.managedBy === 'policy:ProxySettingsPerUser' || own === null ? (shared ?? own) : own;
}

function userIn(id: string): string {
  return id.split('/')[1] ?? '';
}

/** One part: its effect (for comparison), its text, and any stored but inactive value. */
interface Cell {
  effect: string;
  text: string;
  idle?: string;
}

/** The parts of a setting: the rows of the table. */
const PARTS = ['proxy', 'bypass', 'pac', 'auto-detect'] as const;

/** The four parts in the order of {@link PARTS}. */
function cellsOf(store: StoreView | null, texts: Texts): readonly Cell[] {
  const { words } = texts;
  const parts =
    store?.settings != null
      ? partsOf(store.settings, words)
      : [stateOf(store, words), '', '', ''].map((text) => ({ effect: '', text }));
  const note = store === null ? '' : noteOf(store, words);
  const unusable = unusableText(store?.settings ?? null, texts);
  return parts.map((part, index) =>
    index === 0 ? { ...part, text: `${unusable ?? part.text}${note}` } : part,
  );
}

/** A stored proxy that cannot be used: its text and the usual reason. */
function unusableText(settings: ProxySettings | null, texts: Texts): string | null {
  if (settings === null || !settings.proxy.enabled || refusedIssues(settings.proxy.issues).length === 0)
    return null;
  return texts.settings({ ...settings, bypass: [], pac: null, autoDetect: null });
}

function stateOf(store: StoreView | null, words: Words): string {
  if (store === null || store.present === null) return words(say('not visible'));
  return store.raw?.unreadable == null
    ? words(say('unknown'))
    : words(say('unreadable ({reason})', { reason: store.raw.unreadable }));
}

function partsOf({ proxy, bypass, pac, autoDetect }: ProxySettings, words: Words): readonly Cell[] {
  const servers = formatProxyList(proxy.servers);
  const entries = [...bypass].map((entry) => entry.toLowerCase()).sort();
  return [
    switchable(proxy.enabled, servers.replaceAll(';', '; '), servers, words(say('none')), words),
    switchable(
      proxy.enabled && bypass.length > 0,
      bypass.join('; '),
      entries.join(';'),
      words(say('none')),
      words,
    ),
    pac === null
      ? NO_SLOT
      : switchable(pac.enabled, pac.url ?? '', pac.url ?? 'on', words(say('off')), words),
    autoDetect === null
      ? NO_SLOT
      : switchable(autoDetect, autoDetect ? words(say('on')) : '', 'on', words(say('off')), words),
  ];
}

/** WinHTTP stores no PAC or auto-detect, which is the same as off. */
const NO_SLOT: Cell = { effect: 'off', text: '-' };

/** Shows a stored value that is off, and marks a part that is on without a value. */
function switchable(isOn: boolean, stored: string, effect: string, nothing: string, words: Words): Cell {
  if (isOn)
    return {
      effect,
      text: stored === '' ? `${words(say('on'))}${words(say(' (nothing stored)'))}` : stored,
    };
  return stored === ''
    ? { effect: 'off', text: nothing }
    : { effect: 'off', text: words(say('off (stored: {value})', { value: stored })), idle: stored };
}

function textsOf(settings: ProxySettings, words: Words): string[] {
  return partsOf(settings, words).map(({ text }) => text);
}

function partNow(cell: Cell | undefined, after: string | null): PartNow {
  const isOff = after === null && cell?.effect === 'off' && cell.idle === undefined;
  return { now: cell?.text ?? '', after, isOff };
}

/** `null` where the part stays as it is. */
function afterOf(change: PlannedChange | null, index: number, words: Words): string | null {
  if (change === null || change.strings !== undefined) return null;
  const after = textsOf(change.after, words)[index] ?? '';
  return change.before !== null && textsOf(change.before, words)[index] === after ? null : after;
}

/** A setting in one line, with an arrow to what a change makes of it. */
export function settingText(store: StoreView, change: PlannedChange | null, texts: Texts): string {
  const now = storeText(store, texts);
  if (change === null) return now;
  const { removed, added } = sidesOf(change, texts);
  const [from, to] = [removed.join(', '), added.join(', ')];
  return change.strings === undefined ? `${from} -> ${to}` : `${now} (${from} -> ${to})`;
}

function isAlike(a: PlannedChange | null, b: PlannedChange | null, words: Words): boolean {
  if (a === null || b === null) return a === b;
  return textsOf(a.after, words).join('\n') === textsOf(b.after, words).join('\n');
}

/** A setting in one line: its effect, other stored values, and who manages it. */
export function storeText(store: StoreView, texts: Texts): string {
  const { words, settings } = texts;
  if (store.settings === null) return `${stateOf(store, words)}${noteOf(store, words)}`;
  const cells = partsOf(store.settings, words);
  const idle = PARTS.flatMap((part, index) => {
    const value = cells[index]?.idle;
    return value === undefined ? [] : [`${words(SETTING_PARTS[part])} ${value}`];
  });
  const kept =
    idle.length === 0
      ? ''
      : words(say(' (stored, but off: {values})', { values: idle.join(words.between.items) }));
  return `${settings(store.settings)}${kept}${noteOf(store, words)}`;
}

function noteOf({ present, managedBy, settings }: StoreView, words: Words): string {
  const says =
    settings !== null &&
    partsOf(settings, words).some(({ effect, idle }) => effect !== 'off' || idle !== undefined);
  const absent = says ? words(say(' (from the string values)')) : words(say(' (nothing stored)'));
  return `${present === false ? absent : ''}${managedBy === null ? '' : words(say(', managed by {owner}', { owner: words(nameOfManager(managedBy)) }))}`;
}
