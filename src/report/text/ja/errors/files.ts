/** What a file from outside has wrong with it, and files that cannot be read or written. */
export const FILE_ERRORS_JA: Readonly<Record<string, string>> = {
  'there is no such file or folder': 'ファイルまたはフォルダーがありません',
  'a part of the path is not a folder': 'パスの途中がフォルダーではありません',
  'A folder has the name of the lock file.': 'ロック ファイルと同じ名前のフォルダーがあります。',
  'Remove it, then run the same command again.': '削除してから、同じコマンドをもう一度実行してください。',
  'it is a folder': 'フォルダーです',
  'it is not a folder': 'フォルダーではありません',
  'a file has this name already': '同じ名前のファイルがあります',
  'permission is denied': 'アクセスが拒否されました',
  'the file system is read-only': 'ファイル システムは読み取り専用です',
  'the disk is full': 'ディスクの空き領域がありません',
  'the file is larger than is permitted': 'ファイルのサイズが上限を超えます',
  'the disk reported an error': 'ディスクでエラーが発生しました',
  'the disk quota is used up': 'ディスク クォータの上限に達しています',
  'another program is using it': '別のプログラムが使用中です',
  'it is a link, or a loop of links': 'リンクであるか、リンクが循環しています',
  'the name is too long': '名前が長すぎます',
  'an unknown error': '不明なエラー',
  'it cannot be read': '読み取れません',
  'it was removed during the run': 'なくなりました',
  'it is a link': 'リンクです',
  'it is not a regular file': '通常のファイルではありません',
  'The file cannot be read ({0}).': 'ファイルを読み取れません ({0})。',
  'The file cannot be read: {0}.': 'ファイルを読み取れません: {0}。',
  'The file cannot be written ({0}).': 'ファイルに書き込めません ({0})。',
  'The file cannot be written: {0}.': 'ファイルに書き込めません: {0}。',
  'Free space there, or name another place with {0}.':
    '空き領域を増やすか、{0} で別の場所を指定してください。',
  'The file exists already.': 'ファイルはすでに存在します。',
  'This is not a regular file.': '通常のファイルではありません。',
  'The file exists and is not a log of p2s-fix.':
    'このファイルはすでに存在し、p2s-fix のログではありません。',
  'The log cannot be written ({0}).': 'ログに書き込めません ({0})。',
  'Another option names the same file.': '別のオプションでも同じファイルが指定されています。',
  'The folder cannot be made ({0}).': 'フォルダーを作成できません ({0})。',
  'The folder is not empty.': 'フォルダーが空ではありません。',
  'Name another one with {0}.': '{0} で別のものを指定してください。',
  'it was changed outside p2s-fix during this run': '実行中に p2s-fix 以外によって変更されました',
  'The report cannot be written ({0}). All other results are complete.':
    'レポートを書き込めません ({0})。それ以外は表示のとおりです。',
  'Run again with another file for this report.':
    'このレポートに別のファイルを指定して、もう一度実行してください。',
  'The file has {0} bytes; more than {1} are not read.':
    'ファイルが {0} バイトあります。読み取れるのは {1} バイトまでです。',
  'Export only the keys that are needed.': '必要なキーだけをエクスポートしてください。',
  'The file is UTF-16 big-endian; UTF-16 little-endian or UTF-8 is expected.':
    'ファイルが UTF-16 ビッグ エンディアンです。UTF-16 リトル エンディアンまたは UTF-8 にしてください。',
  'Export it again, or save it as UTF-8.': 'もう一度エクスポートするか、UTF-8 で保存してください。',
  'The file is cut off: this line ends in the middle of a UTF-16 character.':
    'ファイルが途中で切れています: この行は UTF-16 の文字の途中で終わっています。',
  'Export it again, or copy it again in binary mode.':
    'もう一度エクスポートするか、バイナリ モードでコピーし直してください。',
  'A name or text holds characters that this .reg file cannot carry.':
    '名前または文字列に、この .reg ファイルでは表せない文字が含まれています。',
  'Save the file as UTF-16LE with the header "Windows Registry Editor Version 5.00".':
    'ファイルを UTF-16LE で、先頭行を "Windows Registry Editor Version 5.00" として保存してください。',
  'Found {0}{1}, expected {2}.': '{0} があります{1}。必要なもの: {2}。',
  ' (in the value that starts on line {0})': ' ({0} 行目から始まる値)',
  'the end of the file': 'ファイルの終わり',
  'the end of the line': '行の終わり',
  'the character U+{0}': '文字 U+{0}',
  'a line of at most {0} characters': '{0} 文字以内の行',
  'a [key] before the first value': '最初の値より前の [キー]',
  'a backslash at the end of the line before bytes that continue':
    '次の行に続くバイトを示す行末の円記号 (\\)',
  '"Windows Registry Editor Version 5.00" or "REGEDIT4"':
    '"Windows Registry Editor Version 5.00" または "REGEDIT4"',
  '{0}; the output of "reg query" does not show which values are absent; use "reg export"':
    '{0} ("reg query" の出力では存在しない値を判別できないため、"reg export" を使用してください)',
  'a closing ]': '閉じ角かっこ ]',
  'a hive name such as HKEY_LOCAL_MACHINE or HKCU': 'ハイブ名 (HKEY_LOCAL_MACHINE、HKCU など)',
  '= after the name of the value': '値の名前の後の =',
  'the rest of the value and the end of its line': '値の残りと行の終わり',
  'a quoted text, dword:, hex:, hex(N): or -': '引用符で囲まれた文字列、dword:、hex:、hex(N):、または -',
  'a closing quotation mark': '閉じ引用符',
  '1 to 8 hexadecimal digits': '1 から 8 桁の 16 進数',
  'a byte of two hexadecimal digits': '2 桁の 16 進数のバイト',
  'the bytes that the backslash before it announces': '直前の円記号 (\\) に続くバイト',
  'Export the key again with "reg export", or fix this line.':
    '"reg export" でキーをもう一度エクスポートするか、この行を直してください。',
  'The file is not a capture, or is damaged.': 'ファイルは記録ファイルではないか、壊れています。',
  'The capture is not valid at {0}.': '記録ファイルの {0} が正しくありません。',
  'Make it again with "p2s-fix capture", or run the collecting script with -OutFile.':
    '"p2s-fix capture" で作り直すか、収集スクリプトに -OutFile を付けて実行してください。',
  'The recording was changed outside p2s-fix since this backup was made.':
    'このバックアップの後に、p2s-fix 以外によって記録ファイルが変更されました。',
  'Compare the file with the backup by hand; nothing was written.':
    'ファイルとバックアップを比較してください。書き込みは行っていません。',
  'The recording could not be read after this change ({0}). Nothing was changed.':
    'この変更の後は記録ファイルを読み取れなくなります ({0})。何も変更していません。',
  'The recording would not hold the new value of {0} after this change. Nothing was changed.':
    'この変更の後も、記録ファイルの {0} は新しい値になりません。何も変更していません。',
  'Make the recording again, then repeat the command.':
    '記録ファイルを作り直してから、もう一度コマンドを実行してください。',
  'The recording could not be restored.': '記録ファイルを元に戻せませんでした。',
  'it was changed outside p2s-fix': 'p2s-fix 以外によって変更されました',
  'The copy cannot be written: {0}.': 'コピーを書き込めません: {0}。',
  'The copy would overwrite the recording.': 'コピーが元の記録ファイルを上書きします。',
  'Name another file, or use {0}.': '別のファイルを指定するか、{0} を使用してください。',
  'Name another file with {0}, or change that one with {1} FILE {2}.':
    '{0} で別のファイルを指定するか、{1} FILE {2} でそのファイルを変更してください。',
  'The recording cannot be read: {0}.': '記録ファイルを読み取れません: {0}。',
  'The recording has no proxy settings: it has none of the Internet Settings keys.':
    '記録ファイルにプロキシ設定がありません: Internet Settings のキーが 1 つも含まれていません。',
  'Cannot be judged: the recording does not have the settings of {0}.':
    '判定できません: 記録ファイルに {0} の設定が含まれていません。',
  'As the VPN user, export both keys there, with {0} and with {1}. Then name both files: {2}':
    'そのコンピューターで VPN を使うユーザーとして {0} と {1} を実行し、作成された 2 つのファイルを指定してください: {2}',
  'Check that the path is right and that you may read it.':
    'パスが正しいこと、読み取りが許可されていることを確認してください。',
  'Name another file with {0}.': '{0} で別のファイルを指定してください。',
  'Name the folder of the exports of one computer: p2s-fix help recording':
    '1 台のコンピューターのエクスポートがあるフォルダーを指定してください: p2s-fix help recording',
  'Name a regular file.': '通常のファイルを指定してください。',
  'Check that this is the right file.': '正しいファイルかどうかを確認してください。',
  'Add {0} FILE, or leave them out.': '{0} FILE を追加するか、それらを省略してください。',
  'Give a port from 1 to 65535, or none for 443.':
    '1 から 65535 までのポートを指定するか、443 の場合は省略してください。',
  'Name an HTTP proxy: {0} HOST:PORT': 'HTTP プロキシを指定してください: {0} HOST:PORT',
  'The folder has no .reg or .json file.': 'フォルダーに .reg または .json のファイルがありません。',
  'A computer is recorded in at most {0} files.': '1 台のコンピューターの記録ファイルは {0} 個までです。',
  'Name the files of only one computer. For many computers: {0}':
    '1 台のコンピューターのファイルだけを指定してください。複数のコンピューターの場合: {0}',
  'A capture covers the whole computer: it cannot be combined with another file.':
    '.json の記録ファイルはコンピューター全体のものなので、他のファイルと一緒に指定できません。',
  'Name the capture alone, or only .reg files.':
    '.json の記録ファイルだけ、または .reg ファイルだけを指定してください。',
  'These files are of several computers: they differ in {0}.':
    'これらのファイルは複数のコンピューターのものです。{0} の内容が異なります。',
  'These files are of several computers: a capture covers a whole computer.':
    'これらのファイルは複数のコンピューターのものです。1 つの .json の記録ファイルが 1 台全体を含みます。',
  'For one computer, name only its files, exported at the same time. To compare several: {0}':
    '1 台の場合は、そのコンピューターから同時にエクスポートしたファイルだけを指定してください。複数を比較するには: {0}',
  'A computer recorded in several files is read-only.': '複数のファイルに分かれた記録は読み取り専用です。',
  'Use {0}.': '修復用のファイルは {0} で作成できます。',
  'The capture is not valid JSON; it may be cut off.':
    '記録ファイルが正しい JSON ではありません。途中で切れている可能性があります。',
  'Make it again with "p2s-fix capture", or copy it again.':
    '"p2s-fix capture" で作り直すか、コピーし直してください。',
  'A recording is changed only if you ask for it.': '記録ファイルは、指定がある場合にだけ変更します。',
  'Add {0} (the file is changed, a backup is kept).':
    '{0} (ファイルを変更し、バックアップを残す) を追加してください。',
  'Add {0} (the file is changed, a backup is kept) or {1} FILE.':
    '{0} (ファイルを変更し、バックアップを残す) または {1} FILE を追加してください。',
  'The PAC file is not a script that can be read.': 'PAC ファイルがスクリプトとして読み取れません。',
  'The PAC file has no function FindProxyForURL.': 'PAC ファイルに FindProxyForURL 関数がありません。',
  'The script in the PAC file failed.': 'PAC ファイルのスクリプトでエラーが発生しました。',
  'The script in the PAC file does not end.': 'PAC ファイルのスクリプトが終了しません。',
  'The script in the PAC file returned a value that is not text.':
    'PAC ファイルのスクリプトが文字列ではない値を返しました。',
  'The script in the PAC file returned a value that is too long.':
    'PAC ファイルのスクリプトが長すぎる値を返しました。',
  '{0} Message: {1}': '{0} 内容: {1}',
  'Name the proxy with {0}, or let Windows resolve it on that computer.':
    '{0} でプロキシを指定するか、そのコンピューターの Windows で確認してください。',
  'A PAC file is resolved only for http and https URLs.':
    'PAC ファイルで調べられるのは http と https の URL だけです。',
  'The PAC file is larger than {0} bytes.': 'PAC ファイルが {0} バイトを超えています。',
  'The PAC file cannot be read: {0}.': 'PAC ファイルを読み取れません: {0}。',
  'The desired-state file cannot be read: {0}.': '設定ファイルを読み取れません: {0}。',
  'The setting is named twice: "winHttp" means both views.':
    'プロキシ設定が 2 回指定されています: "winHttp" は両方のビューを表します。',
  'WinHTTP cannot hold a PAC file.': 'WinHTTP には PAC ファイルを設定できません。',
  'The file is not UTF-8.': 'ファイルが UTF-8 ではありません。',
  'Save it as UTF-8; in Windows PowerShell: Set-Content -Encoding UTF8.':
    'UTF-8 で保存してください。Windows PowerShell の場合: Set-Content -Encoding UTF8。',
  'The file is not valid JSON.': 'ファイルが正しい JSON ではありません。',
  'The file is nested too deeply.': 'ファイルの入れ子が深すぎます。',
  '"__proto__" is not supported.': '"__proto__" は使用できません。',
  'See "Desired state" in docs/reference.md; the JSON Schema ships as p2s-fix/desired-state.schema.json.':
    'docs/reference.md の "Desired state" を参照してください。JSON スキーマは p2s-fix/desired-state.schema.json にあります。',
  'The file is not a desired state.': 'ファイルが設定ファイルの形式ではありません。',
  '"{0}" is missing.': '"{0}" がありません。',
  '"{0}" is specified twice in the same object.': '"{0}" が同じオブジェクト内で 2 回指定されています。',
  '"{0}" is not supported here.': '"{0}" は使用できません。',
  'A value of type {0} is expected here.': '{0} 型の値が必要です。',
  'Expected here: {0}.': '指定できる値: {0}。',
  'This is empty.': '空です。',
  'This is too long (more than {0}).': '長すぎます ({0} を超えています)。',
  'This is not what is expected here.': '指定できる値ではありません。',
  'Expected here: "follow", null, {"proxy": …, "bypass": …} or {"direct": true}; WinHTTP cannot hold a PAC file.':
    '指定できる値: "follow"、null、{"proxy": …, "bypass": …}、{"direct": true}。WinHTTP には PAC ファイルを設定できません。',
  'Expected here: {0}{1}, one of them.': '指定できる値: {0}{1} のいずれか。',
  'This setting is a view; it cannot be written.': 'このプロキシ設定は表示専用で、書き込めません。',
  '"{0}" is not a proxy setting, e.g. wininet/S-1-5-21-…/lan or winhttp/native.':
    '"{0}" はプロキシ設定ではありません (例: wininet/S-1-5-21-…/lan、winhttp/native)。',
  'it is not a plan of a supported version': '対応しているバージョンの計画ではありません',
  'it has settings that cannot be typed as options': '指定できない設定が含まれています',
  'it is too large': '大きすぎます',
  'The plan cannot be read: {0}.': '計画を読み取れません: {0}。',
  'Not a plan to apply: {0}.': '適用できる計画ではありません: {0}。',
  'Make it with {0}, and pass it on unchanged.': '{0} で作成し、そのまま渡してください。',
  'It cannot be typed as an option.': '指定できない値です。',
  'Make it again on that computer: Test-P2SPath.ps1 -Gateway HOST -OutFile FILE.':
    'そのコンピューターで作り直してください: Test-P2SPath.ps1 -Gateway HOST -OutFile FILE。',
  'Check {0}.': '{0} を確認してください。',
  'The file is not what Test-P2SPath.ps1 writes.': 'Test-P2SPath.ps1 が作成したファイルではありません。',
  'The recording names no gateway.': '記録にゲートウェイが含まれていません。',
};
