import { memberOf } from '../../src/api/read-members.ts';
import type { Option, Use } from '../../src/core/options/option.ts';
import {
  commandOfUse,
  OPTION_NAMES,
  type OptionName,
  ROWS,
  takesOption,
} from '../../src/core/options/table.ts';

/** What the API says of a member, of one command or of all, where help for the command line does not fit. */
const DOCS: Partial<Record<string, string>> = {
  'machine.file':
    'A `.reg` export or `.json` capture, or a folder of them; several are the files of one computer. Absent: this Windows.',
  'machine.powershell': 'The PowerShell to use. Default: Windows PowerShell 5.1, or 7 if 5.1 does not reply.',
  'machine.inPlace': 'Changes the recording itself; a backup is kept.',
  'machine.out': 'The file for the copy that is changed.',
  user: 'SID of the VPN user. Default: found on the computer.',
  gateways: '`HOST` or `HOST:PORT`. Default: those of the profiles and of the computer.',
  profiles: 'VPN client packages, files of them, phonebooks, or folders of these.',
  pacFile: 'A PAC file to evaluate where Windows cannot.',
  deadlineSeconds: 'For one gateway: its tunnel and its revocation URLs together. Default 15.',
  'fleet.deadlineSeconds': 'For each computer. Default 120.',
  probe: 'Whether to check the path. Default: of this Windows, not of a recording.',
  compareDirect:
    'Compares the certificate with that of the direct route, which connects to the gateway past the proxy.',
  transcript: 'The output of `Test-P2SPath.ps1 -OutFile`, which is judged in place of a check from here.',
  plan: 'The file of a saved plan, which is carried out exactly. It names the desired settings and the user itself.',
  yes: 'Also writes what a person would be asked about, such as a change that does not make the path work.',
  confirmWithinSeconds: 'Rolls the change back unless it is confirmed in time: 10 seconds to 24 hours.',
  backup: 'Its number. Default: the one that is due.',
  'plan.out': 'The file for the plan; it must not exist.',
  'capture.out': 'The file for the recording; it must not exist.',
  'export.out': 'The folder, which must be empty or not exist; of the page the file.',
  redact: 'Pseudonyms for users, hosts and addresses.',
  computers: 'Each `[ssh://|winrm://|winrms://][USER@]HOST[:PORT]`.',
  computersFile: 'A CSV file with a column `computer`, or a list of names.',
  only: 'Only the computers of this list, which `again` wrote.',
  sshOptions: "Options of ssh by name, such as `{ ProxyJump: 'bastion' }`.",
};

/** Members that the table does not have, or not so. */
const ASK = ['ask', 'Ask', 'Asked before the first write. Default: goes on.'] as const;
/** The command line has an error of its own for a report of nothing. */
const FILES = ['files', 'readonly string[]', ROWS.files.help, true] as const;
const DEADLINES = ['deadlines', 'Deadlines', ''] as const;

interface Interface {
  readonly uses: readonly Use[];
  readonly from: readonly string[];
  readonly also?: readonly (readonly [member: string, type: string, doc: string, isRequired?: boolean])[];
  /** The members alone that all of these uses and this one have. */
  readonly shared?: { readonly with: Use; readonly group: Option['group'] };
}

const INTERFACES: Readonly<Record<string, Interface>> = {
  TargetOptions: { uses: ['audit'], from: [], shared: { with: 'verify', group: 'Which computer' } },
  PathOptions: {
    uses: ['audit'],
    from: [],
    shared: { with: 'verify', group: 'The path check' },
    also: [DEADLINES],
  },
  AuditOptions: { uses: ['audit'], from: ['RunOptions', 'TargetOptions', 'PathOptions'] },
  ApplyOptions: { uses: ['apply'], from: ['AuditOptions'], also: [ASK] },
  PlanOptions: { uses: ['plan'], from: ['AuditOptions'] },
  VerifyOptions: { uses: ['verify'], from: ['RunOptions', 'TargetOptions', 'PathOptions'] },
  MigrateOptions: { uses: ['migrate'], from: ['RunOptions', 'TargetOptions'], also: [DEADLINES] },
  RollbackOptions: { uses: ['rollback'], from: ['RunOptions'], also: [ASK] },
  ConfirmOptions: { uses: ['confirm'], from: ['RunOptions'] },
  CaptureOptions: { uses: ['capture'], from: ['RunOptions'] },
  ExportOptions: { uses: ['export repair'], from: ['RunOptions', 'TargetOptions'] },
  ScheduleOptions: { uses: ['schedule install', 'schedule run'], from: ['RunOptions', 'TargetOptions'] },
  FleetOptions: { uses: ['fleet audit'], from: ['RunOptions'] },
  FleetApplyOptions: { uses: ['fleet apply'], from: ['FleetOptions'] },
  FleetMigrateOptions: { uses: ['fleet migrate'], from: ['FleetOptions'] },
  FleetReportOptions: { uses: ['fleet report'], from: ['RunOptions'], also: [FILES] },
};

/** The types of the options of every function, from the table: `src/api/options.ts`. */
export function apiOptions(): string {
  const written = new Map<string, ReadonlyMap<string, string>>();
  const texts = Object.entries(INTERFACES).map(([name, one]) => {
    const inherited = new Map(one.from.flatMap((base) => [...(written.get(base) ?? [])]));
    const all = membersOf(one);
    written.set(name, new Map([...inherited, ...all]));
    const own = [...all].filter(([member, text]) => inherited.get(member) !== text);
    const heritage = one.from.length === 0 ? '' : ` extends ${one.from.join(', ')}`;
    return `export interface ${name}${heritage} {\n${own.map(([, text]) => text).join('')}}\n`;
  });
  return `${HEAD}\n/** Which computer. */
${partOf('MachineOptions', '', ['file', 'powershell'])}\n/** Which computer, and where a change of a recording goes: to the file itself or to a copy. */
${partOf('ChangedMachineOptions', ' extends MachineOptions', ['inPlace', 'out'])}\n${texts.join('\n')}\n${TAIL}`;
}

const HEAD = `// Generated from src/core/options by npm run docs.

import type { Ask, Deadlines, Desired, Route, RunOptions, UnattendedDesired } from './values.ts';
`;

const TAIL = `export type ListBackupsOptions = Omit<RollbackOptions, 'backup' | 'ask'>;

export type ExportFilesOptions = Pick<ExportOptions, 'out' | 'signal' | 'onEvent'>;
`;

function membersOf({ uses, shared, also = [] }: Interface): Map<string, string> {
  const members = new Map<string, string>();
  const use = uses[0] as Use;
  const names = OPTION_NAMES.filter(
    (name) =>
      uses.some((one) => takesOption(one, name)) &&
      (shared === undefined || (takesOption(shared.with, name) && ROWS[name].group === shared.group)),
  );
  const paths = names.flatMap((name) => {
    const path = uses
      .map((one) => (takesOption(one, name) ? memberOf(name, one) : null))
      .find((one) => one !== null);
    return path === undefined ? [] : [[name, path] as const];
  });
  for (const [name, path] of paths) {
    const [part, inner] = path.split('.') as [string, string?];
    if (part === 'machine' && inner !== undefined)
      members.set(part, memberText(part, machineType(paths.map(([, one]) => one))));
    else if (part === 'desired') members.set(part, memberText(part, desiredType(use)));
    else {
      const { required, help } = ROWS[name];
      const words = DOCS[`${commandOfUse(use)}.${path}`] ?? DOCS[path] ?? help;
      members.set(path, memberText(path, typeOf(name), words, required?.[use] !== undefined));
    }
  }
  for (const [member, ...rest] of also) members.set(member, memberText(member, ...rest));
  return members;
}

function machineType(paths: readonly string[]): string {
  if (paths.includes('machine.out')) return 'ChangedMachineOptions';
  return paths.includes('machine.inPlace') ? "Omit<ChangedMachineOptions, 'out'>" : 'MachineOptions';
}

function desiredType(use: Use): string {
  if (!takesOption(use, 'desired')) return 'Route';
  return takesOption(use, 'allow-proxy') ? 'UnattendedDesired' : 'Desired';
}

function typeOf(name: OptionName): string {
  const { kind, many, choices } = ROWS[name];
  if (name === 'machine') return 'string | readonly string[]';
  if (kind === 'pair') return 'Readonly<Record<string, string>>';
  if (kind === 'flag') return 'boolean';
  if (kind === 'seconds' || kind === 'time' || kind === 'count') return 'number';
  const one = choices?.map((choice) => `'${choice}'`).join(' | ') ?? 'string';
  return many === true ? `readonly ${one}[]` : one;
}

function partOf(name: string, heritage: string, members: readonly string[]): string {
  const lines = members.map((member) => {
    const option = OPTION_NAMES.find((one) => memberOf(one, 'apply') === `machine.${member}`) as OptionName;
    return memberText(member, typeOf(option), DOCS[`machine.${member}`]);
  });
  return `export interface ${name}${heritage} {\n${lines.join('')}}\n`;
}

/** A member with its documentation: lines that the formatter leaves as they are. */
function memberText(member: string, type: string, help = '', isRequired = false): string {
  const words = help.replace(/; may be repeated$/, '').replace(/([^.])$/, '$1.');
  const inOneLine = `  /** ${words} */`;
  const doc =
    words === '' ? '' : inOneLine.length <= 110 ? `${inOneLine}\n` : `  /**\n${filled(words)}   */\n`;
  return `${doc}  ${member}${isRequired ? '' : '?'}: ${type}${isRequired ? '' : ' | undefined'};\n`;
}

function filled(words: string): string {
  const lines = [''];
  for (const word of words.split(' ')) {
    const line = lines.at(-1) as string;
    if (line.length + word.length > 104) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => `   * ${line}\n`).join('');
}
