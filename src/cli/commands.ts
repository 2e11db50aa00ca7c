import { FLEET } from './option-groups.ts';
import type { OptionName } from './options.ts';

interface Command {
  positional?: string;
  describe: string;
  options: readonly OptionName[];
  examples: readonly (readonly [string, string])[];
}

const SHOW = [
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
const TARGET = ['machine', 'pac-file', 'user', 'powershell', 'state-dir'] as const;
const WISH = ['source', 'proxy', 'bypass', 'pac', 'direct', 'desired'] as const;
const PATH = ['gateway', 'profile', 'probe', 'no-probe', 'deadline', 'ca', 'compare-direct'] as const;

export const COMMANDS: Record<string, Command> = {
  audit: {
    describe: 'Dry run: read the stores, check the path, say what would change (the default)',
    options: ['apply', ...TARGET, ...WISH, ...PATH, 'in-place', 'out', 'confirm-within', 'yes', ...SHOW],
    examples: [
      ['$0 --gateway azuregateway-….vpn.azure.com', 'what is wrong, and what would be changed'],
      ['$0 --apply', 'the same, then make the changes'],
      ['$0 --machine export.reg --json', 'look at an export from another machine'],
    ],
  },
  apply: {
    positional: '[plan]',
    describe: 'Make the changes, verify them, keep a backup; with PLAN exactly what a saved plan says',
    options: [...TARGET, ...WISH, ...PATH, 'in-place', 'out', 'confirm-within', 'yes', ...SHOW],
    examples: [
      ['$0 apply --gateway azuregateway-….vpn.azure.com', 'align the stores and check the path'],
      ['$0 apply --proxy proxy.contoso.com:8080 --bypass "<local>"', 'name the state outright'],
      ['$0 apply --machine export.reg --out fixed.reg', 'repair an export into another file'],
      ['$0 apply --confirm-within 10m', 'put it back in ten minutes, unless $0 confirm is run before'],
      [
        '$0 apply plan.json',
        'exactly what p2s-fix plan --out plan.json said; refused when the state changed',
      ],
    ],
  },
  plan: {
    describe: 'The dry run, with its plan written to a file for a later apply',
    options: [...TARGET, ...WISH, ...PATH, 'out', ...SHOW],
    examples: [['$0 plan --out plan.json', 'to be looked at, and applied later: $0 apply plan.json']],
  },
  verify: {
    positional: '[gateways..]',
    describe: 'Only check the path',
    options: [
      ...TARGET,
      'proxy',
      'bypass',
      'pac',
      'direct',
      'gateway',
      'profile',
      'deadline',
      'ca',
      'compare-direct',
      'transcript',
      ...SHOW,
    ],
    examples: [
      [
        '$0 verify azuregateway-….vpn.azure.com --proxy proxy.contoso.com:8080',
        'try a proxy without setting it',
      ],
      [
        '$0 verify --profile vpnclient.zip',
        'the gateway of a VPN client package, and whether it shows its root',
      ],
      ['$0 verify --transcript path.json', 'what Test-P2SPath.ps1 saw on a machine without Node'],
    ],
  },
  migrate: {
    positional: '[gateways..]',
    describe: 'Whether IKEv2 and OpenVPN work from here, before Azure stops SSTP',
    options: [...TARGET, 'proxy', 'bypass', 'pac', 'direct', 'gateway', 'profile', 'deadline', 'ca', ...SHOW],
    examples: [
      [
        '$0 migrate --profile vpnclient.zip',
        'the gateway of a VPN client package; OpenVPN needs its profile',
      ],
      ['$0 migrate azuregateway-….vpn.azure.com', 'IKEv2 alone'],
    ],
  },
  rollback: {
    positional: '[backup]',
    describe: 'Put back what a backup holds (the newest)',
    options: ['machine', 'user', 'powershell', 'state-dir', 'in-place', 'list', 'yes', ...SHOW],
    examples: [
      ['$0 rollback --list', 'which backups there are'],
      ['$0 rollback 0007', 'put that one back'],
    ],
  },
  confirm: {
    positional: '[backup]',
    describe: 'Keep a change that apply --confirm-within made',
    options: ['machine', 'powershell', 'state-dir', ...SHOW],
    examples: [['$0 confirm', 'the change that waits stays']],
  },
  schedule: {
    positional: '[action]',
    describe:
      'Keep this machine right by itself: install, status, run or remove a task that sets the proxy where it works and clears it where it does not',
    options: [
      ...TARGET,
      'in-place',
      ...WISH,
      'allow-proxy',
      'gateway',
      'probe',
      'deadline',
      'ca',
      'installed',
      ...SHOW,
    ],
    examples: [
      ['$0 schedule install --proxy proxy.contoso.com:8080', 'name the state outright'],
      [
        '$0 schedule install --allow-proxy proxy.contoso.com:8080',
        'WinHTTP follows the VPN user, to this proxy only',
      ],
      ['$0 schedule status', 'what is installed, and how the last run went'],
      ['$0 schedule run', 'what the task does, now'],
    ],
  },
  fleet: {
    positional: '[action] [names..]',
    describe:
      'Many computers over PowerShell Remoting, without Node on them: audit, apply, confirm, rollback, migrate; report folds what was collected',
    options: [
      ...FLEET,
      ...WISH,
      'allow-proxy',
      'gateway',
      'profile',
      'ca',
      'powershell',
      'deadline',
      'confirm-within',
      ...SHOW,
    ],
    examples: [
      ['$0 fleet audit PC1 PC2', 'what is wrong on each of them'],
      [
        '$0 fleet audit --computers pcs.csv --again again.csv',
        'a whole list; what gave no answer goes to again.csv',
      ],
      ['$0 fleet audit --only again.csv', 'those again'],
      [
        '$0 fleet apply --computers pcs.csv --allow-proxy proxy.contoso.com:8080',
        'makes the changes; each machine keeps its backup',
      ],
      [
        '$0 fleet migrate --computers pcs.csv --profile vpnclient.zip',
        'whether they can move from SSTP, each from its own network',
      ],
      ['$0 fleet rollback PC1', 'what was there before the last apply'],
      [
        '$0 fleet audit ssh://admin@pc3 --ssh-key id_ed25519 --throttle 16',
        'over SSH; with --ndjson a line of JSON for each computer',
      ],
    ],
  },
  capture: {
    describe: 'Record this machine for --machine',
    options: ['machine', 'powershell', 'out', ...SHOW],
    examples: [['$0 capture --out machine.json', 'to look at it elsewhere']],
  },
  explain: {
    positional: '[code]',
    describe: 'What an error code of a VPN connection means, and what would prove its cause',
    options: SHOW,
    examples: [
      ['$0 explain 0x80092013', 'as the dialler shows it'],
      ['$0 explain -2146885613', 'as event 20227 of RasClient writes it'],
      ['$0 explain 798', 'a RAS number'],
    ],
  },
  export: {
    positional: '[what]',
    describe:
      'Files that make a change without p2s-fix: repair, for a machine whose export or capture you have; intune, for a state that many machines shall be kept in; dsc, resources of DSC v3',
    options: [...TARGET, ...WISH, 'gateway', 'probe', 'out', ...SHOW],
    examples: [
      [
        '$0 export repair --machine export.reg --out repair',
        'a script and .reg files, to repair and to undo',
      ],
      [
        '$0 export intune --desired desired.json --out intune',
        'detection and remediation scripts, and their undo',
      ],
      ['$0 export dsc --out dsc', 'resources for DSC v3: manifests and their script'],
    ],
  },
  completion: {
    positional: '[shell]',
    describe: 'A script that completes commands and options, for powershell or bash',
    options: ['lang'],
    examples: [
      ['$0 completion powershell', 'to be run in a profile: … | Out-String | Invoke-Expression'],
      ['$0 completion bash', 'to be read in .bashrc: eval "$($0 completion bash)"'],
    ],
  },
};
