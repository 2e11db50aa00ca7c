import yargs from 'yargs';
import type { Language } from '../../report/text/language.ts';
import { COMMANDS } from '../commands.ts';
import { brokenInto, columnsBeside, exampleRows, withExamples } from './page.ts';
import { helpTextsIn } from './texts.ts';
import { writtenOptions } from './written-options.ts';

/** Longer rows are hard to read. */
const WIDEST_HELP = 100;
/** The first and the last lines of every help. */
export const USAGE =
  'p2s-fix: makes Azure point-to-site VPNs over SSTP work behind a company proxy.\n\nUsage: $0 [command] [options]';
export const EXIT_CODES =
  'Exit codes: 0 as desired, 2 drift, 3 usage, 4 needs an administrator, 5 written but the path fails, 6 restored, 7 not reachable, 8 blocked, 9 busy or interrupted, 130 cancelled. Reference: docs/commands.md, docs/reference.md';

/** The help of a command, or of the program, as yargs lays it out. */
export async function commandHelp(
  command: string | null,
  columns: number,
  language: Language,
): Promise<string> {
  const help = await helpTextsIn(language);
  const width = Math.min(columns, WIDEST_HELP);
  const argv = [...(command === null ? [] : [command]), '--help'];
  const parser = yargs()
    .scriptName('p2s-fix')
    .locale(language)
    .updateStrings(help.yargs)
    .usage(brokenInto(width, help.of(USAGE).replaceAll('$0', 'p2s-fix')))
    .version('')
    .alias('help', 'h')
    .alias('version', 'v')
    .wrap(width)
    .exitProcess(false);
  const commands = Object.entries(COMMANDS).map(([name, { positional, describe }]) => {
    return { name, call: positional ? `${name} ${positional}` : name, describe };
  });
  // The width of descriptions: above the help of one command, or beside the list of all commands.
  const space =
    command !== null
      ? width
      : columnsBeside(
          commands.map(({ call }) => `p2s-fix ${call}`),
          width,
        );
  for (const { name, call, describe } of commands) {
    parser.command(name === 'audit' ? [call, '$0'] : call, brokenInto(space, help.of(describe)), (y) => {
      const options = writtenOptions(name);
      for (const { written, help: words, row } of options) {
        const group = options.filter((one) => one.row.group === row.group);
        const beside = columnsBeside(
          group.map((one) => `    --${one.written}`),
          width,
        );
        y.option(written, {
          ...(row.choices === undefined
            ? { type: row.kind === 'flag' ? 'boolean' : 'string', array: row.many === true }
            : { choices: row.choices }),
          describe: brokenInto(beside, help.of(words)),
          group: `${help.of(row.group)}:`,
        });
      }
      return y;
    });
  }
  parser.epilogue(brokenInto(width, help.of(EXIT_CODES)));
  let text = '';
  await parser.parseAsync(argv, {}, (_error, _argv, output) => {
    text = output;
  });
  const examples = (COMMANDS[command ?? 'audit']?.examples ?? []).map((words) =>
    words.map((word) => help.of(word).replaceAll('$0', 'p2s-fix')),
  );
  const title = 'Examples:';
  return withExamples(text, exampleRows(help.yargs[title] ?? title, examples, width));
}
