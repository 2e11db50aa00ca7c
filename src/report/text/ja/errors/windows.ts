/** What Windows, its PowerShell and its Task Scheduler do not let be done. */
export const WINDOWS_ERRORS_JA: Readonly<Record<string, string>> = {
  'The reply of the script is not what was expected.': 'スクリプトの応答が想定と異なります。',
  'Reinstall p2s-fix: the scripts and the program have different versions.':
    'p2s-fix をインストールし直してください。スクリプトとプログラムのバージョンが一致していません。',
  'This computer has no MachineGuid value, so a backup cannot be bound to it.':
    'このコンピューターに MachineGuid がないため、バックアップをコンピューターに関連付けられません。',
  'These settings need an administrator: {0}. Nothing was written.':
    '次の設定には管理者権限が必要です: {0}。書き込みは行っていません。',
  'Open a terminal with "Run as administrator" and run there: {0}':
    'ターミナルを [管理者として実行] で開き、次のコマンドを実行してください: {0}',
  'Open a terminal with "Run as administrator" and run the same command there.':
    'ターミナルを [管理者として実行] で開き、同じコマンドを実行してください。',
  'Cannot be judged: a registry key has more than 1,024 values or 512 KiB of data, which is not read. Nothing was written.':
    '判定できません: レジストリ キーに 1,024 個を超える値、または 512 KiB を超えるデータがあり、読み取れません。書き込みは行っていません。',
  'Remove what does not belong in that key.': 'そのキーの不要な値を削除してください。',
  'Cannot be judged: Windows denied reading the settings of {0}. Nothing was written.':
    '判定できません: Windows が {0} の設定の読み取りを拒否しました。書き込みは行っていません。',
  'Cannot be judged: no user is signed in whose WinINET setting could be read. Nothing was written.':
    '判定できません: WinINET の設定を読み取れるユーザーがサインインしていません。書き込みは行っていません。',
  'Run it again while the VPN user is signed in.':
    'VPN を使うユーザーがサインインしている間に再実行してください。',
  'This run is already elevated: check the permissions of the keys that the findings name.':
    'すでに管理者として実行しています。検出事項に示されたキーのアクセス許可を確認してください。',
  'Install PowerShell 7 (https://aka.ms/powershell), or name one with {0} FILE.':
    'PowerShell 7 をインストールするか (https://aka.ms/powershell)、{0} FILE で指定してください。',
  'No PowerShell was found on this system.': 'PowerShell が見つかりません。',
  'There is no PowerShell to try.': '試せる PowerShell がありません。',
  'an execution policy of this computer': 'このコンピューターの実行ポリシー',
  'Sign the scripts of p2s-fix and trust their publisher, or allow them in the policy (Get-ExecutionPolicy -List shows who set it).':
    'p2s-fix のスクリプトに署名して発行元を信頼するか、ポリシーで許可してください (設定元は Get-ExecutionPolicy -List で確認できます)。',
  'application control (AppLocker, App Control for Business), a signature that is not trusted, or the permissions of a file':
    'アプリケーション制御 (AppLocker、App Control for Business)、信頼されていない署名、またはファイルのアクセス許可',
  'Allow this program and the scripts of p2s-fix, by publisher or hash.':
    '表示されたプログラムと p2s-fix のスクリプトを、発行元またはハッシュで許可してください。',
  'a virus scanner (AMSI)': 'ウイルス対策ソフト (AMSI)',
  'Report the script as a false alarm, or allow it in the scanner; p2s-fix does not bypass it.':
    'スクリプトを誤検知として報告するか、ウイルス対策ソフトで許可してください。p2s-fix は検査を回避しません。',
  'Windows did not start this PowerShell, for a reason that Node.js does not know ({0}).':
    'Windows がこの PowerShell を起動しませんでした。理由は特定できません ({0})。',
  'Run it again. If it fails again, check application control (AppLocker, App Control for Business) and the virus scanner: they block a start like this.':
    'もう一度実行してください。解消しない場合は、アプリケーション制御 (AppLocker、App Control for Business) とウイルス対策ソフトを確認してください。これらが起動をこのように拒否することがあります。',
  '{0} is blocked by {1}.': '{0} の実行が {1} によってブロックされました。',
  'A script of p2s-fix cannot be read.': 'p2s-fix のスクリプトを読み取れません。',
  'Install p2s-fix again.': 'p2s-fix をもう一度インストールしてください。',
  'Another run of p2s-fix is writing.': '別の p2s-fix が書き込み中です。',
  '{0} could not do its work ({1}).': '{0} を正常に実行できませんでした ({1})。',
  '{0} did not answer within {1} ms.': '{0} が {1} ミリ秒以内に応答しませんでした。',
  'Run it again; if it still fails, check whether a virus scanner delays PowerShell.':
    'もう一度実行してください。解決しない場合は、ウイルス対策ソフトが PowerShell を遅らせていないか確認してください。',
  '{0} was cancelled.': '{0} を中止しました。',
  '{0} wrote more than is allowed; it was ended.': '{0} の出力が上限を超えたため終了しました。',
  'This PowerShell cannot be started.': 'この PowerShell を起動できません。',
  'Name another one with {0} FILE.': '{0} FILE で別の PowerShell を指定してください。',
  '{0} ended without a result.': '{0} が結果を返さずに終了しました。',
  'Check its output; a virus scanner may have stopped it.':
    '出力を確認してください。ウイルス対策ソフトが停止した可能性があります。',
  'Accounts that are not administrators can change the program that would roll the change back: {0}. Nothing was written.':
    '変更を元に戻すプログラムを、管理者以外が変更できる状態です: {0}。書き込みは行っていません。',
  'Copy p2s-fix.exe to a folder in "C:\\Program Files" and run it from there, or apply without --confirm-within.':
    'p2s-fix.exe を "C:\\Program Files" の中のフォルダーにコピーしてそこから実行するか、--confirm-within を付けずに適用してください。',
  'Install p2s-fix for all users (npm i -g --prefix "C:\\Program Files\\p2s-fix" ./p2s-fix-{0}.tgz), or apply without --confirm-within.':
    'p2s-fix をコンピューター全体にインストールするか (npm i -g --prefix "C:\\Program Files\\p2s-fix" ./p2s-fix-{0}.tgz)、--confirm-within を付けずに適用してください。',
  'Accounts that are not administrators can change the program that a task runs as SYSTEM: {0}. Nothing was written.':
    'タスクが SYSTEM として実行するプログラムを、管理者以外が変更できる状態です: {0}。書き込みは行っていません。',
  'Install p2s-fix for all users (npm i -g --prefix "C:\\Program Files\\p2s-fix" ./p2s-fix-{0}.tgz), with a Node that is installed for all users, and run schedule install from there.':
    'p2s-fix を、コンピューター全体にインストールした Node でコンピューター全体にインストールし (npm i -g --prefix "C:\\Program Files\\p2s-fix" ./p2s-fix-{0}.tgz)、そこから schedule install を実行してください。',
  'The task cannot be written: {0} ({1}).': 'タスクを作成できません: {0} ({1})。',
  'The configuration of the installed program cannot be read.':
    'インストールしたプログラムの設定を読み取れません。',
  'Install the schedule again with its options, for example: {0}':
    '同じオプションでスケジュールをインストールし直してください。例: {0}',
  'The folders of this computer cannot be read.': 'このコンピューターのフォルダーを調べられません。',
  'The program is not installed there: {0}.': 'プログラムをそこに配置できません: {0}。',
  'Check who created the folder and who may write to it, remove it, and run the same command again.':
    'フォルダーの作成者と書き込み権限を確認し、フォルダーを削除してから、同じコマンドをもう一度実行してください。',
  'A schedule clears WinHTTP on other networks, so WinHTTP cannot be the source.':
    'スケジュールは社外で WinHTTP の設定を解除するため、WinHTTP を元にすることはできません。',
  'Leave {0} out, or name the proxy with {1}.': '{0} を指定しないか、{1} でプロキシを指定してください。',
  'A schedule sets WinHTTP, but those settings leave it unchanged.':
    'スケジュールは WinHTTP を設定しますが、指定された内容では WinHTTP が変更されません。',
  'Name the state of winHttp in the file, or "follow".':
    'ファイルの winHttp に設定または "follow" を指定してください。',
  'A run with a {0} of {1} seconds may take longer than the {2} minutes that its task allows.':
    '{0} が {1} 秒では、実行がタスクの制限時間 ({2} 分) を超えることがあります。',
  'Name {0} seconds at most, or leave {1} out.': '{0} 秒以下を指定するか、{1} を指定しないでください。',
  'A run on a recording checks the path from this computer.':
    '記録ファイルに対する実行では、このコンピューターから経路を確認します。',
  'If that is intended, add {0}.': 'それでよい場合は {0} を追加してください。',
  'This is not Windows, so there is no Task Scheduler.':
    'Windows ではないため、タスク スケジューラがありません。',
  'A run on a recording needs none: {0}.': '記録ファイルに対する実行には必要ありません: {0}',
  'Only schedule run goes with {0}: a recording has no Task Scheduler.':
    '{0} と一緒に指定できるのは schedule run だけです。記録ファイルにタスク スケジューラはありません。',
  'A schedule for the computer needs an administrator. Nothing was written.':
    'コンピューターのスケジュールには管理者権限が必要です。書き込みは行っていません。',
  'A part of the program is not a regular file.': 'プログラムの一部が通常のファイルではありません。',
  'The program for the schedule cannot be installed or removed: {0}.':
    'スケジュール用のプログラムを配置または削除できません: {0}。',
  'Run the same command again; a current run of the task is using its files.':
    '同じコマンドをもう一度実行してください。実行中のタスクがファイルを使用しています。',
  'SystemRoot does not name the folder of Windows.': 'SystemRoot が正しく設定されていません。',
  'The tasks of this Windows cannot be read.': 'この Windows のタスクを確認できません。',
  'The task was not registered': 'タスクを登録できませんでした',
  'The task was not removed': 'タスクを削除できませんでした',
  'The task was not read': 'タスクを読み取れませんでした',
  '{0} (schtasks.exe: {1}).': '{0} (schtasks.exe: {1})。',
  'no exit code': '終了コードなし',
  'Check the task and its history in Task Scheduler (taskschd.msc).':
    'タスク スケジューラ (taskschd.msc) でタスクとその履歴を確認してください。',
  'the program is missing': 'プログラムがありません',
  'No proxy is named. A task that runs as SYSTEM does not follow a setting that any user can write.':
    'プロキシが指定されていません。SYSTEM として実行されるタスクは、どのユーザーでも書き換えられる設定には合わせません。',
  'If {0} is right, name it: {1} {2} {3}, or follow users to it only: {4} {5} {6}. A policy of the computer, {7}, {8} or {9} may name the state as well.':
    '{0} が正しい場合は、{1} {2} {3} で指定するか、{4} {5} {6} でユーザーの設定をこのプロキシに限って許可してください。コンピューターのポリシー、{7}、{8}、{9} でも設定を指定できます。',
  'it belongs to another folder': '別のフォルダーのものです',
  'it was not installed': 'インストールされたファイルではありません',
  'it is missing': 'ありません',
  'it has another size': 'サイズがインストール時と異なります',
  'it has another content': '内容がインストール時と異なります',
  'it cannot be read ({0})': '読み取れません ({0})',
  'it cannot be understood': '内容を解釈できません',
  'it is not there': 'ありません',
  'Windows does not allow reading it': 'Windows が参照を許可していません',
  'its access list was not read': 'アクセス制御リストを読み取っていません',
  'it belongs to another user (uid {0})': '別のユーザー (uid {0}) が所有しています',
  'other users may write to it (mode {0})': '他のユーザーが書き込めます (モード {0})',
  'its access list cannot be read': 'アクセス制御リストを読み取れません',
  '{0} may write to it': '{0} が書き込めます',
  'it cannot be made ({0})': '作成できません ({0})',
  'no reason given': '理由は不明',
  everybody: 'すべてのユーザー (Everyone)',
  'all interactively signed-in users (INTERACTIVE)': '対話的にサインインしているユーザー (INTERACTIVE)',
  'all authenticated users': '認証されたすべてのユーザー (Authenticated Users)',
  'all users': 'ユーザー グループ (Users)',
  'another account ({0})': '別のアカウント ({0})',
  nobody: 'なし',
  'the same command': '同じコマンド',
};
