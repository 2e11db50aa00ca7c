import type { Plan } from '../../core/decide/plan.ts';
import { mirrorChanges } from '../../core/stores/mirror.ts';
import { changeTitle, sidesOf } from '../text/change-text.ts';
import type { Texts } from '../text/texts.ts';

/** The repair's script, run in the folder of the export; by itself it only checks. */
const RUN = 'powershell.exe -NoProfile -ExecutionPolicy Bypass -File Repair-P2SRegistry.ps1';
/** Repairs the computer that was recorded. */
export const REPAIR_COMMAND = `${RUN} -Apply`;

/**
 * Describes the files of `export repair` for their recipient: text with Windows line endings; with a byte order mark
 * if it is not ASCII, so that every Windows editor reads it as UTF-8.
 */
export function repairReadme({ changes }: Pick<Plan, 'changes'>, at: string, texts: Texts): string {
  const { words } = texts;
  const lines = [
    words('repair.title', { at }),
    '',
    words('repair.changes'),
    ...changes.flatMap((change) => {
      const { removed, added } = sidesOf({ ...change, strings: mirrorChanges(change.writes) }, texts);
      return [
        `  ${changeTitle(change, null, null, words)}`,
        ...removed.map((text) => `    - ${text}`),
        ...added.map((text) => `    + ${text}`),
      ];
    }),
    '',
    ...words('repair.script').split('\n'),
    `  ${RUN}          ${words('repair.checks')}`,
    `  ${REPAIR_COMMAND}   ${words('repair.repairs')}`,
    `  ${RUN} -Undo    ${words('repair.restores')}`,
    words('repair.user'),
    '',
    words('repair.without-powershell'),
    `  reg.exe import repair.reg     ${words('repair.repairs')}`,
    `  reg.exe import undo.reg       ${words('repair.restores-recorded')}`,
    '',
    words('change.redial.then'),
    '',
  ];
  const shown = lines.join('\r\n').replace(/[^\r\n\P{C}]/gu, '?');
  return /[^\r\n -~]/.test(shown) ? `\ufeff${shown}` : shown;
}
