import { EXPORT_COMMANDS } from '../../core/export/export-commands.ts';
import type { Language } from '../../report/text/language.ts';
import { brokenInto } from './page.ts';
import { helpTextsIn } from './texts.ts';

/** The text of `help recording`; `$COMMANDS` is replaced by the commands. */
export const RECORD_HELP = `--machine takes a recording of a computer. To record one that does not have p2s-fix, run these two commands there as the VPN user (an administrator is not needed), or export the two keys with regedit:

$COMMANDS

Then, on any computer: p2s-fix --machine user.reg --machine computer.reg

Any .reg files of one computer will do: repeat --machine, or name their folder. To include policies, export these keys as well, in HKEY_LOCAL_MACHINE and HKEY_CURRENT_USER, where they exist:
  Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings
  Software\\Policies\\Microsoft\\Internet Explorer\\Control Panel

If the computer has p2s-fix: p2s-fix capture --out machine.json`;

/** How to record a computer. The commands are not wrapped, so that they can be copied. */
export async function recordHelp(columns: number, language: Language): Promise<string> {
  const { of } = await helpTextsIn(language);
  return brokenInto(columns, of(RECORD_HELP)).replace('$COMMANDS', () => EXPORT_COMMANDS);
}
