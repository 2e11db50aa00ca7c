const SHOWING = ['--json', '--ndjson', '--plain'];

/**
 * The exact command that an administrator has to run for what these arguments ask for: an audit becomes the apply
 * that would make its changes.
 */
export function elevatedCommand(argv: readonly string[]): string {
  const args = argv.filter((arg) => !SHOWING.includes(arg));
  const changes = args.includes('--apply') || args[0] === 'apply' || args[0] === 'rollback';
  const rest = args[0] === 'audit' ? args.slice(1) : args;
  return ['p2s-fix', ...(changes ? args : ['--apply', ...rest])].map(quoted).join(' ');
}

/** For cmd.exe and PowerShell alike, as far as names, addresses and lists go. */
function quoted(arg: string): string {
  return /^[A-Za-z0-9_.:,/\\@=-]+$/.test(arg) ? arg : `"${arg.replaceAll('"', '')}"`;
}
