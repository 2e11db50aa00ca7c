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

/** What Ink tells of a key beside its letters. */
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
 * What a chunk of input means to a question. Fast keys arrive together (`y` and Enter), and a pasted text must not
 * be taken for an answer, so yes is nothing but the letter.
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
/** What a held key may bring at once. */
const MOST_LETTERS = 64;

/**
 * What a chunk of input asks of the view that stays after a run, in order. A chunk with any other letter in it was
 * pasted, and nothing that follows `a` or `q` counts: it was typed before its answer could be seen.
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
