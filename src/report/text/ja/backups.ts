import type { Translation } from '../../messages/text.ts';
import type { BACKUPS_EN } from '../en/backups.ts';

export const BACKUPS_JA: Translation<typeof BACKUPS_EN> = {
  'backup.before-apply': 'apply の前、{createdAt}',
  'backup.before-rollback': 'rollback の前、{createdAt}',
  'backup.unusable': '使用できません: {problem}',
  'backup.due': '番号なしの rollback で使用されます',
  'backup.with-remarks': '{what}  ({remarks})',
  'backup-folder.machine': 'コンピューターのフォルダー',
  'backup-folder.user': 'ユーザーのフォルダー',
  'backup-foreign.folder': '管理者の実行では使用されません',
  'backup-foreign.machine': '別のコンピューター',
  'confirmed.command': '確定しました。変更は維持されます。後で元に戻すには: p2s-fix rollback {backup}',
  'confirmed.health-check':
    '正常性チェックにより確定しました。変更は維持されます。後で元に戻すには: p2s-fix rollback {backup}',
};
