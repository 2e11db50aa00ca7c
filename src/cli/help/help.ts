import { EXPORT_COMMANDS } from '../../core/export/export-commands.ts';
import type { P2sError } from '../../core/model/errors.ts';
import { helpOn, say } from '../../core/model/say.ts';
import { optionError } from '../../core/options/check.ts';
import type { Language } from '../../report/text/language.ts';
import { COMMANDS } from '../commands.ts';
import type { SplitWords } from '../parse/split-words.ts';
import { nearest } from '../parse/suggest.ts';
import { ACTIONS, RECORDING_TOPIC } from '../run/actions.ts';
import { commandHelp } from './command-help.ts';
import { brokenInto, helpTextsIn } from './page.ts';

/**
 * The help that `help`, `help COMMAND`, `help COMMAND ACTION` or `--help` ask for.
 *
 * @throws P2sError `usage` for an unknown name, with the nearest known one
 */
export async function helpText(
  { bare, given }: SplitWords,
  columns: number,
  language: Language,
): Promise<string> {
  const all = given.has('all');
  const names = bare.map(({ text }) => text);
  if (names[0] !== 'help') {
    const command = names[0] !== undefined && Object.hasOwn(COMMANDS, names[0]) ? names[0] : null;
    return commandHelp(command, columns, language, all);
  }
  const topic = topicOf(names.slice(1));
  if (topic !== RECORDING_TOPIC) return commandHelp(topic, columns, language, all);
  return recordHelp(columns, language);
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

/** The text of `help recording`; `$COMMANDS` is replaced by the commands. */
export const RECORD_HELP = `--machine takes a recording of a computer. To record one that does not have p2s-fix, run these two commands there as the VPN user (an administrator is not needed), or export the two keys with regedit:

$COMMANDS

Then, on any computer: p2s-fix --machine user.reg --machine computer.reg

Any .reg files of one computer will do: repeat --machine, or name their folder. To include policies, export these keys as well, in HKEY_LOCAL_MACHINE and HKEY_CURRENT_USER, where they exist:
  Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings
  Software\\Policies\\Microsoft\\Internet Explorer\\Control Panel

If the computer has p2s-fix: p2s-fix capture --out machine.json`;

/** How to record a computer. The commands are not wrapped, so that they can be copied. */
async function recordHelp(columns: number, language: Language): Promise<string> {
  const { of } = await helpTextsIn(language);
  return brokenInto(columns, of(RECORD_HELP)).replace('$COMMANDS', () => EXPORT_COMMANDS);
}
