import { EXPORT_LINE } from '../../core/export/export-line.ts';
import type { Language } from '../../report/text/language.ts';
import { brokenInto } from './page.ts';
import { helpTextsIn } from './texts.ts';

/** The text of `help recording`; `$LINE` is replaced by the PowerShell line. */
export const RECORD_HELP = `--machine takes a recording of a computer. To record one that does not have p2s-fix, run this line there in PowerShell, as the VPN user. It exports all required keys to p2s-fix.reg:

$LINE

Then, on any computer: p2s-fix --machine p2s-fix.reg

The keys, in HKEY_CURRENT_USER and HKEY_LOCAL_MACHINE, each with its subkey Connections:
  Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings
  Software\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Internet Settings
  Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings
  Software\\Policies\\Microsoft\\Internet Explorer\\Control Panel

If you have several .reg files of one computer, repeat --machine, or name their folder. If the computer has p2s-fix: p2s-fix capture --out machine.json`;

/** How to record a computer. The PowerShell line is not wrapped, so that it can be copied. */
export async function recordHelp(columns: number, language: Language): Promise<string> {
  const { of } = await helpTextsIn(language);
  return brokenInto(columns, of(RECORD_HELP)).replace('$LINE', () => EXPORT_LINE);
}
