import yargs from 'yargs';
import { commandText, shellOf } from '../../core/model/command-text.ts';
import { P2sError } from '../../core/model/errors.ts';
import { type Message, say } from '../../core/model/say.ts';
import { VERSION } from '../../pipeline/run/version.ts';
import type { Language } from '../../report/text/language.ts';
import { COMMANDS } from '../commands.ts';
import { groupOf } from '../help/option-groups.ts';
import { brokenInto, columnsBeside, exampleRows, withExamples } from '../help/page.ts';
import { helpTextsIn } from '../help/texts.ts';
import { usage } from '../help/usage.ts';
import { OPTIONS, type OptionName } from '../options.ts';
import { corrected } from './suggest.ts';
import type { Args } from './to-invocation.ts';

/** Longer rows are hard to read. */
const WIDEST_HELP = 100;
/** The first and the last lines of every help. */
export const USAGE =
  'p2s-fix: makes Azure point-to-site VPNs over SSTP work behind a company proxy.\n\nUsage: $0 [command] [options]';
export const EXIT_CODES =
  'Exit codes: 0 as desired, 2 drift, 3 usage, 4 needs an administrator, 5 written but the path fails, 6 restored, 7 not reachable, 8 blocked, 9 busy or interrupted, 130 cancelled. Reference: docs/commands.md, docs/reference.md';

/**
 * Parses any command line with yargs: resolves to the arguments, or to the requested text (help, version).
 *
 * @throws P2sError `usage`
 */
export async function parseFully(
  words: readonly string[],
  columns: number,
  language: Language,
): Promise<Args | string> {
  const argv = commandFirst(words);
  const help = await helpTextsIn(language);
  const width = Math.min(columns, WIDEST_HELP);
  const named = Object.hasOwn(COMMANDS, argv[0] ?? '');
  let text = '';
  const parser = yargs([...argv])
    .scriptName('p2s-fix')
    .locale(language)
    .updateStrings(help.yargs)
    .usage(brokenInto(width, help.of(USAGE).replaceAll('$0', 'p2s-fix')))
    .parserConfiguration({
      'boolean-negation': false,
      // Follow-up commands know options by their own names only.
      'camel-case-expansion': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .version(VERSION)
    .alias('help', 'h')
    .alias('version', 'v')
    .wrap(width)
    .strict()
    .showHelpOnFail(false)
    .exitProcess(false)
    .fail((message, error) => {
      const stray = argv.includes('--apply') ? strayArgument(argv) : undefined;
      if (stray !== undefined)
        throw usage(
          say('--apply takes no argument: {stray}', { stray }),
          say('p2s-fix apply {stray}', { stray }),
        );
      if (error instanceof P2sError) throw error;
      const meant = corrected(argv);
      throw usage(
        unknownWord(message) ??
          missingValue(message) ??
          invalidValue(message) ??
          say('{message}', { message: message ?? error.message }),
        meant === null
          ? undefined
          : say('{command}', { command: commandText(['p2s-fix', ...meant], shellOf(process.platform)) }),
      );
    });
  const commands = Object.entries(COMMANDS).map(([name, command]) => {
    return { name, call: command.positional ? `${name} ${command.positional}` : name, command };
  });
  // The width of descriptions: above the help of one command, or beside the list of all commands.
  const space = named
    ? width
    : columnsBeside(
        commands.map(({ call }) => `p2s-fix ${call}`),
        width,
      );
  for (const { name, call, command } of commands) {
    parser.command(
      name === 'audit' ? [call, '$0'] : call,
      brokenInto(space, help.of(command.describe)),
      (y) => {
        for (const option of command.options) {
          const group = command.options.filter((one) => groupOf(one) === groupOf(option));
          const beside = columnsBeside(
            group.map((one) => `    --${one}`),
            width,
          );
          y.option(option, {
            ...OPTIONS[option],
            describe: brokenInto(beside, help.of(OPTIONS[option].describe)),
            group: `${help.of(groupOf(option))}:`,
          });
        }
        return y;
      },
    );
  }
  parser.epilogue(brokenInto(width, help.of(EXIT_CODES)));
  const { _: positionals, ...args } = await parser.parseAsync([...argv], {}, (_error, _argv, output) => {
    text = output;
  });
  if (text === '') return { ...args, _: positionals.map(String) };
  if (text === VERSION) return text;
  const examples = (COMMANDS[named ? (argv[0] ?? '') : 'audit']?.examples ?? []).map((words) =>
    words.map((word) => help.of(word).replaceAll('$0', 'p2s-fix')),
  );
  const title = 'Examples:';
  return withExamples(text, exampleRows(help.yargs[title] ?? title, examples, width));
}

/** An unknown argument, the most common error: yargs reports it in English only. */
function unknownWord(message: string | null): Message | null {
  const [, reported] = /^Unknown (?:arguments?|commands?): (.+)$/.exec(message ?? '') ?? [];
  if (reported === undefined) return null;
  return say('Unknown argument: {words}', { words: [...new Set(reported.split(', '))].join(', ') });
}

/** An option at the end, without its value. */
function missingValue(message: string | null): Message | null {
  const [, option] = /^Not enough arguments following: (\S+)$/.exec(message ?? '') ?? [];
  return option === undefined ? null : say('{option} takes a value.', { option: `--${option}` });
}

/** An invalid choice; yargs reports one option per line, below a title. */
function invalidValue(message: string | null): Message | null {
  const reported = /^ *Argument: (\S+), Given: (.*), Choices: (.+)$/m.exec(message ?? '');
  if (reported === null) return null;
  const [, option = '', given = '', choices = ''] = reported;
  return say('--{option} takes {choices}, not {given}.', { option, choices, given });
}

/** Moves the command to the front: yargs takes a command after a switch as the value of the switch. */
function commandFirst(argv: readonly string[]): readonly string[] {
  const isSwitch = (word: string) => {
    const option = Object.entries(OPTIONS).find(([name]) => word === `--${name}`)?.[1];
    return option !== undefined && 'type' in option && option.type === 'boolean';
  };
  const at = argv.findIndex((word) => !isSwitch(word));
  const command = argv[at];
  return command !== undefined && Object.hasOwn(COMMANDS, command)
    ? [command, ...argv.toSpliced(at, 1)]
    : argv;
}

/** The first word that is not an option, an option's value, or a command. */
function strayArgument(argv: readonly string[]): string | undefined {
  return argv.find((word, index) => {
    if (word.startsWith('-') || Object.hasOwn(COMMANDS, word)) return false;
    const before = argv[index - 1]?.replace(/^--/, '') ?? '';
    const option = Object.hasOwn(OPTIONS, before)
      ? (OPTIONS[before as OptionName] as { type?: string })
      : null;
    return option === null || option.type === 'boolean';
  });
}
