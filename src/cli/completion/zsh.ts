import { ACTIONS } from '../run/actions.ts';
import type { CompletionWords } from './words.ts';

/** For zsh: evaluate it after compinit, or install it as the file _p2s-fix in a folder of $fpath. */
export function zshCompletion(words: CompletionWords): string {
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
