import type { Option } from './option.ts';
import { REACHING } from './uses.ts';

const COMPUTERS = 'Which computers, and how they are reached';

/** The options of `fleet` alone, in the order of help. */
export const FLEET_OPTIONS = {
  computers: {
    kind: 'file',
    uses: REACHING,
    group: COMPUTERS,
    api: 'computersFile',
    help: 'CSV with a column "computer", or a list of names; - is standard input',
  },
  only: {
    kind: 'file',
    uses: REACHING,
    group: COMPUTERS,
    help: 'Only the computers of this list, which --again wrote',
  },
  again: {
    kind: 'file',
    uses: REACHING,
    group: COMPUTERS,
    help: 'Write the computers that have to be run again to this file',
  },
  throttle: {
    kind: 'count',
    shown: 'rare',
    uses: REACHING,
    group: COMPUTERS,
    help: 'Connections at once (32)',
  },
  transport: {
    kind: 'text',
    shown: 'rare',
    choices: ['winrm', 'ssh'],
    uses: REACHING,
    group: COMPUTERS,
    help: 'Transport for computers that do not name one (winrm on Windows, otherwise ssh)',
  },
  'ssh-user': { kind: 'text', shown: 'rare', uses: REACHING, group: COMPUTERS, help: 'User for ssh' },
  'ssh-key': {
    kind: 'file',
    shown: 'rare',
    uses: REACHING,
    group: COMPUTERS,
    help: 'File with the private key for ssh',
  },
  'ssh-option': {
    kind: 'pair',
    shown: 'rare',
    many: true,
    uses: REACHING,
    group: COMPUTERS,
    api: 'sshOptions',
    help: 'Option of ssh, NAME=VALUE (ProxyJump=bastion); may be repeated',
  },
  subsystem: {
    kind: 'text',
    shown: 'rare',
    uses: REACHING,
    group: COMPUTERS,
    help: 'Subsystem of sshd that starts PowerShell (powershell)',
  },
  credential: {
    kind: 'file',
    uses: REACHING,
    group: COMPUTERS,
    help: 'For WinRM: file that Get-Credential | Export-Clixml wrote (default: who runs this)',
  },
  configuration: {
    kind: 'text',
    shown: 'rare',
    uses: REACHING,
    group: COMPUTERS,
    help: 'For WinRM: session configuration',
  },
  computer: {
    kind: 'text',
    many: true,
    written: false,
    bare: REACHING,
    uses: REACHING,
    group: COMPUTERS,
    api: 'computers',
    help: 'Computers, each [ssh://|winrm://|winrms://][USER@]HOST[:PORT]',
  },
  files: {
    kind: 'file',
    many: true,
    written: false,
    bare: ['fleet report'],
    uses: ['fleet report'],
    group: COMPUTERS,
    help: 'Captures, exports and results of earlier runs, or folders of them',
  },
} as const satisfies Record<string, Option>;
