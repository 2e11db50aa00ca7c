import { wordFor } from '../finding-text.ts';

export const WHY_NOT: Readonly<Record<string, string>> = {
  'language-mode': 'Constrained Language Mode',
  'declaration-refused': 'the declaration of its function was refused',
  'add-type-refused': 'compiling the declaration of its function was refused',
  'com-refused': 'its COM class cannot be made',
  'other-user': 'it belongs to a different user than the one who runs this',
  refused: 'Windows refused',
  'powershell-blocked': 'the execution policy blocks the script',
  'powershell-not-allowed': 'application control blocks the script',
  'powershell-antivirus': 'a virus scanner blocks the script',
  'powershell-failed': 'the script failed',
  'powershell-timeout': 'it did not end in time',
  'powershell-no-result': 'the script ended without a result',
  'powershell-overflow': 'the script wrote too much',
  'powershell-missing': 'PowerShell could not be started',
};

/** Why a component of Windows could not be used, in words. */
export function whyNot(reason: unknown): string {
  return wordFor(WHY_NOT, reason);
}
