import yargs from 'yargs';
import { P2sError } from '../core/errors.ts';
import { VERSION } from '../pipeline/version.ts';
import type { Invocation } from './invocation.ts';
import { COMMANDS, OPTIONS, type OptionName } from './options.ts';

export type Parsed = { kind: 'run'; invocation: Invocation } | { kind: 'text'; text: string };

/**
 * Understands a command line.
 *
 * @throws P2sError `usage` that names the argument and the way to help.
 */
export async function parse(argv: readonly string[], columns: number): Promise<Parsed> {
  let text = '';
  const parser = yargs([...argv])
    .scriptName('p2s-fix')
    .locale('en')
    .usage(
      'p2s-fix: gets Azure point-to-site VPNs over SSTP working behind a company proxy.\n\nUsage: $0 [command] [options]',
    )
    .parserConfiguration({
      'boolean-negation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .version(VERSION)
    .alias('help', 'h')
    .alias('version', 'v')
    .wrap(Math.min(columns, 100))
    .strict()
    .recommendCommands()
    .showHelpOnFail(false)
    .exitProcess(false)
    .fail((message, error) => {
      const stray = argv.includes('--apply') ? strayArgument(argv) : undefined;
      if (stray !== undefined) throw usage(`--apply takes no argument: ${stray}`, `p2s-fix apply ${stray}`);
      throw error instanceof P2sError ? error : usage(message ?? error.message);
    });
  for (const [name, command] of Object.entries(COMMANDS)) {
    parser.command(
      name === 'audit' ? [`${name}`, '$0'] : command.positional ? `${name} ${command.positional}` : name,
      command.describe,
      (y) => {
        for (const option of command.options) y.option(option, OPTIONS[option]);
        for (const [call, what] of command.examples) y.example(call, what);
        return y;
      },
    );
  }
  parser.epilogue(
    'Exit codes: 0 as desired, 2 drift, 3 usage, 4 needs an administrator, 5 written but the path fails, 6 put back,\n7 not reachable, 8 refused, 9 busy or interrupted, 130 cancelled. Reference: docs/reference.md',
  );
  const args = await parser.parseAsync([...argv], {}, (_error, _argv, output) => {
    text = output;
  });
  if (text !== '') return { kind: 'text', text };
  return {
    kind: 'run',
    invocation: toInvocation(args as Record<string, unknown> & { _: (string | number)[] }),
  };
}

type Args = Record<string, unknown> & { _: (string | number)[] };

function toInvocation(args: Args): Invocation {
  const [command = 'audit', ...rest] = args._.map(String);
  const apply = args['apply'] === true;
  if (rest.length > 0 && command !== 'verify') throw usage(`Unexpected argument: ${rest[0]}`);
  const mode = (apply && command === 'audit' ? 'apply' : command) as Invocation['mode'];
  const text = (name: OptionName) => {
    const value = args[name];
    if (Array.isArray(value)) throw usage(`--${name} is given more than once.`);
    return typeof value === 'string' ? value : null;
  };
  const flag = (name: OptionName) => args[name] === true;
  const list = (value: unknown) =>
    Array.isArray(value) ? value.map(String) : value === undefined ? [] : [String(value)];

  if (flag('json') && flag('ndjson')) throw usage('--json and --ndjson exclude each other.');
  const proxy = text('proxy');
  const explicit = proxy === null ? (flag('direct') ? '--direct' : null) : '--proxy';
  if (proxy !== null && flag('direct')) throw usage('--proxy and --direct exclude each other.');
  if (explicit !== null && text('source') !== null)
    throw usage(`${explicit} and --source exclude each other.`);
  if (text('bypass') !== null && proxy === null) throw usage('--bypass needs --proxy.');
  if (flag('probe') && flag('no-probe')) throw usage('--probe and --no-probe exclude each other.');
  return {
    mode,
    machine: text('machine'),
    inPlace: flag('in-place'),
    out: text('out'),
    gateways: [...list(args['gateway']), ...list(args['gateways'])],
    source: text('source') as Invocation['source'],
    proxy,
    bypass: text('bypass'),
    direct: flag('direct'),
    user: text('user'),
    probe: flag('probe') ? true : flag('no-probe') ? false : null,
    deadlineSeconds: seconds(text('deadline') ?? '15'),
    ca: text('ca'),
    powershell: text('powershell'),
    stateDir: text('state-dir'),
    yes: flag('yes'),
    output: flag('json') ? 'json' : flag('ndjson') ? 'ndjson' : flag('plain') ? 'plain' : 'auto',
    exitCodes: (text('exit-codes') ?? 'default') as Invocation['exitCodes'],
    backup: typeof args['backup'] === 'string' ? args['backup'] : null,
    list: flag('list'),
  };
}

/** The first word that is neither an option, nor an option's value, nor a command. */
function strayArgument(argv: readonly string[]): string | undefined {
  return argv.find((word, index) => {
    if (word.startsWith('-') || word in COMMANDS) return false;
    const before = argv[index - 1]?.replace(/^--/, '') ?? '';
    const option = before in OPTIONS ? (OPTIONS[before as OptionName] as { type?: string }) : null;
    return option === null || option.type === 'boolean';
  });
}

function seconds(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0 || value > 3600) {
    throw usage(`--deadline takes seconds between 0 and 3600, not ${text}.`);
  }
  return value;
}

function usage(message: string, next = 'p2s-fix --help'): P2sError {
  return new P2sError('usage', message, { where: 'command line', next });
}
