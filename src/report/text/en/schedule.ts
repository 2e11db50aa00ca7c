/** The state of the schedule. */
export const SCHEDULE_EN = {
  'schedule-move.as-wanted': 'The settings are as desired.',
  'schedule-move.proxy-works': 'The proxy works on this network: it is set.',
  'schedule-move.no-proxy-wanted': 'The desired setting has no proxy: WinHTTP connects directly.',
  'schedule-move.proxy-does-not-answer':
    'Nothing is reached through the proxy on this network: it is cleared.',
  'schedule-move.proxy-not-here':
    'Nothing is reached through the desired proxy on this network, and WinHTTP has none. Nothing is changed.',
  'schedule-move.proxy-asks-sign-in':
    'The proxy asks for credentials, which neither SSTP nor a service can give. Nothing is changed.',
  'schedule-move.not-proved':
    'Whether the proxy works on this network cannot be tested: no gateway is known. Nothing is changed.',
  'schedule-move.not-ours': 'Another proxy is set, through which nothing is reached. It is not changed.',
  'schedule-move.not-known': 'The desired settings cannot be determined now. Nothing is changed.',
  'schedule-move.left-alone':
    'This change was reverted outside p2s-fix twice in a row. It is not made again.',
  'schedule.removed': 'The schedule is removed.',
  'schedule.not-installed': 'No schedule is installed.',
  'schedule.to-install': 'To install one: p2s-fix schedule install --proxy HOST:PORT',
  'schedule.just-installed': 'The schedule is installed.',
  'schedule.installed': 'A schedule is installed.',
  'schedule.task': 'Task p2s-fix: {state}',
  'schedule-task.registered': 'registered',
  'schedule-task.missing': 'missing',
  'schedule-task.changed': 'changed',
  'schedule.program': 'Program: {folder}',
  'schedule.program.problem': 'Program: {folder} ({problem})',
  'schedule.log': 'Log: {path}',
  'schedule.no-run': 'Last run: none yet',
  'schedule.run': 'Last run: {at}, exit code {exitCode}',
  'schedule.error': 'Error {code}: {message}',
  'schedule.changed': 'Changed: {stores}',
  'schedule.undone': 'Reverted outside p2s-fix, {count} time(s) in a row: {stores} ({by})',
} as const;
