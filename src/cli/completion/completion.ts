import { KNOWN_CODES } from '../../core/explain/codes/codes.ts';
import { say } from '../../core/model/say.ts';
import { optionError } from '../../core/options/check.ts';
import type { Option } from '../../core/options/option.ts';
import { OPTION_NAMES, ROWS } from '../../core/options/table.ts';
import { COMMANDS } from '../commands.ts';
import { writtenOptions } from '../help/written-options.ts';
import { ACTIONS, RECORDING_TOPIC, SHELLS } from '../run/actions.ts';

const SCRIPTS = {
  powershell: powershellCompletion,
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/**
 * A script that completes commands, actions, options and fixed values. It contains all of them, so completion
 * starts no process.
 *
 * @throws P2sError `usage` for another shell
 */
export function completionScript(shell: unknown): string {
  const known = SHELLS.find((one) => one === shell);
  if (known !== undefined) return SCRIPTS[known](completionWords());
  throw optionError(
    say('{command} takes one of these: {actions}.', { command: 'completion', actions: SHELLS }),
    undefined,
    say('{command}', { command: { words: ['p2s-fix', 'completion', 'powershell'] } }),
  );
}

/** For bash 4 or later. bash splits `--lang=ja` into three words. */
function bashCompletion(words: CompletionWords): string {
  const offer = (list: readonly string[]) => `words='${list.join(' ')}'`;
  const cases = (table: Readonly<Record<string, readonly string[]>>, indent: string) =>
    Object.entries(table)
      .map(([name, list]) => `${indent}${name}) ${offer(list)} ;;`)
      .join('\n');
  const choices = Object.keys(words.choices);
  return `# Completion of p2s-fix for bash: eval "$(p2s-fix completion bash)"
_p2s_fix() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command=audit at=1 words=
  local -a typed=()
  COMPREPLY=()
  if [ "$word" = = ]; then word=
  elif [ "$before" = = ] && [ "$COMP_CWORD" -gt 2 ]; then before="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  case "$before" in
${cases(words.choices, '    ')}
    ${words.files.join('|')}) compopt -o default 2>/dev/null; return ;;
    ${words.others.join('|')}) return ;;
  esac
  if [ -n "$words" ]; then mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word"); return; fi
  while [ "$at" -lt "$COMP_CWORD" ]; do
    case "\${COMP_WORDS[at]}" in
      ${[...choices, ...words.files, ...words.others].join('|')})
        at=$((at+1)); [ "\${COMP_WORDS[at]}" = = ] && at=$((at+1)) ;;
      -*) ;;
      *) typed+=("\${COMP_WORDS[at]}") ;;
    esac
    at=$((at+1))
  done
  case "\${typed[0]-}" in ${words.commands.join('|')}) command="\${typed[0]}" ;; esac
  case "\${#typed[@]}:$command" in
    0:*) ${offer(words.commands)} ;;
${cases(numbered(words.actions), '    ')}
    2:help) case "\${typed[1]}" in
${cases(ACTIONS, '      ')}
      esac ;;
  esac
  case "$word" in -*) words= ;; esac
  if [ -z "$words" ]; then
    case "$command" in
${cases(words.options, '      ')}
    esac
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  [ "\${#COMPREPLY[@]}" -eq 0 ] && compopt -o default 2>/dev/null
}
complete -F _p2s_fix p2s-fix`;
}

/** An action is the second word. */
function numbered(actions: CompletionWords['actions']): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(actions).map(([command, list]) => [`1:${command}`, list]));
}

/** For fish 3 or later, which parses option values itself when it knows which options take one. */
function fishCompletion(words: CompletionWords): string {
  const withValue = [...Object.keys(words.choices), ...words.files, ...words.others];
  const offer = (when: string, list: readonly string[]) =>
    `complete -c p2s-fix -n '__p2s_fix_at ${when}' -f -a '${list.join(' ')}'`;
  const optionLine = (option: string) => {
    const users = words.commands.filter((command) => words.options[command]?.includes(option));
    const values = words.choices[option];
    const value =
      values !== undefined
        ? ` -x -a '${values.join(' ')}'`
        : words.files.includes(option)
          ? ' -r -F'
          : words.others.includes(option)
            ? ' -x'
            : '';
    return `complete -c p2s-fix -n '__p2s_fix_is ${users.join(' ')}' -l ${option.slice(2)}${value}`;
  };
  const options = [...new Set(Object.values(words.options).flat())];
  return `# Completion of p2s-fix for fish, in config.fish: p2s-fix completion fish | source
function __p2s_fix_typed
    set -l value 0
    for word in (commandline -opc)[2..-1]
        if test $value -eq 1
            set value 0
        else if contains -- $word ${withValue.join(' ')}
            set value 1
        else if not string match -q -- '-*' $word
            echo $word
        end
    end
end
function __p2s_fix_at
    set -l typed (__p2s_fix_typed)
    test (count $typed) -eq (count $argv); and test "$typed" = "$argv"
end
function __p2s_fix_is
    set -l typed (__p2s_fix_typed)
    set -l command audit
    if set -q typed[1]; and contains -- $typed[1] ${words.commands.join(' ')}
        set command $typed[1]
    end
    contains -- $command $argv
end
complete -c p2s-fix -e
${offer('', words.commands)}
${Object.entries(words.actions)
  .map(([command, list]) => offer(command, list))
  .join('\n')}
${Object.entries(ACTIONS)
  .map(([command, list]) => offer(`help ${command}`, list))
  .join('\n')}
${options.map(optionLine).join('\n')}`;
}

/** For Windows PowerShell 5.1 and PowerShell 7. Without suggestions, PowerShell completes file names. */
function powershellCompletion(words: CompletionWords): string {
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

/** For zsh: evaluate it after compinit, or install it as the file _p2s-fix in a folder of $fpath. */
function zshCompletion(words: CompletionWords): string {
  const cases = (table: Readonly<Record<string, readonly string[]>>, indent: string) =>
    Object.entries(table)
      .map(([name, list]) => `${indent}${name}) offered=(${list.join(' ')}) ;;`)
      .join('\n');
  const withValue = [...Object.keys(words.choices), ...words.files, ...words.others];
  const actions = Object.fromEntries(
    Object.entries(words.actions).map(([command, list]) => [`1:${command}`, list]),
  );
  return `#compdef p2s-fix
# Completion of p2s-fix for zsh, after compinit: eval "$(p2s-fix completion zsh)"
_p2s_fix() {
  local word="\${words[CURRENT]}" before="\${words[CURRENT-1]}" command=audit at=2
  local -a typed offered
  if [[ "$word" = --*=* ]]; then before="\${word%%=*}"; compset -P '*='; fi
  case "$before" in
${cases(words.choices, '    ')}
    ${words.files.join('|')}) _files; return ;;
    ${words.others.join('|')}) return ;;
  esac
  if (( \${#offered} )); then compadd -- "\${offered[@]}"; return; fi
  while (( at < CURRENT )); do
    case "\${words[at]}" in
      ${withValue.join('|')}) (( at += 1 )) ;;
      -*) ;;
      *) typed+=("\${words[at]}") ;;
    esac
    (( at += 1 ))
  done
  case "\${typed[1]-}" in ${words.commands.join('|')}) command="\${typed[1]}" ;; esac
  case "\${#typed}:$command" in
    0:*) offered=(${words.commands.join(' ')}) ;;
${cases(actions, '    ')}
    2:help) case "\${typed[2]}" in
${cases(ACTIONS, '      ')}
      esac ;;
  esac
  if [[ "$word" = -* ]] || (( ! \${#offered} )); then
    case "$command" in
${cases(words.options, '      ')}
    esac
    [[ "$word" = -* ]] || _files
  fi
  compadd -- "\${offered[@]}"
}
if [ "\${funcstack[1]-}" = _p2s-fix ]; then _p2s_fix "$@"; else compdef _p2s_fix p2s-fix; fi`;
}

/** The suggestions of a completion; options include their hyphens. */
interface CompletionWords {
  commands: readonly string[];
  /** Options by command. */
  options: Readonly<Record<string, readonly string[]>>;
  /** Possible next words by command. */
  actions: Readonly<Record<string, readonly string[]>>;
  /** Possible values by option. */
  choices: Readonly<Record<string, readonly string[]>>;
  /** Options that take a file or a folder. */
  files: readonly string[];
  /** Options with a free value. */
  others: readonly string[];
}

export function completionWords(): CompletionWords {
  const commands = Object.keys(COMMANDS);
  const options = commands.map((command): [string, string[]] => [
    command,
    [...writtenOptions(command).map(({ written }) => written), 'help'].map(hyphened),
  ]);
  const isFile = ({ kind }: Option) => kind === 'file';
  return {
    commands,
    options: Object.fromEntries(options),
    actions: { ...ACTIONS, explain: proxyCodes(), help: [...commands, RECORDING_TOPIC] },
    choices: Object.fromEntries(
      OPTION_NAMES.flatMap((name): [string, readonly string[]][] => {
        const { choices } = ROWS[name];
        return choices === undefined ? [] : [[hyphened(name), choices]];
      }),
    ),
    files: namesOf(isFile),
    others: namesOf((row) => !isFile(row) && row.kind !== 'flag' && row.choices === undefined),
  };
}

/** The codes that a proxy can cause, as the connection dialog shows them. */
function proxyCodes(): string[] {
  return KNOWN_CODES.filter(({ proxy }) => proxy !== 'no').map(({ value }) =>
    value > 0xffff ? `0x${value.toString(16)}` : String(value),
  );
}

function namesOf(accepts: (row: Option) => boolean): string[] {
  return OPTION_NAMES.filter((name) => ROWS[name].written !== false && accepts(ROWS[name])).map(hyphened);
}

function hyphened(name: string): string {
  return `--${name}`;
}
