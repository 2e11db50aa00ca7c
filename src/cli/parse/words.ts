import { COMMANDS } from '../commands.ts';
import { OPTIONS, type OptionName } from '../options.ts';
import { ACTIONS } from '../run/actions.ts';

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

/** What a command line names in words of the user: values, arguments, and options that do not exist. */
export function typedTexts(argv: readonly string[]): string[] {
  const choices = Object.values(OPTIONS).flatMap((one) => ('choices' in one ? one.choices : []));
  const ours: readonly string[] = [...Object.keys(COMMANDS), ...Object.values(ACTIONS).flat(), ...choices];
  return wordsOf(argv).flatMap(({ text, option }) => {
    const [, name = null, value = text] = /^--?([^=]+)(?:=(.*))?$/s.exec(text) ?? [];
    if (name === null || name !== option) return ours.includes(text) ? [] : [text];
    const texts = Object.hasOwn(OPTIONS, name) ? [] : [name];
    return value === text || ours.includes(value) ? texts : [...texts, value];
  });
}

function takesValue(name: string): boolean {
  if (!Object.hasOwn(OPTIONS, name)) return false;
  const option = OPTIONS[name as OptionName];
  return !('type' in option && option.type === 'boolean');
}
