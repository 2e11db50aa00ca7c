import type { Check } from '../../core/model/check.ts';
import { say } from '../../core/model/say.ts';
import type { AnyFields } from '../../core/path/stage-evidence.ts';
import { evidenceFacts } from '../../report/facts/evidence-facts.ts';
import { pathNotes, routeText } from '../../report/facts/paths.ts';
import { displayWidth } from '../../report/text/columns.ts';
import { SEVERITY_TEXTS } from '../../report/text/labels.ts';
import { type Line, line, lineText, type Span } from '../../report/text/lines.ts';
import { SEVERITY_TONES } from '../../report/views/text/page-lines.ts';
import { shortNames } from '../../report/views/text/short-names.ts';
import { type Display, signOf, toneOf } from '../display.ts';
import { pathLines, pathSign } from '../path-lines.ts';
import { oneRow, rowsOf } from '../rows.ts';
import type { Browse, Item } from './browse.ts';

const KIND_WIDTH = 9;
const DETAIL_INDENT = 4;
const SIGN_OF_ANSWER = {
  ready: 'pass',
  'ready-after-changes': 'warn',
  'not-possible': 'fail',
  'not-known': 'skip',
} as const;

/** A move, path or finding in one row; when it is open, its details below. */
export function itemRows(
  item: Item,
  place: number,
  browse: Browse,
  names: ReadonlyMap<string, string>,
  display: Display,
): Line[] {
  const selected = place === browse.selected;
  const mark: Span = { text: selected ? '> ' : '  ', tone: 'accent' };
  const title = titleOf(item, names, display);
  const spans = selected ? title.map((span) => ({ ...span, tone: span.tone ?? ('strong' as const) })) : title;
  const head = oneRow(0, [mark, ...spans], display);
  if (!browse.opened.includes(place)) return [head];
  const narrow = { ...display, columns: Math.max(1, display.columns - DETAIL_INDENT) };
  const details = detailsOf(item, browse.evidence, narrow);
  return [head, ...details.flatMap((detail) => wrapped(detail, display))];
}

function titleOf(item: Item, names: ReadonlyMap<string, string>, display: Display): Span[] {
  if (item.kind === 'migration') return migrationTitle(item, display);
  return item.kind === 'path' ? pathTitle(item, names, display) : findingTitle(item, display);
}

function detailsOf(item: Item, evidence: boolean, display: Display): Line[] {
  if (item.kind === 'migration') return migrationDetails(item, display);
  return item.kind === 'path' ? pathDetails(item, evidence, display) : findingDetails(item, display);
}

function migrationTitle({ migration }: Extract<Item, { kind: 'migration' }>, display: Display): Span[] {
  const [title] = display.texts.migration(migration);
  const sign = SIGN_OF_ANSWER[migration.answer];
  return [kindSpan(signOf(sign, display), toneOf(sign)), { text: title?.text ?? migration.gateway }];
}

/** Routes and steps, below the title that is already shown. */
function migrationDetails({ migration }: Extract<Item, { kind: 'migration' }>, { texts }: Display): Line[] {
  return texts
    .migration(migration)
    .map(({ depth, text, strong }) =>
      line(Math.max(0, depth - 1) * 2, { text, ...(strong === true ? { tone: 'strong' as const } : {}) }),
    );
}

/** Labels of the gateways in a list: short where they stay unique, none for a single gateway. */
export function gatewayLabels(items: readonly Item[]): ReadonlyMap<string, string> {
  const gateways = [...new Set(items.flatMap((item) => (item.kind === 'path' ? [item.path.gateway] : [])))];
  if (gateways.length < 2) return new Map();
  const shorten = shortNames(gateways.map((gateway) => ({ host: gateway.replace(/:\d+$/, '') })));
  return new Map(gateways.map((gateway) => [gateway, lineText(shorten(line(0, gateway)))]));
}

/** The result, then its code, which a narrow window truncates first. */
function pathTitle(
  { path }: Extract<Item, { kind: 'path' }>,
  names: ReadonlyMap<string, string>,
  display: Display,
): Span[] {
  const { texts } = display;
  const { verdict, facts, stores, gateway } = path;
  const sign = pathSign(path);
  const name = names.get(gateway);
  return [
    kindSpan(signOf(sign, display), toneOf(sign)),
    { text: name === undefined ? '' : `${name}  ` },
    { text: stores === 'proposed' ? `${texts.words(say('(proposed)'))} ` : '' },
    { text: verdict === null ? texts.words(say('unknown')) : texts.verdict(verdict, facts).message },
    codeSpan(verdict?.verdict ?? ''),
  ];
}

function findingTitle({ finding }: Extract<Item, { kind: 'finding' }>, { texts }: Display): Span[] {
  const { severity, code } = finding;
  return [
    kindSpan(texts.words(SEVERITY_TEXTS[severity]), SEVERITY_TONES[severity]),
    { text: texts.finding(finding).message },
    codeSpan(code),
  ];
}

function codeSpan(code: string): Span {
  return { text: code === '' ? '' : ` (${code})`, tone: 'quiet' };
}

function kindSpan(text: string, tone: NonNullable<Span['tone']>): Span {
  return { text: `${text}${' '.repeat(Math.max(1, KIND_WIDTH - displayWidth(text)))}`, tone };
}

function findingDetails({ finding }: Extract<Item, { kind: 'finding' }>, { texts }: Display): Line[] {
  const { message, remedy } = texts.finding(finding);
  return [
    line(0, message, codeSpan(finding.code)),
    ...(remedy === null ? [] : [line(0, { text: remedy, tone: 'strong' })]),
    ...factLines(finding.evidence, 0),
  ];
}

function pathDetails({ path }: Extract<Item, { kind: 'path' }>, evidence: boolean, display: Display): Line[] {
  const title = [
    line(0, { text: path.gateway, tone: 'strong' }),
    line(0, {
      text: pathNotes(path, 'audit', display.texts.words).join(display.texts.words.between.items),
      tone: 'quiet',
    }),
  ];
  if (!evidence) return [...title, ...pathLines(path, 'audit', display).slice(1)];
  const failed = path.checks.filter(({ status }) => status === 'fail');
  const others = path.checks.filter(({ status }) => status !== 'fail');
  const checks = [...failed, ...others].flatMap((check) => checkLines(check, display));
  return [...title, ...checks];
}

function checkLines({ stage, url, via, status, durationMs, evidence }: Check, display: Display): Line[] {
  const about = [
    stage,
    ...(url === null ? [] : [url]),
    `(${routeText(via, display.texts.words)})`,
    `${Math.round(durationMs)} ms`,
  ];
  const sign = { text: signOf(status, display), tone: toneOf(status) };
  // The reason for the failure comes first; the other fields keep their order.
  const { reason, httpStatus, errno, ...rest }: AnyFields = evidence;
  return [line(0, sign, ` ${about.join(' ')}`), ...factLines({ reason, httpStatus, errno, ...rest }, 2)];
}

function factLines(evidence: Readonly<Record<string, unknown>>, indent: number): Line[] {
  return evidenceFacts(evidence).map(({ name, value }) =>
    line(indent, { text: `${name}: `, tone: 'quiet' }, value),
  );
}

function wrapped({ indent, spans }: Line, display: Display): Line[] {
  const inset = indent + DETAIL_INDENT > display.columns / 2 ? 0 : indent + DETAIL_INDENT;
  return rowsOf({ indent: inset, spans }, display);
}
