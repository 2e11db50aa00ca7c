import { commandText, shellOf } from '../../core/model/command-text.ts';
import { P2sError } from '../../core/model/errors.ts';
import { withoutPassword } from '../../core/model/neutralise.ts';
import { say, withTexts } from '../../core/model/say.ts';
import type { Call } from '../../core/options/table.ts';
import type { Language } from '../../report/text/language.ts';
import { COMMANDS } from '../commands.ts';
import { readWords, unknownWords } from './read-words.ts';
import { type SplitWords, splitWords } from './split-words.ts';

export type Parsed = { kind: 'run'; call: Call } | { kind: 'text'; text: string };

/**
 * Parses a command line. `language`: of the help, asked only for help, because Node finds it slowly.
 *
 * @throws P2sError `usage` with the argument and the help command to run
 */
export async function parse(
  argv: readonly string[],
  columns: number,
  language: () => Language = () => 'en',
  words: SplitWords = splitWords(argv),
): Promise<Parsed> {
  const [first] = words.bare;
  if (words.valuedSwitch === null && (first?.text === 'help' || words.given.has('help')))
    return {
      kind: 'text',
      text: await (await import('../help/help.ts')).helpText(words, columns, language()),
    };
  if (words.valuedSwitch === null && words.given.has('version'))
    return { kind: 'text', text: (await import('../../pipeline/run/version.ts')).VERSION };
  const call = await readOrSuggest(argv, words);
  if (call.use !== 'completion') return { kind: 'run', call };
  const { completionScript } = await import('../completion/completion.ts');
  return { kind: 'text', text: completionScript(words.bare[1]?.text) };
}

/** Rejects with P2sError `usage`, which names the nearest command line or the help. */
async function readOrSuggest(argv: readonly string[], words: SplitWords): Promise<Call> {
  try {
    return readWords(words);
  } catch (error) {
    if (!(error instanceof P2sError) || error.next !== null) throw error;
    const meant = (await import('./suggest.ts')).corrected(argv, unknownWords(words));
    const [command] = words.bare.filter(({ text }) => Object.hasOwn(COMMANDS, text));
    const help = command === undefined ? ['--help'] : ['help', command.text];
    const line = commandText(['p2s-fix', ...(meant ?? help)], shellOf(process.platform));
    throw error.again({ next: withTexts(say('{line}', { line }), withoutPassword) });
  }
}
