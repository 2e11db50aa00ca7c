import { COMMANDS } from '../cli/commands.ts';
import { notOfFleet, SHOW } from '../cli/help/option-groups.ts';
import { OPTIONS, type OptionName } from '../cli/options.ts';
import type { ErrorReport } from '../core/model/events.ts';
import type { Mode } from '../core/model/modes.ts';

/** What a member may hold. `on-or-off` is an option and its `no-` twin; `pairs` are values by name. */
export type Kind = 'text' | 'list' | 'text-or-list' | 'flag' | 'on-or-off' | 'number' | 'time' | 'pairs';

export interface Member {
  /** The option of the command line that it is; `null`: a word behind the command. */
  option: OptionName | null;
  kind: Kind;
}

/** A function of the API: a command, and the first word behind it where it has several. */
export interface Call {
  mode: Mode;
  action?: string;
}

/** Members that have another name than their option, or hold something else than text. */
const RENAMED: Partial<Record<OptionName, readonly [name: string, kind?: Kind]>> = {
  machine: ['machine.file', 'text-or-list'],
  powershell: ['machine.powershell'],
  'in-place': ['machine.inPlace'],
  source: ['desired.source'],
  proxy: ['desired.proxy'],
  bypass: ['desired.bypass'],
  pac: ['desired.pac'],
  direct: ['desired.direct'],
  desired: ['desired.file'],
  'allow-proxy': ['desired.allowProxies', 'list'],
  gateway: ['gateways'],
  profile: ['profiles'],
  probe: ['probe', 'on-or-off'],
  deadline: ['deadlineSeconds', 'number'],
  'confirm-within': ['confirmWithinSeconds', 'time'],
  throttle: ['throttle', 'number'],
  'ssh-option': ['sshOptions', 'pairs'],
};

/** Options of the command line that no function has: its output, and what another function does. */
const LEFT_OUT: readonly OptionName[] = ['no-probe', 'installed', 'list', 'apply'];
/** An audit takes them on the command line only because `--apply` may follow. */
const OF_APPLY: readonly OptionName[] = ['in-place', 'out', 'confirm-within', 'yes'];

/** The members that the options of a function may have, by their names; those of `machine` and `desired` with a dot. */
export function membersOf({ mode, action }: Call): ReadonlyMap<string, Member> {
  const left = [...LEFT_OUT, ...SHOW, ...(mode === 'audit' ? OF_APPLY : []), ...notOf(mode, action)];
  const members = new Map<string, Member>(POSITIONAL[mode]?.(action) ?? []);
  for (const option of COMMANDS[mode]?.options ?? [])
    if (!left.includes(option)) members.set(nameOf(option, mode), { option, kind: kindOf(option) });
  if (mode === 'capture') members.set('redact', { option: 'redact', kind: 'flag' });
  return members;
}

/** The member of an option, for a text that names the option; `null` if no function has it. */
function memberNamed(option: string, mode: Mode): string | null {
  const isShown = SHOW.some((one) => one === option) && option !== 'redact';
  return Object.hasOwn(OPTIONS, option) && !isShown ? nameOf(option as OptionName, mode) : null;
}

/** A whole command, which stays as it is, or an option. */
const COMMAND_OR_OPTION = /p2s-fix [^;:)]*|--([a-z][a-z-]*)/g;

/** An error with the members of the API where it names options of the command line. */
export function inMembers({ code, message, where, next }: ErrorReport, mode: Mode): ErrorReport {
  const first = [...message.matchAll(COMMAND_OR_OPTION)].find(([, option]) => option !== undefined)?.[1];
  const ofLine = where === 'command line' && first !== undefined ? `--${first}` : where;
  return {
    code,
    message: inText(message, mode),
    where: ofLine === null ? null : whereOf(ofLine, mode),
    next: next === 'p2s-fix --help' || next === null ? null : inText(next, mode),
  };
}

function whereOf(where: string, mode: Mode): string {
  if (where === 'command line') return 'options';
  return where.startsWith('deadlines.')
    ? `options.${where}`
    : where.startsWith('--')
      ? inText(where, mode)
      : where;
}

function inText(text: string, mode: Mode): string {
  return text.replace(COMMAND_OR_OPTION, (whole, option?: string) => {
    const member = option === undefined ? null : memberNamed(option, mode);
    return member === null ? whole : `options.${member}`;
  });
}

function nameOf(option: OptionName, mode: Mode): string {
  if (option === 'out' && mode === 'apply') return 'machine.out';
  if (mode === 'fleet' && option === 'powershell') return option;
  if (mode === 'fleet' && option === 'computers') return 'computersFile';
  return RENAMED[option]?.[0] ?? option.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function kindOf(name: OptionName): Kind {
  const option = OPTIONS[name];
  const kind = RENAMED[name]?.[1];
  if (kind !== undefined) return kind;
  if ('array' in option) return 'list';
  return 'type' in option && option.type === 'boolean' ? 'flag' : 'text';
}

/** What the options of a command do not go with all of its actions. */
function notOf(mode: Mode, action: string | undefined): readonly OptionName[] {
  return mode === 'fleet' ? notOfFleet(action) : [];
}

const WORD: Member = { option: null, kind: 'text' };
const WORDS: Member = { option: null, kind: 'list' };
const POSITIONAL: Partial<Record<Mode, (action?: string) => readonly (readonly [string, Member])[]>> = {
  apply: () => [['plan', WORD]],
  rollback: (action) => (action === 'list' ? [] : [['backup', WORD]]),
  confirm: () => [['backup', WORD]],
  explain: () => [['text', WORD]],
  fleet: (action) => [[action === 'report' ? 'files' : 'computers', WORDS]],
};
