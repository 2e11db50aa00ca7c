import { KNOWN_CODES } from '../../core/explain/codes/codes.ts';
import type { Option } from '../../core/options/option.ts';
import { OPTION_NAMES, ROWS } from '../../core/options/table.ts';
import { COMMANDS } from '../commands.ts';
import { writtenOptions } from '../help/written-options.ts';
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

export function completionWords(): CompletionWords {
  const commands = Object.keys(COMMANDS);
  const options = commands.map((command): [string, string[]] => [
    command,
    [...writtenOptions(command).map(({ written }) => written), 'help'].map(hyphened),
  ]);
  const isFile = ({ kind }: Option) => kind === 'file';
  return {
    commands,
    options: Object.fromEntries(options),
    actions: { ...ACTIONS, explain: proxyCodes(), help: [...commands, RECORDING_TOPIC] },
    choices: Object.fromEntries(
      OPTION_NAMES.flatMap((name): [string, readonly string[]][] => {
        const { choices } = ROWS[name];
        return choices === undefined ? [] : [[hyphened(name), choices]];
      }),
    ),
    files: namesOf(isFile),
    others: namesOf((row) => !isFile(row) && row.kind !== 'flag' && row.choices === undefined),
  };
}

/** The codes that a proxy can cause, as the connection dialog shows them. */
function proxyCodes(): string[] {
  return KNOWN_CODES.filter(({ proxy }) => proxy !== 'no').map(({ value }) =>
    value > 0xffff ? `0x${value.toString(16)}` : String(value),
  );
}

function namesOf(accepts: (row: Option) => boolean): string[] {
  return OPTION_NAMES.filter((name) => ROWS[name].written !== false && accepts(ROWS[name])).map(hyphened);
}

function hyphened(name: string): string {
  return `--${name}`;
}
