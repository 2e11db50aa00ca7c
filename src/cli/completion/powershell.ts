import { ACTIONS } from '../run/actions.ts';
import type { CompletionWords } from './words.ts';

/** For Windows PowerShell 5.1 and PowerShell 7. Without suggestions, PowerShell completes file names. */
export function powershellCompletion(words: CompletionWords): string {
  const list = (items: readonly string[]) => `@(${items.map((item) => `'${item}'`).join(', ')})`;
  const table = (rows: Readonly<Record<string, readonly string[]>>) =>
    Object.entries(rows)
      .map(([name, items]) => `        '${name}' = ${list(items)}`)
      .join('\n');
  const helped = Object.fromEntries(
    Object.entries(ACTIONS).map(([command, items]) => [`help ${command}`, items]),
  );
  return `# Completion of p2s-fix for PowerShell; in a profile: p2s-fix completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName 'p2s-fix' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $options = @{
${table(words.options)}
    }
    $actions = @{
        '' = ${list(words.commands)}
${table({ ...words.actions, ...helped })}
    }
    $values = @{
${table(words.choices)}
    }
    $withValue = ${list([...words.files, ...words.others])}
    $word = "$wordToComplete"
    $start = ''
    $typed = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
    $before = $typed[-1]
    if ($word -match '^(--[a-z-]+)=(.*)$') {
        $before = $Matches[1]
        $start = $before + '='
        $word = $Matches[2]
    }
    if ($withValue -contains $before) { return }
    $offered = @()
    if ($values.ContainsKey($before)) { $offered = $values[$before] }
    elseif ($start -eq '') {
        $names = @()
        $isValue = $false
        foreach ($one in @($typed | Select-Object -Skip 1)) {
            if ($isValue) { $isValue = $false }
            elseif (($withValue -contains $one) -or $values.ContainsKey($one)) { $isValue = $true }
            elseif ($one -notlike '-*') { $names += $one }
        }
        $place = $names -join ' '
        if (($word -notlike '-*') -and $actions.ContainsKey($place)) { $offered = $actions[$place] }
        else {
            $command = 'audit'
            if (($names.Count -gt 0) -and $options.ContainsKey($names[0])) { $command = $names[0] }
            $offered = $options[$command]
        }
    }
    $offered | Where-Object { $_ -like ($word + '*') } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new(($start + $_), $_, 'ParameterValue', $_)
    }
}`;
}
