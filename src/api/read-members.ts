import { DEADLINE_IDS } from '../core/findings/path/deadlines.ts';
import { P2sError } from '../core/model/errors.ts';
import { parseGatewayName } from '../core/model/gateway-name.ts';
import { type Message, say } from '../core/model/say.ts';
import { checkOptions, readValue } from '../core/options/check.ts';
import type { Use } from '../core/options/option.ts';
import {
  type Call,
  OPTION_NAMES,
  type OptionName,
  type Options,
  ROWS,
  takesOption,
} from '../core/options/table.ts';

/** Members that hold functions. */
const FUNCTIONS: readonly string[] = ['onEvent', 'ask'];
/** Commands that ask. */
const ASKING: readonly Use[] = ['apply', 'rollback'];
/** Commands that report Azure's deadlines. */
const WITH_DEADLINES: readonly Use[] = ['audit', 'plan', 'apply', 'verify', 'migrate'];

/** The member of an option in the options of a function, behind a dot in those of a part; `null`: it has none. */
export function memberOf(name: OptionName, use: Use): string | null {
  const { api, apiOf } = ROWS[name];
  const own = apiOf?.[use] === undefined ? api : apiOf[use];
  return own === undefined ? name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()) : own;
}

/** An option as texts of the API name it. */
export function memberName(name: OptionName, use: Use): string {
  const member = memberOf(name, use);
  return member === null ? `--${name}` : `options.${member}`;
}

/** What a function adds to the members that it was given. */
export interface Fixed {
  /** The members that the function has no place for. */
  left?: readonly OptionName[];
  options?: Options;
}

/**
 * Reads the options of a function.
 *
 * @throws P2sError `usage` that names the member
 */
export function readMembers(use: Use, given: unknown, { left = [], options: fixed = {} }: Fixed = {}): Call {
  const names = namesByMember(use, left);
  const options: Record<string, unknown> = { ...fixed };
  for (const [member, value] of flattened(use, given, [...names.keys()], fixed.list !== true)) {
    const name = names.get(member);
    if (name === undefined) throw unknownMember(member, [...names.keys()]);
    options[name] = optionValue(name, `options.${member}`, value);
  }
  checkOptions(use, options as Options);
  return { use, options: options as Options };
}

function namesByMember(use: Use, left: readonly OptionName[]): ReadonlyMap<string, OptionName> {
  return new Map(
    OPTION_NAMES.filter((name) => takesOption(use, name) && !left.includes(name)).flatMap((name) => {
      const member = memberOf(name, use);
      return member === null ? [] : [[member, name] as const];
    }),
  );
}

/** The members with their values: those of `machine` and `desired` with a dot. Absent ones are left out. */
function flattened(
  use: Use,
  given: unknown,
  members: readonly string[],
  asks: boolean,
): [member: string, value: unknown][] {
  return entriesOf('options', given).flatMap(([name, value]): [string, unknown][] => {
    if (value === undefined || isOfRun(use, name, value, asks)) return [];
    if (!members.some((member) => member.startsWith(`${name}.`))) return [[name, value]];
    return entriesOf(`options.${name}`, value)
      .filter(([, inner]) => inner !== undefined)
      .map(([part, inner]) => [`${name}.${part}`, inner]);
  });
}

function entriesOf(where: string, value: unknown): [string, unknown][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value);
    if (entries.length > 0 || isPlain(value)) return entries;
  }
  throw wrong(where, say('an object'), value, 'a string');
}

/** A promise or a map has no members: it would count as no options, and thus name this Windows. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether it is a member of every function, or of those that ask or report deadlines. */
function isOfRun(use: Use, name: string, value: unknown, asks: boolean): boolean {
  if (name === 'signal') {
    if (value instanceof AbortSignal) return true;
    throw wrong('options.signal', say('an AbortSignal'), value);
  }
  if (name === 'deadlines' && WITH_DEADLINES.includes(use)) {
    // Their dates are read by the run, which names them.
    for (const [id, date] of entriesOf('options.deadlines', value))
      if (date !== undefined && !DEADLINE_IDS.some((known) => known === id))
        throw unknownMember(
          `deadlines.${id}`,
          DEADLINE_IDS.map((known) => `deadlines.${known}`),
        );
    return true;
  }
  if (!FUNCTIONS.includes(name) || (name === 'ask' && !(asks && ASKING.includes(use)))) return false;
  if (typeof value === 'function') return true;
  throw wrong(`options.${name}`, say('a function'), value);
}

function optionValue(name: OptionName, where: string, value: unknown): unknown {
  const { kind, many, off } = ROWS[name];
  const isAlone = name === 'machine' && typeof value === 'string';
  if (kind === 'pair')
    return entriesOf(where, value).map(([key, one]) => `${key}=${textOf(name, `${where}.${key}`, one)}`);
  if (many === true && !isAlone) {
    if (!Array.isArray(value)) throw wrong(where, say('a list of strings'), value, 'a string');
    // No file is not the same as no choice of a file, which means this Windows.
    if (name === 'machine' && value.length === 0) throw wrong(where, say('a list with an entry'), '');
    // Unlike map, Array.from does not skip the holes of a list.
    return Array.from(value, (one, at) => textOf(name, `${where}[${at}]`, one));
  }
  switch (kind) {
    case 'flag':
      if (typeof value !== 'boolean') throw wrong(where, say('true or false'), value, 'a string');
      return value || off !== undefined ? value : undefined;
    case 'seconds':
    case 'count':
      return readValue(name, String(numberOf(where, value)));
    case 'time':
      return readValue(name, `${numberOf(where, value)}s`);
    default:
      return isAlone ? [textOf(name, where, value)] : textOf(name, where, value);
  }
}

function numberOf(where: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw wrong(where, say('a number'), value, 'a string');
}

function textOf(name: OptionName, where: string, value: unknown): string {
  const { kind, choices, empty } = ROWS[name];
  if (typeof value !== 'string') throw wrong(where, say('a string'), value);
  // A command line cannot have one, and no file name may.
  if (value.includes('\0')) throw wrong(where, say('a string without NUL characters'), value);
  if (choices?.includes(value) === false)
    throw wrong(
      where,
      say('one of these: {choices}', { choices: choices.map((choice) => `"${choice}"`) }),
      value,
    );
  if (value === '' && empty !== true) throw wrong(where, say('a string with text'), value);
  if (kind === 'gateway') parseGatewayName(value, where);
  return value;
}

function wrong(where: string, expected: Message, value: unknown, text = 'another string'): P2sError {
  // Texts are not repeated: one may be a password that was given to the wrong member.
  const found = typeof value === 'string' && value !== '' ? text : foundKind(value);
  return new P2sError('usage', say('{where} must be {expected}, not {found}.', { where, expected, found }), {
    where,
  });
}

function foundKind(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (value === '') return 'an empty one';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  const type = Object.prototype.toString.call(value).slice('[object '.length, -1);
  return type === 'Object' ? 'an object' : `an object of type ${type}`;
}

function unknownMember(name: string, known: readonly string[]): P2sError {
  const where = `options.${name}`;
  const before = name.includes('.') ? name.slice(0, name.indexOf('.') + 1) : '';
  const others = known.filter((one) => one.startsWith(before));
  const parts = others.map((one) => (before === '' ? (one.split('.')[0] ?? one) : one));
  return new P2sError('usage', say('{where} is not an option of this function.', { where }), {
    where,
    next: say('It takes these: {members}.', { members: [...new Set(parts)] }),
  });
}
