import { say } from '../core/model/say.ts';
import { SHELLS } from './actions.ts';
import { bashCompletion } from './completion-bash.ts';
import { fishCompletion } from './completion-fish.ts';
import { powershellCompletion } from './completion-powershell.ts';
import { completionWords } from './completion-words.ts';
import { zshCompletion } from './completion-zsh.ts';
import { usage } from './usage.ts';

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
  throw usage(say`${'completion'} takes one of these: ${SHELLS}.`, say`p2s-fix completion powershell`);
}
