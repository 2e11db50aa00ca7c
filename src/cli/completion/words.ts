import { KNOWN_CODES } from '../../core/explain/codes/codes.ts';
import { COMMANDS } from '../commands.ts';
import { OPTIONS, type OptionName } from '../options.ts';
import { ACTIONS, RECORDING_TOPIC } from '../run/actions.ts';

/** The suggestions of a completion; options include their hyphens. */
export interface CompletionWords {
  commands: readonly string[];
  /** Options by command. */
  options: Readonly<Record<string, readonly string[]>>;
  /** Possible next words by command. */
  actions: Readonly<Record<string, readonly string[]>>;
  /** Possible values by option. */
  choices: Readonly<Record<string, readonly string[]>>;
  /** Options that take a file or a folder. */
  files: readonly string[];
  /** Options with a free value. */
  others: readonly string[];
}

const FILES: readonly OptionName[] = [
  'machine',
  'out',
  'profile',
  'pac-file',
  'desired',
  'transcript',
  'ca',
  'powershell',
  'state-dir',
  'report',
  'log-file',
  'computers',
  'only',
  'again',
  'ssh-key',
  'credential',
];

export function completionWords(): CompletionWords {
  const commands = Object.keys(COMMANDS);
  const options = Object.entries(COMMANDS).map(([command, { options: names }]): [string, string[]] => [
    command,
    [...names, 'help'].map(hyphened),
  ]);
  const takingText = namesOf((option) => 'type' in option && option.type === 'string');
  return {
    commands,
    options: Object.fromEntries(options),
    actions: { ...ACTIONS, explain: proxyCodes(), help: [...commands, RECORDING_TOPIC] },
    choices: Object.fromEntries(
      Object.entries(OPTIONS).flatMap(([name, option]): [string, readonly string[]][] =>
        'choices' in option ? [[hyphened(name), option.choices]] : [],
      ),
    ),
    files: FILES.map(hyphened),
    others: takingText.filter((name) => !FILES.includes(name)).map(hyphened),
  };
}

/** The codes that a proxy can cause, as the connection dialog shows them. */
function proxyCodes(): string[] {
  return KNOWN_CODES.filter(({ proxy }) => proxy !== 'no').map(({ value }) =>
    value > 0xffff ? `0x${value.toString(16)}` : String(value),
  );
}

function namesOf(accepts: (option: (typeof OPTIONS)[OptionName]) => boolean): OptionName[] {
  return (Object.keys(OPTIONS) as OptionName[]).filter((name) => accepts(OPTIONS[name]));
}

function hyphened(name: string): string {
  return `--${name}`;
}
