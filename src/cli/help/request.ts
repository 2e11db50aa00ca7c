import { say } from '../../core/model/say.ts';
import { COMMANDS } from '../commands.ts';
import { nearest } from '../parse/suggest.ts';
import { wordsOf } from '../parse/words.ts';
import { ACTIONS, RECORDING_TOPIC } from '../run/actions.ts';
import { usage } from './usage.ts';

/** The topic of `help`: how to record a computer, or the help of these words. */
export type HelpRequest = typeof RECORDING_TOPIC | { words: readonly string[] };

/**
 * Reads `help`, `help COMMAND` and `help COMMAND ACTION` as the equivalent `--help`; `null` for any other command
 * line.
 *
 * @throws P2sError `usage` for an unknown name, with the nearest known one
 */
export function helpRequest(argv: readonly string[]): HelpRequest | null {
  const words = wordsOf(argv);
  if (words.find(({ kind }) => kind !== 'option')?.text !== 'help') return null;
  const names = words.flatMap(({ kind, text }) => (kind === 'positional' ? [text] : []));
  const options = words.flatMap(({ kind, text }) => (kind === 'option' ? [text] : []));
  const [command, action] = names;
  if (command === undefined || command === 'help') return { words: [...options, '--help'] };
  if (command !== RECORDING_TOPIC && !Object.hasOwn(COMMANDS, command)) throw noCommand(command);
  const actions = ACTIONS[command] ?? [];
  const unexpected = names[actions.length > 0 ? 2 : 1];
  if (unexpected !== undefined)
    throw usage(
      say('Unexpected argument: {argument}', { argument: unexpected }),
      say('p2s-fix help {command}', { command }),
    );
  if (action !== undefined && !actions.includes(action)) throw noAction(command, action, actions);
  return command === RECORDING_TOPIC ? command : { words: [command, ...options, '--help'] };
}

function noCommand(command: string) {
  const meant = nearest(command, [...Object.keys(COMMANDS), RECORDING_TOPIC]);
  return usage(
    say('There is no command {command}.', { command }),
    meant === null ? say('p2s-fix --help') : say('p2s-fix help {meant}', { meant }),
  );
}

function noAction(command: string, action: string, actions: readonly string[]) {
  const meant = nearest(action, actions);
  return usage(
    say('{word} takes one of these: {choices}.', { word: command, choices: actions }),
    say('p2s-fix help {topic}', { topic: meant === null ? command : `${command} ${meant}` }),
  );
}
