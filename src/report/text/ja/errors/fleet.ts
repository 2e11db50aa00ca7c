/** What goes wrong with many computers at once, and on one of them. */
export const FLEET_ERRORS_JA: Readonly<Record<string, string>> = {
  'Cannot be judged: no result of the package {0} was collected.':
    '判定できません: {0} パッケージの結果が収集されていません。',
  'Add its result: Intune lists each remediation separately.':
    'その結果も追加してください。Intune では修復ごとに一覧が表示されます。',
  'Name it one of {0} in the first line.': '1 行目に {0} のいずれかの名前の列を入れてください。',
  'The table has no column with the computer.': '表にコンピューターの列がありません。',
  'No computer is named.': 'コンピューターが指定されていません。',
  '{0}, or {1} FILE.csv, or {2} - for standard input.':
    '{0} または {1} FILE.csv、標準入力なら {2} - を指定してください。',
  '{0} computers exceed the limit of one run ({1}).': '{0} 台は一度の実行で扱える台数 ({1}) を超えています。',
  'Split the list, or use a management tool that you already have: docs/fleet.md, "100,000 machines".':
    '一覧を分割するか、すでにある管理基盤に任せてください: docs/fleet.md の "100,000 machines" (英語)。',
  'A computer cannot be named by its IPv6 address: {0}':
    'コンピューターを IPv6 アドレスで指定することはできません: {0}',
  'Use its host name, or for SSH a Host of the ssh configuration with this address as its HostName.':
    'ホスト名を使用してください。SSH では、このアドレスを HostName とする ssh 設定の Host も使用できます。',
  'This is not {0}: "{1}"': '{0} ではありません: "{1}"',
  'a computer ([ssh://][USER@]HOST[:PORT])': 'コンピューター ([ssh://][USER@]HOST[:PORT])',
  'the name of a computer': 'コンピューターの名前',
  'a host name': 'ホスト名',
  'winrm or ssh': 'winrm または ssh',
  'a port': 'ポート番号',
  'true or false': 'true または false',
  'a user name': 'ユーザー名',
  'the name of a file': 'ファイル名',
  'a subsystem': 'サブシステム名',
  'a session configuration': 'セッション構成名',
  'a SID': 'SID (セキュリティ識別子)',
  'docs/fleet.md describes how computers are named.':
    'コンピューターの指定方法は docs/fleet.md (英語) にあります。',
  '{0} keeps it; {1} rolls it back.': '{0} で確定し、{1} で元に戻します。',
  'To make it again: {0}.': 'もう一度変更するには: {0}',
  'Run {0}, then apply again.': '{0} で元に戻し、もう一度適用してください。',
  'A write did not take effect, and the rollback failed as well.':
    '書き込みが反映されず、元に戻すこともできませんでした。',
  'The journal and the backup are kept there: the next fleet apply or rollback restores it first.':
    'ジャーナルとバックアップは対象のコンピューターに残っています。次の fleet apply または rollback が最初に元に戻します。',
  'Connect as an administrator.': '管理者として接続してください。',
  'Something on that computer reverts or blocks the write: a policy, MDM or Group Policy Preferences, a security product, another tool.':
    'そのコンピューターのポリシー、MDM、グループ ポリシーの基本設定、セキュリティ製品、または別のツールが、書き込みを取り消しているか妨げています。',
  'The state folder there has an unfinished change of another computer.':
    '対象の状態フォルダーに、別のコンピューターの変更が残っています。',
  'Check it there: {0}.': 'そのコンピューターで {0} を実行して確認してください。',
  'No file is named.': 'ファイルが指定されていません。',
  'The folder has no file.': 'フォルダーにファイルがありません。',
  'File {0}: {1}': 'ファイル {0}: {1}',
  'The result is of a later version of p2s-fix (schema {0}).':
    'この結果は新しいバージョンの p2s-fix (スキーマ {0}) で作成されています。',
  'Update p2s-fix on this computer.': 'このコンピューターの p2s-fix を更新してください。',
  'The result of p2s-fix {0} does not show whether the proxy settings are as desired.':
    'p2s-fix {0} の結果では、プロキシ設定が正しい状態かどうかはわかりません。',
  'Add the result of p2s-fix audit, or the file that p2s-fix capture wrote.':
    'p2s-fix audit の結果、または p2s-fix capture が作成したファイルを追加してください。',
  'The file has no p2s-fix result.': 'このファイルには p2s-fix の結果がありません。',
  'There is no backup of an apply there.': '対象に apply のバックアップがありません。',
  'The run on this computer does not end.': 'このコンピューターの処理が終わりません。',
  'Another run of p2s-fix is active there.': '対象で別の p2s-fix が実行中です。',
  'Another run of p2s-fix was active there at the same time. Nothing was written.':
    'その間に別の p2s-fix が対象で実行されました。何も書き込んでいません。',
  'The task that would roll the change back could not be registered there. Nothing was written.':
    '変更を元に戻すタスクを対象に登録できませんでした。何も書き込んでいません。',
  'PowerShell there is in Constrained Language Mode.': '対象の PowerShell は制約付き言語モードです。',
  'The script failed there ({0}).': '対象でスクリプトを実行できませんでした ({0})。',
  'The account of this connection is not an administrator there.':
    'この接続のアカウントは対象の管理者ではありません。',
  'Connect as an administrator; over WinRM as a member of Administrators.':
    '管理者として接続してください。WinRM では Administrators のメンバーで接続します。',
  'PowerShell there is in Constrained Language Mode: no backup can be kept.':
    '対象の PowerShell は制約付き言語モードのため、バックアップを保存できません。',
  'Use the signed scripts there: export intune, or schedule install.':
    '署名済みスクリプトで行ってください: export intune または schedule install。',
  'The folder for backups there cannot be used: {0}.':
    '対象のバックアップ用フォルダーを使用できません: {0}。',
  'Delete the task there that runs put-back.ps1, if it exists. Then check the content of the folder and remove it.':
    '対象に put-back.ps1 を実行するタスクがあれば削除してから、フォルダーの中身を確認して削除してください。',
  'That computer has no MachineGuid value, so a backup cannot be bound to it.':
    'そのコンピューターには MachineGuid がないため、バックアップをコンピューターに関連付けられません。',
  'Split it, and run once for each part.': '一覧を分割し、それぞれについて実行してください。',
  'Name documents of p2s-fix, captures or .reg exports: {0}':
    'p2s-fix の JSON、.json の記録ファイル、または .reg エクスポートを指定してください: {0}',
  'The list of computers cannot be read: {0}.': 'コンピューターの一覧を読み取れません: {0}。',
  'The list of computers is too long.': 'コンピューターの一覧が長すぎます。',
};
