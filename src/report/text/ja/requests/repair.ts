import type { Translation } from '../../../messages/text.ts';
import type { REPAIR_EN } from '../../en/requests/repair.ts';

export const REPAIR_JA: Translation<typeof REPAIR_EN> = {
  'repair.title':
    '1 台のコンピューターのプロキシ設定を修復するファイルです。p2s-fix が {at} に、そのコンピューターの記録ファイルから作成しました。',
  'repair.changes': '変更内容:',
  'repair.script':
    'スクリプトは、記録した後に設定が変わっていないことを確認し、現在の値を repair.json と同じフォルダーのバックアップ ファイルに\n保存してから書き込み、結果を確認します。反映されない値が 1 つでもあれば、すべての値を元に戻します:',
  'repair.checks': '確認のみ',
  'repair.repairs': '修復',
  'repair.restores': '元に戻す',
  'repair.user':
    'HKEY_CURRENT_USER は、スクリプトを実行するユーザーの設定です。管理者が別のユーザーの設定を修復するには、-User SID を付けてください。',
  'repair.without-powershell': 'PowerShell を使用しない場合 (事前の確認は行われません):',
  'repair.restores-recorded': '記録した値に戻す',
};
