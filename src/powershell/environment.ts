import { type Environment, lookUp, windowsFolder } from './locate.ts';

/** What Windows, .NET and PowerShell need to find their way; nothing that makes them load somebody's code. */
const WINDOWS_NAMES = [
  'SystemDrive',
  'TEMP',
  'TMP',
  'USERPROFILE',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'ALLUSERSPROFILE',
  'PUBLIC',
  'ProgramData',
  'ProgramFiles',
  'ProgramFiles(x86)',
  'ProgramW6432',
  'CommonProgramFiles',
  'CommonProgramFiles(x86)',
  'CommonProgramW6432',
  'USERNAME',
  'USERDOMAIN',
  'COMPUTERNAME',
  'NUMBER_OF_PROCESSORS',
  'PROCESSOR_ARCHITECTURE',
  'PROCESSOR_IDENTIFIER',
  'PROCESSOR_LEVEL',
  'PROCESSOR_REVISION',
  'OS',
];

const POSIX_NAMES = ['HOME', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'TMPDIR'];

/** PowerShell 7's own switches: no telemetry, no look for updates, no colours in texts. */
const QUIET = { POWERSHELL_TELEMETRY_OPTOUT: '1', POWERSHELL_UPDATECHECK: 'Off', NO_COLOR: '1' };

/**
 * The environment of a PowerShell child, by allow-list: no `PSModulePath` (5.1 fails with the one of 7), no
 * `NODE_POWERSHELL`, no profiler or start-up hook of .NET, no proxy variable, and system folders only on the path.
 * `DOTNET_ROOT` chooses the code that runs, so it is passed on only to an executable that the caller chose as well.
 */
export function childEnvironment(options: {
  env: Environment;
  platform: NodeJS.Platform;
  explicit: boolean;
  /** It calls ssh: with the agent that holds the keys and, on Windows, the folder of the system's own ssh. */
  remoting?: boolean;
}): Record<string, string> {
  const { env, platform, explicit, remoting = false } = options;
  const names = platform === 'win32' ? WINDOWS_NAMES : POSIX_NAMES;
  const more = [...(explicit ? ['DOTNET_ROOT'] : []), ...(remoting ? ['SSH_AUTH_SOCK'] : [])];
  const child: Record<string, string> = {};
  for (const name of [...names, ...more]) {
    const value = lookUp(env, name);
    if (value !== undefined) child[name] = value;
  }
  // Off where memory cannot be remapped (Wine): .NET would end at the first garbage collection. Loads no code.
  const writeXorExecute = lookUp(env, 'DOTNET_EnableWriteXorExecute');
  if (writeXorExecute === '0') child.DOTNET_EnableWriteXorExecute = writeXorExecute;
  return {
    ...child,
    ...(platform === 'win32' ? systemFolders(env, remoting) : { PATH: '/usr/bin:/bin' }),
    ...QUIET,
  };
}

/**
 * The current folder of a child on Windows: System32, where nobody but Windows puts anything. Programs look for
 * libraries and programs in it too, so it must not be wherever the user stands. `undefined`, which is the folder of this
 * process, elsewhere.
 */
export function childFolder(env: Environment, platform: NodeJS.Platform): string | undefined {
  const root = platform === 'win32' ? windowsFolder(env, 'SystemRoot') : null;
  return root === null ? undefined : `${root}\\System32`;
}

function systemFolders(env: Environment, remoting: boolean): Record<string, string> {
  const root = windowsFolder(env, 'SystemRoot');
  if (root === null) return {};
  const system = `${root}\\System32`;
  return {
    SystemRoot: root,
    windir: root,
    ComSpec: `${system}\\cmd.exe`,
    PATH: [
      ...[system, root, `${system}\\Wbem`, `${system}\\WindowsPowerShell\\v1.0`],
      ...(remoting ? [`${system}\\OpenSSH`] : []),
    ].join(';'),
    PATHEXT: '.COM;.EXE;.BAT;.CMD',
  };
}
