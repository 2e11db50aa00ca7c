import { type Environment, environmentValue, programFiles, windowsFolder } from './locate.ts';

/** Variables that Windows, .NET and PowerShell need; none that makes them load other code. */
const WINDOWS_NAMES = [
  'TEMP',
  'TMP',
  'USERPROFILE',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
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

/** PowerShell 7 options: no telemetry, no update check, no colors in texts. */
const QUIET = { POWERSHELL_TELEMETRY_OPTOUT: '1', POWERSHELL_UPDATECHECK: 'Off', NO_COLOR: '1' };

/**
 * Settings of .NET that load no code, and are passed on with this value only: without the first, .NET exits at its
 * first garbage collection where memory cannot be remapped (Wine); the second compiles quickly, without optimization.
 */
const DOTNET: Readonly<Record<string, string>> = {
  DOTNET_EnableWriteXorExecute: '0',
  DOTNET_JITMinOpts: '1',
};

/**
 * The environment of a PowerShell child, by allow-list: no `PSModulePath` (5.1 fails with the one of 7), no
 * `NODE_POWERSHELL`, no .NET profiler or startup hook, no proxy variable, and only system folders in PATH.
 * `DOTNET_ROOT` selects the code that runs, so it is passed only to an executable that the caller chose.
 */
export function childEnvironment(options: {
  env: Environment;
  platform: NodeJS.Platform;
  explicit: boolean;
  /** For ssh: pass the ssh agent and, on Windows, add the folder of the system's own ssh. */
  remoting?: boolean;
}): Record<string, string> {
  const { env, platform, explicit, remoting = false } = options;
  const names = platform === 'win32' ? WINDOWS_NAMES : POSIX_NAMES;
  const more = [...(explicit ? ['DOTNET_ROOT'] : []), ...(remoting ? ['SSH_AUTH_SOCK'] : [])];
  const child: Record<string, string> = {};
  for (const name of [...names, ...more]) {
    const value = environmentValue(env, name);
    if (value !== undefined) child[name] = value;
  }
  for (const [name, value] of Object.entries(DOTNET))
    if (environmentValue(env, name) === value) child[name] = value;
  return {
    ...child,
    ...(platform === 'win32' ? systemFolders(env, remoting) : { PATH: '/usr/bin:/bin' }),
    ...QUIET,
  };
}

/**
 * The current folder of a child on Windows: System32, which only Windows writes. Programs also search
 * it for libraries and programs, so it must not be the user's current folder. Elsewhere `undefined`:
 * the folder of this process.
 */
export function childFolder(env: Environment, platform: NodeJS.Platform): string | undefined {
  const root = platform === 'win32' ? windowsFolder(env, 'SystemRoot') : null;
  return root === null ? undefined : `${root}\\System32`;
}

/**
 * Folders of the computer, not as the variables of a user name them: Windows PowerShell finds modules below
 * `ProgramFiles`, and the registry names libraries that Windows loads, such as those of antivirus programs, by these.
 */
function systemFolders(env: Environment, remoting: boolean): Record<string, string> {
  const [root, programs] = [windowsFolder(env, 'SystemRoot'), programFiles(env)];
  if (root === null || programs === null) return {};
  const system = `${root}\\System32`;
  const [drive, data, common] = [root.slice(0, 2), `${root.slice(0, 2)}\\ProgramData`, '\\Common Files'];
  return {
    SystemDrive: drive,
    ProgramData: data,
    ALLUSERSPROFILE: data,
    ProgramFiles: programs,
    'ProgramFiles(x86)': `${programs} (x86)`,
    ProgramW6432: programs,
    CommonProgramFiles: programs + common,
    'CommonProgramFiles(x86)': `${programs} (x86)${common}`,
    CommonProgramW6432: programs + common,
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
