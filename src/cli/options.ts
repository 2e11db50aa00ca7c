import type { Options } from 'yargs';

/** All options; commands select from them. */
export const OPTIONS = {
  apply: { type: 'boolean', describe: 'Make the changes (the same as the command apply)' },
  machine: {
    type: 'string',
    array: true,
    requiresArg: true,
    describe:
      'A .reg export or .json capture instead of this Windows; may be a folder, and may be repeated for the .reg files of one computer (p2s-fix help recording)',
  },
  'in-place': { type: 'boolean', describe: 'Change the recording itself (a backup is kept)' },
  out: { type: 'string', requiresArg: true, describe: 'Write to this file' },
  gateway: {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'VPN gateway, HOST or HOST:PORT (443); may be repeated',
  },
  profile: {
    type: 'string',
    array: true,
    requiresArg: true,
    describe:
      'VPN client package (zip or folder), VpnSettings.xml, azurevpnconfig.xml, .ovpn or .pbk with the gateway; may be repeated',
  },
  source: {
    choices: ['wininet', 'winhttp'],
    requiresArg: true,
    describe: 'Which setting the other one follows (wininet)',
  },
  proxy: {
    type: 'string',
    requiresArg: true,
    describe: 'Proxy for both settings, e.g. proxy.contoso.com:8080',
  },
  bypass: {
    type: 'string',
    requiresArg: true,
    describe: 'Bypass list to go with --proxy or --allow-proxy, e.g. "<local>;*.contoso.com"',
  },
  'allow-proxy': {
    type: 'string',
    array: true,
    requiresArg: true,
    describe:
      "Proxy that an unattended run may take from a user's setting, HOST:PORT or *.DOMAIN:PORT; may be repeated",
  },
  pac: {
    type: 'string',
    requiresArg: true,
    describe: 'PAC file for WinINET, e.g. http://pac.contoso.com/proxy.pac',
  },
  'pac-file': {
    type: 'string',
    requiresArg: true,
    describe:
      'PAC file to use where Windows cannot resolve it: with --machine, and for verify outside Windows',
  },
  direct: { type: 'boolean', describe: 'No proxy in both settings' },
  desired: {
    type: 'string',
    requiresArg: true,
    describe: 'File with the desired state of every setting (JSON; see docs/reference.md)',
  },
  user: { type: 'string', requiresArg: true, describe: 'SID of the VPN user' },
  probe: { type: 'boolean', describe: 'Check the path of a recording from this computer' },
  'no-probe': { type: 'boolean', describe: 'Do not check the path' },
  deadline: {
    type: 'string',
    requiresArg: true,
    describe:
      'Seconds for one gateway: its tunnel and its revocation URLs together (15); schedule install: 30 at most; fleet: for each computer (120)',
  },
  transcript: {
    type: 'string',
    requiresArg: true,
    describe:
      'Output of Test-P2SPath.ps1 -OutFile from another computer: evaluate it without a check from this computer',
  },
  ca: {
    type: 'string',
    requiresArg: true,
    describe:
      'File (DER or PEM) with extra trusted root certificates for the path check; other certificates in it are not trusted',
  },
  'compare-direct': {
    type: 'boolean',
    describe:
      'Compare the certificate through the proxy with the one on the direct route (connects to the gateway without the proxy); confirms TLS inspection',
  },
  powershell: { type: 'string', requiresArg: true, describe: 'PowerShell executable to use' },
  'state-dir': { type: 'string', requiresArg: true, describe: 'Folder for backups, journal and lock' },
  'confirm-within': {
    type: 'string',
    requiresArg: true,
    describe: 'Roll the change back unless you run p2s-fix confirm within this time: 90s, 10m, 2h',
  },
  yes: { type: 'boolean', describe: 'Do not ask, and do not keep the report open' },
  json: { type: 'boolean', describe: 'One JSON document' },
  ndjson: { type: 'boolean', describe: 'One JSON event per line' },
  plain: { type: 'boolean', describe: 'Plain lines, also on a terminal' },
  summary: { type: 'boolean', describe: 'Plain lines: the conclusion alone' },
  verbose: { type: 'boolean', describe: 'Plain lines: every check, finding and request' },
  lang: {
    choices: ['en', 'ja'],
    requiresArg: true,
    describe:
      'Language for people: English or Japanese (that of the system); JSON and codes stay as they are',
  },
  report: {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'Report to share, in a new file: FILE.html or FILE.md; may be repeated',
  },
  redact: {
    type: 'boolean',
    describe: 'Pseudonyms for users, hosts and addresses in reports, captures, --json and --ndjson',
  },
  'log-file': {
    type: 'string',
    requiresArg: true,
    describe: 'Append every event to this file, one JSON line for each (at most 4 MiB, then FILE.1)',
  },
  'exit-codes': {
    choices: ['default', 'intune', 'msi'],
    requiresArg: true,
    describe: 'Map exit codes for a management tool',
  },
  list: { type: 'boolean', describe: 'List the backups' },
  computers: {
    type: 'string',
    requiresArg: true,
    describe: 'CSV with a column "computer", or a list of names; - is standard input',
  },
  only: {
    type: 'string',
    requiresArg: true,
    describe: 'Only the computers of this list, which --again wrote',
  },
  again: {
    type: 'string',
    requiresArg: true,
    describe: 'Write the computers that have to be run again to this file',
  },
  throttle: { type: 'string', requiresArg: true, describe: 'Connections at once (32)' },
  transport: {
    choices: ['winrm', 'ssh'],
    requiresArg: true,
    describe: 'Transport for computers that do not name one (winrm on Windows, otherwise ssh)',
  },
  'ssh-user': { type: 'string', requiresArg: true, describe: 'User for ssh' },
  'ssh-key': { type: 'string', requiresArg: true, describe: 'File with the private key for ssh' },
  'ssh-option': {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'Option of ssh, NAME=VALUE (ProxyJump=bastion); may be repeated',
  },
  subsystem: {
    type: 'string',
    requiresArg: true,
    describe: 'Subsystem of sshd that starts PowerShell (powershell)',
  },
  credential: {
    type: 'string',
    requiresArg: true,
    describe: 'For WinRM: file that Get-Credential | Export-Clixml wrote (default: who runs this)',
  },
  configuration: { type: 'string', requiresArg: true, describe: 'For WinRM: session configuration' },
  installed: {
    type: 'boolean',
    describe: 'For the task: this is the installed program, which uses the options of its installation',
  },
} as const satisfies Record<string, Options>;

export type OptionName = keyof typeof OPTIONS;

const BY_NAME: Readonly<Record<string, Options>> = OPTIONS;

/** Whether the option may be given several times, so that its value is a list. */
export function isList(option: string): boolean {
  return Object.hasOwn(OPTIONS, option) && BY_NAME[option]?.array === true;
}

/** Whether the option takes no value. */
export function isSwitch(option: string): boolean {
  return Object.hasOwn(OPTIONS, option) && BY_NAME[option]?.type === 'boolean';
}

/** Options whose values a saved plan already contains. */
export const DESIRED_OPTIONS = ['source', 'proxy', 'bypass', 'pac', 'direct', 'desired', 'user'] as const;
