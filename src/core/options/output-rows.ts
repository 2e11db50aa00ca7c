import { EXIT_CODE_MAPS } from '../model/exit-code.ts';
import type { Option } from './option.ts';
import { ALL, AUDITS, EXPORT } from './uses.ts';

const CHANGES = 'Making changes';
const SHOW = 'What is shown and kept';

/** What makes an audit an apply; first in help. */
export const APPLY_OPTION = {
  apply: {
    kind: 'flag',
    uses: ['audit'],
    group: CHANGES,
    api: null,
    help: 'Make the changes (the same as the command apply)',
  },
} as const satisfies Record<string, Option>;

/** The options of what is written, shown and kept, and the words of single commands; in the order of help. */
export const OUTPUT_OPTIONS = {
  'in-place': {
    kind: 'flag',
    uses: ['audit', 'apply', 'rollback', 'schedule run'],
    group: CHANGES,
    excludes: ['out'],
    api: 'machine.inPlace',
    apiOf: { audit: null },
    help: 'Change the recording itself (a backup is kept)',
  },
  out: {
    kind: 'file',
    uses: [...AUDITS, 'capture', ...EXPORT],
    group: CHANGES,
    apiOf: { audit: null, apply: 'machine.out' },
    help: 'Write to this file',
  },
  'confirm-within': {
    kind: 'time',
    uses: ['audit', 'apply', 'fleet apply'],
    ofApply: true,
    group: CHANGES,
    excludes: ['out'],
    api: 'confirmWithinSeconds',
    apiOf: { audit: null },
    help: 'Roll the change back unless you run p2s-fix confirm within this time: 90s, 10m, 2h',
  },
  list: { kind: 'flag', uses: ['rollback'], group: CHANGES, api: null, help: 'List the backups' },
  yes: {
    kind: 'flag',
    uses: ['audit', 'apply', 'rollback'],
    group: CHANGES,
    apiOf: { audit: null },
    help: 'Do not ask, and do not keep the report open',
  },
  installed: {
    kind: 'flag',
    uses: ['schedule run'],
    group: 'More',
    excludes: [
      'machine',
      'user',
      'powershell',
      'state-dir',
      'source',
      'proxy',
      'bypass',
      'pac',
      'direct',
      'desired',
      'allow-proxy',
      'gateway',
      'probe',
      'deadline',
      'ca',
      'in-place',
    ],
    api: null,
    help: 'For the task: this is the installed program, which uses the options of its installation',
  },
  json: { kind: 'flag', uses: ALL, group: SHOW, excludes: ['ndjson'], api: null, help: 'One JSON document' },
  ndjson: { kind: 'flag', uses: ALL, group: SHOW, api: null, help: 'One JSON event per line' },
  plain: { kind: 'flag', uses: ALL, group: SHOW, api: null, help: 'Plain lines, also on a terminal' },
  summary: {
    kind: 'flag',
    uses: ALL,
    group: SHOW,
    excludes: ['verbose'],
    api: null,
    help: 'Plain lines: the conclusion alone',
  },
  verbose: {
    kind: 'flag',
    uses: ALL,
    group: SHOW,
    api: null,
    help: 'Plain lines: every check, finding and request',
  },
  lang: {
    kind: 'text',
    choices: ['en', 'ja'],
    uses: [...ALL, 'completion', 'help'],
    group: SHOW,
    api: null,
    help: 'Language for people: English or Japanese (that of the system); JSON and codes stay as they are',
  },
  report: {
    kind: 'file',
    many: true,
    uses: ALL,
    group: SHOW,
    api: null,
    help: 'Report to share, in a new file: FILE.html or FILE.md; may be repeated',
  },
  redact: {
    kind: 'flag',
    uses: ALL,
    group: SHOW,
    api: null,
    apiOf: { capture: 'redact' },
    help: 'Pseudonyms for users, hosts and addresses in reports, captures, --json and --ndjson',
  },
  'log-file': {
    kind: 'file',
    uses: ALL,
    group: SHOW,
    api: null,
    help: 'Append every event to this file, one JSON line for each (at most 4 MiB, then FILE.1)',
  },
  'exit-codes': {
    kind: 'text',
    choices: EXIT_CODE_MAPS,
    uses: ALL,
    group: SHOW,
    api: null,
    help: 'Map exit codes for a management tool',
  },
  plan: {
    kind: 'file',
    written: false,
    bare: ['apply'],
    uses: ['apply'],
    group: CHANGES,
    // It has them already.
    excludes: ['source', 'proxy', 'bypass', 'pac', 'direct', 'desired', 'user'],
    help: 'The file of a saved plan',
  },
  backup: {
    kind: 'text',
    written: false,
    bare: ['rollback', 'confirm'],
    uses: ['rollback', 'confirm'],
    group: CHANGES,
    help: 'The number of a backup',
  },
  text: {
    kind: 'text',
    written: false,
    bare: ['explain'],
    uses: ['explain'],
    group: 'More',
    help: 'A code, a text or a file',
  },
} as const satisfies Record<string, Option>;
