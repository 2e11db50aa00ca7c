import { INTERNET_SETTINGS } from '../model/locations.ts';
import { say } from '../model/say.ts';

/**
 * One line of PowerShell (5.1 or 7) that writes everything a recording needs to `p2s-fix.reg`: the output of `reg
 * export` for each key, and `[-KEY]` for a key that does not exist. `Test-Path` returns true for a key without
 * access, so such a key is left out and counts as not visible.
 */
export const EXPORT_LINE = [
  `$s='${INTERNET_SETTINGS.replace(/^Software\\/, '')}'`,
  '$t="$env:TEMP\\p2s-fix.tmp"',
  "@('Windows Registry Editor Version 5.00')" +
    '+@(foreach($h in \'HKEY_CURRENT_USER\',\'HKEY_LOCAL_MACHINE\'){foreach($p in $s,"WOW6432Node\\$s","Policies\\$s",' +
    '\'Policies\\Microsoft\\Internet Explorer\\Control Panel\'){foreach($k in "$h\\Software\\$p","$h\\Software\\$p\\Connections")' +
    '{if(-not(Test-Path "Registry::$k")){"[-$k]"}elseif($k -notlike \'*\\Connections\')' +
    '{&"$env:SystemRoot\\System32\\reg.exe" export $k $t /y /reg:64|Out-Null;' +
    'if($LASTEXITCODE -eq 0){Get-Content $t -Encoding Unicode|Select-Object -Skip 1}}}}})' +
    '|Set-Content p2s-fix.reg -Encoding Unicode',
].join('; ');

/** The next step when a recording lacks a key. */
export const EXPORT_NEXT = say`Run this in PowerShell as the VPN user, and use the file that it writes (--machine p2s-fix.reg): ${EXPORT_LINE}`;
