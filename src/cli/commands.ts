/** What the first page of help calls the commands that are not everyday ones. */
export const COMMAND_GROUPS = ['Review and keep', 'Many computers', 'More'] as const;

interface Command {
  positional?: string;
  describe: string;
  /** Its row on the first page of help, or the group that names it there. */
  page: { everyday: string } | { group: (typeof COMMAND_GROUPS)[number] };
  examples: readonly (readonly [string, string])[];
}

/** The commands as help shows them; their options are in the table of options. */
export const COMMANDS: Record<string, Command> = {
  audit: {
    page: { everyday: 'The dry run: what is wrong, what would change' },
    describe: 'Dry run: read the proxy settings, check the path, show what would change (the default)',
    examples: [
      ['$0 --gateway azuregateway-….vpn.azure.com', 'show what is wrong and what would change'],
      ['$0 --apply', 'the same, then make the changes'],
      ['$0 verify https://contoso.com/', 'test any service as the user and as the computer'],
    ],
  },
  apply: {
    positional: '[plan]',
    page: { everyday: 'Make the changes, prove them, keep a backup' },
    describe: 'Make the changes, verify them, keep a backup; with PLAN, exactly the changes of a saved plan',
    examples: [
      ['$0 apply --gateway azuregateway-….vpn.azure.com', 'align the proxy settings and check the path'],
      ['$0 apply --proxy proxy.contoso.com:8080 --bypass "<local>"', 'name the desired settings'],
      ['$0 apply --machine export.reg --out fixed.reg', 'repair an export into another file'],
      ['$0 apply --confirm-within 10m', 'roll it back in ten minutes unless you run $0 confirm before then'],
      [
        '$0 apply plan.json',
        'exactly the changes of p2s-fix plan --out plan.json; refused if the settings have changed since',
      ],
    ],
  },
  plan: {
    page: { group: 'Review and keep' },
    describe: 'The dry run, with its plan written to a file for a later apply',
    examples: [['$0 plan --out plan.json', 'to review it and apply it later: $0 apply plan.json']],
  },
  verify: {
    positional: '[gateways..]',
    page: { everyday: 'Only check the path' },
    describe: 'Only check the path',
    examples: [
      [
        '$0 verify azuregateway-….vpn.azure.com --proxy proxy.contoso.com:8080',
        'try a proxy without setting it',
      ],
      [
        '$0 verify --profile vpnclient.zip',
        'check the gateway of a VPN client package and the root that it presents',
      ],
      [
        '$0 verify --urls urls.txt',
        'test the URLs of a file as the user (WinINET) and as the computer (WinHTTP)',
      ],
      [
        '$0 verify --transcript path.json',
        'evaluate what Test-P2SPath.ps1 recorded on a computer without Node',
      ],
    ],
  },
  migrate: {
    positional: '[gateways..]',
    page: { group: 'More' },
    describe: 'Whether IKEv2 and OpenVPN work from this computer, before Azure stops SSTP',
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
    page: { everyday: 'Restore the settings of a backup' },
    describe: 'Restore the values of a backup (the newest)',
    examples: [
      ['$0 rollback --list', 'list the backups'],
      ['$0 rollback 0007', 'restore that one'],
    ],
  },
  confirm: {
    positional: '[backup]',
    page: { group: 'Review and keep' },
    describe: 'Keep a change that apply --confirm-within made',
    examples: [['$0 confirm', 'keep the unconfirmed change']],
  },
  schedule: {
    positional: '[action]',
    page: { group: 'Review and keep' },
    describe:
      'Keep the settings of this computer correct automatically: install, status, run or remove a task that sets the proxy where it works and clears it where it does not',
    examples: [
      ['$0 schedule install --proxy proxy.contoso.com:8080', 'name the desired settings'],
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
    page: { group: 'Many computers' },
    describe:
      'Many computers over PowerShell Remoting, without Node on them: audit, apply, confirm, rollback, migrate; report combines collected results',
    examples: [
      ['$0 fleet audit PC1 PC2', 'what is wrong on each of them'],
      [
        '$0 fleet audit --computers pcs.csv --again again.csv',
        'a whole list; computers that did not reply go to again.csv',
      ],
      ['$0 fleet audit --only again.csv', 'those again'],
      [
        '$0 fleet apply --computers pcs.csv --allow-proxy proxy.contoso.com:8080',
        'make the changes; each computer keeps its backup',
      ],
      [
        '$0 fleet migrate --computers pcs.csv --profile vpnclient.zip',
        'check whether they can move from SSTP, each from its own network',
      ],
      ['$0 fleet rollback PC1', 'restore the values from before the last apply'],
      [
        '$0 fleet audit ssh://admin@pc3 --ssh-key id_ed25519 --throttle 16',
        'over SSH; with --ndjson a line of JSON for each computer',
      ],
    ],
  },
  capture: {
    page: { group: 'Review and keep' },
    describe: 'Record this computer for --machine',
    examples: [['$0 capture --out machine.json', 'to check it on another computer']],
  },
  explain: {
    positional: '[text]',
    page: { everyday: 'What a code or a pasted message means' },
    describe:
      'What an error code, a pasted message, event or netsh output, or a word of p2s-fix means, and what would prove its cause; a text, a file, or standard input',
    examples: [
      ['$0 explain 0x80092013', 'as the VPN connection dialog shows it'],
      ['$0 explain -2146885613', 'as event 20227 of RasClient writes it'],
      ['$0 explain 798', 'a RAS number'],
      ['$0 explain revocation-unreachable', 'a word of p2s-fix'],
      ['$0 explain error.txt', 'a file; Get-Clipboard | p2s-fix explain reads a pipe'],
    ],
  },
  export: {
    positional: '[what]',
    page: { group: 'Many computers' },
    describe:
      'Files that make a change without p2s-fix: repair, for a computer whose export or capture you have; intune, to keep the desired settings on many computers; dsc, resources for DSC v3; page, a page for the browser that judges recordings',
    examples: [
      [
        '$0 export repair --machine export.reg --out repair',
        'a script and .reg files, to repair and to roll back',
      ],
      ['$0 export intune --desired desired.json --out intune', 'detection, remediation and rollback scripts'],
      ['$0 export dsc --out dsc', 'resources for DSC v3: manifests and their script'],
      ['$0 export page --out p2s-fix.html', 'a page that judges recordings in a browser, without Node'],
    ],
  },
  completion: {
    positional: '[shell]',
    page: { group: 'More' },
    describe: 'A script that completes commands, their actions, options and values',
    examples: [
      ['$0 completion powershell', 'to be run in a profile: … | Out-String | Invoke-Expression'],
      ['$0 completion bash', 'to be read in .bashrc: eval "$($0 completion bash)"'],
      ['$0 completion zsh', 'to be read in .zshrc, after compinit: eval "$($0 completion zsh)"'],
      ['$0 completion fish', 'to be read in config.fish: $0 completion fish | source'],
    ],
  },
  help: {
    positional: '[command] [action]',
    page: { group: 'More' },
    describe: 'The help of a command (the same as COMMAND --help)',
    examples: [
      ['$0 help schedule', 'its options and examples'],
      ['$0 help recording', 'how to record a computer for --machine, without p2s-fix'],
    ],
  },
};
