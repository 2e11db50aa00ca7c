import type { CheckStatus, Stage } from '../../core/model/check.ts';
import type { MachineFacts, Mode, RunEvent, StepName } from '../../core/model/events.ts';
import type { Severity } from '../../core/model/finding.ts';
import {
  type Catalog,
  type Placeholder,
  type Text,
  type TextKey,
  text,
  toWords,
  type Values,
} from '../messages/text.ts';

/** The state of a write to a setting. */
export type WriteStatus = 'waiting' | Extract<RunEvent, { type: 'write' }>['status'];

/** The words of one language: those of a key, with its values, or `of` any text. */
interface Say {
  <Key extends TextKey>(key: Key, ...values: Values<Placeholder<Key>>): string;
  of: (text: Text) => string;
}

export function wordsIn(catalog: Catalog): Say {
  const of = (given: Text) => toWords(given, catalog);
  return Object.assign(
    <Key extends TextKey>(key: Key, ...values: Values<Placeholder<Key>>) => of(text(key, ...values)),
    { of },
  );
}

export type Words = Say & Labels;

/** Titles, labels and short sentences that the renderers share, in one language. */
export interface Labels {
  sample: string;
  steps: Record<StepName, string>;
  /** When no particular step is running. */
  working: string;
  /** Ctrl+C was pressed during a step. */
  stopping: string;
  failed: (step: StepName, detail: string | null) => string;
  severity: Record<Severity, string>;
  machine: (machine: Pick<MachineFacts, 'name' | 'kind' | 'os'>) => string;
  /** The same on a separate line. */
  machineLine: (machine: Pick<MachineFacts, 'name' | 'kind' | 'os'>) => string;
  vpnUser: (name: string) => string;
  /** The HKEY_CURRENT_USER of a recording, which has no name. */
  recordedUser: string;
  unknownUser: string;
  allUsers: string;
  elevated: string;
  notElevated: string;
  /** The same as sentences, with the consequences. */
  elevatedLong: string;
  notElevatedLong: string;
  stores: string;
  winInetOf: (user: string) => string;
  winHttp: (bothViews: boolean) => string;
  /** Proxy, bypass list, PAC file, auto-detect. */
  parts: readonly [string, string, string, string];
  differs: string;
  storesDiffer: (parts: string) => string;
  willBeChanged: string;
  notVisible: string;
  unreadable: (reason: string) => string;
  unknown: string;
  nothingStored: string;
  /** Only string values are stored, which Windows converts to the setting. */
  fromStrings: string;
  /** After the effect of a setting: stored values without effect. */
  alsoStored: (values: string) => string;
  managedBy: (owner: string) => string;
  on: string;
  off: string;
  none: string;
  storedButOff: (value: string) => string;
  /** Between two items of a list. */
  comma: string;
  direct: string;
  via: (proxy: string) => string;
  /** The client that fetched. */
  by: (client: string) => string;
  /** The account that ran the check. */
  as: (account: string) => string;
  gateways: string;
  proposed: string;
  withProposed: string;
  withCurrent: string;
  afterChange: string;
  fromThisComputer: string;
  fromMachine: string;
  notChecked: (gateway: string) => string;
  verdict: (proposed: boolean) => string;
  next: string;
  readyToPaste: string;
  checks: Record<CheckStatus, string>;
  plan: string;
  nothingToChange: string;
  needsAdministratorNote: string;
  backup: (number: string, path: string) => string;
  undo: (number: string) => string;
  /** The command that restores the values before a change. */
  rollback: (number: string) => string;
  writes: Record<WriteStatus, string>;
  everythingRestored: string;
  nothingWritten: string;
  changed: (stores: string) => string;
  fileWritten: (file: string) => string;
  noBackups: string;
  backups: (count: number) => string;
  needsAdministrator: string;
  runThere: string;
  sameCommand: string;
  needsRestart: (why: string) => string;
  redial: (changed: boolean) => string;
  error: string;
  errorAt: (where: string) => string;
  done: (seconds: string) => string;
  exitCode: (code: number) => string;
  exit: (mode: Mode | null, code: number) => string;
  andMore: (count: number) => string;
  moreLines: (count: number) => string;
  ask: {
    willWrite: string;
    /** Copies the user's setting to the WinHTTP setting of the computer. */
    willWriteOf: (user: string) => string;
    willRestore: string;
    willRestoreWhole: string;
    backupMade: string;
    backupGoes: (folder: string) => string;
    undoLater: string;
    /** Ends a list. */
    stop: string;
    noAdministrator: string;
    thisRunIs: string;
    thisRunIsNot: string;
    write: string;
    restore: string;
  };
  /** Starts the list of routes. */
  routes: string;
  findings: string;
  /** Both names have the same width, because they are shown one above the other. */
  tunnelRoute: string;
  revocationRoute: string;
  /** URLs of revocation lists and responders. */
  addresses: (count: number) => string;
  stages: Record<Stage, string>;
  notesMore: (count: number) => string;
  /** How to see more than the short form. */
  details: string;
  settingNames: {
    winInet: (user: string) => string;
    /** The setting of a VPN entry. */
    entry: (name: string, user: string) => string;
    winHttp: { native: string; wow64: string; both: string };
  };
  /** The browser after a run: its keys and labels. */
  view: {
    move: string;
    open: string;
    evidence: string;
    apply: string;
    copy: string;
    quit: string;
    help: string;
    /** What each key does; some are available only at times. */
    keys: readonly (readonly [key: string, does: string, need?: 'apply'])[];
    /** Rows of the list above or below the visible part. */
    above: (count: number) => string;
    below: (count: number) => string;
    place: (selected: number, count: number) => string;
    endsAfter: (minutes: number) => string;
    copied: string;
  };
}

/** The usual name of an operating system; Node's name if it is not known. */
export function systemName(platform: string): string {
  const names = new Map([
    ['win32', 'Windows'],
    ['linux', 'Linux'],
    ['darwin', 'macOS'],
  ]);
  return names.get(platform) ?? platform;
}
