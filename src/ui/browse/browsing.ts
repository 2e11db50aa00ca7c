import { requestsIn } from '../../report/model/record-facts.ts';
import type { Display } from '../display.ts';
import { reportOf, type UiSignal, type UiState } from '../state.ts';
import { itemsOf } from './browse.ts';
import { browseFrame } from './frame.ts';
import { type Command, type Keys, readCommands } from './keys.ts';

/** How the user left the report. */
export type Leave = 'quit' | 'apply';

export interface BrowsingPorts {
  state: () => UiState;
  dispatch: (signal: UiSignal) => void;
  display: () => Display;
  /** Writes control sequences that do not move the cursor. */
  control: (sequence: string) => void;
  /** Milliseconds without a key before the browser closes. */
  idleMs: number;
}

export interface Browsing {
  /** Settles when the user leaves the report; immediately when it has nothing to show. */
  start: (canApply: boolean) => Promise<Leave>;
  /** Handles a key while the browser is open; otherwise returns false. */
  press: (input: string, key: Keys) => boolean;
  /** True if the browser was open. */
  quit: () => boolean;
}

const MINUTE_MS = 60_000;

/** Lets the user browse a printed report. */
export function createBrowsing({ state, dispatch, display, control, idleMs }: BrowsingPorts): Browsing {
  let settle: ((how: Leave) => void) | null = null;
  let timer: NodeJS.Timeout | undefined;

  const leave = (how: Leave): boolean => {
    if (settle === null) return false;
    clearTimeout(timer);
    dispatch({ type: 'left', how });
    settle(how);
    settle = null;
    return true;
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => leave('quit'), idleMs);
  };
  const obey = (command: Command) => {
    if (command === 'quit') leave('quit');
    if (command === 'apply' && state().browse?.canApply === true) leave('apply');
    if (settle === null) return;
    if (command === 'copy') copy();
    if (command === 'page-up' || command === 'page-down') turnPage(command === 'page-up' ? 'up' : 'down');
    else step(command);
  };
  const moreBelow = () => browseFrame(state(), display()).moreBelow;
  const step = (command: Command) => dispatch({ type: 'command', command, moreBelow: moreBelow() });
  const scrolls = (direction: 'up' | 'down') =>
    direction === 'up' ? (state().browse?.scroll ?? 0) > 0 : moreBelow();
  /** As many steps as the list has rows, but not past the end of an item that is longer than the window. */
  const turnPage = (direction: 'up' | 'down') => {
    const isInside = scrolls(direction);
    for (let steps = browseFrame(state(), display()).listed; steps > 0; steps -= 1) {
      if (isInside && !scrolls(direction)) return;
      step(direction);
    }
  };
  const copy = () => {
    const { words } = display().texts;
    const report = reportOf(state());
    const text = report === undefined ? [] : requestsIn(report).map((letter) => words(letter.text));
    const sequence = text.length === 0 ? null : copySequence(text.join('\n\n'));
    if (sequence !== null) control(sequence);
  };

  return {
    start: (canApply) =>
      new Promise((resolve) => {
        const report = reportOf(state());
        const isWhole = !state().cancelling && report?.error === null;
        // The result of a change is shown even without any item.
        const isEmpty = itemsOf(report).length === 0 && report?.result == null;
        if (!isWhole || isEmpty) return resolve('quit');
        settle = resolve;
        dispatch({ type: 'browsing', canApply, idleMinutes: Math.round(idleMs / MINUTE_MS) });
        wait();
      }),
    press: (input, key) => {
      if (settle === null) return false;
      wait();
      if (key.escape && state().browse?.help === true) step('help');
      else for (const command of readCommands(input, key)) obey(command);
      return true;
    },
    quit: () => leave('quit'),
  };
}

/** Terminals drop longer sequences. */
const MAX_BYTES = 74_000;

/**
 * The control sequence that makes a terminal copy a text (OSC 52, as in xterm); `null` when it is too long. The
 * terminal does not reply, so success is unknown.
 */
function copySequence(text: string): string | null {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length > MAX_BYTES ? null : `\u001B]52;c;${bytes.toString('base64')}\u0007`;
}
