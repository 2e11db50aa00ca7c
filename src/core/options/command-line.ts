import type { Use } from './option.ts';
import { bareOption, type Call, type OptionName, type Options, ROWS } from './table.ts';

/**
 * The words of a call behind the name of the program. Those without `--` come first, where no option can take them.
 *
 * @param carried options of the run, before those of the call
 */
export function commandLine({ use, options }: Call, carried: Options = {}): string[] {
  const bare = bareOption(use);
  const words = bare === undefined ? [] : valueTexts(bare, options[bare]);
  const wordsOf = (given: Options) =>
    namesIn(given).flatMap((name) => (name === bare ? [] : optionWords(use, name, given[name])));
  return [...verbWords(use, words.length > 0), ...wordsOf(carried), ...words, ...wordsOf(options)];
}

function namesIn(options: Options): OptionName[] {
  return Object.keys(options) as OptionName[];
}

/** As in README and help: an audit has no word, and an apply without a plan is `--apply`. */
function verbWords(use: Use, hasWords: boolean): string[] {
  if (use === 'audit') return [];
  return use === 'apply' && !hasWords ? ['--apply'] : use.split(' ');
}

function optionWords(use: Use, name: OptionName, value: Options[OptionName]): string[] {
  const { kind, off } = ROWS[name];
  if (value === undefined || (value === false && off?.uses.includes(use) !== true)) return [];
  if (kind === 'flag') return [`--${value === false ? 'no-' : ''}${name}`];
  return valueTexts(name, value).flatMap((text) =>
    text === '' || text.startsWith('-') ? [`--${name}=${text}`] : [`--${name}`, text],
  );
}

function valueTexts(name: OptionName, value: Options[OptionName]): string[] {
  const values = value === undefined ? [] : [value].flat();
  return values.map((one) => (ROWS[name].kind === 'time' ? timeText(Number(one)) : String(one)));
}

/** `600` as `10m`. */
function timeText(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
