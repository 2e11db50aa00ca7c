import type { EXPORTS, FLEET_ACTIONS, Mode, SCHEDULE_ACTIONS } from '../model/modes.ts';

/** What an option holds. `file` may be a folder, and `pair` is `NAME=VALUE`; both are text, as `gateway` is. */
export type OptionKind = 'flag' | 'text' | 'file' | 'gateway' | 'pair' | 'seconds' | 'time' | 'count';

/** The groups of options, in the order of the reference. */
export const GROUPS = [
  'Which computer',
  'Desired settings',
  'The path check',
  'Which computers, and how they are reached',
  'Making changes',
  'What is shown and kept',
  'More',
] as const;

/** A command of p2s-fix with its action, where it has actions. */
export type Use =
  | Exclude<Mode, 'schedule' | 'fleet' | 'export'>
  | `schedule ${(typeof SCHEDULE_ACTIONS)[number]}`
  | `fleet ${(typeof FLEET_ACTIONS)[number]}`
  | `export ${(typeof EXPORTS)[number]}`
  | 'completion'
  | 'help';

/** All that is known of an option. */
export interface Option<Name extends string = string> {
  kind: OptionKind;
  /** It may be repeated, and holds a list. */
  many?: true;
  choices?: readonly string[];
  uses: readonly Use[];
  group: (typeof GROUPS)[number];
  help: string;
  /** Help shows an everyday option on its first page, and a rare one only with `--all`. */
  shown?: 'everyday' | 'rare';
  /** `--no-NAME`, which some of the uses take. */
  off?: { readonly uses: readonly Use[]; readonly help: string };
  /** An audit takes it only before `--apply`, which makes it an apply. */
  ofApply?: true;
  /** Each pair stands once, at the option that its sentence names first. */
  excludes?: readonly Name[];
  /** It goes with one of these only. */
  needs?: readonly Name[];
  /** Uses that cannot do without it, each with the value of its example. */
  required?: { readonly [U in Use]?: string };
  /** Uses whose words behind the command it holds. */
  bare?: readonly Use[];
  /** It is such a word only, and has no `--NAME`. */
  written?: false;
  /** It may be empty. */
  empty?: true;
  /** The form of values that are repeated in a command: any other one may be, or contain, a password. */
  repeatable?: RegExp;
  /** The commands of a report that repeat it. */
  carriedBy?: readonly Use[];
  /** Its member in the API, where that is not its name in camel case; `null`: none; `apiOf`: of some uses. */
  api?: string | null;
  apiOf?: { readonly [U in Use]?: string | null };
}
