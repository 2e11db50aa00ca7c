import type { Plan } from '../../core/decide/plan.ts';
import { mirrorChanges } from '../../core/stores/mirror.ts';
import { sidesOf } from '../text/change-text.ts';
import { ENGLISH } from '../text/texts.ts';

/** The repair's script, run in the folder of the export; by itself it only checks. */
const RUN = 'powershell.exe -NoProfile -ExecutionPolicy Bypass -File Repair-P2SRegistry.ps1';
/** Repairs the computer that was recorded. */
export const REPAIR_COMMAND = `${RUN} -Apply`;

/** Describes the files of `export repair` for their recipient: plain ASCII text with Windows line endings. */
export function repairReadme({ changes }: Pick<Plan, 'changes'>, at: string): string {
  const lines = [
    `Repair of the proxy settings of one computer, made by p2s-fix at ${at} from a recording of it.`,
    '',
    'Changes:',
    ...changes.flatMap((change) => {
      const { removed, added } = sidesOf({ ...change, strings: mirrorChanges(change.writes) }, ENGLISH);
      return [
        `  ${change.store}${change.needsElevation ? ENGLISH.words('change.needs-administrator-note') : ''}`,
        ...removed.map((text) => `    - ${text}`),
        ...added.map((text) => `    + ${text}`),
      ];
    }),
    '',
    'The script checks that nothing has changed since the recording, saves the current values in a backup file next to',
    'repair.json, writes, reads back, and restores all values if one does not take effect:',
    `  ${RUN}          only checks`,
    `  ${REPAIR_COMMAND}   repairs`,
    `  ${RUN} -Undo    restores`,
    'HKEY_CURRENT_USER means the user who runs it; an administrator adds -User SID for another user.',
    '',
    'Without PowerShell, and without a check first:',
    '  reg.exe import repair.reg     repairs',
    '  reg.exe import undo.reg       restores the recorded values',
    '',
    'Then reconnect the VPN: open connections keep the old setting.',
    '',
  ];
  return lines.join('\r\n').replace(/[^\r\n -~]/g, '?');
}
