import { COMMANDS } from '../commands.ts';
import { OPTIONS, type OptionName } from '../options.ts';

/** A word of a command line. */
export interface Word {
  text: string;
  kind: 'command' | 'positional' | 'option';
  /** The option that this word names, or is the value of. */
  option: string | null;
}

/** Classifies each word of a command line; the command comes before its arguments. */
export function wordsOf(argv: readonly string[]): Word[] {
  const words: Word[] = [];
  let awaits: string | null = null;
  for (const text of argv) {
    const named: string | null = awaits === null ? (/^--([^=]+)/.exec(text)?.[1] ?? null) : null;
    const isFirst = !words.some(({ kind }) => kind !== 'option');
    if (awaits !== null || named !== null) words.push({ text, kind: 'option', option: awaits ?? named });
    else
      words.push({
        text,
        kind: isFirst && Object.hasOwn(COMMANDS, text) ? 'command' : 'positional',
        option: null,
      });
    awaits = named !== null && !text.includes('=') && takesValue(named) ? named : null;
  }
  return words;
}

function takesValue(name: string): boolean {
  if (!Object.hasOwn(OPTIONS, name)) return false;
  const option = OPTIONS[name as OptionName];
  return !('type' in option && option.type === 'boolean');
}
