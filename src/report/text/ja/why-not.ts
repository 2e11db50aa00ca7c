import { wordFor } from '../finding-text.ts';

export const WHY_NOT_JA: Readonly<Record<string, string>> = {
  'language-mode': '制約付き言語モード',
  'declaration-refused': '関数の宣言が拒否されました',
  'add-type-refused': '関数の宣言のコンパイルが拒否されました',
  'com-refused': 'COM クラスを作成できません',
  'other-user': '実行しているユーザーとは別のユーザーの設定です',
  refused: 'Windows が拒否しました',
  'powershell-blocked': '実行ポリシーによりスクリプトが拒否されました',
  'powershell-not-allowed': 'アプリケーション制御によりスクリプトが拒否されました',
  'powershell-antivirus': 'ウイルス対策ソフトによりスクリプトが拒否されました',
  'powershell-failed': 'スクリプトの処理に失敗しました',
  'powershell-timeout': '時間内に終わりませんでした',
  'powershell-no-result': 'スクリプトが結果を返さずに終了しました',
  'powershell-overflow': 'スクリプトの出力が多すぎます',
  'powershell-missing': 'PowerShell を開始できません',
};

/** Why something of Windows itself could not be used, in words. */
export function whyNotInJapanese(reason: unknown): string {
  return wordFor(WHY_NOT_JA, reason);
}
