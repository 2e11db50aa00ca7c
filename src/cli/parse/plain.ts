import { parseArgs } from 'node:util';
import { COMMANDS } from '../commands.ts';
import { OPTIONS, type OptionName } from '../options.ts';
import type { Args } from './to-invocation.ts';

/**
 * Parses the usual command lines, with known words in the usual places, without yargs: loading yargs and its
 * options takes longer than all other work before the first network packet. `null` leaves the command line to
 * yargs: help, errors, and anything the two parsers might read differently.
 */
export function parsePlain(argv: readonly string[]): Args | null {
  const at = argv.includes('explain') ? argv.findIndex((word) => /^-\d+$/.test(word)) : -1;
  const code = argv[at];
  if (code === undefined) return parseWords(argv);
  // A negative code looks like an option, so it is parsed without its minus sign.
  const digits = code.slice(1);
  const args = parseWords(argv.with(at, digits));
  return args?._[0] === 'explain' && args.text === digits ? { ...args, text: code } : null;
}

function parseWords(argv: readonly string[]): Args | null {
  const read = readWords(argv);
  if (read === null) return null;
  const { positionals, values, tokens } = read;
  const [name = 'audit', ...rest] = positionals;
  if (!Object.hasOwn(COMMANDS, name)) return null;
  const command = COMMANDS[name];
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [token] : []));
  const isPlain = given.every(
    (option, at) =>
      command?.options.includes(option.name as OptionName) &&
      option.rawName === `--${option.name}` &&
      (isRepeated(option.name as OptionName) ||
        given.findIndex((other) => other.name === option.name) === at) &&
      isChoice(option.name as OptionName, option.value),
  );
  if (!isPlain || tokens.some(({ kind }) => kind === 'option-terminator')) return null;
  const args = { ...values, _: positionals.slice(0, 1) };
  if (rest.length === 0) return args;
  if (name === 'fleet') return { ...args, action: rest[0], names: rest.slice(1) };
  if (name === 'verify' || name === 'migrate') return { ...args, gateways: rest };
  const word = POSITIONAL[name];
  return word !== undefined && rest.length === 1 ? { ...args, [word]: rest[0] } : null;
}

/** The one argument that a command takes. */
const POSITIONAL: Readonly<Record<string, string>> = {
  rollback: 'backup',
  confirm: 'backup',
  apply: 'plan',
  explain: 'text',
  completion: 'shell',
  export: 'what',
  schedule: 'action',
};

function readWords(argv: readonly string[]) {
  // Words that yargs reads in a special way: empty words, hyphens, quotes, the value of a switch, a command.
  if (argv.some((word) => /^(?:-?|true|false|help)$|=$|['"]/.test(word))) return null;
  try {
    return parseArgs({ args: [...argv], options: WORDS, allowPositionals: true, tokens: true });
  } catch {
    return null;
  }
}

const WORDS = Object.fromEntries(
  Object.entries(OPTIONS).map(([name, option]) => [
    name,
    {
      type: 'type' in option && option.type === 'boolean' ? ('boolean' as const) : ('string' as const),
      multiple: 'array' in option,
    },
  ]),
);

function isRepeated(name: OptionName): boolean {
  return 'array' in OPTIONS[name];
}

function isChoice(name: OptionName, value: string | undefined): boolean {
  const option = OPTIONS[name];
  return !('choices' in option) || option.choices.some((choice) => choice === value);
}
