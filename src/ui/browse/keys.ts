export type Answer = 'yes' | 'no' | 'cancel' | 'other';
export type Command =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'first'
  | 'last'
  | 'open'
  | 'evidence'
  | 'apply'
  | 'copy'
  | 'help'
  | 'quit';

/** Ink's information about a key, besides its letters. */
export interface Keys {
  ctrl: boolean;
  return: boolean;
  escape: boolean;
  upArrow: boolean;
  downArrow: boolean;
  pageUp: boolean;
  pageDown: boolean;
  home: boolean;
  end: boolean;
}

/**
 * The answer in a chunk of input. Fast keys arrive together (`y` and Enter), and pasted text must not be read as
 * an answer, so only the single letter means yes.
 */
export function readAnswer(input: string, key: Pick<Keys, 'ctrl' | 'return' | 'escape'>): Answer {
  if (isCancel(input, key)) return 'cancel';
  if (key.return || key.escape) return 'no';
  if (/^y+[\r\n]*$/i.test(input)) return 'yes';
  return /^(?:[nq]+[\r\n]*|[\r\n]+)$/i.test(input) ? 'no' : 'other';
}

const LETTERS: Readonly<Record<string, Command>> = {
  k: 'up',
  j: 'down',
  '\r': 'open',
  '\n': 'open',
  e: 'evidence',
  a: 'apply',
  c: 'copy',
  '?': 'help',
  q: 'quit',
};
/** Maximum number of repeats of a held key in one chunk. */
const MOST_LETTERS = 64;

/**
 * The commands in a chunk of input for the browser, in order. A chunk with any other letter was pasted and is
 * ignored. Keys after `a` or `q` are ignored, because they were typed before the effect was visible.
 */
export function readCommands(input: string, key: Keys): Command[] {
  if (isCancel(input, key) || key.escape) return ['quit'];
  if (key.upArrow) return ['up'];
  if (key.downArrow) return ['down'];
  if (key.pageUp) return ['page-up'];
  if (key.pageDown) return ['page-down'];
  if (key.home) return ['first'];
  if (key.end) return ['last'];
  if (key.return) return ['open'];
  if (key.ctrl) return [];
  const commands = [...input.slice(0, MOST_LETTERS)].map((letter) => LETTERS[letter.toLowerCase()]);
  if (commands.some((command) => command === undefined)) return [];
  const last = commands.findIndex((command) => command === 'apply' || command === 'quit');
  return (last === -1 ? commands : commands.slice(0, last + 1)) as Command[];
}

function isCancel(input: string, key: Pick<Keys, 'ctrl'>): boolean {
  return (key.ctrl && input === 'c') || input.includes('\u0003');
}
