import type { Plan } from '../../core/decide/plan.ts';
import { say } from '../../core/model/say.ts';
import { mirrorChanges } from '../../core/stores/mirror.ts';
import { changeTitle, sidesOf } from '../text/change-text.ts';
import type { Texts } from '../text/texts.ts';

/** The repair's script, run in the folder of the export; by itself it only checks. */
const RUN = 'powershell.exe -NoProfile -ExecutionPolicy Bypass -File Repair-P2SRegistry.ps1';
/** Repairs the computer that was recorded. */
export const REPAIR_COMMAND = { words: [...RUN.split(' '), '-Apply'] };

/**
 * Describes the files of `export repair` for their recipient: text with Windows line endings; with a byte order mark
 * if it is not ASCII, so that every Windows editor reads it as UTF-8.
 */
export function repairReadme({ changes }: Pick<Plan, 'changes'>, at: string, texts: Texts): string {
  const { words } = texts;
  const lines = [
    words(
      say('Repair of the proxy settings of one computer, made by p2s-fix at {at} from a recording of it.', {
        at,
      }),
    ),
    '',
    words(say('Changes:')),
    ...changes.flatMap((change) => {
      const { removed, added } = sidesOf({ ...change, strings: mirrorChanges(change.writes) }, texts);
      return [
        `  ${changeTitle(change, null, null, words)}`,
        ...removed.map((text) => `    - ${text}`),
        ...added.map((text) => `    + ${text}`),
      ];
    }),
    '',
    ...words(
      say(
        'The script checks that nothing has changed since the recording, saves the current values in a backup file next to\nrepair.json, writes, reads back, and restores all values if one does not take effect:',
      ),
    ).split('\n'),
    `  ${RUN}          ${words(say('only checks'))}`,
    `  ${words(REPAIR_COMMAND)}   ${words(say('repairs'))}`,
    `  ${RUN} -Undo    ${words(say('restores'))}`,
    words(
      say('HKEY_CURRENT_USER means the user who runs it; an administrator adds -User SID for another user.'),
    ),
    '',
    words(say('Without PowerShell, and without a check first:')),
    `  reg.exe import repair.reg     ${words(say('repairs'))}`,
    `  reg.exe import undo.reg       ${words(say('restores the recorded values'))}`,
    '',
    words(say('Then reconnect the VPN: open connections keep the old setting.')),
    '',
  ];
  const shown = lines.join('\r\n').replace(/[^\r\n\P{C}]/gu, '?');
  return /[^\r\n -~]/.test(shown) ? `\ufeff${shown}` : shown;
}
