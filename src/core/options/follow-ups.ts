import { commandText, type FollowUps, type Shell } from '../model/command-text.ts';
import { commandLine } from './command-line.ts';
import type { Use } from './option.ts';
import { type Call, OPTION_NAMES, type OptionName, type Options, ROWS, takesOption } from './table.ts';
import { FOLLOW_UPS } from './uses.ts';

const SHOWING: readonly OptionName[] = ['report', 'json', 'ndjson', 'plain', 'summary', 'verbose', 'redact'];
/** Along which route the path is checked. */
const OF_ROUTE: readonly OptionName[] = ['proxy', 'bypass', 'pac', 'direct'];
/** What follows a change only: without the copy, nothing was changed. */
const OF_COPY: readonly Use[] = ['confirm', 'rollback'];

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

/** A call as a command to paste. */
export function pastedCommand(call: Call, shell: Shell): string {
  return commandText(['p2s-fix', ...commandLine(call)], shell);
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
 * The options that follow-up commands of a run need, by command. Until a requested copy is written, they name the
 * recording, and an apply makes that copy.
 */
export function followUpOptions(
  call: Call,
  shell: Shell,
  { fileCount, isCopied = false }: Named = {},
): FollowUps {
  const text = (options: Options) => commandText(optionWords(options), shell);
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
  const again = fleetAgain(call);
  const texts = Object.entries({
    ...Object.fromEntries(entries.map(([name, carried]) => [name, text(carried)])),
    fleet: commandText(fleetWords(call), shell),
    again: again === null ? '' : pastedCommand(again, shell),
    route: text(routeOptions(call)),
    import: copy === undefined || !isCopied ? '' : commandText(importWords(call, copy), shell),
    repair: isReadOnly ? repairInstead(call, shell) : '',
  });
  return Object.fromEntries(texts.filter(([, words]) => words !== ''));
}

/** The words of options alone. */
function optionWords(options: Options): string[] {
  return commandLine({ use: 'audit', options });
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
  const entries = OPTION_NAMES.filter((name) => isTaken(name) && options[name] !== undefined).map((name) => {
    const value = options[name];
    const { repeatable } = ROWS[name];
    const isSafe = (one: unknown) => repeatable === undefined || repeatable.test(String(one));
    const safe = Array.isArray(value) ? value.filter(isSafe) : isSafe(value) ? value : undefined;
    return [name, value === false ? undefined : safe];
  });
  return Object.fromEntries(entries);
}

/** What takes the place of `apply` for a computer in several files; the desired settings are named after it. */
function repairInstead({ options }: Call, shell: Shell): string {
  const target = repeated(
    options,
    (name) => ROWS[name].group === ROWS.machine.group && takesOption('export repair', name),
  );
  return commandText(commandLine({ use: 'export repair', options: { ...target, out: 'repair' } }), shell);
}

/** Only a registry export can be imported: what changed in a capture becomes a repair. */
function importWords(call: Call, copy: string): string[] {
  return /\.json$/i.test(copy) ? ['p2s-fix', ...commandLine(repairCall(call))] : ['reg', 'import', copy];
}

/** The words that select and reach the computers of a fleet; files with collected results select none. */
function fleetWords({ use, options: { computer = [], files: _, ...options } }: Call): string[] {
  if (!use.startsWith('fleet ')) return [];
  const isOfRun = (name: OptionName) =>
    ROWS[name].group === ROWS.json.group || name === 'again' || name === 'confirm-within';
  return [...computer, ...optionWords(picked(options, (name) => !isOfRun(name)))];
}

/** The same run for the computers in its list, which it overwrites with those that still do not reply. */
function fleetAgain({ use, options: { only: _, report: __, ...options } }: Call): Call | null {
  const { again } = options;
  return again === undefined ? null : { use, options: { ...options, only: again } };
}
