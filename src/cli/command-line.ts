const SHOWING = ['--json', '--ndjson', '--plain', '--redact'];

/**
 * The exact command that an administrator has to run for what these arguments ask for: an audit becomes the apply
 * that would make its changes. Reports are left out: theirs are there already, and are not written over.
 */
export function elevatedCommand(argv: readonly string[]): string {
  const args = argv.filter(
    (arg, at) => !SHOWING.includes(arg) && !/^--report(?:=|$)/.test(arg) && argv[at - 1] !== '--report',
  );
  const changes = args.includes('--apply') || ['apply', 'rollback', 'schedule'].includes(args[0] ?? '');
  const rest = args[0] === 'audit' ? args.slice(1) : args;
  return ['p2s-fix', ...(changes ? args : ['--apply', ...rest])].map(quoted).join(' ');
}

/** For cmd.exe and PowerShell alike, as far as names, addresses and lists go. */
export function quoted(arg: string): string {
  return /^[A-Za-z0-9_.:,/\\@=-]+$/.test(arg) ? arg : `"${arg.replaceAll('"', '')}"`;
}
