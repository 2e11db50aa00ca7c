import type { Severity } from '../../../../core/model/finding.ts';
import type { ConclusionState, Owner } from '../../../model/conclusion-facts.ts';

/** The first lines of every report: outcome, cause, changes, next steps. */
export interface ConclusionWords {
  /** Starts the first line. `fix-available` is a failure if the path fails. */
  states: Record<ConclusionState, string>;
  labels: { answer: string; cause: string; found: string; change: string; next: string; after: string };
  owners: Record<Owner, string>;
  /** A command, and who runs it. */
  run: (owner: string, command: string) => string;
  counts: Record<Severity, (count: number) => string>;
  /** The number of other gateways. */
  moreFail: (count: number) => string;
  moreNotReady: (count: number) => string;
  /** `changes`: settings and their new values. */
  wouldSet: (changes: string) => string;
  changed: (changes: string) => string;
  undo: (command: string) => string;
  keep: (command: string) => string;
  pathWorksThen: string;
  pathWorksNow: string;
  doesNotHelp: string;
  /** `codes`: the findings with the reasons. */
  blocked: (codes: string) => string;
  notJudged: (settings: string) => string;
  restart: string;
  reconnect: string;
  /** Between two sentences of a list. */
  space: string;
}

export const CONCLUSION_EN: ConclusionWords = {
  states: {
    'as-desired': 'OK',
    'fix-available': 'CHANGE',
    'fix-does-not-help': 'FAIL',
    'path-fails': 'FAIL',
    blocked: 'BLOCKED',
    'not-judged': 'UNKNOWN',
    applied: 'DONE',
    'applied-path-fails': 'FAIL',
    restored: 'RESTORED',
    done: 'DONE',
    'invalid-input': 'INPUT',
    cancelled: 'STOPPED',
    failed: 'FAILED',
  },
  labels: { answer: 'Answer', cause: 'Cause', found: 'Found', change: 'Change', next: 'Next', after: 'Then' },
  owners: {
    administrator: 'Administrator',
    user: 'User',
    'proxy-team': 'Proxy team',
    'network-team': 'Network team',
    'vpn-team': 'VPN team',
  },
  run: (owner, command) => `${owner}: ${command}`,
  counts: {
    error: (count) => `${count} ${count === 1 ? 'error' : 'errors'}`,
    warning: (count) => `${count} ${count === 1 ? 'warning' : 'warnings'}`,
    info: (count) => `${count} ${count === 1 ? 'note' : 'notes'}`,
  },
  moreFail: (count) => ` (And ${count} more ${count === 1 ? 'gateway' : 'gateways'}.)`,
  moreNotReady: (count) => ` (And ${count} more not ready.)`,
  wouldSet: (changes) => `--apply sets ${changes}.`,
  changed: (changes) => `Written: ${changes}.`,
  undo: (command) => `To roll back: ${command}`,
  keep: (command) => `To keep it: ${command}`,
  pathWorksThen: 'Tested: with it both routes work.',
  pathWorksNow: 'Tested: both routes work now, and with it.',
  doesNotHelp: 'Tested: it does not help. Without --yes it is not written.',
  blocked: (codes) => `A needed change is blocked: see ${codes}.`,
  notJudged: (settings) => `Not judged: ${settings} cannot be seen.`,
  restart: 'Restart this computer.',
  reconnect: 'Reconnect the VPN: open connections keep the old setting.',
  space: ' ',
};
