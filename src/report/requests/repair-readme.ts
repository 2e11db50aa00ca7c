import type { Plan } from '../../core/decide/plan.ts';
import { mirrorChanges } from '../../core/stores/mirror.ts';
import { sidesOf } from '../text/change-text.ts';
import { ENGLISH } from '../text/texts.ts';

/** What the files of `export repair` are, for whoever gets them: plain text with Windows' line ends, in ASCII. */
export function repairReadme({ changes }: Pick<Plan, 'changes'>, at: string): string {
  const lines = [
    `Repair of the proxy settings of one machine, made by p2s-fix at ${at} from a recording of it.`,
    '',
    'Changes:',
    ...changes.flatMap((change) => {
      const { removed, added } = sidesOf({ ...change, strings: mirrorChanges(change.writes) }, ENGLISH);
      return [
        `  ${change.store}${change.needsElevation ? ENGLISH.words.needsAdministratorNote : ''}`,
        ...removed.map((text) => `    - ${text}`),
        ...added.map((text) => `    + ${text}`),
      ];
    }),
    '',
    'The script looks whether everything still is as it was recorded, keeps what is there in a backup file beside',
    'repair.json, writes, reads back, and puts everything back if a value does not take effect:',
    '  powershell.exe -NoProfile -ExecutionPolicy Bypass -File Repair-P2SRegistry.ps1          looks only',
    '  powershell.exe -NoProfile -ExecutionPolicy Bypass -File Repair-P2SRegistry.ps1 -Apply   repairs',
    '  powershell.exe -NoProfile -ExecutionPolicy Bypass -File Repair-P2SRegistry.ps1 -Undo    puts back',
    'HKEY_CURRENT_USER means whoever runs it; an administrator for somebody else adds -User SID.',
    '',
    'Without PowerShell, and without looking first:',
    '  reg.exe import repair.reg     repairs',
    '  reg.exe import undo.reg       puts back what the recording says',
    '',
    'Afterwards dial the VPN again: open connections keep the old setting.',
    '',
  ];
  return lines.join('\r\n').replace(/[^\r\n -~]/g, '?');
}
