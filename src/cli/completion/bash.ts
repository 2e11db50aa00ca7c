import { ACTIONS } from '../run/actions.ts';
import type { CompletionWords } from './words.ts';

/** For bash 4 or later. bash splits `--lang=ja` into three words. */
export function bashCompletion(words: CompletionWords): string {
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
