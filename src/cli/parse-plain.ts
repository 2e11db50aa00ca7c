import { parseArgs } from 'node:util';
import { COMMANDS } from './commands.ts';
import { OPTIONS, type OptionName } from './options.ts';
import type { Args } from './to-invocation.ts';

/**
 * Reads a command line in which every word is known and in place, as nearly all are, without yargs: loading that and
 * having it describe every option takes longer than all else before the first byte on the wire. `null` leaves the
 * command line to yargs: help, whatever is wrong, and whatever the two might read differently.
 */
export function parsePlain(argv: readonly string[]): Args | null {
  const at = argv.includes('explain') ? argv.findIndex((word) => /^-\d+$/.test(word)) : -1;
  const code = argv[at];
  if (code === undefined) return parseWords(argv);
  // A negative code would be taken for an option; it is read without its minus.
  const digits = code.slice(1);
  const args = parseWords(argv.with(at, digits));
  return args?._[0] === 'explain' && args.code === digits ? { ...args, code } : null;
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

/** The one word that a command takes after its name. */
const POSITIONAL: Readonly<Record<string, string>> = {
  rollback: 'backup',
  confirm: 'backup',
  apply: 'plan',
  explain: 'code',
  completion: 'shell',
  export: 'what',
  schedule: 'action',
};

function readWords(argv: readonly string[]) {
  // What yargs takes for something else than a word: nothing, a hyphen, quotes, the value of a switch, a command.
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
