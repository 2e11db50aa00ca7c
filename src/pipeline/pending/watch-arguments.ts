/** The hidden command: not for interactive use, but harmless. */
export const WATCH_COMMAND = 'watch-unconfirmed';

/** The input of the process that rolls back an unconfirmed change; paths are absolute. */
export interface WatchRequest {
  /** The state folder. */
  folder: string;
  backup: string;
  /** A recording; `null`: this Windows. */
  file: string | null;
  powershell: string | null;
}

const NAMES = ['folder', 'backup', 'file', 'powershell'] as const;

/** As arguments of a process; {@link watchRequest} parses them. */
export function watchArguments(request: WatchRequest): string[] {
  return [WATCH_COMMAND, ...NAMES.map((name) => `${name}=${request[name] ?? ''}`)];
}

/** `null` for any other command line. */
export function watchRequest(argv: readonly string[]): WatchRequest | null {
  const [command, ...words] = argv;
  if (command !== WATCH_COMMAND || words.length !== NAMES.length) return null;
  const values = NAMES.map((name, at) =>
    words[at]?.startsWith(`${name}=`) ? words[at].slice(name.length + 1) : '',
  );
  const [folder = '', backup = '', file = '', powershell = ''] = values;
  if (folder === '' || backup === '') return null;
  return {
    folder,
    backup,
    file: file === '' ? null : file,
    powershell: powershell === '' ? null : powershell,
  };
}
