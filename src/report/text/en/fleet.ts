/** The results of a fleet, besides the sentences of its causes. */
export const FLEET_EN = {
  'fleet.owners': 'Owner: {owners}',
  'fleet-cause.packages': 'Cannot be judged: no result of the package {packages} was collected.',
  'fleet-next.packages': 'Add its result: Intune lists each remediation separately.',
  'fleet-advice.name-computer':
    'For results without a host name: run p2s-fix on that computer, or use fleet with its name.',
  'fleet-advice.name-proxy':
    'If the proxy is right, name it with --proxy {proxy}, or allow it with --allow-proxy {proxy} (fleet apply).',
  'fleet-advice.name-direct': 'If these computers need no proxy, use --direct (fleet apply).',
  'fleet-advice.check-proxies':
    'Run it only if each proxy of --allow-proxy is right: any user can write that setting.',
  'fleet-advice.save-list':
    'Save the list of {count} computers as {file} first: --report FILE.html or FILE.md contains it.',
  'fleet.list': 'Save as {file} ({count} computers)',
  'fleet.total': '{count} computers, {answered} answered.',
  'fleet.total.one': '{count} computer, {answered} answered.',
  'fleet.computers': '{count} computers',
  'fleet.computers.one': '{count} computer',
  'fleet.more': 'and {count} more',
  'fleet.missing': 'Not visible: {keys}',
  'fleet.left': 'and {count} more: --json has all of them',
  'fleet.changes': 'would change {count} ({stores})',
  'fleet.changed': 'changed {stores}',
  'fleet.changed.backup': 'changed {stores}, backup {backup}',
  'fleet.again': '{count} to be run again: {command}',
  'fleet.again.no-list': '{count} to be run again: --again FILE would list them.',
  'fleet.evidence': 'Evidence',
  'fleet.teams': 'Owners: {teams}.',
  'fleet.team': '{who} for {count}',
  'fleet.blockers': 'To do',
  'fleet.sites': 'Sites: computers with the same network results',
  'fleet.site': 'Site {number}',
} as const;
