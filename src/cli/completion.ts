import { say } from '../core/model/say.ts';
import { COMMANDS } from './commands.ts';
import { OPTIONS, type OptionName } from './options.ts';
import { usage } from './usage.ts';

/** Shells that a completion can be made for. */
export const SHELLS = ['powershell', 'bash'] as const;

/**
 * A script that completes commands, options and their fixed values. It holds all of them, and starts nothing while
 * somebody types.
 *
 * @throws P2sError `usage` for another shell
 */
export function completionScript(shell: unknown): string {
  if (shell === 'bash') return bash();
  if (shell === 'powershell') return powershell();
  const [first, second] = SHELLS;
  throw usage(say`completion takes ${first} or ${second}.`, say`p2s-fix completion powershell`);
}

interface Words {
  command: string;
  options: readonly string[];
}

function wordsOf(): Words[] {
  return Object.entries(COMMANDS).map(([command, { options }]) => ({
    command,
    options: [...options.map((option) => `--${option}`), '--help'],
  }));
}

/** Options whose values are to be chosen from a few. */
function choices(): [option: string, values: readonly string[]][] {
  return (Object.keys(OPTIONS) as OptionName[]).flatMap((name): [string, readonly string[]][] => {
    const option = OPTIONS[name];
    return 'choices' in option ? [[`--${name}`, option.choices]] : [];
  });
}

/** Options that take a value, which is a file or nothing that could be known. */
function withValue(): string[] {
  return (Object.keys(OPTIONS) as OptionName[])
    .filter((name) => 'type' in OPTIONS[name] && OPTIONS[name].type === 'string')
    .map((name) => `--${name}`);
}

function bash(): string {
  const commands = Object.keys(COMMANDS).join(' ');
  return `# Completion of p2s-fix for bash: eval "$(p2s-fix completion bash)"
_p2s_fix() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command=audit words=
  COMPREPLY=()
  case "$before" in
${choices()
  .map(
    ([option, values]) =>
      `    ${option}) mapfile -t COMPREPLY < <(compgen -W '${values.join(' ')}' -- "$word"); return ;;`,
  )
  .join('\n')}
    ${withValue().join('|')}) compopt -o default 2>/dev/null; return ;;
    completion) mapfile -t COMPREPLY < <(compgen -W '${SHELLS.join(' ')}' -- "$word"); return ;;
  esac
  case "\${COMP_WORDS[1]}" in
${wordsOf()
  .map(({ command }) => `    ${command}) command=${command} ;;`)
  .join('\n')}
  esac
  case "$command" in
${wordsOf()
  .map(({ command, options }) => `    ${command}) words='${options.join(' ')}' ;;`)
  .join('\n')}
  esac
  [ "$COMP_CWORD" -eq 1 ] && words="$words ${commands}"
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  [ "\${#COMPREPLY[@]}" -eq 0 ] && compopt -o default 2>/dev/null
}
complete -F _p2s_fix p2s-fix`;
}

function powershell(): string {
  const list = (words: readonly string[]) => `@(${words.map((word) => `'${word}'`).join(', ')})`;
  const table = (rows: readonly (readonly [string, readonly string[]])[]) =>
    rows.map(([name, words]) => `        '${name}' = ${list(words)}`).join('\n');
  return `# Completion of p2s-fix for PowerShell; in a profile: p2s-fix completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName 'p2s-fix' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $options = @{
${table(wordsOf().map(({ command, options }) => [command, options]))}
    }
    $values = @{
${table([...choices(), ['completion', SHELLS]])}
    }
    $withValue = ${list(withValue())}
    $typed = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
    $before = $typed[-1]
    if ($withValue -contains $before) { return }
    if ($values.ContainsKey($before)) { $words = $values[$before] }
    else {
        $command = 'audit'
        if ($typed.Count -gt 1 -and $options.ContainsKey($typed[1])) { $command = $typed[1] }
        $words = $options[$command]
        if ($typed.Count -eq 1) { $words = $words + ${list(Object.keys(COMMANDS))} }
    }
    $words | Where-Object { $_ -like ($wordToComplete + '*') } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}`;
}
