/** Why a component of Windows could not be used, in words. */
export const WHY_NOT_EN = {
  'why-not.language-mode': 'Constrained Language Mode',
  'why-not.declaration-refused': 'the declaration of its function was refused',
  'why-not.add-type-refused': 'compiling the declaration of its function was refused',
  'why-not.com-refused': 'its COM class cannot be made',
  'why-not.other-user': 'it belongs to a different user than the one who runs this',
  'why-not.refused': 'Windows refused',
  'why-not.powershell-blocked': 'the execution policy blocks the script',
  'why-not.powershell-not-allowed': 'application control blocks the script',
  'why-not.powershell-antivirus': 'a virus scanner blocks the script',
  'why-not.powershell-failed': 'the script failed',
  'why-not.powershell-timeout': 'it did not end in time',
  'why-not.powershell-no-result': 'the script ended without a result',
  'why-not.powershell-overflow': 'the script wrote too much',
  'why-not.powershell-missing': 'PowerShell could not be started',
} as const;
