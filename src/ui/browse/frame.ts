import { say } from '../../core/model/say.ts';
import { headline } from '../../report/model/headline.ts';
import type { RunRecord } from '../../report/model/record.ts';
import { factsOf, requestsIn } from '../../report/model/record-facts.ts';
import { displayWidth } from '../../report/text/columns.ts';
import { type Line, line, type Span } from '../../report/text/lines.ts';
import type { Display } from '../display.ts';
import { printedPicture } from '../printed-lines.ts';
import { firstRows, hangingRows, headlineSpans, moreLines, oneRow, rowsOf, sideBySide } from '../rows.ts';
import { reportOf, type UiState } from '../state.ts';
import { type Browse, type Item, itemsOf } from './browse.ts';
import { gatewayLabels, itemRows } from './items.ts';

const APPLY = [say('a'), say('apply the change')] as const;
/** What each key does. */
const KEYS = [
  [say('Up/Down, k/j'), say('move')],
  [say('PgUp/PgDn'), say('move by a page')],
  [say('Home/End'), say('first, last')],
  [say('Enter'), say('show or hide details')],
  [say('e'), say('show or hide the evidence of the checks')],
  APPLY,
  [say('c'), say('copy the request to whoever must act')],
  [say('?'), say('show or hide this list')],
  [say('q, Esc'), say('quit; the report stays')],
] as const;

export interface BrowseFrame {
  /** One terminal row each. */
  rows: readonly Line[];
  /** The selected item has more rows below the last one shown. */
  moreBelow: boolean;
  /** How many rows of the list are shown. */
  listed: number;
}

/** The same as in the live frame. */
const SPARE_ROWS = 2;
const LEAST_LIST = 6;
const LEAST_FOOTER = 3;
/** A longer summary would leave too few rows for the list. */
const MOST_SUMMARY = 10;
/** Between two keys of the footer. */
const KEY_GAP = 2;
const BLANK = line(0, ' ');

/** The report browser: summary, paths and findings, and the available keys. */
export function browseFrame(state: UiState, display: Display): BrowseFrame {
  const { browse } = state;
  const page = reportOf(state);
  if (browse === null || page === undefined) return { rows: [], moreBelow: false, listed: 0 };
  const items = itemsOf(page);
  // The help replaces the footer, which lists the keys in short.
  const footer = browse.help ? [] : footerRows(browse, page, items, display);
  const space = Math.max(LEAST_LIST, display.rows - SPARE_ROWS - footer.length);
  const top = summaryRows(page, space - LEAST_LIST, display);
  const drawn = drawnRows(page, browse, space - top.length - Math.max(LEAST_LIST, items.length), display);
  const height = space - top.length - drawn.length;
  const list = browse.help ? helpRows(browse, height, display) : listRows(browse, items, height, display);
  return { ...list, rows: [...top, ...drawn, ...list.rows, ...footer] };
}

/** The picture of the routes, if it fits beside the list and no item is open. */
function drawnRows(page: RunRecord, browse: Browse, most: number, display: Display): Line[] {
  if (browse.help || browse.opened.length > 0) return [];
  const rows = printedPicture(page, display).map(({ spans }) => oneRow(0, spans, display));
  return rows.length === 0 || rows.length >= most ? [] : [...rows, BLANK];
}

/** The summary: complete; or its first line complete; or one row per line; or none, whichever fits first. */
function summaryRows(page: RunRecord, most: number, display: Display): Line[] {
  const reported = headline(factsOf(page, display.texts), display.texts).map((one) =>
    headlineSpans(one, display),
  );
  const whole = [BLANK, ...reported.flatMap((spans) => hangingRows(spans, display)), BLANK];
  if (whole.length <= Math.min(most, MOST_SUMMARY)) return whole;
  const [first = [], ...more] = reported;
  const rest = [...more.map((spans) => oneRow(0, spans, display)), BLANK];
  const opened = [BLANK, ...hangingRows(first, display), ...rest];
  if (opened.length <= Math.min(most, MOST_SUMMARY)) return opened;
  const short = [BLANK, oneRow(0, first, display), ...rest];
  return short.length <= most ? short : [];
}

function listRows(browse: Browse, items: readonly Item[], height: number, display: Display): BrowseFrame {
  const names = gatewayLabels(items);
  const groups = items.map((item, place) => itemRows(item, place, browse, names, display));
  const rows = groups.flat();
  const start = groups.slice(0, browse.selected).reduce((sum, group) => sum + group.length, 0);
  const length = groups[browse.selected]?.length ?? 0;
  const { from, to } = listWindow({ total: rows.length, start, length, scroll: browse.scroll, height });
  const mark = (text: string) => oneRow(0, [{ text, tone: 'quiet' }], display);
  return {
    rows: [
      ...(from > 0 ? [mark(display.texts.words(say('… {count} more above', { count: from })))] : []),
      ...rows.slice(from, to),
      ...(to < rows.length
        ? [mark(display.texts.words(say('… {count} more below', { count: rows.length - to })))]
        : []),
    ],
    moreBelow: start + length > to,
    listed: to - from,
  };
}

interface Extent {
  total: number;
  /** First row of the selected item, and its row count. */
  start: number;
  length: number;
  scroll: number;
  height: number;
}

/** The visible rows, besides the marks that count the hidden ones. */
function listWindow({ total, start, length, scroll, height }: Extent): { from: number; to: number } {
  let marks = { above: false, below: false };
  for (;;) {
    const space = height - Number(marks.above) - Number(marks.below);
    // If the item fits, show it completely, as low as possible; otherwise start at its first row plus the scroll
    // offset. The mark of the hidden rows takes a row, so the first scroll step moves two rows.
    const step = start === 0 && scroll > 0 ? scroll + 1 : scroll;
    const from = length <= space ? Math.max(0, start + length - space) : start + step;
    const to = Math.min(total, from + space);
    const more = { above: marks.above || from > 0, below: marks.below || to < total };
    if (more.above === marks.above && more.below === marks.below) return { from, to };
    marks = more;
  }
}

/** The list of all available keys. */
function helpRows(browse: Browse, height: number, display: Display): BrowseFrame {
  const { words } = display.texts;
  const keys = KEYS.filter((one) => one !== APPLY || browse.canApply).map(
    ([key, does]) => [words(key), words(does)] as const,
  );
  const width = Math.max(...keys.map(([key]) => displayWidth(key)));
  const rows = keys.map(([key, does]) =>
    oneRow(
      2,
      [{ text: key, tone: 'accent' }, { text: `${' '.repeat(width - displayWidth(key))}  ${does}` }],
      display,
    ),
  );
  return { rows: firstRows(rows, height, moreLines(display)), moreBelow: false, listed: 0 };
}

function footerRows(browse: Browse, page: RunRecord, items: readonly Item[], display: Display): Line[] {
  const { words } = display.texts;
  const hasEvidence = items.some((item) => item.kind === 'path' && item.path.checks.length > 0);
  const keys = [
    ...(items.length > 1 ? [words(say('Up/Down move'))] : []),
    ...(items.length > 0 ? [words(say('Enter details'))] : []),
    ...(hasEvidence ? [words(say('e evidence'))] : []),
    ...(browse.canApply ? [words(say('a apply'))] : []),
    ...(requestsIn(page).length > 0 ? [words(say('c copy request'))] : []),
    words(say('? keys')),
    words(say('q quit')),
  ];
  const hints: Span[] = keys.map((text) => ({ text, tone: 'accent' }));
  if (items.length > 1) hints.push({ text: `${browse.selected + 1}/${items.length}`, tone: 'quiet' });
  const note = browse.copied
    ? words(say('The request is printed above, and in the clipboard where the terminal allows it.'))
    : words(
        say('Closes automatically after {minutes} minutes without a key. The report above stays.', {
          minutes: browse.idleMinutes,
        }),
      );
  const parts = hints.map((hint) => [hint]);
  const reported = sideBySide(parts, KEY_GAP, display.columns).map((spans) => oneRow(0, spans, display));
  const whole = [BLANK, ...reported, ...rowsOf(line(0, { text: note, tone: 'quiet' }), display)];
  const most = Math.max(LEAST_FOOTER, display.rows - SPARE_ROWS - LEAST_LIST);
  return whole.length <= most ? whole : reported.slice(0, most);
}
