import { P2sError } from '../model/errors.ts';
import { withoutPassword } from '../model/neutralise.ts';
import { command, type Message, type MessageValue, option, say, withTexts } from '../model/say.ts';
import type { OptionKind, Use } from './option.ts';
import {
  type Call,
  commandOfUse,
  OPTION_NAMES,
  type OptionName,
  type Options,
  ROWS,
  takesOption,
} from './table.ts';

/** An error of the options. Its texts name them as values, which each reader writes in its own way. */
export function optionError(message: Message, at?: OptionName, next?: Message): P2sError {
  return new P2sError('usage', withTexts(message, withoutPassword), {
    where: 'command line',
    at,
    ...(next === undefined ? {} : { next: withTexts(next, withoutPassword) }),
  });
}

/**
 * Whether the options of a use go together.
 *
 * @throws P2sError `usage`
 */
export function checkOptions(use: Use, options: Options): void {
  const given = OPTION_NAMES.filter((name) => options[name] !== undefined);
  for (const name of given) refuseUntaken(use, name);
  for (const name of given)
    for (const other of ROWS[name].excludes ?? [])
      if (given.includes(other) && !isFollowedSource(other, options)) throw excluded(name, other);
  for (const name of given) {
    const needed = ROWS[name].needs?.filter((one) => takesOption(use, one)) ?? [];
    if (needed.length > 0 && !needed.some((one) => given.includes(one))) throw lacking(name, needed);
  }
  for (const name of given) checkOne(use, name, options);
  for (const name of OPTION_NAMES)
    if (ROWS[name].required?.[use] !== undefined) requiredOption({ use, options }, name);
}

/**
 * The value of an option that the use cannot do without.
 *
 * @throws P2sError `usage` with an example
 */
export function requiredOption<Name extends OptionName>(
  { use, options }: Call,
  name: Name,
): NonNullable<Options[Name]> {
  const value = options[name];
  if (value !== undefined) return value as NonNullable<Options[Name]>;
  const examples = OPTION_NAMES.flatMap((one) => {
    const { required, many } = ROWS[one];
    const example = required?.[use];
    return example === undefined ? [] : [[one, many === true ? [example] : example] as const];
  });
  throw new P2sError('usage', say('{use} needs {option}.', { use, option: option(name) }), {
    where: option(name),
    next: say('{command}', { command: { use, options: Object.fromEntries(examples) } }),
  });
}

/** An allow-list applies to the setting of a user, which is the default source. */
function isFollowedSource(other: OptionName, { source, ...options }: Options): boolean {
  return other === 'allow-proxy' && options.proxy === undefined && source === 'wininet';
}

function excluded(name: OptionName, other: OptionName): P2sError {
  const values = { option: option(name), other: option(other) };
  return optionError(say('{option} and {other} exclude each other.', values), name);
}

function lacking(name: OptionName, [first, second]: readonly OptionName[]): P2sError {
  const values = { option: option(name), other: option(first as OptionName) };
  return optionError(
    second === undefined
      ? say('{option} needs {other}.', values)
      : say('{option} needs {other} or {second}.', { ...values, second: option(second) }),
    name,
  );
}

/** Names the action that takes the option, where only one does. Throws P2sError `usage`. */
export function refuseUntaken(use: Use, name: OptionName): void {
  if (takesOption(use, name)) return;
  const isAction = (one: Use) => one.includes(' ') && commandOfUse(one) === commandOfUse(use);
  const [only, ...more] = ROWS[name].uses.filter(isAction);
  throw optionError(
    only === undefined || more.length > 0
      ? say('{option} does not go with {use}.', { option: option(name), use })
      : say('{option} goes with {use}.', { option: option(name), use: only }),
    name,
  );
}

function checkOne(use: Use, name: OptionName, options: Options): void {
  if (use === 'audit' && ROWS[name].ofApply === true)
    throw optionError(
      say('{option} goes with {apply}.', { option: option(name), apply: option('apply') }),
      name,
      say('{command}', { command: command('apply', { [name]: options[name] }) }),
    );
  if (name === 'report') checkReports(options.report ?? []);
  const shown = options.report ?? options.json ?? options.ndjson;
  if (name === 'redact' && use !== 'capture' && shown === undefined)
    throw optionError(
      say('{option} goes with {report}, {json} or {ndjson}, and with capture.', {
        option: option('redact'),
        report: option('report'),
        json: option('json'),
        ndjson: option('ndjson'),
      }),
      name,
      say('{command}', { command: command('audit', { report: ['report.html'], redact: true }) }),
    );
}

function checkReports(files: readonly string[]): void {
  const report = option('report');
  for (const [at, file] of files.entries()) {
    if (!/\.(?:html?|md)$/i.test(file))
      throw optionError(say('{report} takes FILE.html or FILE.md, not {file}.', { report, file }), 'report');
    if (files.indexOf(file) !== at)
      throw optionError(say('{report} names {file} twice.', { report, file }), 'report');
  }
}

/** The values of a number, in the words of its error. */
const RANGES: Partial<Record<OptionKind, readonly [least: number, most: number, words: Message]>> = {
  seconds: [Number.MIN_VALUE, 3600, say('seconds, more than 0 and at most 3600')],
  time: [10, 86_400, say('a time from 10s to 24h, such as 90s, 10m or 2h')],
  count: [1, 1000, say('a whole number from 1 to 1000')],
};

/**
 * Reads one value of an option.
 *
 * @throws P2sError `usage`
 */
export function readValue(name: OptionName, text: string): string | number {
  const { kind, choices, empty } = ROWS[name];
  if (text === '' && empty !== true)
    throw optionError(say('{option} is empty.', { option: option(name) }), name);
  if (choices?.includes(text) === false)
    throw wrongValue(
      name,
      choices.map((one) => `"${one}"`),
      `"${text}"`,
    );
  if (kind === 'pair' && !/^[A-Za-z]+=./s.test(text)) throw wrongValue(name, 'NAME=VALUE', text);
  const [least, most, words] = RANGES[kind] ?? [];
  if (least === undefined || most === undefined || words === undefined) return text;
  const value = kind === 'time' ? secondsOf(text) : Number(text);
  const isWhole = kind === 'seconds' || Number.isInteger(value);
  if (isWhole && value >= least && value <= most) return value;
  throw wrongValue(name, words, text);
}

function wrongValue(name: OptionName, words: MessageValue, text: string): P2sError {
  return optionError(say('{option} takes {words}, not {text}.', { option: option(name), words, text }), name);
}

function secondsOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  return Number(number) * ({ s: 1, m: 60, h: 3600 }[unit] ?? 0);
}

/** The error of `explain` without anything to explain. */
export function withoutText(): P2sError {
  const message = say('explain needs a code, a text or a file.');
  return optionError(
    message,
    undefined,
    say('{command}', { command: command('explain', { text: '0x80092013' }) }),
  );
}
