/** Errors that prevent a change, its record, or its rollback. */
export const CHANGE_ERRORS_JA: Readonly<Record<string, string>> = {
  'There is no backup {0}.': 'バックアップ {0} はありません。',
  '{0} shows the backups.': '{0} でバックアップの一覧を表示できます。',
  'it was made on another computer ({0} {1})': '別のコンピューターで作成されました ({0} {1})',
  'it is not a backup of a supported version': '対応しているバージョンのバックアップではありません',
  'it is backup {0} under another name': 'バックアップ {0} が別の名前になっています',
  '{0} Before that, the unfinished change (backup {1}) was rolled back.':
    '{0} その前に、完了していない変更 (バックアップ {1}) を元に戻しました。',
  '{0} Written before that: {1}.': '{0} それより前に書き込んだ設定: {1}。',
  'The backup cannot be used: {0}.': 'バックアップを使用できません: {0}。',
  '{0} shows the backups that can be used.': '{0} で使用できるバックアップを表示できます。',
  'The backup cannot be written: {0}. Nothing was changed.':
    'バックアップを書き込めません: {0}。変更は行っていません。',
  'The backups cannot be listed: {0}.': 'バックアップの一覧を取得できません: {0}。',
  'The newest backup has the highest possible number, so no other can be written. Nothing was changed.':
    '最新のバックアップの番号が最大値のため、次のバックアップを書き込めません。変更は行っていません。',
  'Move this file to another folder, or name another one with {0} DIR.':
    'このファイルを別のフォルダーに移動するか、{0} DIR で別のフォルダーを指定してください。',
  'Make the folder available, or name another one with {0} DIR.':
    'フォルダーを使用できるようにするか、{0} DIR で別のフォルダーを指定してください。',
  'The values that p2s-fix wrote were restored, except these, which have changed since or cannot be written: {0}.':
    'p2s-fix が書き込んだ値は元に戻しました。ただし、その後に変更された値または書き込めない値は次のとおりそのままです: {0}。',
  'All values were restored.': 'すべて元に戻しました。',
  'Nothing was changed.': '変更は行っていません。',
  '{0} The rollback failed as well: {1}': '{0} 元に戻すこともできませんでした: {1}',
  'The backup is kept. The next apply restores it first; {0} does the same.':
    'バックアップは残っています。次回の apply で最初に元に戻します。{0} でも元に戻せます。',
  'An unexpected error occurred: {0}': '予期しないエラーが発生しました: {0}',
  'An unexpected error occurred: {0}.': '予期しないエラーが発生しました: {0}。',
  'Run again with --ndjson and send its output to the people who maintain p2s-fix.':
    '--ndjson を付けてもう一度実行し、その出力を p2s-fix の開発者に送ってください。',
  'A write did not take effect: {0}.': '書き込みが反映されませんでした: {0}。',
  '{0} is {1} instead of {2}': '{0} は {2} ではなく {1} です',
  'Something on this computer reverts or blocks the write: a policy, MDM or Group Policy Preferences, a security product, another tool.':
    'このコンピューターのポリシー、MDM、グループ ポリシーの基本設定、セキュリティ製品、または別のツールが、書き込みを取り消しているか妨げています。',
  'The recording was changed outside p2s-fix during this run. It was not overwritten.':
    '実行中に、p2s-fix 以外によって記録ファイルが変更されました。上書きはしていません。',
  'The value was changed outside p2s-fix during this run. It was not overwritten.':
    '実行中に、p2s-fix 以外によって値が変更されました。上書きはしていません。',
  'Run the same command again: it uses the current values.':
    '同じコマンドをもう一度実行してください。現在の値からやり直します。',
  'The recording cannot be written: {0}.': '記録ファイルに書き込めません: {0}。',
  'Make the file and its folder writable, or write a changed copy with {0} FILE.':
    'ファイルとフォルダーを書き込み可能にするか、{0} FILE で変更後のコピーを作成してください。',
  'Windows denied the write.': 'Windows が書き込みを拒否しました。',
  'Run the same command as an administrator.': '同じコマンドを管理者として実行してください。',
  'A write failed.': '書き込みに失敗しました。',
  'An earlier change was interrupted.': '中断された変更が残っています。',
  '{0} rolls it back.': '{0} で元に戻せます。',
  'it is not a journal of a supported version': '対応しているバージョンのジャーナルではありません',
  'The journal cannot be written: {0}.': 'ジャーナルを書き込めません: {0}。',
  'The journal cannot be removed: {0}.': 'ジャーナルを削除できません: {0}。',
  'All values were written and checked. {0}': 'すべての値を書き込み、確認しました。{0}',
  'Delete this file. Otherwise the next apply or rollback restores the values from before this change.':
    'このファイルを削除してください。削除しないと、次回の apply または rollback で変更前の値に戻ります。',
  'A change was interrupted, and its journal is damaged: {0}.':
    '変更が中断され、そのジャーナルが破損しています: {0}。',
  'Restore the newest backup by its number ({0}), then delete this file.':
    '最新のバックアップを番号を指定して元に戻し ({0})、このファイルを削除してください。',
  'The lock cannot be acquired: {0}.': 'ロックを取得できません: {0}。',
  'Another run is making a change.': '別の p2s-fix が変更を行っています。',
  'Another run (process {0}, since {1}) is making a change.':
    '別の p2s-fix (プロセス {0}、{1} に開始) が変更を行っています。',
  'Wait until it has ended, then run the same command again.':
    '終了するまで待ってから、同じコマンドをもう一度実行してください。',
  'There is no lock for changes on {0}.': '{0} では変更用のロックを使用できません。',
  'Windows denied restoring: {0}.': 'Windows が元に戻すことを拒否しました: {0}。',
  'Run the same command as an administrator. The backup is kept.':
    '同じコマンドを管理者として実行してください。バックアップは残っています。',
  'These values could not be restored: {0}.': '次の値が元の内容に戻りませんでした: {0}。',
  'Something on this computer blocks the write: a policy, missing rights, another tool. The backup is kept.':
    'このコンピューターのポリシー、権限の不足、または別のツールが書き込みを妨げています。バックアップは残っています。',
  'it was changed or cut off after it was written': '書き込まれた後に変更されたか、途中で切れています',
  'its content is not valid JSON': '内容が正しい JSON ではありません',
  'There is no folder for backups: {0} is not set to a full path.':
    'バックアップの保存先がありません: {0} に絶対パスが設定されていません。',
  'Name a folder with {0} DIR.': '{0} DIR でフォルダーを指定してください。',
  'The folder for backups cannot be used: {0}.': 'バックアップ用のフォルダーを使用できません: {0}。',
  'Check its content and remove it, or name another one with {0} DIR.':
    '内容を確認してから削除するか、{0} DIR で別のフォルダーを指定してください。',
  'its version is not supported': '対応していないバージョンです',
  'The unconfirmed change cannot be recorded: {0}.': '確定待ちの変更を記録できません: {0}。',
  'The record of the unconfirmed change cannot be removed: {0}.':
    '確定待ちの変更の記録を削除できません: {0}。',
  'There is an unconfirmed change, but its record is damaged: {0}.':
    '確定待ちの変更がありますが、その記録が破損しています: {0}。',
  'To roll the change back, restore its backup by its number ({0}). To keep it, delete this file.':
    '変更を取り消すには、バックアップを番号を指定して元に戻してください ({0})。変更を残すには、このファイルを削除してください。',
  'The write log cannot be written: {0}.': '書き込みのログを保存できません: {0}。',
  'Cancelled.': '中止しました。',
  'Cancelled. Nothing was written.': '中止しました。書き込みは行っていません。',
  'The check was cancelled.': '確認を中止しました。',
  'Cancelled after the change was made; the path was not checked again.':
    '変更を行った後に中止しました。経路は再確認していません。',
  'Check it with {0}, or roll it back: {1}': '{0} で確認するか、元に戻してください: {1}',
  'A change of this computer ({0}) is not confirmed yet.': 'このコンピューター ({0}) の変更が確定待ちです。',
  'A change of another computer ({0}) is not confirmed yet.':
    '別のコンピューター ({0}) の変更が確定待ちです。',
  'Confirm it or roll it back first, or name another folder with {0} DIR.':
    '先に確定するか元に戻してください。または {0} DIR で別のフォルダーを指定してください。',
  'There is no program to roll the change back. Nothing was written.':
    '変更を元に戻すプログラムがありません。書き込みは行っていません。',
  'The scripts of p2s-fix cannot be unpacked: {0}.': 'p2s-fix のスクリプトを展開できません: {0}。',
  "The scripts of p2s-fix cannot be unpacked: {0}. An administrator's run does not use a folder of the user.":
    'p2s-fix のスクリプトを展開できません: {0}。管理者としての実行では、ユーザーのフォルダーは使用しません。',
  'Check who created the folder and who may write to it, and run the same command again.':
    'フォルダーの作成者と、書き込めるユーザーを確認してから、同じコマンドをもう一度実行してください。',
  'Find out what prevents an administrator from writing there, for example security software, or use the npm package.':
    '管理者の書き込みを妨げている原因 (セキュリティ ソフトウェアなど) を調べるか、npm パッケージを使用してください。',
  'There is no folder to unpack the scripts of p2s-fix to.':
    'p2s-fix のスクリプトを展開するフォルダーがありません。',
  'Set SystemRoot as Windows does, and run the same command again.':
    'SystemRoot を Windows の既定どおりに設定してから、同じコマンドをもう一度実行してください。',
  'Accounts that are not administrators can change the scripts that were unpacked: {0}. Nothing was written.':
    '管理者以外のアカウントが、展開されたスクリプトを変更できます: {0}。書き込みは行っていません。',
  'Copy p2s-fix.exe to a folder in "C:\\Program Files", and run schedule install from there.':
    'p2s-fix.exe を "C:\\Program Files" の中のフォルダーにコピーし、そこから schedule install を実行してください。',
  'Pass the path of dist/cli.js as `program` of the ports.':
    'ports の `program` に dist/cli.js のパスを渡してください。',
  'no answer': '応答なし',
  'exit code {0}': '終了コード {0}',
  'The process that would roll the change back could not be started ({0}). Nothing was written.':
    '変更を元に戻すプロセスを開始できませんでした ({0})。書き込みは行っていません。',
  'Apply without {0}, or find out what prevents the process from running.':
    '{0} を付けずに適用するか、プロセスの実行を妨げている原因を調べてください。',
  '{0} confirms that one.': '{0} でその変更を確定できます。',
  'The unconfirmed change is that of backup {0}.': '確定待ちの変更はバックアップ {0} のものです。',
  'The change was rolled back at {0}, so it cannot be confirmed.':
    '変更は {0} に元に戻されているため、確定できません。',
  'To make the change again, run the same apply command again.':
    'もう一度変更するには、同じ適用のコマンドを再度実行してください。',
  'the time to confirm ended at {0}': '確定の期限は {0} でした',
  'the change was interrupted': '変更が中断されました',
  'It cannot be confirmed: {0}.': '確定できません: {0}。',
  'Run {0} if it is not rolled back yet, then apply again.':
    'まだ元に戻していない場合は {0} で元に戻し、もう一度適用してください。',
  'This computer has no unconfirmed change.': 'このコンピューターに確定待ちの変更はありません。',
  'Run confirm from the account that ran apply (elevated if it was), or name its folder with {0}.':
    'apply を実行したアカウントで (管理者として実行した場合は管理者として) confirm を実行して確定するか、そのフォルダーを {0} で指定してください。',
  'A change of another computer ({0}) was interrupted.':
    '別のコンピューター ({0}) の変更が中断されています。',
  'Roll it back first: {0}. Or name another folder with {1} DIR.':
    '先に元に戻してください: {0}。または {1} DIR で別のフォルダーを指定してください。',
  'A change (backup {0}) is not confirmed yet (until {1}).':
    '変更 (バックアップ {0}) が {1} まで確定待ちです。',
  '{0} keeps it; {1} rolls it back.': '残すには {0}、元に戻すには {1} を実行してください。',
  'To write it anyway, add {0}.': 'それでも書き込むには {0} を追加してください。',
  'A value that cannot be read would be replaced completely. Nothing was written.':
    '読み取れない値の全体が置き換えられます。書き込みは行っていません。',
  'A value that a rollback cannot restore would be replaced. Nothing was written.':
    'ロールバックで復元できない値が置き換えられます。書き込みは行っていません。',
  'The plan was made on another computer. Nothing of it was written.':
    '計画は別のコンピューターで作成されました。計画の書き込みは行っていません。',
  'The settings have changed since the plan of {0} was made. Nothing of it was written.':
    '設定が、計画 ({0}) の作成時から変わっています。計画の書き込みは行っていません。',
  'No plan was written: the change of backup {0} must be rolled back first.':
    '計画は書き込んでいません。先にバックアップ {0} の変更を元に戻す必要があります。',
  'Run {0}, then make the plan.': '{0} を実行してから、計画を作成してください。',
  'Make a new one with {0}, and review what changed.': '{0} で作り直し、変更点を確認してください。',
  'There is no backup of this computer.': 'このコンピューターのバックアップはありません。',
  '{0} shows all backups. Another folder: {1} DIR.':
    '{0} ですべてのバックアップを表示できます。別のフォルダーは {1} で指定します。',
};
