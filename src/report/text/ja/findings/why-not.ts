import type { Translation } from '../../../messages/text.ts';
import type { WHY_NOT_EN } from '../../en/findings/why-not.ts';

export const WHY_NOT_JA: Translation<typeof WHY_NOT_EN> = {
  'why-not.language-mode': '制約付き言語モード',
  'why-not.declaration-refused': '関数の宣言が拒否されました',
  'why-not.add-type-refused': '関数の宣言のコンパイルが拒否されました',
  'why-not.com-refused': 'COM クラスを作成できません',
  'why-not.other-user': '実行しているユーザーとは別のユーザーの設定です',
  'why-not.refused': 'Windows が拒否しました',
  'why-not.powershell-blocked': '実行ポリシーによりスクリプトが拒否されました',
  'why-not.powershell-not-allowed': 'アプリケーション制御によりスクリプトが拒否されました',
  'why-not.powershell-antivirus': 'ウイルス対策ソフトによりスクリプトが拒否されました',
  'why-not.powershell-failed': 'スクリプトの処理に失敗しました',
  'why-not.powershell-timeout': '時間内に終わりませんでした',
  'why-not.powershell-no-result': 'スクリプトが結果を返さずに終了しました',
  'why-not.powershell-overflow': 'スクリプトの出力が多すぎます',
  'why-not.powershell-missing': 'PowerShell を開始できません',
};
