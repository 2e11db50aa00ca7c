import type { MachineFacts } from '../../../../core/model/events.ts';

/** Titles and labels of a report file, in one language. */
export interface PageWords {
  report: string;
  run: string;
  started: string;
  took: string;
  note: string;
  names: string;
  pseudonyms: string;
  machine: string;
  unnamed: string;
  error: string;
  storesNow: string;
  storesBefore: string;
  storesAfter: string;
  otherStores: string;
  path: string;
  pathBefore: string;
  pathAfter: string;
  notChecked: string;
  findings: string;
  findingsBefore: (count: number) => string;
  /** Findings with severity info. */
  notes: (count: number) => string;
  change: string;
  backup: string;
  /** The actions of each owner. */
  todo: string;
  /** Optional commands. */
  commands: string;
  /** Columns in the table of a fleet's computers. */
  cause: string;
  owner: string;
  /** Details besides the columns, and the button that shows them. */
  more: string;
  show: string;
  showMore: string;
  filter: string;
  copy: string;
  copied: string;
  /** The browser refused to copy. */
  selected: string;
  sources: string;
  request: string;
  backups: string;
  explanation: string;
  migration: string;
  schedule: string;
  fleet: string;
  sites: string;
  /** Some or all of the computers. */
  machines: (shown: number, total: number) => string;
  exitCode: string;
  evidence: (count: number) => string;
  diagnostics: string;
  part: string;
  name: string;
  kind: string;
  system: string;
  runBy: string;
  vpnUser: string;
  kinds: Record<MachineFacts['kind'], string>;
  marks: { pass: string; fail: string; warn: string; skip: string };
  madeBy: (version: string, schemaVersion: string) => string;
}

export const PAGE_EN: PageWords = {
  report: 'p2s-fix report',
  run: 'Run',
  started: 'Started',
  took: 'Took',
  note: 'Note',
  names: 'Names',
  pseudonyms: 'replaced by pseudonyms; the same pseudonym always means the same name',
  machine: 'Computer',
  unnamed: 'unnamed',
  error: 'Error',
  storesNow: 'As they are',
  storesBefore: 'Before',
  storesAfter: 'After',
  otherStores: 'Other settings',
  path: 'Path',
  pathBefore: 'Path before the change',
  pathAfter: 'Path after the change',
  notChecked: 'not checked',
  findings: 'Findings',
  findingsBefore: (count) => `Findings before the change (${count})`,
  notes: (count) => `Also worth knowing (${count})`,
  change: 'Change',
  backup: 'Backup',
  todo: 'What to do',
  commands: 'Commands',
  cause: 'Cause',
  owner: 'Owner',
  more: 'Details',
  show: 'Show',
  showMore: 'Show more',
  filter: 'Filter',
  copy: 'Copy',
  copied: 'Copied',
  selected: 'Selected: press Ctrl+C',
  sources: 'Sources',
  request: 'Request',
  backups: 'Backups',
  explanation: 'What the code means',
  migration: 'Moving from SSTP',
  schedule: 'Schedule',
  fleet: 'Fleet',
  sites: 'Sites',
  machines: (shown, total) =>
    shown === total ? `Computers (${total})` : `Computers (${shown} of ${total}, the most urgent)`,
  exitCode: 'Exit code',
  evidence: (count) => `Evidence (${count})`,
  diagnostics: 'Diagnostics',
  part: 'Part',
  name: 'Name',
  kind: 'Kind',
  system: 'System',
  runBy: 'Run by',
  vpnUser: 'VPN user',
  kinds: { local: 'this computer', recorded: 'a recording', remote: 'another computer' },
  marks: { pass: 'passed', fail: 'failed', warn: 'warning', skip: 'not tested' },
  madeBy: (version, schemaVersion) => `Made by p2s-fix ${version}, report schema ${schemaVersion}.`,
};
