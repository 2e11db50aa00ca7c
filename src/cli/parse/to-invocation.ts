import { SCHEDULE_ACTIONS } from '../../core/model/modes.ts';
import { say } from '../../core/model/say.ts';
import { COMMANDS } from '../commands.ts';
import { NOT_OF_EXPORT } from '../help/option-groups.ts';
import { usage } from '../help/usage.ts';
import type { Export, Invocation } from '../invocation.ts';
import { DESIRED_OPTIONS, type OptionName } from '../options.ts';
import { EXPORTS } from '../run/actions.ts';
import { parseDeadline, parseDuration } from './duration.ts';
import { fleetOf } from './fleet.ts';

/** Options and positional arguments by name; `_` has the other words. */
export type Args = Readonly<Record<string, unknown>> & { readonly _: readonly string[] };

/**
 * Converts the arguments of a command line.
 *
 * @throws P2sError `usage` when they cannot be combined
 */
export function toInvocation(args: Args): Invocation {
  const [command = 'audit', ...rest] = args._;
  const apply = args.apply === true;
  if (!Object.hasOwn(COMMANDS, command))
    throw usage(say('Unexpected argument: {argument}', { argument: command }));
  if (apply && command !== 'audit' && command !== 'apply')
    throw usage(say('--apply does not go with {command}.', { command }));
  const takesGateways = command === 'verify' || command === 'migrate';
  // After --, where a negative code cannot be read as an option.
  const pasted = args.text ?? (command === 'explain' ? rest.shift() : undefined);
  if (rest.length > 0 && !takesGateways && command !== 'fleet')
    throw usage(say('Unexpected argument: {argument}', { argument: String(rest[0]) }));
  const mode = (apply && command === 'audit' ? 'apply' : command) as Invocation['mode'];
  const text = (name: OptionName) => {
    const value = args[name];
    if (Array.isArray(value)) throw usage(say('--{name} is given more than once.', { name }));
    if (value === '' && name !== 'bypass') throw usage(say('--{name} is empty.', { name }));
    return typeof value === 'string' ? value : null;
  };
  const flag = (name: OptionName) => args[name] === true;
  const list = (value: unknown) =>
    Array.isArray(value) ? value.map(String) : value === undefined ? [] : [String(value)];

  if (flag('in-place') && text('out') !== null) throw usage(say('--in-place and --out exclude each other.'));
  if (flag('summary') && flag('verbose')) throw usage(say('--summary and --verbose exclude each other.'));
  if (flag('json') && flag('ndjson')) throw usage(say('--json and --ndjson exclude each other.'));
  const proxy = text('proxy');
  const given = (name: OptionName) => flag(name) || Array.isArray(args[name]) || text(name) !== null;
  for (const [a, b] of EXCLUSIVE)
    if (given(a) && given(b)) throw usage(say('--{a} and --{b} exclude each other.', { a, b }));
  const allowProxies = list(args['allow-proxy']);
  if (allowProxies.length > 0) refuseNamed(given, text('source'));
  if (text('bypass') !== null && proxy === null && allowProxies.length === 0)
    throw usage(
      COMMANDS[command]?.options.includes('allow-proxy')
        ? say('--bypass needs --proxy or --allow-proxy.')
        : say('--bypass needs --proxy.'),
    );
  const plan = named(mode, args.plan);
  const other = DESIRED_OPTIONS.find((name) => args[name] !== undefined);
  if (plan !== null && other !== undefined)
    throw usage(say('--{other} does not go with a saved plan, which names the state itself.', { other }));
  const gateways = [...list(args.gateway), ...list(args.gateways), ...(takesGateways ? rest : [])];
  if (text('transcript') !== null && gateways.length > 0)
    throw usage(say('--transcript names the gateways itself.'));
  if (flag('probe') && flag('no-probe')) throw usage(say('--probe and --no-probe exclude each other.'));
  return {
    mode,
    machines: filled('machine', list(args.machine)),
    inPlace: flag('in-place'),
    out: text('out'),
    gateways,
    profiles: list(args.profile),
    source: text('source') as Invocation['source'],
    proxy,
    allowProxies,
    bypass: text('bypass'),
    pac: text('pac'),
    pacFile: text('pac-file'),
    transcript: text('transcript'),
    direct: flag('direct'),
    desired: text('desired'),
    user: text('user'),
    probe: flag('probe') ? true : flag('no-probe') ? false : null,
    deadlineSeconds: parseDeadline(text('deadline') ?? '15'),
    ca: text('ca'),
    compareDirect: flag('compare-direct'),
    powershell: text('powershell'),
    stateDir: text('state-dir'),
    confirmWithinMs: confirmWithin(text('confirm-within'), mode, text('out')),
    yes: flag('yes'),
    language: text('lang') as Invocation['language'],
    output: flag('json') ? 'json' : flag('ndjson') ? 'ndjson' : flag('plain') ? 'plain' : 'auto',
    detail: flag('summary') ? 'summary' : flag('verbose') ? 'full' : 'brief',
    reports: reportFiles(list(args.report)),
    logFile: text('log-file'),
    redact: redact(flag('redact'), mode, args.report !== undefined || flag('json') || flag('ndjson')),
    exitCodes: (text('exit-codes') ?? 'default') as Invocation['exitCodes'],
    plan,
    backup: named(mode, args.backup),
    list: flag('list'),
    what: mode === 'export' ? exported(args) : null,
    code: mode === 'explain' ? pastedOf(pasted) : null,
    schedule: mode === 'schedule' ? actionOf(args) : null,
    fleet: mode === 'fleet' ? fleetOf(args, text, list) : null,
    installed: flag('installed'),
  };
}

function filled(name: OptionName, values: readonly string[]): readonly string[] {
  if (values.includes('')) throw usage(say('--{name} is empty.', { name }));
  return values;
}

/** The one argument of a command. An empty one comes from a variable without a value, and must not mean a default. */
function named(mode: Invocation['mode'], value: unknown): string | null {
  if (typeof value !== 'string') return null;
  if (value.trim() === '')
    throw usage(say('The argument of {mode} is empty.', { mode }), say('p2s-fix {mode} --help', { mode }));
  return value;
}

/** Options that exclude each other, because each defines the desired state or where to read. */
const EXCLUSIVE: readonly (readonly [OptionName, OptionName])[] = [
  ['desired', 'proxy'],
  ['desired', 'bypass'],
  ['desired', 'pac'],
  ['desired', 'direct'],
  ['desired', 'source'],
  ['proxy', 'pac'],
  ['proxy', 'direct'],
  ['pac', 'direct'],
  ['proxy', 'source'],
  ['pac', 'source'],
  ['direct', 'source'],
  ...(['machine', 'proxy', 'pac', 'pac-file', 'direct'] as const).map(
    (option) => ['transcript', option] as const,
  ),
];

/** An allow-list applies to a user's setting, which is the source only when no other is named. */
function refuseNamed(given: (name: OptionName) => boolean, source: string | null): void {
  const other = (['proxy', 'pac', 'direct', 'desired'] as const).find(given);
  const named = other ?? (source === 'winhttp' ? 'source winhttp' : null);
  if (named !== null) throw usage(say('--{named} and --allow-proxy exclude each other.', { named }));
}

/** A change to a copy needs no confirmation, because nothing has to be rolled back. */
function confirmWithin(text: string | null, mode: Invocation['mode'], out: string | null): number | null {
  if (text === null) return null;
  if (mode !== 'apply' && mode !== 'fleet')
    throw usage(say('--confirm-within goes with --apply.'), say('p2s-fix --apply --confirm-within 10m'));
  if (out !== null) throw usage(say('--confirm-within and --out exclude each other.'));
  return parseDuration('confirm-within', text);
}

function reportFiles(files: readonly string[]): readonly string[] {
  for (const [at, file] of files.entries()) {
    if (!/\.(?:html?|md)$/i.test(file))
      throw usage(say('--report takes FILE.html or FILE.md, not {file}.', { file }));
    if (files.indexOf(file) !== at) throw usage(say('--report names {file} twice.', { file }));
  }
  return files;
}

function redact(given: boolean, mode: Invocation['mode'], isFor: boolean): boolean {
  if (given && mode !== 'capture' && !isFor)
    throw usage(
      say('--redact goes with --report, --json or --ndjson, and with capture.'),
      say('p2s-fix --report report.html --redact'),
    );
  return given;
}

function exported(args: Args): Export {
  const what = EXPORTS.find((one) => one === args.what);
  if (what === undefined)
    throw usage(
      say('{word} takes one of these: {choices}.', { word: 'export', choices: EXPORTS }),
      say('p2s-fix export repair --machine export.reg --out repair'),
    );
  const unused = NOT_OF_EXPORT[what].find((name) => args[name] !== undefined);
  if (unused !== undefined)
    throw usage(
      say('--{unused} does not go with export {what}.', { unused, what }),
      say('p2s-fix export --help'),
    );
  return what;
}

/** Without an argument, the text comes from standard input. An empty one comes from a variable without a value. */
function pastedOf(text: unknown): string | null {
  if (text === undefined) return null;
  if (typeof text === 'string' && text.trim() !== '') return text;
  throw usage(say('explain needs a code, a text or a file.'), say('p2s-fix explain 0x80092013'));
}

/** What the installation stores for the runs of the task. */
const OF_ITS_RUNS = [...DESIRED_OPTIONS, 'allow-proxy', 'gateway', 'probe', 'deadline', 'ca'] as const;

function actionOf(args: Args): (typeof SCHEDULE_ACTIONS)[number] {
  const action = SCHEDULE_ACTIONS.find((one) => one === args.action);
  if (action === undefined)
    throw usage(say('schedule takes install, status, run or remove.'), say('p2s-fix schedule status'));
  const installed = args.installed === true;
  const unused: readonly OptionName[] = [
    ...(action === 'run' && !installed ? [] : (['in-place'] as const)),
    ...(action === 'status' || action === 'remove' || installed ? OF_ITS_RUNS : []),
    ...(installed ? (['machine', 'powershell', 'state-dir'] as const) : []),
  ];
  const option = unused.find((name) => args[name] !== undefined);
  if (option !== undefined)
    throw usage(
      say('--{option} does not go with schedule {action}{installed}.', {
        option,
        action,
        installed: installed ? ' --installed' : '',
      }),
    );
  if (installed && action !== 'run') throw usage(say('--installed goes with schedule run.'));
  return action;
}
