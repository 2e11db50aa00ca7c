import type { MachineFacts } from '../../../../core/model/events.ts';
import { type Labels, systemName, type Words, wordsIn } from '../../words.ts';
import { CATALOG_EN } from '../catalog.ts';
import { PAGE_EN } from './page-words.ts';
import { PICTURE_EN } from './picture-words.ts';

const EXIT: Readonly<Record<number, string>> = {
  1: 'Something failed unexpectedly.',
  2: 'a fix is available.',
  3: 'an input is wrong or missing; nothing was done.',
  4: 'An administrator is needed.',
  5: 'The settings were written, but the path check failed.',
  6: 'A write did not take effect.',
  7: 'SSTP or revocation is not reachable.',
  8: 'A needed change is blocked.',
  9: 'Another run is active, or a change was interrupted.',
  130: 'Cancelled.',
  3010: 'Done; a restart is needed.',
};

/** Fleet: the most severe result; each sentence is true of at least one computer. */
const FLEET_EXIT: typeof EXIT = {
  1: 'Something failed, or at least one computer did not reply.',
  2: 'On at least one computer a fix is available.',
  3: 'An input is wrong or missing, of the run or of at least one computer.',
  4: 'At least one computer needs an administrator.',
  5: 'On at least one computer the settings were written, but the path check failed.',
  6: 'On at least one computer a write did not take effect.',
  7: 'At least one computer does not reach SSTP or revocation, or is not ready to move.',
  8: 'On at least one computer a needed change is blocked.',
  9: 'On at least one computer another run is active, or a change was interrupted.',
  3010: 'Done; at least one computer needs a restart.',
};

const OWN_EXIT: Readonly<Record<string, string>> = {
  'migrate 3': 'An input is wrong or missing.',
  'migrate 7': 'Not every gateway is ready to move.',
  'schedule 2': 'p2s-fix schedule install would fix a problem.',
};

const STEPS = {
  observe: 'Reading the proxy settings',
  resolve: 'Resolving auto-detect and PAC',
  'probe-current': 'Testing the routes with the current settings',
  'probe-proposed': 'Testing the routes with the proposed settings',
  'probe-next': 'Testing IKEv2 and OpenVPN',
  'back-up': 'Backing up',
  write: 'Writing',
  'read-back': 'Reading back',
  'probe-after': 'Testing the routes again',
  restore: 'Restoring the earlier values',
} as const;

const LABELS: Labels = {
  sample: 'Sample computer with simulated servers on this computer; no real setting is read or changed.',
  steps: STEPS,
  working: 'Working',
  stopping: 'Stopping: this step is finished first.',
  failed: (step, detail) => `${STEPS[step]}: failed${detail === null ? '' : ` (${detail})`}`,
  severity: { error: 'ERROR', warning: 'WARNING', info: 'INFO' },
  machine: (machine) => `Computer ${machineText(machine)}`,
  machineLine: (machine) => `Computer: ${machineText(machine)}`,
  vpnUser: (name) => `VPN user: ${name}`,
  recordedUser: 'the recorded user',
  unknownUser: 'unknown user',
  allUsers: 'all users',
  elevated: 'running as administrator',
  notElevated: 'not running as administrator',
  elevatedLong: 'Running as administrator.',
  notElevatedLong: 'Not elevated: changes to machine-wide settings need an administrator.',
  stores: 'Settings',
  winInetOf: (user) => `WinINET of ${user}`,
  winHttp: (bothViews) => (bothViews ? 'WinHTTP (64/32-bit)' : 'WinHTTP'),
  parts: ['Proxy', 'Bypass', 'PAC', 'Auto-detect'],
  differs: 'differs',
  storesDiffer: (parts) => `WinINET and WinHTTP differ: ${parts}`,
  willBeChanged: 'will be changed',
  notVisible: 'not visible',
  unreadable: (reason) => `unreadable (${reason})`,
  unknown: 'unknown',
  nothingStored: ' (nothing stored)',
  fromStrings: ' (from the string values)',
  alsoStored: (values) => ` (stored, but off: ${values})`,
  managedBy: (owner) => `, managed by ${owner}`,
  on: 'on',
  off: 'off',
  none: 'none',
  storedButOff: (value) => `off (stored: ${value})`,
  comma: ', ',
  direct: 'direct',
  via: (proxy) => `via ${proxy}`,
  by: (client) => `by ${client}`,
  as: (account) => `as ${account}`,
  gateways: 'Gateways',
  proposed: '(proposed)',
  withProposed: 'proposed settings',
  withCurrent: 'current settings',
  afterChange: 'after the change',
  fromThisComputer: 'tested from this computer',
  fromMachine: 'tested from the target computer',
  notChecked: (gateway) => `${gateway}: not checked.`,
  verdict: (proposed) => (proposed ? 'Verdict (proposed settings)' : 'Verdict'),
  next: 'Next: ',
  readyToPaste: 'Ready to paste:',
  checks: { pass: 'pass', fail: 'fail', warn: 'warn', skip: 'skip' },
  plan: 'Plan',
  nothingToChange: 'nothing to change.',
  needsAdministratorNote: ' (needs an administrator)',
  backup: (number, path) => `Backup ${number}: ${path}`,
  undo: (number) => `To roll back: p2s-fix rollback ${number}`,
  rollback: (number) => `p2s-fix rollback ${number}`,
  writes: {
    waiting: 'waiting',
    started: 'being written',
    written: 'written',
    unchanged: 'already so',
    restored: 'restored',
    'not-done': 'not done',
    changed: 'changed outside p2s-fix, not written',
    denied: 'denied',
    failed: 'failed',
  },
  everythingRestored: 'All values were restored.',
  nothingWritten: 'Nothing was written.',
  changed: (stores) => `Changed: ${stores}.`,
  fileWritten: (file) => `Written: ${file}`,
  noBackups: 'No backups.',
  backups: (count) => (count === 1 ? '1 backup.' : `${count} backups.`),
  needsAdministrator: 'Needs an administrator',
  runThere: 'In a terminal that was opened with "Run as administrator":',
  sameCommand: 'the same command',
  needsRestart: (why) => `This computer needs a restart${why === '' ? '' : ` (${why})`}.`,
  redial: (changed) =>
    `${changed ? 'Reconnect the VPN' : 'Then reconnect the VPN'}: open connections keep the old setting.`,
  error: 'ERROR',
  errorAt: (where) => ` at ${where}`,
  done: (seconds) => `Done in ${seconds} s. `,
  exitCode: (code) => `Exit code ${code}: `,
  exit(mode, code) {
    const own = mode === 'fleet' ? FLEET_EXIT[code] : OWN_EXIT[`${mode} ${code}`];
    if (code !== 0) return own ?? EXIT[code] ?? '';
    if (mode === 'audit' || mode === 'plan') return 'Nothing needs to change.';
    if (mode === 'explain') return 'The code is known.';
    if (mode === 'migrate') return 'Ready to move.';
    if (mode === 'export') return 'The files are written.';
    return mode === 'verify' ? 'The path works.' : 'No problem was found.';
  },
  page: PAGE_EN,
  picture: PICTURE_EN,
  andMore: (count) => `and ${count} more`,
  moreLines: (count) => `and ${count} more lines`,
  ask: {
    willWrite: 'p2s-fix will write:',
    willWriteOf: (user) =>
      `The proxy setting of ${user} becomes the WinHTTP setting of the whole computer. p2s-fix will write:`,
    willRestore: 'p2s-fix will restore:',
    willRestoreWhole: 'p2s-fix will restore the values of the backup.',
    backupMade: 'A backup is made first.',
    backupGoes: (folder) => `A backup goes first to ${folder}.`,
    undoLater: ' To roll back: p2s-fix rollback',
    stop: '.',
    noAdministrator: 'It does not need an administrator.',
    thisRunIs: ' This run is one.',
    thisRunIsNot: ' This run is not one.',
    write: 'Write it?',
    restore: 'Restore it?',
  },
  routes: 'Routes',
  findings: 'Findings',
  tunnelRoute: 'tunnel    ',
  revocationRoute: 'revocation',
  addresses: (count) => `${count} ${count === 1 ? 'address' : 'addresses'}`,
  stages: {
    dns: 'name resolution',
    tcp: 'TCP connection',
    connect: 'CONNECT to the proxy',
    tls: 'TLS handshake',
    certificate: 'certificate',
    http: 'SSTP request',
    sstp: 'SSTP handshake',
    revocation: 'revocation',
  },
  notesMore: (count) => `${count} ${count === 1 ? 'note' : 'notes'}: --verbose`,
  details: 'Details: --verbose, or --report report.html',
  settingNames: {
    winInet: (user) => `WinINET (${user})`,
    entry: (name, user) => `WinINET, VPN entry ${name} (${user})`,
    winHttp: { native: 'WinHTTP (64-bit)', wow64: 'WinHTTP (32-bit)', both: 'WinHTTP (64-bit and 32-bit)' },
  },
  view: {
    move: 'Up/Down move',
    open: 'Enter details',
    evidence: 'e evidence',
    apply: 'a apply',
    copy: 'c copy request',
    quit: 'q quit',
    help: '? keys',
    keys: [
      ['Up/Down, k/j', 'move'],
      ['PgUp/PgDn', 'move by a page'],
      ['Home/End', 'first, last'],
      ['Enter', 'show or hide details'],
      ['e', 'show or hide the evidence of the checks'],
      ['a', 'apply the change', 'apply'],
      ['c', 'copy the request to whoever must act'],
      ['?', 'show or hide this list'],
      ['q, Esc', 'quit; the report stays'],
    ],
    above: (count) => `\u2026 ${count} more above`,
    below: (count) => `\u2026 ${count} more below`,
    place: (selected, count) => `${selected}/${count}`,
    endsAfter: (minutes) =>
      `Closes automatically after ${minutes} minutes without a key. The report above stays.`,
    copied: 'The request is printed above, and in the clipboard where the terminal allows it.',
  },
};

export const WORDS_EN: Words = Object.assign(wordsIn(CATALOG_EN), LABELS);

function machineText({ name, kind, os }: Pick<MachineFacts, 'name' | 'kind' | 'os'>): string {
  return `${name ?? 'unnamed'} (${kind}${os.version === null ? '' : `, ${systemName(os.platform)} ${os.version}`})`;
}
