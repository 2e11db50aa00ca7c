import type { OptionName } from './options.ts';

/** Those of `fleet` alone. */
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

/** Which computer. */
export const TARGET = ['machine', 'user', 'powershell', 'pac-file', 'state-dir'] as const;

/** The desired settings, for a run that a person watches. */
export const WISH = ['source', 'proxy', 'bypass', 'pac', 'direct', 'desired'] as const;

/** The path check. */
export const PATH = ['gateway', 'profile', 'probe', 'no-probe', 'deadline', 'ca', 'compare-direct'] as const;

/** Those of every command, for its output. */
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

/** The options as help, reference and completion present them. One that is not named here stands under the last title. */
const GROUPS: Readonly<Record<string, readonly OptionName[]>> = {
  'Which computer': TARGET,
  'Desired settings': [...WISH, 'allow-proxy'],
  'The path check': [...PATH, 'transcript'],
  'Which computers, and how they are reached': FLEET,
  'Making changes': ['apply', 'in-place', 'out', 'confirm-within', 'yes', 'list'],
  'What is shown and kept': SHOW,
};
const OTHERS = 'More';

/** The title under which an option stands. */
export function groupOf(option: OptionName): string {
  return Object.keys(GROUPS).find((title) => GROUPS[title]?.includes(option)) ?? OTHERS;
}

/** These options under their titles, in the order of the titles. */
export function grouped(options: readonly OptionName[]): (readonly [title: string, options: OptionName[]])[] {
  return [...Object.keys(GROUPS), OTHERS]
    .map((title) => [title, options.filter((option) => groupOf(option) === title)] as const)
    .filter(([, members]) => members.length > 0);
}
