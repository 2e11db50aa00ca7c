import type { Mode } from '../model/modes.ts';
import { FLEET_OPTIONS } from './fleet-rows.ts';
import type { Option, Use } from './option.ts';
import { APPLY_OPTION, OUTPUT_OPTIONS } from './output-rows.ts';
import { RUN_OPTIONS } from './run-rows.ts';

/** All options. Command line, API, help, completion and the commands in reports take them from here. */
const OPTIONS = { ...APPLY_OPTION, ...FLEET_OPTIONS, ...RUN_OPTIONS, ...OUTPUT_OPTIONS } as const;

type Table = typeof OPTIONS;
export type OptionName = keyof Table;

/** Each row with all of its members. */
export const ROWS: Readonly<Record<OptionName, Option<OptionName>>> = OPTIONS;
export const OPTION_NAMES = Object.keys(OPTIONS) as OptionName[];

type One<Row> = Row extends { kind: 'flag' }
  ? boolean
  : Row extends { kind: 'seconds' | 'time' | 'count' }
    ? number
    : Row extends { choices: readonly (infer Choice)[] }
      ? Choice
      : string;
type Value<Row> = Row extends { many: true } ? readonly One<Row>[] : One<Row>;

/** What the options hold, by name; `time` and `seconds` in seconds. */
export type Options = { readonly [Name in OptionName]?: Value<Table[Name]> | undefined };

/** The options of one use: another one does not compile. */
export type OptionsOf<U extends Use> = {
  readonly [Name in OptionName as U extends Table[Name]['uses'][number] ? Name : never]?: Options[Name];
};

/** A request to the program: both readers make it, every run holds it, and `commandLine` writes it. */
export interface Call {
  readonly use: Use;
  readonly options: Options;
}

/** A command by its words: one of Windows, written for PowerShell wherever it is printed, or help of this program. */
export interface CommandWords {
  readonly words: readonly string[];
}

export type NamedCommand = Call | CommandWords;

/** Whether an option has this name. */
export function isOption(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name);
}

/** Every command, with its actions. */
export const USES: ReadonlySet<Use> = new Set(OPTION_NAMES.flatMap((name) => ROWS[name].uses));

/** Whether it is one of {@link USES}. */
export function isUse(use: unknown): use is Use {
  return (USES as ReadonlySet<unknown>).has(use);
}

/** Whether the use has the option. */
export function takesOption(use: Use, name: OptionName): boolean {
  return ROWS[name].uses.includes(use);
}

/** The option that holds the words behind a command. */
export function bareOption(use: Use): OptionName | undefined {
  return OPTION_NAMES.find((name) => ROWS[name].bare?.includes(use));
}

/** The command of a use, without its action. */
export function commandOfUse(use: Use): string {
  return use.split(' ')[0] ?? use;
}

/** The command of the document. The others end in none. */
export function modeOf(use: Use): Mode {
  return commandOfUse(use) as Mode;
}
