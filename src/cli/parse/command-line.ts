import {
  commandText,
  FOLLOW_UPS,
  type FollowUp,
  type FollowUps,
  type Shell,
} from '../../core/model/command-text.ts';
import { COMMANDS } from '../commands.ts';
import { DESIRED, SHOW, TARGET } from '../help/option-groups.ts';
import { DESIRED_OPTIONS } from '../options.ts';
import { type Word, wordsOf } from './words.ts';

const SHOWING = ['--json', '--ndjson', '--plain', '--summary', '--verbose', '--redact'];
/** The commands that change something themselves. */
const CHANGING = ['apply', 'rollback', 'schedule'];
/** The commands whose arguments are gateways. */
const OF_GATEWAYS = ['verify', 'migrate'];

/**
 * The exact command that an administrator must run for these arguments: an audit or path check becomes the apply
 * of its changes, a plan the apply of its file. Omits report options, because these reports exist already and are
 * not overwritten.
 */
export function elevatedCommand(argv: readonly string[], shell: Shell): string {
  const words = wordsOf(argv);
  const command = commandOf(words);
  const shown = words.filter(({ option, text }) => option !== 'report' && !SHOWING.includes(text));
  const isChange = CHANGING.includes(command) || shown.some(({ text }) => text === '--apply');
  const isOption = ({ kind }: Word) => kind === 'option';
  const texts = (some: readonly Word[]) => some.map(({ text }) => text);
  const of = (args: readonly string[]) => commandText(['p2s-fix', ...args], shell);
  // Positional words come first, where they cannot be read as the value of an option.
  if (isChange) return of(texts([...shown.filter((word) => !isOption(word)), ...shown.filter(isOption)]));
  const taken = shown.filter((word) => isOption(word) && isTaken(command, word.option));
  const [plan] = command === 'plan' ? valuesOf(words, 'out') : [];
  if (plan !== undefined)
    return of(['apply', plan, ...texts(taken.filter(({ option }) => !isPlanned(option)))]);
  const gateways = OF_GATEWAYS.includes(command) ? shown.filter(({ kind }) => kind === 'positional') : [];
  return of([
    ...['--apply', ...texts(taken), ...gateways.flatMap(({ text }) => ['--gateway', text])],
    ...probing(words),
  ]);
}

/** Whether apply accepts an option of that command with the same meaning; `out` names a copy only for audit. */
function isTaken(command: string, option: string | null): boolean {
  if (option === 'out') return command === 'audit';
  return COMMANDS.apply?.options.some((name) => name === option) === true;
}

function isPlanned(option: string | null): boolean {
  return DESIRED_OPTIONS.some((name) => name === option);
}

/** Options that decide which changes a repair has. */
const OF_REPAIR: readonly string[] = [...TARGET, ...DESIRED, 'gateway', 'probe', 'deadline', 'ca'];

/** The command that exports the changes of these arguments, for a computer whose recording is read-only. */
export function repairCommand(argv: readonly string[], shell: Shell): string {
  const words = wordsOf(argv);
  const taken = words.filter(({ option }) => option !== null && OF_REPAIR.includes(option));
  const gateways = OF_GATEWAYS.includes(commandOf(words))
    ? words.filter(({ kind }) => kind === 'positional')
    : [];
  return commandText(
    [
      ...['p2s-fix', 'export', 'repair'],
      ...taken.map(({ text }) => text),
      ...gateways.flatMap(({ text }) => ['--gateway', text]),
      ...probing(words),
      ...['--out', 'repair'],
    ],
    shell,
  );
}

/** What takes the place of `apply` for such a computer; the desired settings are named after it. */
function repairInstead(words: readonly Word[], shell: Shell): string {
  const target = TARGET.flatMap((option) => carried(words, option));
  return commandText(['export', 'repair', ...target, '--out=repair'], shell);
}

/** A path check also probes from here for a recording; other commands do so only with `--probe`. */
function probesByItself(words: readonly Word[]): boolean {
  const isOf = OF_GATEWAYS.includes(commandOf(words));
  return isOf && valuesOf(words, 'machine').length > 0 && valuesOf(words, 'transcript').length === 0;
}

/** For a command that is checked the same way as this path check of a recording. */
function probing(words: readonly Word[]): string[] {
  return probesByItself(words) && !isGiven(words, '--probe') ? ['--probe'] : [];
}

function isGiven(words: readonly Word[], option: string): boolean {
  return words.some(({ text }) => text === option);
}

/** What a run checked, as options of an audit or an apply: what comes after it is checked the same way. */
function checking(words: readonly Word[]): string[] {
  const isOf = OF_GATEWAYS.includes(commandOf(words));
  const gateways = words.filter(({ kind }) => isOf && kind === 'positional').map(({ text }) => text);
  return [
    ...[...valuesOf(words, 'gateway'), ...gateways].filter(isGateway).map((name) => `--gateway=${name}`),
    ...(isGiven(words, '--probe') || probesByItself(words) ? ['--probe'] : []),
    ...carried(words, 'deadline'),
  ];
}

/** The route that a run named, for a check of the path along it. After a change, the settings themselves are checked. */
function routeOf(words: readonly Word[]): string[] {
  const isChange = CHANGING.includes(commandOf(words)) || isGiven(words, '--apply');
  if (isChange) return [];
  const named = ['proxy', 'bypass', 'pac'].flatMap((option) => carried(words, option));
  return [...named, ...(isGiven(words, '--direct') ? ['--direct'] : [])];
}

/** Only what has the form of one: anything else may be a password in the wrong place. */
function isGateway(text: string): boolean {
  return /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(text);
}

function carried(words: readonly Word[], option: string): string[] {
  return valuesOf(words, option)
    .filter(isRepeatable(option))
    .map((value) => `--${option}=${value}`);
}

/** Options for the computer, the state folder and the roots of a run; follow-up commands need them too. */
const CARRIED: readonly string[] = ['machine', 'state-dir', 'user', 'powershell', 'pac-file', 'ca'];

/** Options that apply to one fleet run only. */
const NOT_OF_FLEET: readonly string[] = [...SHOW, 'again', 'confirm-within'];

/** What follows a change only: without the copy, nothing was changed. */
const OF_COPY: readonly FollowUp[] = ['confirm', 'rollback'];

/** The copy of a recording that these arguments request. */
function copyOf(words: readonly Word[]): string | null {
  const changes = CHANGING.includes(commandOf(words)) || words.some(({ text }) => text === '--apply');
  const isRecorded = valuesOf(words, 'machine').length > 0;
  return changes && isRecorded ? (valuesOf(words, 'out').at(-1) ?? null) : null;
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
  argv: readonly string[],
  shell: Shell,
  { fileCount, isCopied = false }: Named = {},
): FollowUps {
  const words = wordsOf(argv);
  const files = new Set(valuesOf(words, 'machine'));
  const isRecorded = files.size > 0;
  // A computer recorded in several files is read-only; see `repair`.
  const isReadOnly = (fileCount ?? files.size) > 1;
  const copy = copyOf(words);
  const fleet = fleetOptions(words, shell);
  const checked = checking(words);
  const path = ['profile', 'deadline'].flatMap((option) => carried(words, option));
  const route = commandText(routeOf(words), shell);
  const checks: Partial<Record<FollowUp, readonly string[]>> = {
    apply: checked,
    audit: checked,
    verify: path,
    migrate: path,
  };
  const entries = FOLLOW_UPS.flatMap((name): [FollowUp, string][] => {
    const taken: readonly string[] = COMMANDS[name]?.options ?? [];
    const options = CARRIED.filter((option) => taken.includes(option)).flatMap((option) =>
      option === 'machine' && copy !== null && (isCopied || OF_COPY.includes(name))
        ? [`--machine=${copy}`]
        : carried(words, option),
    );
    const writes = isRecorded && (name === 'apply' || name === 'rollback');
    if (writes && isReadOnly) return [];
    const target = name === 'apply' && copy !== null && !isCopied ? `--out=${copy}` : '--in-place';
    const text = commandText([...options, ...(checks[name] ?? []), ...(writes ? [target] : [])], shell);
    return text === '' ? [] : [[name, text]];
  });
  const again = fleetAgain(words, shell);
  return Object.fromEntries([
    ...entries,
    ...(fleet === '' ? [] : [['fleet', fleet] as const]),
    ...(again === null ? [] : [['again', again] as const]),
    ...(route === '' ? [] : [['route', route] as const]),
    ...(copy === null || !isCopied ? [] : [['import', importCommand(argv, copy, shell)] as const]),
    ...(isReadOnly ? [['repair', repairInstead(words, shell)] as const] : []),
  ]);
}

/** Only a registry export can be imported: what changed in a capture becomes a repair. */
function importCommand(argv: readonly string[], copy: string, shell: Shell): string {
  return /\.json$/i.test(copy) ? repairCommand(argv, shell) : commandText(['reg', 'import', copy], shell);
}

/** The options that select and reach the computers of a fleet; files with collected results select none. */
function fleetOptions(words: readonly Word[], shell: Shell): string {
  if (commandOf(words) !== 'fleet') return '';
  const [action, ...names] = words.filter(({ kind }) => kind === 'positional').map(({ text }) => text);
  const options = words
    .filter(({ option }) => option !== null && !NOT_OF_FLEET.includes(option))
    .map(({ text }) => text);
  return commandText([...(action === 'report' ? [] : names), ...options], shell);
}

/** The same run for the computers in its list, which it overwrites with those that still do not reply. */
function fleetAgain(words: readonly Word[], shell: Shell): string | null {
  const [file] = valuesOf(words, 'again');
  if (commandOf(words) !== 'fleet' || file === undefined) return null;
  const kept = words.filter(
    ({ option, kind }) => kind !== 'command' && option !== 'only' && option !== 'report',
  );
  return commandText(['p2s-fix', 'fleet', ...kept.map(({ text }) => text), '--only', file], shell);
}

/** No `@`, also percent-encoded. */
const NO_SIGN_IN = /^(?:(?!%40)[^@])*$/;
/** Values that are repeated: any other may be a password passed to the wrong option, or contain one. */
const REPEATABLE: Readonly<Record<string, RegExp>> = {
  user: /^S-1-[0-9-]+$/i,
  deadline: /^[\d.]{1,12}$/,
  proxy: NO_SIGN_IN,
  bypass: NO_SIGN_IN,
  pac: NO_SIGN_IN,
};

function isRepeatable(option: string): (value: string) => boolean {
  const form = REPEATABLE[option];
  return (value) => form === undefined || form.test(value);
}

function commandOf(words: readonly Word[]): string {
  return words.find(({ kind }) => kind === 'command')?.text ?? 'audit';
}

/** The value of an option, as the next word or after `=`. */
function valuesOf(words: readonly Word[], option: string): string[] {
  return words
    .filter((word) => word.option === option && word.text !== `--${option}`)
    .map(({ text }) => text.replace(`--${option}=`, ''));
}

/** The commands that a run may name as the next step. */
export interface NextCommands {
  elevatedCommand: string;
  followUps: FollowUps;
  copyFollowUps: FollowUps;
  repairCommand: string;
}

/** The same for these arguments; `fileCount`: of the files of the recording, if it was counted. */
export function nextCommands(argv: readonly string[], shell: Shell, fileCount?: number): NextCommands {
  return {
    elevatedCommand: elevatedCommand(argv, shell),
    followUps: followUpOptions(argv, shell, { fileCount }),
    copyFollowUps: followUpOptions(argv, shell, { fileCount, isCopied: true }),
    repairCommand: repairCommand(argv, shell),
  };
}
