import { commandText, quoted, type Shell } from '../model/command-text.ts';
import { commandLine } from './command-line.ts';
import type { Use } from './option.ts';
import {
  type Call,
  type NamedCommand,
  OPTION_NAMES,
  type OptionName,
  type Options,
  ROWS,
  takesOption,
} from './table.ts';
import { FOLLOW_UPS } from './uses.ts';

const SHOWING: readonly OptionName[] = ['report', 'json', 'ndjson', 'plain', 'summary', 'verbose', 'redact'];
/** Along which route the path is checked. */
const OF_ROUTE: readonly OptionName[] = ['proxy', 'bypass', 'pac', 'direct'];
/** What follows a change only: without the copy, nothing was changed. */
const OF_COPY: readonly Use[] = ['confirm', 'rollback'];
/** The command that the text of its options is written for. */
const USE_OF: Readonly<Record<string, Use>> = { fleet: 'fleet audit', repair: 'export repair' };

type FollowUp = (typeof FOLLOW_UPS)[number];

/** The options that the commands after a run repeat, by command; and what else those commands need. */
export interface FollowUps extends Partial<Record<FollowUp, Options>> {
  /** The options of a fleet's run, with its computers. */
  readonly fleet?: Options;
  /** Runs a fleet's unfinished computers again. */
  readonly again?: Call;
  /** The route of a path check that names none. */
  readonly route?: Options;
  /** Brings the written copy of a recording to its computer, on which nothing changed. */
  readonly import?: NamedCommand;
  /** The options of the repair that takes the place of an apply, where the recording is read-only. */
  readonly repair?: Options;
  /** The shell of the computer that prints them; sh, as in the documentation, if it is not known. */
  readonly shell?: Shell;
}

/** What a run was asked for, and the shell that its commands are written for. */
export interface Asked {
  call: Call;
  shell: Shell;
}

/** What a run needs for the commands that it names. */
export interface NextCommands {
  asked: Asked;
  followUps: FollowUps;
  copyFollowUps: FollowUps;
}

/** Seconds for one gateway, if no option names them. */
export const DEADLINE_SECONDS = 15;

/** The seconds that a run has for one gateway. */
export function deadlineOf({ audit, verify }: FollowUps): number {
  return audit?.deadline ?? verify?.deadline ?? DEADLINE_SECONDS;
}

/** The same for this call; `fileCount`: of the distinct files of the recording, if they were counted. */
export function nextCommands(call: Call, shell: Shell, fileCount?: number): NextCommands {
  return {
    asked: { call, shell },
    followUps: followUpOptions(call, shell, { fileCount }),
    copyFollowUps: followUpOptions(call, shell, { fileCount, isCopied: true }),
  };
}

/**
 * A command as it is pasted: with the options of the run that it needs, for its shell. `program`: how this process was
 * started, where that is not `p2s-fix`.
 */
export function pastedCommand(command: NamedCommand, followUps: FollowUps = {}, program = 'p2s-fix'): string {
  const words = commandWords(command, followUps);
  if (words[0] !== 'p2s-fix') return commandText(words, 'powershell');
  return [program, ...words.slice(1).map((word) => quoted(word, followUps.shell ?? 'sh'))].join(' ');
}

/** How the sentences of a run write their commands. */
export function commandsWith(followUps: FollowUps, program?: string) {
  return { commandText: (command: NamedCommand) => pastedCommand(command, followUps, program) };
}

/** A command for programs, as text, and for everything that is printed, as a value. */
export function inBothForms(command: NamedCommand, shell: Shell) {
  return { command: pastedCommand(command, { shell }), commands: { command } };
}

/** The words of {@link pastedCommand}. */
export function commandWords(command: NamedCommand, followUps: FollowUps = {}): string[] {
  if ('words' in command) return [...command.words];
  const { use, options } = command;
  if (use === 'apply' && options.plan === undefined && followUps.repair !== undefined) {
    // A repair takes no --yes.
    const { yes: _, ...own } = options;
    return ['p2s-fix', ...commandLine({ use: 'export repair', options: own }, followUps.repair)];
  }
  const words = commandLine(command, carriedBy(command, followUps));
  return ['p2s-fix', ...(use === 'audit' && Object.keys(options).length === 0 ? ['audit'] : []), ...words];
}

/** What a command repeats of the run, besides its own options. One that names its computer or its folder is complete. */
function carriedBy({ use, options }: Call, followUps: FollowUps): Options {
  if (options.machine !== undefined || options['state-dir'] !== undefined) return {};
  const followUp = FOLLOW_UPS.find((one) => one === use);
  const hasRoute = options.proxy !== undefined || options.pac !== undefined || options.direct !== undefined;
  const isOfPath = use === 'verify' || use === 'migrate';
  const carried: Options = {
    ...(followUp === undefined ? {} : followUps[followUp]),
    ...(isOfPath && !hasRoute ? followUps.route : {}),
  };
  const own = Object.keys(options) as OptionName[];
  const isLeft = (name: OptionName) =>
    ROWS[name].many === true || !own.some((one) => one === name || ROWS[one].excludes?.includes(name));
  const rest = Object.entries(picked(carried, isLeft)).map(([name, value]) => {
    const named: unknown = options[name as OptionName];
    return [
      name,
      Array.isArray(value) && Array.isArray(named) ? value.filter((one) => !named.includes(one)) : value,
    ];
  });
  return Object.fromEntries(rest);
}

/** The same as text, for programs. */
export function followUpTexts(followUps: FollowUps): Record<string, string> {
  const { shell = 'sh', ...carried } = followUps;
  const texts = Object.entries(carried).map(([name, one]: [string, Options | NamedCommand]) => {
    if ('use' in one || 'words' in one) return [name, pastedCommand(one, { shell })];
    const call: Call = { use: USE_OF[name] ?? 'audit', options: one };
    return [name, commandText(commandLine(call).slice(name === 'fleet' ? 2 : 0), shell)];
  });
  return Object.fromEntries(texts);
}

/**
 * What an administrator must run: an audit or path check becomes the apply of its changes, a plan the apply of its
 * file. Omits report options, because these reports exist already and are not overwritten.
 */
export function elevatedCall(call: Call): Call {
  const { use, options } = call;
  if (isChange(use)) return { use, options: picked(options, (name) => !SHOWING.includes(name)) };
  const isTaken = (name: OptionName) =>
    takesOption('apply', name) && !SHOWING.includes(name) && (name !== 'out' || use === 'audit');
  const taken = picked(options, isTaken);
  if (use !== 'plan' || options.out === undefined)
    return { use: 'apply', options: { ...taken, ...probing(call) } };
  return {
    use: 'apply',
    options: { plan: options.out, ...picked(taken, (name) => ROWS.plan.excludes?.includes(name) !== true) },
  };
}

/** Exports the changes of this call, for a computer whose recording is read-only. */
export function repairCall(call: Call): Call {
  const isTaken = (name: OptionName) =>
    takesOption('export repair', name) &&
    ROWS[name].group !== ROWS.json.group &&
    name !== 'out' &&
    call.options[name] !== false;
  return {
    use: 'export repair',
    options: { ...picked(call.options, isTaken), ...probing(call), out: 'repair' },
  };
}

function isChange(use: Use): boolean {
  return use === 'apply' || use === 'rollback' || use.startsWith('schedule ');
}

function picked(options: Options, isTaken: (name: OptionName) => boolean): Options {
  const names = Object.keys(options) as OptionName[];
  return Object.fromEntries(names.filter(isTaken).map((name) => [name, options[name]]));
}

/** A path check also probes from here for a recording; other commands do so only with `--probe`. */
function probing({ use, options }: Call): Options {
  const probes = (use === 'verify' || use === 'migrate') && options.machine !== undefined;
  return probes && options.transcript === undefined ? { probe: true } : {};
}

/** Which computer the commands of a run name. */
interface Named {
  /** Of the distinct files of the recording; without it, the names are counted. */
  fileCount?: number | undefined;
  /** The requested copy is written: they name the copy, which can be changed in place. */
  isCopied?: boolean;
}

/**
 * What follow-up commands of a run need. Until a requested copy is written, they name the recording, and an apply
 * makes that copy.
 */
export function followUpOptions(
  call: Call,
  shell: Shell,
  { fileCount, isCopied = false }: Named = {},
): FollowUps {
  const { use, options } = call;
  const files = new Set(options.machine);
  // A computer recorded in several files is read-only; see `repair`.
  const isReadOnly = (fileCount ?? files.size) > 1;
  const copy = isChange(use) && files.size > 0 ? options.out : undefined;
  const entries = FOLLOW_UPS.map((name): [string, Options] => {
    const machine = copy !== undefined && (isCopied || OF_COPY.includes(name)) ? { machine: [copy] } : {};
    const carried = { ...carriedOptions(name, call), ...machine };
    if (files.size === 0 || (name !== 'apply' && name !== 'rollback')) return [name, carried];
    if (isReadOnly) return [name, {}];
    const target = name === 'apply' && copy !== undefined && !isCopied ? { out: copy } : { 'in-place': true };
    return [name, { ...carried, ...target }];
  });
  const all = Object.entries({
    ...Object.fromEntries(entries),
    fleet: fleetOptions(call),
    again: fleetAgain(call),
    route: routeOptions(call),
    import: copy === undefined || !isCopied ? {} : importCommand(call, copy),
    repair: isReadOnly ? repairOptions(call) : {},
  });
  return { ...Object.fromEntries(all.filter(([, one]) => Object.keys(one).length > 0)), shell };
}

/** What a follow-up command repeats of a call, besides the route of a check. */
function carriedOptions(name: Use, call: Call): Options {
  const options = { ...call.options, ...probing(call) };
  return repeated(
    options,
    (one) =>
      ROWS[one].carriedBy?.includes(name) === true && takesOption(name, one) && !OF_ROUTE.includes(one),
  );
}

/** The route that a run named, for a check of the path along it. After a change, the settings themselves are checked. */
function routeOptions({ use, options }: Call): Options {
  return isChange(use) ? {} : repeated(options, (name) => OF_ROUTE.includes(name));
}

/** In the order of the table, without what may be a password. */
function repeated(options: Options, isTaken: (name: OptionName) => boolean): Options {
  const entries = OPTION_NAMES.filter(isTaken).flatMap((name) => {
    const { repeatable } = ROWS[name];
    const isSafe = (one: unknown) => repeatable === undefined || repeatable.test(String(one));
    const value = options[name];
    const safe = Array.isArray(value) ? value.filter(isSafe) : value;
    const isRepeated = Array.isArray(safe)
      ? safe.length > 0
      : safe !== undefined && safe !== false && isSafe(safe);
    return isRepeated ? [[name, safe]] : [];
  });
  return Object.fromEntries(entries);
}

/** For a computer in several files; the desired settings are named after them. */
function repairOptions({ options }: Call): Options {
  const target = repeated(
    options,
    (name) => ROWS[name].group === ROWS.machine.group && takesOption('export repair', name),
  );
  return { ...target, out: 'repair' };
}

/** Only a registry export can be imported: what changed in a capture becomes a repair. */
function importCommand(call: Call, copy: string): NamedCommand {
  return /\.json$/i.test(copy) ? repairCall(call) : { words: ['reg', 'import', copy] };
}

/** What selects and reaches the computers of a fleet; files with collected results select none. */
function fleetOptions({ use, options }: Call): Options {
  if (!use.startsWith('fleet ')) return {};
  const ofRun: readonly OptionName[] = ['files', 'again', 'confirm-within'];
  return picked(
    options,
    (name) =>
      ROWS[name].group !== ROWS.json.group &&
      !ofRun.includes(name) &&
      [options[name]].flat()[0] !== undefined,
  );
}

/** The same run for the computers in its list, which it overwrites with those that still do not reply. */
function fleetAgain({
  use,
  options: { only: _, report: __, ...options },
}: Call): Call | Record<never, never> {
  const { again } = options;
  return again === undefined ? {} : { use, options: { ...options, only: again } };
}
