import yargs, { type Argv } from 'yargs';
import type { Language } from '../../report/text/language.ts';
import { COMMAND_GROUPS, COMMANDS } from '../commands.ts';
import { brokenInto, columnsBeside, exampleRows, helpTextsIn, withExamples } from './page.ts';
import { type WrittenOption, writtenOptions } from './written-options.ts';

/** Longer rows are hard to read. */
const WIDEST_HELP = 100;
/** The first and the last lines of help. */
export const USAGE =
  'p2s-fix: makes an Azure VPN over SSTP, or any service, work behind a proxy.\n\nUsage: $0 [command] [options]';
export const EXIT_CODES =
  'Exit codes: 0 as desired, 2 drift, 3 usage, 4 needs an administrator, 5 written but the path fails, 6 restored, 7 not reachable, 8 blocked, 9 busy or interrupted, 130 cancelled';
export const OF_EACH = 'Options of each: $0 help COMMAND';
export const OF_RARE = 'Its rare options as well: $0 help $COMMAND --all';

/** A text in the language of the help, broken into rows: those of the help, or those beside a column. */
type Broken = (text: string, column?: readonly string[]) => string;

/**
 * The help of a command, as yargs lays it out, or of the program (`null`): its everyday commands and options, and the
 * names of the other commands. `all`: with the rare options of the command.
 */
export async function commandHelp(
  command: string | null,
  columns: number,
  language: Language,
  all = false,
): Promise<string> {
  const help = await helpTextsIn(language);
  const width = Math.min(columns, WIDEST_HELP);
  const of = (text: string) =>
    help
      .of(text)
      .replaceAll('$0', 'p2s-fix')
      .replaceAll('$COMMAND', command ?? '');
  const broken: Broken = (text, column) =>
    brokenInto(column === undefined ? width : columnsBeside(column, width), of(text));
  const parser = yargs()
    .scriptName('p2s-fix')
    .locale(language)
    .updateStrings(help.yargs)
    .usage(broken(USAGE))
    .version('')
    .alias('help', 'h')
    .alias('version', 'v')
    .wrap(width)
    .exitProcess(false);
  if (command === null) addEveryday(parser, broken);
  else addCommand(parser, broken, command, all);
  let text = '';
  await parser.parseAsync([...(command === null ? [] : [command]), '--help'], {}, (_error, _argv, output) => {
    text = output;
  });
  const examples = (COMMANDS[command ?? 'audit']?.examples ?? []).map((words) => words.map(of));
  const title = 'Examples:';
  return withExamples(text, exampleRows(help.yargs[title] ?? title, examples, width));
}

function addEveryday(parser: Argv, broken: Broken): void {
  const commands = Object.entries(COMMANDS);
  const calls = commands.flatMap(([name, { page }]) => ('everyday' in page ? [callOf(name)] : []));
  const column = calls.map((call) => `p2s-fix ${call}`);
  for (const [name, { page }] of commands)
    if ('everyday' in page) parser.command(callOf(name), broken(page.everyday, column));
  addOptions(
    parser,
    broken,
    writtenOptions('audit').filter(({ row }) => row.shown === 'everyday'),
  );
  const others = COMMAND_GROUPS.map((title) => {
    const names = commands.flatMap(([name, { page }]) =>
      'group' in page && page.group === title ? [name] : [],
    );
    return `${broken(title)}: ${names.join(', ')}`;
  });
  parser.epilogue([...others, broken(OF_EACH), '', broken(EXIT_CODES)].join('\n'));
}

function addCommand(parser: Argv, broken: Broken, command: string, all: boolean): void {
  const options = writtenOptions(command);
  const shown = all ? options : options.filter(({ row }) => row.shown !== 'rare');
  parser.command(
    command === 'audit' ? [callOf(command), '$0'] : callOf(command),
    broken(COMMANDS[command]?.describe ?? ''),
    (y) => {
      for (const title of new Set(shown.map(({ row }) => row.group)))
        addOptions(
          y,
          broken,
          shown.filter(({ row }) => row.group === title),
          broken(title),
        );
      return shown.length < options.length ? y.epilogue(broken(OF_RARE)) : y;
    },
  );
}

function callOf(name: string): string {
  const { positional } = COMMANDS[name] ?? {};
  return positional === undefined ? name : `${name} ${positional}`;
}

/** Adds options with a title above them, or beside `--help`. */
function addOptions(y: Argv, broken: Broken, options: readonly WrittenOption[], title?: string): void {
  const column = options.map(({ written }) => `    --${written}`);
  for (const { written, help, row } of options)
    y.option(written, {
      ...(row.choices === undefined
        ? { type: row.kind === 'flag' ? 'boolean' : 'string', array: row.many === true }
        : { choices: row.choices }),
      describe: broken(help, column),
      ...(title !== undefined && { group: `${title}:` }),
    });
}
