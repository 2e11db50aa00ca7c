import { ACTIONS } from '../run/actions.ts';
import type { CompletionWords } from './words.ts';

/** For fish 3 or later, which parses option values itself when it knows which options take one. */
export function fishCompletion(words: CompletionWords): string {
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
