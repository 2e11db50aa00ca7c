import { COMMANDS } from '../../src/cli/commands.ts';
import { grouped, type WrittenOption, writtenOptions } from '../../src/cli/help/written-options.ts';

/** The reference of the command line in Markdown, with the content of `--help`. */
export function commandsPage(): string {
  return Object.entries(COMMANDS)
    .map(([name, { positional, describe, examples }]) =>
      [
        `## p2s-fix ${name}`,
        `\`\`\`text\np2s-fix ${[name === 'audit' ? '[audit]' : name, positional, '[options]'].filter((part) => part !== undefined).join(' ')}\n\`\`\``,
        `${describe}.`,
        ...grouped(writtenOptions(name)).map(
          ([title, members]) => `${title}:\n\n${members.map(optionLine).join('\n')}`,
        ),
        `Examples:\n\n\`\`\`sh\n${examples.map(([call, what]) => `${call.replaceAll('$0', 'p2s-fix')}  # ${what.replaceAll('$0', 'p2s-fix')}`).join('\n')}\n\`\`\``,
      ].join('\n\n'),
    )
    .join('\n\n');
}

function optionLine({ written, help, row: { kind, choices } }: WrittenOption): string {
  const value = choices !== undefined ? ` ${choices.join('|')}` : kind === 'flag' ? '' : ' VALUE';
  return `* \`--${written}${value}\`: ${help.replaceAll('<', '\\<').replaceAll('*', '\\*')}`;
}
