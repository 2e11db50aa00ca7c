import { COMMANDS } from '../../src/cli/commands.ts';
import { grouped, type WrittenOption, writtenOptions } from '../../src/cli/help/written-options.ts';

/** The reference of the command line in Markdown: each command with an example, each option once with its commands. */
export function commandsPage(table: (head: readonly string[], rows: readonly string[][]) => string): string {
  const commands = Object.entries(COMMANDS);
  const all = commands.flatMap(([name]) => writtenOptions(name));
  const once = new Map(all.map((one) => [one.written, one]));
  const commandsOf = ({ written }: WrittenOption) =>
    commands
      .map(([name]) => name)
      .filter((name) => writtenOptions(name).some((one) => one.written === written));
  const options = grouped([...once.values()]).flatMap(([, members]) => members);
  return [
    '## Commands',
    table(
      ['command', 'does', 'for example'],
      commands.map(([name, { positional, describe, examples }]) => [
        codeOf(['p2s-fix', name, ...(positional === undefined ? [] : [positional])].join(' ')),
        describe,
        examples
          .slice(0, 1)
          .map(([call]) => codeOf(call.replaceAll('$0', 'p2s-fix')))
          .join(''),
      ]),
    ),
    '## Options',
    table(
      ['option', 'meaning', 'commands'],
      options.map((one) => [codeOf(nameOf(one)), textOf(one), among(commandsOf(one), commands.length)]),
    ),
  ].join('\n\n');
}

function codeOf(text: string): string {
  return `\`${text}\``;
}

function among(names: readonly string[], count: number): string {
  return names.length === count ? 'all' : names.join(', ');
}

function nameOf({ written, row: { kind, choices } }: WrittenOption): string {
  return `--${written}${choices !== undefined ? ` ${choices.join('|')}` : kind === 'flag' ? '' : ' VALUE'}`;
}

function textOf({ help }: WrittenOption): string {
  return help.replaceAll('<', '\\<').replaceAll('*', '\\*');
}
