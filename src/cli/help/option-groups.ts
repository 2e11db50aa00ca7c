import type { OptionName } from '../options.ts';

/** Options of `fleet` only. */
export const FLEET = [
  'computers',
  'only',
  'again',
  'throttle',
  'transport',
  'ssh-user',
  'ssh-key',
  'ssh-option',
  'subsystem',
  'credential',
  'configuration',
] as const;

/** Options of the only action of `fleet` that checks the path, `migrate`. */
const OF_FLEET_PATH = ['gateway', 'profile', 'ca'] as const;

/** Options of `fleet` that its report, which reads files, does not use. */
const NOT_OF_REPORT = [...FLEET, 'powershell', 'deadline', ...OF_FLEET_PATH, 'confirm-within'] as const;

/** The options of `fleet` that do not go with an action. */
export function notOfFleet(action: string | undefined): readonly OptionName[] {
  if (action === 'report') return NOT_OF_REPORT;
  const ofPath: readonly OptionName[] = action === 'migrate' ? [] : OF_FLEET_PATH;
  return [...ofPath, ...(action === 'apply' ? [] : (['confirm-within'] as const))];
}

/** Options that select the computer. */
export const TARGET = ['machine', 'user', 'powershell', 'pac-file', 'state-dir'] as const;

/** The desired settings, for an attended run. */
export const DESIRED = ['source', 'proxy', 'bypass', 'pac', 'direct', 'desired'] as const;

/** Options of the path check. */
export const PATH = ['gateway', 'profile', 'probe', 'no-probe', 'deadline', 'ca', 'compare-direct'] as const;

/** They decide which settings are read, or how. */
const OF_READING = ['machine', 'user', 'pac-file'] as const;

/** They decide how the path is checked. */
const OF_PROBING = ['gateway', 'probe', 'deadline', 'ca'] as const;

/** Options by kind of `export` that it would ignore, although they look as if they changed its files. */
export const NOT_OF_EXPORT = {
  repair: [],
  intune: ['deadline', 'ca'],
  dsc: [...OF_READING, ...DESIRED, ...OF_PROBING],
  page: [...OF_READING, ...DESIRED, ...OF_PROBING],
} as const;

/** Output options, which every command has. */
export const SHOW = [
  'json',
  'ndjson',
  'plain',
  'summary',
  'verbose',
  'lang',
  'report',
  'redact',
  'log-file',
  'exit-codes',
] as const;

/** The groups of options in help, reference and completion. An option in none of them is in the last group. */
const GROUPS: Readonly<Record<string, readonly OptionName[]>> = {
  'Which computer': TARGET,
  'Desired settings': [...DESIRED, 'allow-proxy'],
  'The path check': [...PATH, 'transcript'],
  'Which computers, and how they are reached': FLEET,
  'Making changes': ['apply', 'in-place', 'out', 'confirm-within', 'yes', 'list'],
  'What is shown and kept': SHOW,
};
const OTHERS = 'More';

/** The group title of an option. */
export function groupOf(option: OptionName): string {
  return Object.keys(GROUPS).find((title) => GROUPS[title]?.includes(option)) ?? OTHERS;
}

/** These options by group, in the order of the groups. */
export function grouped(options: readonly OptionName[]): (readonly [title: string, options: OptionName[]])[] {
  return [...Object.keys(GROUPS), OTHERS]
    .map((title) => [title, options.filter((option) => groupOf(option) === title)] as const)
    .filter(([, members]) => members.length > 0);
}
