import { say } from '../../core/model/say.ts';
import { optionError } from '../../core/options/check.ts';
import { SHELLS } from '../run/actions.ts';
import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { powershellCompletion } from './powershell.ts';
import { completionWords } from './words.ts';
import { zshCompletion } from './zsh.ts';

const SCRIPTS = {
  powershell: powershellCompletion,
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/**
 * A script that completes commands, actions, options and fixed values. It contains all of them, so completion
 * starts no process.
 *
 * @throws P2sError `usage` for another shell
 */
export function completionScript(shell: unknown): string {
  const known = SHELLS.find((one) => one === shell);
  if (known !== undefined) return SCRIPTS[known](completionWords());
  throw optionError(
    say('{command} takes one of these: {actions}.', { command: 'completion', actions: SHELLS }),
    undefined,
    say('{command}', { command: { words: ['p2s-fix', 'completion', 'powershell'] } }),
  );
}
