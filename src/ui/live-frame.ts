import { say } from '../core/model/say.ts';
import type { PathState } from '../report/facts/paths.ts';
import { STEP_NAMES } from '../report/messages/labels.ts';
import { pageOf } from '../report/views/plain/pages.ts';
import { type Display, signOf, toneOf } from './display.ts';
import { pathLines, titleLine } from './path-lines.ts';
import { questionRows } from './question-rows.ts';
import { firstRows, moreLines } from './rows.ts';
import type { UiState } from './state.ts';
import { changeLines } from './views/ChangeView.tsx';
import { headerLines } from './views/Header.tsx';
import { type Line, line } from './views/Lines.tsx';
import { LIVE_TABLE_HEIGHT } from './views/StoresTable.tsx';

/** The content of the live frame; each line is one row. */
export interface LiveFrame {
  header: readonly Line[];
  /** Whether the table of the settings fits. */
  table: boolean;
  body: readonly Line[];
  footer: readonly Line[];
}

/** Rows above the window can no longer be erased, so the frame stays shorter than the window. */
const SPARE_ROWS = 2;
/** Between the printed pages and the live frame. */
const BLANK: Line = { indent: 0, spans: [{ text: ' ' }] };

/**
 * The live page, reduced to the terminal's height: first without the table, then with finished paths as one line,
 * then with a count for the last lines. The end of the page prints all of it.
 */
export function liveFrame(state: UiState, display: Display): LiveFrame {
  const page = pageOf(state);
  const footer = footerLines(state, display);
  if (state.record.end !== null || state.closed) return { header: [], table: false, body: [], footer: [] };
  const header = headerOf(state, display);
  const space = Math.max(1, display.rows - SPARE_ROWS - header.length - footer.length);
  if (state.question !== null)
    return { header, table: false, body: questionRows(state.question, state, space, display), footer };
  const changes = changeLines(page, state.record, display);
  const whole = [...changes, ...page.paths.flatMap((path) => pathLines(path, page.part, display))];
  // Plus a blank row before and after it.
  const tableRows = page.stores.length === 0 ? 0 : LIVE_TABLE_HEIGHT + 2;
  if (whole.length + tableRows <= space) return { header, table: tableRows > 0, body: whole, footer };
  if (whole.length <= space) return { header, table: false, body: whole, footer };
  const shrunk = page.paths.flatMap((path) => shrunkLines(path, page.part, display));
  const body = firstRows([...changes, ...shrunk], space, moreLines(display));
  return { header, table: false, body, footer };
}

/** The run's header, until its first page is printed; with a blank row below printed pages. */
function headerOf(state: UiState, display: Display): readonly Line[] {
  const own = state.isUnopened ? headerLines(state.record, display.texts.words) : [];
  return state.printed.length === 0 ? own : [BLANK, ...own];
}

function shrunkLines(path: PathState, part: 'audit' | 'change', display: Display): Line[] {
  return path.verdict === null ? pathLines(path, part, display) : [titleLine(path, part, display)];
}

function footerLines({ record: { steps }, cancelling, question }: UiState, display: Display): Line[] {
  if (question !== null) return [];
  const { words } = display.texts;
  const texts = steps.map(
    ({ step, detail }) => `${words(STEP_NAMES[step])}${detail === null ? '' : ` (${detail})`}`,
  );
  const sign = { text: signOf('running', display), tone: toneOf('running') };
  const lines = (texts.length === 0 ? [words(say('Working'))] : texts).map((text) =>
    line(0, sign, ` ${text}`),
  );
  if (cancelling)
    lines.push(line(0, { text: words(say('Stopping: this step is finished first.')), tone: 'warn' }));
  return lines;
}
