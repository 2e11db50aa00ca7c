import { describe, expect, it } from 'vitest';
import { childEnvironment, childFolder } from '../../../src/powershell/environment.ts';
import { type LocateOptions, locatePowerShell, windowsFolder } from '../../../src/powershell/locate.ts';

const WINDOWS = {
  SYSTEMROOT: 'C:\\Windows\\',
  ProgramFiles: 'C:\\Program Files (x86)',
  ProgramW6432: 'C:\\Program Files',
};

function locate(more: Partial<LocateOptions> = {}): string[] {
  const options = { platform: 'win32', arch: 'x64', env: WINDOWS, executable: null, ...more } as const;
  return locatePowerShell(options).map(({ executable }) => executable);
}

describe('where PowerShell is looked for', () => {
  it('is Windows PowerShell, then PowerShell 7, by absolute path', () => {
    expect(locate()).toEqual([
      'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
      'C:\\Program Files\\PowerShell\\7\\pwsh.exe',
    ]);
  });

  it('is in no program folder that a variable of the user names', () => {
    const env = { ...WINDOWS, ProgramFiles: 'C:\\Users\\eve', ProgramW6432: 'C:\\Users\\eve' };
    expect(locate({ env })).toEqual(locate());
  });

  it('is Sysnative for a 32-bit Node on a 64-bit Windows only', () => {
    const env = { ...WINDOWS, PROCESSOR_ARCHITEW6432: 'AMD64' };
    expect(locate({ arch: 'ia32', env })[0]).toContain('\\Sysnative\\');
    expect(locate({ arch: 'ia32' })[0]).toContain('\\System32\\');
    expect(locate({ env })[0]).toContain('\\System32\\');
  });

  it('is only what the caller names, made absolute', () => {
    expect(locate({ executable: 'D:\\ps\\..\\pwsh.exe' })).toEqual(['D:\\pwsh.exe']);
    expect(locatePowerShell({ platform: 'linux', arch: 'x64', env: {}, executable: '/opt/pwsh' })).toEqual([
      { executable: '/opt/pwsh', explicit: true },
    ]);
  });

  it('is nowhere on another system, and nowhere in a variable that is no folder on a drive', () => {
    expect(locate({ platform: 'linux' })).toEqual([]);
    for (const root of ['', 'Windows', '\\\\server\\share', 'C:', 'C:\\a|b', '%x%']) {
      expect(locate({ env: { SystemRoot: root } })).toEqual([]);
    }
  });

  it('reads a folder without its trailing backslash', () => {
    expect(windowsFolder({ x: 'c:\\a\\' }, 'X')).toBe('c:\\a');
    expect(windowsFolder({ x: 'c:\\' }, 'X')).toBe('c:\\');
  });
});

describe("a PowerShell's environment", () => {
  const hostile = {
    ...WINDOWS,
    Path: 'C:\\Users\\eve\\bin;C:\\Windows\\System32',
    windir: 'C:\\Users\\eve',
    ComSpec: 'C:\\Users\\eve\\cmd.exe',
    PSModulePath: 'C:\\Users\\eve\\Modules',
    NODE_POWERSHELL: 'C:\\Users\\eve\\powershell.exe',
    DOTNET_STARTUP_HOOKS: 'C:\\Users\\eve\\hook.dll',
    DOTNET_ROOT: 'C:\\Users\\eve\\dotnet',
    CORECLR_PROFILER: '{1}',
    COR_ENABLE_PROFILING: '1',
    COMPlus_Version: 'v2',
    __PSLockdownPolicy: '0',
    HTTP_PROXY: 'http://eve:8080',
    NODE_OPTIONS: '-r evil',
    temp: 'C:\\Temp',
    USERNAME: 'eve',
    ...Object.fromEntries(
      ['SystemDrive', 'ProgramData', 'ALLUSERSPROFILE', 'PUBLIC', 'ProgramFiles', 'ProgramW6432']
        .concat(['ProgramFiles(x86)', 'CommonProgramFiles', 'CommonProgramFiles(x86)', 'CommonProgramW6432'])
        .map((name) => [name, 'C:\\Users\\eve']),
    ),
  };

  it('holds what Windows needs and nothing that loads code', () => {
    expect(childEnvironment({ env: hostile, platform: 'win32', explicit: false })).toEqual({
      SystemRoot: 'C:\\Windows',
      windir: 'C:\\Windows',
      ComSpec: 'C:\\Windows\\System32\\cmd.exe',
      PATH: 'C:\\Windows\\System32;C:\\Windows;C:\\Windows\\System32\\Wbem;C:\\Windows\\System32\\WindowsPowerShell\\v1.0',
      PATHEXT: '.COM;.EXE;.BAT;.CMD',
      TEMP: 'C:\\Temp',
      USERNAME: 'eve',
      SystemDrive: 'C:',
      ProgramData: 'C:\\ProgramData',
      ALLUSERSPROFILE: 'C:\\ProgramData',
      ProgramFiles: 'C:\\Program Files',
      'ProgramFiles(x86)': 'C:\\Program Files (x86)',
      ProgramW6432: 'C:\\Program Files',
      CommonProgramFiles: 'C:\\Program Files\\Common Files',
      'CommonProgramFiles(x86)': 'C:\\Program Files (x86)\\Common Files',
      CommonProgramW6432: 'C:\\Program Files\\Common Files',
      POWERSHELL_TELEMETRY_OPTOUT: '1',
      POWERSHELL_UPDATECHECK: 'Off',
      NO_COLOR: '1',
    });
  });

  it('passes the place of .NET on to an executable that the caller chose', () => {
    const child = childEnvironment({ env: hostile, platform: 'win32', explicit: true });
    expect(child.DOTNET_ROOT).toBe('C:\\Users\\eve\\dotnet');
    expect(child.DOTNET_STARTUP_HOOKS).toBeUndefined();
  });

  it.each([
    ['DOTNET_EnableWriteXorExecute', '0'],
    ['DOTNET_JITMinOpts', '1'],
  ])('passes on %s=%s, and no other value', (name, passed) => {
    const child = (value: string) =>
      childEnvironment({ env: { [name]: value }, platform: 'win32', explicit: false })[name];
    expect(['0', '1', 'x', ''].map(child)).toEqual(
      ['0', '1', 'x', ''].map((value) => (value === passed ? passed : undefined)),
    );
  });

  it('has only system folders on its path elsewhere too', () => {
    const child = childEnvironment({
      env: { PATH: '/home/eve', HOME: '/h', LD_PRELOAD: '/x' },
      platform: 'linux',
      explicit: true,
    });
    expect(child).toEqual({
      PATH: '/usr/bin:/bin',
      HOME: '/h',
      POWERSHELL_TELEMETRY_OPTOUT: '1',
      POWERSHELL_UPDATECHECK: 'Off',
      NO_COLOR: '1',
    });
  });
});

it('stands in System32 on Windows, wherever the user stands', () => {
  expect(childFolder({ SystemRoot: 'C:\\Windows\\' }, 'win32')).toBe('C:\\Windows\\System32');
  expect(childFolder({ SystemRoot: 'Windows' }, 'win32')).toBeUndefined();
  expect(childFolder(WINDOWS, 'linux')).toBeUndefined();
});
