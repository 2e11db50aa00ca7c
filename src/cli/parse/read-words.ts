import type { P2sError } from '../../core/model/errors.ts';
import { isWebUrl } from '../../core/model/gateway-name.ts';
import { command, helpOn, option, say } from '../../core/model/say.ts';
import {
  checkOptions,
  optionError,
  readValue,
  refuseUntaken,
  withoutText,
} from '../../core/options/check.ts';
import type { Use } from '../../core/options/option.ts';
import {
  bareOption,
  type Call,
  type OptionName,
  type Options,
  ROWS,
  takesOption,
} from '../../core/options/table.ts';
import { COMMANDS } from '../commands.ts';
import { ACTIONS } from '../run/actions.ts';
import { type SplitWords, TWINS, type Word } from './split-words.ts';

/**
 * Reads a command line. An error without a next step is followed by help.
 *
 * @throws P2sError `usage`
 */
export function readWords(words: SplitWords): Call {
  refuseUnread(words);
  const use = wordsUse(words);
  const options = optionsOf(use, words);
  checkOptions(use, options);
  return { use, options };
}

/** What is no option, and what should be a command and is none. */
export function unknownWords({ unknown, bare: [first] }: SplitWords): readonly Word[] {
  return first === undefined || isCommand(first.text) ? unknown : [...unknown, first];
}

/** What is wrong whatever the command is. A misspelled option is reported before what it made of the words behind it. */
function refuseUnread(words: SplitWords): void {
  const { valuedSwitch, unknown, withoutValue } = words;
  if (valuedSwitch !== null) {
    const { name, value } = valuedSwitch;
    const message = say('{written} takes no value: {value}', { written: `--${name}`, value });
    throw optionError(message, undefined, name === 'apply' ? planned(value) : undefined);
  }
  if (unknown.length > 0) throw unknownError(unknownWords(words));
  for (const name of withoutValue)
    throw optionError(say('{option} takes a value.', { option: option(name) }), name);
}

function unknownError(words: readonly Word[]): P2sError {
  return optionError(
    say('Unknown argument: {names}', { names: [...new Set(words.map(({ text }) => text))].join(', ') }),
  );
}

function wordsUse({ given, bare }: SplitWords): Use {
  const [first, second] = bare;
  const isApply = given.has('apply');
  const name = first !== undefined && isCommand(first.text) ? first.text : 'audit';
  const stray = name === first?.text ? second : first;
  if (isApply && stray !== undefined && (name === 'audit' || name === 'apply'))
    throw optionError(
      say('{option} takes no argument: {text}', { option: option('apply'), text: stray.text }),
      'apply',
      planned(stray.text),
    );
  if (first !== undefined && name !== first.text) throw unknownError([first]);
  if (isApply && name === 'audit') return 'apply';
  const actions = ACTIONS[name];
  if (actions === undefined || name === 'completion') return name as Use;
  if (second !== undefined && actions.includes(second.text)) return `${name} ${second.text}` as Use;
  throw optionError(
    say('{command} takes one of these: {actions}.', { command: name, actions }),
    undefined,
    say('{command}', { command: helpOn(name) }),
  );
}

function planned(file: string) {
  return say('{command}', { command: command('apply', { plan: file }) });
}

function isCommand(text: string): boolean {
  return Object.hasOwn(COMMANDS, text);
}

function optionsOf(use: Use, { given, bare }: SplitWords): Options {
  const options: Record<string, unknown> = {};
  for (const [written, texts] of given) {
    const name = TWINS.get(written) ?? (written as OptionName);
    if (name === 'apply' && use === 'apply') continue;
    refuseUntaken(use, name);
    if (options[name] !== undefined)
      throw optionError(
        say('{option} and {other} exclude each other.', { option: `--${name}`, other: `--no-${name}` }),
        name,
      );
    if (TWINS.has(written) && ROWS[name].off?.uses.includes(use) !== true)
      throw optionError(say('{option} does not go with {use}.', { option: `--${written}`, use }), name);
    options[name] = ROWS[name].kind === 'flag' ? written === name : valuesOf(name, texts);
  }
  return { ...options, ...bareOptions(use, bare, options) };
}

function valuesOf(name: OptionName, texts: readonly string[]): unknown {
  const values = texts.map((text) => readValue(name, text));
  if (ROWS[name].many === true) return values;
  if (values.length > 1)
    throw optionError(say('{option} is given more than once.', { option: option(name) }), name);
  return values[0];
}

/** The words behind the command and its action. */
function bareOptions(
  use: Use,
  bare: SplitWords['bare'],
  options: Readonly<Record<string, unknown>>,
): Options {
  const named = use === 'apply' && bare[0]?.text !== 'apply' ? 'audit' : use;
  const behind = named === 'audit' && bare[0]?.text !== 'audit' ? bare : bare.slice(named.split(' ').length);
  // A hyphen alone is standard input, which explain also reads without a text; a shell is no option.
  const words =
    use === 'explain'
      ? behind.filter(({ text }) => text !== '-')
      : behind.slice(use === 'completion' ? 1 : 0);
  const target = bareOption(use);
  const isMany = target !== undefined && ROWS[target].many === true;
  const stray = words.filter(
    ({ dashed }, at) => (dashed && use !== 'explain') || (!isMany && at > 0) || target === undefined,
  );
  if (stray.length > 0) throw unknownError(stray);
  if (target === undefined || words.length === 0) return {};
  const texts = words.map(({ text }) => text);
  if (isMany) {
    const isUrl = (text: string) => target === 'gateway' && takesOption(use, 'url') && isWebUrl(text);
    const own = [...((options[target] ?? []) as string[]), ...texts.filter((text) => !isUrl(text))];
    const urls = [...((options.url ?? []) as string[]), ...texts.filter(isUrl)];
    return { ...(own.length === 0 ? {} : { [target]: own }), ...(urls.length === 0 ? {} : { url: urls }) };
  }
  const [text = ''] = texts;
  // An empty one comes from a variable without a value, and must not mean a default.
  if (text.trim() === '')
    throw use === 'explain'
      ? withoutText()
      : optionError(
          say('The argument of {use} is empty.', { use }),
          undefined,
          say('{command}', { command: { words: ['p2s-fix', ...use.split(' '), '--help'] } }),
        );
  return { [target]: text };
}
