import { serviceOf } from '../../core/model/check.ts';
import type { MachineFacts } from '../../core/model/events.ts';
import { counted, type Phrase, say } from '../../core/model/say.ts';
import { nameOfManager } from '../../core/stores/setting-name.ts';
import { routeText } from '../facts/paths.ts';
import { isDrawn, type Picture, type PicturedRoute, type PicturedRow } from '../facts/picture/model.ts';
import { groupedBy } from '../text/first-of.ts';
import { ofCode } from '../text/labels.ts';
import type { Mark } from '../text/lines.ts';
import {
  AUTOMATIC,
  NOTES,
  ROUTES,
  SETTINGS,
  STAGES_OF_PICTURE,
  STATES,
  UNKNOWN_PROXIES,
  VERDICTS_OF_PICTURE,
} from '../text/picture-labels.ts';
import { settingName } from '../text/setting-name.ts';
import type { Texts } from '../text/texts.ts';

/** A line of text and its state; no mark for a mere name. */
export interface MarkedText {
  mark: Mark | null;
  text: string;
}

export type NodeKind = 'computer' | 'proxy' | 'gateway' | 'publishers';

/** A node of a route. */
export interface NodeText {
  kind: NodeKind;
  heading: string;
  names: readonly MarkedText[];
}

export interface LinkText {
  mark: Mark;
  rows: readonly MarkedText[];
}

/** One route: its nodes, with a link between each two. */
export interface PanelText {
  mark: Mark;
  /** The name of the route. */
  route: string;
  /** Its state. */
  state: string;
  /** The settings that it was tested with. */
  settings: string;
  /** The setting that it follows, else `null`. */
  setting: string | null;
  nodes: readonly NodeText[];
  links: readonly LinkText[];
}

/** The picture in one language, with full names. */
export interface PictureText {
  panels: readonly PanelText[];
  /** What is not drawn, else `null`. */
  others: string | null;
}

export function pictureText(picture: Picture, texts: Texts): PictureText {
  const { words } = texts;
  const { others, failing } = picture;
  return {
    panels: picture.routes.map((route) => panelOf(route, picture, texts)),
    others: others === 0 ? null : words(othersText(others, failing)),
  };
}

/** The number of gateways that are not drawn, and of those that fail. */
function othersText(count: number, failing: number): Phrase {
  if (failing === 0)
    return counted(
      count,
      say('Not shown: {count} more path; it does not fail.', { count: count }),
      say('Not shown: {count} more paths; none of them fails.', { count: count }),
    );
  return failing === 1
    ? counted(
        count,
        say('Not shown: {count} more path; it fails.', { count: count }),
        say('Not shown: {count} more paths; 1 of them fails.', { count: count }),
      )
    : say('Not shown: {count} more paths; {failing} of them fail.', { count, failing });
}

function isOfService({ route, ends: [end] }: PicturedRoute): boolean {
  return route === 'tunnel' && serviceOf(end?.name ?? '') !== null;
}

function panelOf(route: PicturedRoute, { machine }: Picture, texts: Texts): PanelText {
  const { words } = texts;
  return {
    mark: route.mark,
    route: words(isOfService(route) ? ROUTES.request : ROUTES[route.route]),
    state: words(STATES[route.mark]),
    settings: route.settings.map((one) => words(SETTINGS[one])).join(words.between.items),
    setting: settingText(route, machine, texts),
    nodes: [computerNode(route, machine, texts), ...proxyNode(route, texts), endNode(route, texts)],
    links: route.links.map(({ mark, rows }, index) => ({
      mark,
      rows: [...directRow(route, index, texts), ...rowTexts(rows, texts)],
    })),
  };
}

/** The setting's user, how the proxy is found, and who manages it. */
function settingText(
  { setting }: PicturedRoute,
  machine: MachineFacts | null,
  { words }: Texts,
): string | null {
  if (setting === null) return null;
  const { id, automatic, managedBy } = setting;
  const name =
    id === 'option' ? words(say('Proxy of the command line')) : settingName(id, words, machine?.vpnUser);
  const found = automatic === null ? '' : `: ${words(AUTOMATIC[automatic])}`;
  return `${name}${found}${managedBy === null ? '' : words(say(', managed by {owner}', { owner: words(nameOfManager(managedBy)) }))}`;
}

function computerNode({ from }: PicturedRoute, machine: MachineFacts | null, { words }: Texts): NodeText {
  const name = machine?.name ?? null;
  const named = (text: string) => ({ kind: 'computer', heading: text, names: plain(name) }) as const;
  if (from === 'remote' || (from === null && machine?.kind === 'remote'))
    return named(words(say('Target computer')));
  if (from === null && machine?.kind === 'recorded') return named(words(say('Recorded computer')));
  const isOther = machine !== null && machine.kind !== 'local';
  if (!isOther) return named(words(say('This computer')));
  return {
    ...named(words(say('This computer'))),
    names: plain(name === null ? null : words(say('for {name}', { name }))),
  };
}

function plain(text: string | null): MarkedText[] {
  return text === null ? [] : [{ mark: null, text }];
}

function proxyNode({ proxy }: PicturedRoute, { words }: Texts): NodeText[] {
  if (proxy.kind === 'direct' || !isDrawn(proxy)) return [];
  const name =
    proxy.kind === 'proxy' ? proxy.address : words(ofCode(UNKNOWN_PROXIES, proxy.why, say('not known')));
  return [{ kind: 'proxy', heading: words(say('Proxy')), names: plain(name) }];
}

function endNode({ route, ends }: PicturedRoute, { words }: Texts): NodeText {
  const names = ends.map(({ name, mark, via }) => ({
    mark,
    text: via === null ? name : `${name} (${routeText(via, words)})`,
  }));
  return route === 'tunnel'
    ? {
        kind: 'gateway',
        heading:
          names.length > 0
            ? words(say('VPN gateway'))
            : `${words(say('VPN gateway'))} (${words(say('not known'))})`,
        names,
      }
    : { kind: 'publishers', heading: words(say('CRL and OCSP servers')), names };
}

function directRow({ proxy }: PicturedRoute, index: number, { words }: Texts): MarkedText[] {
  return proxy.kind === 'direct' && index === 0 ? plain(words(say('no proxy'))) : [];
}

/** All passed checks in one row; each failure reason once, with its count. */
function rowTexts(rows: readonly PicturedRow[], texts: Texts): MarkedText[] {
  const { words } = texts;
  const isFetch = ({ stage }: PicturedRow) => stage === 'revocation';
  const passed = rows.filter(({ mark }) => mark === 'pass');
  const stages = passed
    .filter((row) => !isFetch(row))
    .map(({ stage }) => (stage === null ? '' : words(STAGES_OF_PICTURE[stage])));
  const answers = passed.filter(isFetch).length;
  const others = rows.filter(({ mark }) => mark !== 'pass');
  return [
    ...withCounts(others.filter(isSkippedProxy), texts),
    ...(stages.length === 0 ? [] : [{ mark: 'pass' as const, text: stages.join(words.between.items) }]),
    ...(answers === 0
      ? []
      : [
          {
            mark: 'pass' as const,
            text: words(
              counted(
                answers,
                say('{count} address answers', { count: answers }),
                say('{count} addresses answer', { count: answers }),
              ),
            ),
          },
        ]),
    ...withCounts(
      others.filter((row) => !isSkippedProxy(row)),
      texts,
    ),
  ];
}

function isSkippedProxy({ check }: PicturedRow): boolean {
  return check?.evidence.passedOver === true;
}

/** Equal texts as one, with their number. */
function withCounts(rows: readonly PicturedRow[], texts: Texts): MarkedText[] {
  const reported = rows.map((row) => markedText(row, texts));
  return groupedBy(reported, ({ mark, text }) => `${mark} ${text}`).flatMap(([, same]) =>
    same.slice(0, 1).map(({ mark, text }) => ({
      mark,
      text:
        same.length === 1
          ? text
          : texts.words(say('{reason} ({count} addresses)', { reason: text, count: same.length })),
    })),
  );
}

function markedText({ mark, stage, check, verdict, note }: PicturedRow, texts: Texts): MarkedText {
  const { words } = texts;
  if (note !== null) return { mark, text: words(NOTES[note]) };
  if (check?.evidence.reason === 'route-unsupported')
    return { mark, text: words(say('not tested: the route cannot be followed from this computer')) };
  const ofVerdict = ofCode(VERDICTS_OF_PICTURE, verdict, null);
  const ofCheck = check === null ? (verdict ?? '') : texts.reason(check.evidence);
  const why = ofVerdict === null ? ofCheck : words(ofVerdict);
  if (stage === 'revocation')
    return {
      mark,
      text: mark === 'warn' ? words(say('{reason}; another address answers', { reason: why })) : why,
    };
  const what =
    check?.evidence.passedOver === true ? check.via : stage === null ? null : words(STAGES_OF_PICTURE[stage]);
  if (mark === 'warn' && check?.evidence.reason === undefined) return { mark, text: what ?? why };
  return { mark, text: what === null ? why : `${what}: ${why}` };
}
