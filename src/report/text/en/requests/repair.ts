/** `README.txt` of `export repair`. */
export const REPAIR_EN = {
  'repair.title':
    'Repair of the proxy settings of one computer, made by p2s-fix at {at} from a recording of it.',
  'repair.changes': 'Changes:',
  'repair.script':
    'The script checks that nothing has changed since the recording, saves the current values in a backup file next to\nrepair.json, writes, reads back, and restores all values if one does not take effect:',
  'repair.checks': 'only checks',
  'repair.repairs': 'repairs',
  'repair.restores': 'restores',
  'repair.user':
    'HKEY_CURRENT_USER means the user who runs it; an administrator adds -User SID for another user.',
  'repair.without-powershell': 'Without PowerShell, and without a check first:',
  'repair.restores-recorded': 'restores the recorded values',
} as const;
