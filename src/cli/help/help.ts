import type { P2sError } from '../../core/model/errors.ts';
import { helpOn, say } from '../../core/model/say.ts';
import { optionError } from '../../core/options/check.ts';
import type { Language } from '../../report/text/language.ts';
import { COMMANDS } from '../commands.ts';
import type { SplitWords } from '../parse/split-words.ts';
import { nearest } from '../parse/suggest.ts';
import { ACTIONS, RECORDING_TOPIC } from '../run/actions.ts';
import { commandHelp } from './command-help.ts';

/**
 * The help that `help`, `help COMMAND`, `help COMMAND ACTION` or `--help` ask for.
 *
 * @throws P2sError `usage` for an unknown name, with the nearest known one
 */
export async function helpText({ bare }: SplitWords, columns: number, language: Language): Promise<string> {
  const names = bare.map(({ text }) => text);
  if (names[0] !== 'help') {
    const command = names[0] !== undefined && Object.hasOwn(COMMANDS, names[0]) ? names[0] : null;
    return commandHelp(command, columns, language);
  }
  const topic = topicOf(names.slice(1));
  if (topic !== RECORDING_TOPIC) return commandHelp(topic, columns, language);
  return (await import('./record.ts')).recordHelp(columns, language);
}

function topicOf([command, action, ...more]: readonly string[]): string | null {
  if (command === undefined || command === 'help') return null;
  if (command !== RECORDING_TOPIC && !Object.hasOwn(COMMANDS, command)) throw noCommand(command);
  const actions = ACTIONS[command] ?? [];
  const unexpected = actions.length > 0 ? more[0] : action;
  if (unexpected !== undefined)
    throw optionError(
      say('Unknown argument: {names}', { names: unexpected }),
      undefined,
      say('{command}', { command: helpOn(command) }),
    );
  if (action !== undefined && !actions.includes(action)) throw noAction(command, action, actions);
  return command;
}

function noCommand(command: string): P2sError {
  const meant = nearest(command, [...Object.keys(COMMANDS), RECORDING_TOPIC]);
  return optionError(
    say('There is no command {command}.', { command }),
    undefined,
    say('{command}', { command: meant === null ? { words: ['p2s-fix', '--help'] } : helpOn(meant) }),
  );
}

function noAction(command: string, action: string, actions: readonly string[]): P2sError {
  const meant = nearest(action, actions);
  return optionError(
    say('{command} takes one of these: {actions}.', { command, actions }),
    undefined,
    say('{command}', { command: helpOn(command, ...(meant === null ? [] : [meant])) }),
  );
}
