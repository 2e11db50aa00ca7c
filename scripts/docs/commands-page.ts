import { COMMANDS } from '../../src/cli/commands.ts';
import { grouped } from '../../src/cli/help/option-groups.ts';
import { OPTIONS, type OptionName } from '../../src/cli/options.ts';

/** The reference of the command line in Markdown, with the content of `--help`. */
export function commandsPage(): string {
  return Object.entries(COMMANDS)
    .map(([name, { positional, describe, options, examples }]) =>
      [
        `## p2s-fix ${name}`,
        `\`\`\`text\np2s-fix ${[name === 'audit' ? '[audit]' : name, positional, options.length > 0 ? '[options]' : undefined].filter((part) => part !== undefined).join(' ')}\n\`\`\``,
        `${describe}.`,
        ...grouped(options).map(([title, members]) => `${title}:\n\n${members.map(optionLine).join('\n')}`),
        `Examples:\n\n\`\`\`sh\n${examples.map(([call, what]) => `${call.replaceAll('$0', 'p2s-fix')}  # ${what.replaceAll('$0', 'p2s-fix')}`).join('\n')}\n\`\`\``,
      ].join('\n\n'),
    )
    .join('\n\n');
}

function optionLine(name: OptionName): string {
  const option = OPTIONS[name];
  const value =
    'choices' in option ? ` ${option.choices.join('|')}` : option.type === 'string' ? ' VALUE' : '';
  return `* \`--${name}${value}\`: ${option.describe.replaceAll('<', '\\<').replaceAll('*', '\\*')}`;
}
