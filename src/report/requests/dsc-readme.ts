/** Describes the files of `export dsc`: plain ASCII text with Windows line endings. */
export function dscReadme(version: string): string {
  const lines = [
    `Proxy settings as resources of DSC 3.0 to 3.3, made by p2s-fix ${version}.`,
    '',
    'Put this folder where only administrators can write, and name it in DSC_RESOURCE_PATH (or PATH). Then:',
    '  dsc resource list P2SFix/*',
    '  dsc resource get -r P2SFix/WinHttpProxy',
    '',
    'P2SFix/WinHttpProxy: the computer; set needs an administrator.',
    'P2SFix/WinInetProxy: the user who runs it.',
    '',
    'To roll back: restore the values from before the first set, as the same account:',
    '  powershell.exe -NoProfile -ExecutionPolicy Bypass -File Invoke-P2SResource.ps1 undo WinHttpProxy',
    '  powershell.exe -NoProfile -ExecutionPolicy Bypass -File Invoke-P2SResource.ps1 undo WinInetProxy',
    '',
    'Configurations, rights, what is written where: docs/dsc.md of p2s-fix.',
    '',
  ];
  return lines.join('\r\n');
}
