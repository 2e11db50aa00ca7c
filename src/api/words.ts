import { OPTIONS } from '../cli/options.ts';
import { DEADLINE_IDS } from '../core/findings/path/deadlines.ts';
import { P2sError } from '../core/model/errors.ts';
import { parseGatewayName } from '../core/model/gateway-name.ts';
import { type Message, say } from '../core/model/say.ts';
import { type Call, type Member, membersOf } from './members.ts';

/** What the options of a call come to on the command line. */
export interface Words {
  /** Options with their values, in the order of the members; a flag has `true`. */
  options: readonly (readonly [option: string, value: string | true])[];
  /** The words behind the command, by the name of the member. */
  words: Readonly<Record<string, readonly string[]>>;
}

/** Members that are no option of the command line, and what they hold. */
const FUNCTIONS: readonly string[] = ['onEvent', 'ask'];
/** Commands that ask. */
const ASKING: readonly string[] = ['apply', 'rollback'];
/** Commands that report Azure's deadlines. */
const WITH_DEADLINES: readonly string[] = ['audit', 'plan', 'apply', 'verify', 'migrate'];

/**
 * Reads the options of a call.
 *
 * @throws P2sError `usage` that names the member
 */
export function wordsFrom(call: Call, given: unknown): Words {
  const members = membersOf(call);
  const read: { options: (readonly [string, string | true])[]; words: Record<string, string[]> } = {
    options: [],
    words: {},
  };
  for (const [name, value] of entriesOf('options', given)) {
    if (value === undefined || isOfRun(call, name, value)) continue;
    const parts = [...members.keys()].filter((one) => one.startsWith(`${name}.`));
    if (parts.length === 0) take(name, value);
    else
      for (const [part, inner] of entriesOf(`options.${name}`, value))
        if (inner !== undefined) take(`${name}.${part}`, inner);
  }
  return read;

  function take(name: string, value: unknown): void {
    const member = members.get(name);
    if (member === undefined) throw unknown(name, [...members.keys()]);
    const values = valuesOf(member, `options.${name}`, value);
    if (member.option === null) read.words[name] = values.map(String);
    else {
      const off = member.kind === 'on-or-off' && value === false;
      const option = off ? `no-${member.option}` : member.option;
      read.options.push(...(off ? [true as const] : values).map((one) => [option, one] as const));
    }
  }
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

/** Whether it is a member of every function, or of those that ask. */
function isOfRun({ mode, action }: Call, name: string, value: unknown): boolean {
  if (name === 'signal') {
    if (value instanceof AbortSignal) return true;
    throw wrong('options.signal', say('an AbortSignal'), value);
  }
  if (name === 'deadlines' && WITH_DEADLINES.includes(mode)) {
    // Their dates are read by the run, which names them.
    for (const [id, date] of entriesOf('options.deadlines', value))
      if (date !== undefined && !DEADLINE_IDS.some((known) => known === id))
        throw unknown(
          `deadlines.${id}`,
          DEADLINE_IDS.map((known) => `deadlines.${known}`),
        );
    return true;
  }
  if (!FUNCTIONS.includes(name)) return false;
  if (name === 'ask' && (!ASKING.includes(mode) || action !== undefined)) return false;
  if (typeof value === 'function') return true;
  throw wrong(`options.${name}`, say('a function'), value);
}

function valuesOf({ kind, option }: Member, where: string, value: unknown): (string | true)[] {
  switch (kind) {
    case 'flag':
    case 'on-or-off':
      if (typeof value !== 'boolean') throw wrong(where, say('true or false'), value, 'a string');
      return value ? [true] : [];
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value))
        throw wrong(where, say('a number'), value, 'a string');
      return [String(value)];
    case 'time':
      if (typeof value !== 'number' || !Number.isInteger(value) || value < 10 || value > 86_400)
        throw wrong(where, say('a whole number of seconds from 10 to 86400'), value, 'a string');
      return [`${value}s`];
    case 'list':
      return listOf(where, value, option);
    case 'text-or-list':
      // No file is not the same as no choice of a file, which means this Windows.
      if (Array.isArray(value) && value.length === 0) throw wrong(where, say('a list with an entry'), '');
      return Array.isArray(value) ? listOf(where, value, option) : [textOf(where, value, option)];
    case 'pairs':
      return entriesOf(where, value).map(
        ([name, one]) => `${name}=${textOf(`${where}.${name}`, one, option)}`,
      );
    case 'text':
      return [textOf(where, value, option)];
  }
}

function listOf(where: string, value: unknown, option: Member['option']): string[] {
  if (!Array.isArray(value)) throw wrong(where, say('a list of strings'), value, 'a string');
  // Unlike map, Array.from does not skip the holes of a list.
  return Array.from(value, (one, at) => textOf(`${where}[${at}]`, one, option));
}

function textOf(where: string, value: unknown, option: Member['option']): string {
  if (typeof value !== 'string') throw wrong(where, say('a string'), value);
  // A command line cannot have one, and no file name may.
  if (value.includes('\0')) throw wrong(where, say('a string without NUL characters'), value);
  const known = option === null ? undefined : OPTIONS[option];
  if (known !== undefined && 'choices' in known && !known.choices.some((choice) => choice === value))
    throw wrong(
      where,
      say('one of these: {choices}', { choices: known.choices.map((choice) => `"${choice}"`) }),
      value,
    );
  if (value === '' && option !== 'bypass') throw wrong(where, say('a string with text'), value);
  if (option === 'gateway') parseGatewayName(value, where);
  return value;
}

function wrong(where: string, expected: Message, value: unknown, text = 'another string'): P2sError {
  // Texts are not repeated: one may be a password that was given to the wrong member.
  const found = typeof value === 'string' && value !== '' ? text : kindOf(value);
  return new P2sError('usage', say('{where} must be {expected}, not {found}.', { where, expected, found }), {
    where,
  });
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (value === '') return 'an empty one';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  const type = Object.prototype.toString.call(value).slice('[object '.length, -1);
  return type === 'Object' ? 'an object' : `an object of type ${type}`;
}

function unknown(name: string, known: readonly string[]): P2sError {
  const where = `options.${name}`;
  const before = name.includes('.') ? name.slice(0, name.indexOf('.') + 1) : '';
  const others = known.filter((one) => one.startsWith(before));
  return new P2sError('usage', say('{where} is not an option of this function.', { where }), {
    where,
    next: say('It takes these: {members}.', {
      members: [...new Set(others.map((one) => (before === '' ? (one.split('.')[0] ?? one) : one)))],
    }),
  });
}
