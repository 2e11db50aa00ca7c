import { parseArgs } from 'node:util';
import { OPTION_NAMES, type OptionName, ROWS } from '../../core/options/table.ts';

const WRITTEN = OPTION_NAMES.filter((name) => ROWS[name].written !== false);
/** `--no-NAME`, by what is behind the hyphens. */
export const TWINS: ReadonlyMap<string, OptionName> = new Map(
  WRITTEN.filter((name) => ROWS[name].off !== undefined).map((name) => [`no-${name}`, name]),
);
const SWITCHES: ReadonlySet<string> = new Set([
  ...WRITTEN.filter((name) => ROWS[name].kind === 'flag'),
  ...TWINS.keys(),
  'help',
  'version',
]);
const SETUP = Object.fromEntries(
  [...WRITTEN, ...SWITCHES].map((name) => [
    name,
    { type: SWITCHES.has(name) ? ('boolean' as const) : ('string' as const) },
  ]),
);

/** A word of a command line, or the name of an option, and the place of the word. */
export interface Word {
  text: string;
  at: number;
}

/** A command line in its parts: what each word is, and what is wrong with it. */
export interface SplitWords {
  /** Values by option as it was written; of a switch none. */
  given: ReadonlyMap<string, readonly string[]>;
  /** Neither options nor their values. `dashed`: with a hyphen, which is not behind `--`. */
  bare: readonly (Word & { dashed: boolean })[];
  /** Options that do not exist. */
  unknown: readonly Word[];
  withoutValue: readonly OptionName[];
  valuedSwitch: { name: string; value: string } | null;
  /** All that is no option of ours. */
  texts: readonly string[];
}

/** Splits a command line: the only place that looks at its words. */
export function splitWords(argv: readonly string[]): SplitWords {
  const end = argv.indexOf('--');
  const { tokens } = parseArgs({
    args: argv.map((word, at) => (end >= 0 && at > end ? word : shielded(word))),
    options: SETUP,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const given = new Map<string, string[]>();
  const bare: (Word & { dashed: boolean })[] = [];
  const unknown: Word[] = [];
  const withoutValue: OptionName[] = [];
  const texts: string[] = [];
  let valuedSwitch: SplitWords['valuedSwitch'] = null;
  let valueOfUnknown = -1;
  const strange = (name: string, at: number) => {
    unknown.push({ text: name, at });
    texts.push(name);
    valueOfUnknown = at + 1;
  };
  for (const token of tokens) {
    if (token.kind === 'positional') {
      const text = token.value.replace(SHIELD, '');
      texts.push(text);
      if (token.index !== valueOfUnknown || (end >= 0 && token.index > end))
        bare.push({ text, at: token.index, dashed: text !== token.value });
    } else if (token.kind === 'option') {
      const { name, index, inlineValue } = token;
      const value = token.value?.replace(SHIELD, '');
      if (value !== undefined) texts.push(value);
      if (!Object.hasOwn(SETUP, name)) {
        strange(name, index);
        if (inlineValue === true) valueOfUnknown = -1;
      } else if (SWITCHES.has(name)) {
        if (value !== undefined) valuedSwitch ??= { name, value };
        given.set(name, []);
      } else if (value === undefined || (inlineValue !== true && /^-[^\d]/.test(value))) {
        withoutValue.push(name as OptionName);
        // parseArgs takes the next word for the value, whatever it is.
        const [, swallowed = name] = /^--([^=]+)/.exec(value ?? '') ?? [];
        if (!Object.hasOwn(SETUP, swallowed)) strange(swallowed, index + 1);
        else if (swallowed !== name) given.set(swallowed, []);
      } else given.set(name, [...(given.get(name) ?? []), value]);
    }
  }
  return { given, bare, unknown, withoutValue, valuedSwitch, texts };
}

/** A word with one hyphen is a number or a text for `explain`, and not a row of letters. */
const SHIELD = /^\0/;
function shielded(word: string): string {
  return word === '-h' ? '--help' : word === '-v' ? '--version' : /^-[^-]/.test(word) ? `\0${word}` : word;
}
