/** Backups, and a change that was confirmed. */
export const BACKUPS_EN = {
  'backup.before-apply': 'before an apply, {createdAt}',
  'backup.before-rollback': 'before a rollback, {createdAt}',
  'backup.unusable': 'cannot be used: {problem}',
  'backup.due': 'a rollback without a number uses this one',
  'backup.with-remarks': '{what}  ({remarks})',
  'backup-folder.machine': 'computer folder',
  'backup-folder.user': 'user folder',
  'backup-foreign.folder': "not taken by an administrator's run",
  'backup-foreign.machine': 'another computer',
  'confirmed.command': 'Confirmed: the change is kept. To roll it back later: p2s-fix rollback {backup}',
  'confirmed.health-check':
    'Confirmed by the health check: the change is kept. To roll it back later: p2s-fix rollback {backup}',
} as const;
