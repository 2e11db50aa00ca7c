import { say } from '../../core/model/say.ts';
import type { Language } from '../../report/text/language.ts';
import { usage } from '../help/usage.ts';
import type { Invocation } from '../invocation.ts';
import { isSwitch } from '../options.ts';
import { parsePlain } from './plain.ts';
import { type Args, toInvocation } from './to-invocation.ts';
import { type Word, wordsOf } from './words.ts';

export type Parsed = { kind: 'run'; invocation: Invocation } | { kind: 'text'; text: string };

/**
 * Parses a command line. `language`: of the help, asked only for help and by yargs, because Node finds it slowly.
 *
 * @throws P2sError `usage` with the argument and the help command to run
 */
export async function parse(
  argv: readonly string[],
  columns: number,
  language: () => Language = () => 'en',
): Promise<Parsed> {
  const help = argv.includes('help') ? (await import('../help/request.ts')).helpRequest(argv) : null;
  if (help === 'recording')
    return { kind: 'text', text: await (await import('../help/record.ts')).recordHelp(columns, language()) };
  refuseValues(argv);
  const given = withPasted(argv);
  const plain = help === null ? parsePlain(given) : null;
  if (plain !== null) return parsedFrom(plain);
  const { parseFully } = await import('./fully.ts');
  const parsed = await parseFully(help?.words ?? given, columns, language());
  return typeof parsed === 'string' ? { kind: 'text', text: parsed } : parsedFrom(parsed);
}

async function parsedFrom(args: Args): Promise<Parsed> {
  if (args._[0] !== 'completion') return { kind: 'run', invocation: toInvocation(args) };
  const { completionScript } = await import('../completion/completion.ts');
  return { kind: 'text', text: completionScript(args.shell) };
}

/**
 * A text for explain can begin with a negative code or a dash, and yargs would read its characters as options. A
 * blank before it prevents this. A dash alone is standard input, which is also read without a text.
 */
function withPasted(argv: readonly string[]): readonly string[] {
  const words = wordsOf(argv);
  if (!words.some(({ kind, text }) => kind === 'command' && text === 'explain')) return argv;
  const isPasted = ({ kind, text }: Word) =>
    kind === 'positional' && /^-[^-a-z]/i.test(text) && !/^-\d+$/.test(text);
  return words
    .filter(({ kind, text }) => kind !== 'positional' || text !== '-')
    .map((word) => (isPasted(word) ? ` ${word.text}` : word.text));
}

/** yargs would read `--apply=plan.json` as false, and `--help=1` as an audit. */
function refuseValues(argv: readonly string[]): void {
  for (const word of argv) {
    const [, name = '', value = ''] = /^--([a-z-]+)=(.*)$/s.exec(word) ?? [];
    if (!isSwitch(name) && name !== 'help' && name !== 'version') continue;
    throw usage(
      say('--{name} takes no value: {value}', { name, value }),
      name === 'apply' ? say('p2s-fix apply {value}', { value }) : undefined,
    );
  }
}
