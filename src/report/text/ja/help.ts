/** The texts of `--help`, by their English texts. */
export const HELP_JA: Readonly<Record<string, string>> = {
  'p2s-fix: makes Azure point-to-site VPNs over SSTP work behind a company proxy.\n\nUsage: $0 [command] [options]':
    'p2s-fix: 社内プロキシ環境で Azure ポイント対サイト VPN (SSTP) を接続できるようにします。\n\n使い方: $0 [コマンド] [オプション]',
  'Exit codes: 0 as desired, 2 drift, 3 usage, 4 needs an administrator, 5 written but the path fails, 6 restored, 7 not reachable, 8 blocked, 9 busy or interrupted, 130 cancelled. Reference: docs/commands.md, docs/reference.md':
    '終了コード: 0=正常、2=変更が必要、3=指定の誤り、4=管理者権限が必要、5=書き込み後も経路が異常、6=元に戻した、7=到達不可、8=変更できない、9=実行中または中断、130=中止。リファレンス: docs/commands.md、docs/reference.md (英語)',
  'Which computer': '対象のコンピューター',
  'Desired settings': '設定する内容',
  'The path check': '経路の確認',
  'Making changes': '変更',
  'What is shown and kept': '表示と保存',
  More: 'その他',
  'Make the changes (the same as the command apply)': '変更を行います (apply コマンドと同じ)',
  'A .reg export or .json capture instead of this Windows; may be a folder, and may be repeated for the .reg files of one computer (p2s-fix help recording)':
    'この Windows の代わりに使用する .reg エクスポートまたは .json の記録ファイル。フォルダーも指定でき、1 台のコンピューターの複数の .reg ファイルは繰り返し指定できます (p2s-fix help recording)',
  'Change the recording itself (a backup is kept)': '記録ファイル自体を変更します (バックアップを残します)',
  'Write to this file': 'このファイルに書き込みます',
  'VPN gateway, HOST or HOST:PORT (443); may be repeated':
    'VPN ゲートウェイ。HOST または HOST:PORT (既定は 443)。複数指定できます',
  'VPN client package (zip or folder), VpnSettings.xml, azurevpnconfig.xml, .ovpn or .pbk with the gateway; may be repeated':
    'ゲートウェイを含む VPN クライアント パッケージ (zip またはフォルダー)、VpnSettings.xml、azurevpnconfig.xml、.ovpn、.pbk。複数指定できます',
  'Which setting the other one follows (wininet)': '基準にする設定 (既定は wininet)',
  'Proxy for both settings, e.g. proxy.contoso.com:8080':
    '両方に設定するプロキシ (例: proxy.contoso.com:8080)',
  'Bypass list to go with --proxy or --allow-proxy, e.g. "<local>;*.contoso.com"':
    '--proxy または --allow-proxy と一緒に設定するバイパス リスト (例: "<local>;*.contoso.com")',
  "Proxy that an unattended run may take from a user's setting, HOST:PORT or *.DOMAIN:PORT; may be repeated":
    '無人実行で、ユーザーの設定からの採用を許可するプロキシ (HOST:PORT または *.DOMAIN:PORT、複数指定可)',
  'PAC file for WinINET, e.g. http://pac.contoso.com/proxy.pac':
    'WinINET に設定する PAC ファイル (例: http://pac.contoso.com/proxy.pac)',
  'PAC file to use where Windows cannot resolve it: with --machine, and for verify outside Windows':
    'Windows で調べられない場合に使用する PAC ファイル。--machine を指定したとき、および Windows 以外での verify 用',
  'No proxy in both settings': '両方をプロキシなしにします',
  'File with the desired state of every setting (JSON; see docs/reference.md)':
    'すべての設定の内容を指定するファイル (JSON。docs/reference.md を参照)',
  'SID of the VPN user': 'VPN ユーザーの SID',
  'Check the path of a recording from this computer':
    '記録ファイルの経路を、このコンピューターから確認します',
  'Do not check the path': '経路を確認しません',
  'Output of Test-P2SPath.ps1 -OutFile from another computer: evaluate it without a check from this computer':
    '別のコンピューターで Test-P2SPath.ps1 -OutFile が作成したファイル。通信せずに判定します',
  'File (DER or PEM) with extra trusted root certificates for the path check; other certificates in it are not trusted':
    '経路の確認で追加で信頼するルート証明書のファイル (DER または PEM 形式)。その他の証明書は信頼しません',
  'Compare the certificate through the proxy with the one on the direct route (connects to the gateway without the proxy); confirms TLS inspection':
    'プロキシ経由の証明書を、直接接続したときの証明書と比較します (プロキシを通さずゲートウェイに接続します)。TLS インスペクションを確実に判別できます',
  'PowerShell executable to use': '使用する PowerShell の実行ファイル',
  'Folder for backups, journal and lock': 'バックアップ、ジャーナル、ロックのフォルダー',
  'Roll the change back unless you run p2s-fix confirm within this time: 90s, 10m, 2h':
    'この時間内に p2s-fix confirm を実行しなければ変更を元に戻します: 90s、10m、2h',
  'Do not ask, and do not keep the report open': '確認せずに実行し、終了後に画面を残しません',
  'One JSON document': 'JSON 文書を 1 つ出力します',
  'One JSON event per line': '1 行に 1 つの JSON イベントを出力します',
  'Plain lines, also on a terminal': 'ターミナルでもテキストの行で出力します',
  'Plain lines: the conclusion alone': 'テキストの行で結論だけを出力します',
  'Plain lines: every check, finding and request': 'テキストの行ですべての確認、検出事項、依頼文を出力します',
  'Language for people: English or Japanese (that of the system); JSON and codes stay as they are':
    '表示言語: 英語または日本語 (既定はシステムの言語)。JSON とコードは変わりません',
  'Report to share, in a new file: FILE.html or FILE.md; may be repeated':
    '新しいファイルに作成するレポート: FILE.html または FILE.md。複数指定できます',
  'Pseudonyms for users, hosts and addresses in reports, captures, --json and --ndjson':
    'レポート、記録ファイル、--json、--ndjson のユーザー、ホスト、アドレスを仮名に置き換えます',
  'Append every event to this file, one JSON line for each (at most 4 MiB, then FILE.1)':
    'すべてのイベントをこのファイルに 1 行ずつ JSON で追記します (最大 4 MiB。超えると FILE.1 に移動)',
  'Map exit codes for a management tool': '終了コードを管理ツール向けに変換します',
  'List the backups': 'バックアップの一覧を表示します',
  'For the task: this is the installed program, which uses the options of its installation':
    'タスク用: インストール時に指定された内容を実行します',
  'Dry run: read the proxy settings, check the path, show what would change (the default)':
    '診断: 設定を読み取り、経路を確認し、変更内容を表示します (既定)',
  'show what is wrong and what would change': '問題点と変更内容を表示',
  'the same, then make the changes': '診断の後、変更を実行',
  'check an export from another computer': '別のコンピューターのエクスポートを診断',
  'Make the changes, verify them, keep a backup; with PLAN, exactly the changes of a saved plan':
    '変更を行い、確認し、バックアップを残します。PLAN を指定すると、保存した計画のとおりに変更します',
  'align the proxy settings and check the path': '設定を揃えて経路を確認',
  'name the desired settings': '設定内容を直接指定',
  'repair an export into another file': 'エクスポートを修復して別のファイルに保存',
  'roll it back in ten minutes unless you run $0 confirm before then':
    '10 分以内に $0 confirm を実行しなければ元に戻す',
  'exactly the changes of p2s-fix plan --out plan.json; refused if the settings have changed since':
    'p2s-fix plan --out plan.json の計画のとおりに変更 (設定が変わっていれば中止)',
  'The dry run, with its plan written to a file for a later apply':
    '診断を行い、後で適用できるように計画をファイルに保存します',
  'to review it and apply it later: $0 apply plan.json': '確認した後で適用: $0 apply plan.json',
  'Only check the path': '経路だけを確認します',
  'try a proxy without setting it': 'プロキシを設定せずに試す',
  'check the gateway of a VPN client package and the root that it presents':
    'VPN クライアント パッケージのゲートウェイと、そのルート証明書を確認',
  'evaluate what Test-P2SPath.ps1 recorded on a computer without Node':
    'Node のないコンピューターで Test-P2SPath.ps1 が記録した内容を判定',
  'Whether IKEv2 and OpenVPN work from this computer, before Azure stops SSTP':
    'Azure の SSTP 廃止に備え、IKEv2 と OpenVPN が使用できるか確認します',
  'the gateway of a VPN client package; OpenVPN needs its profile':
    'VPN クライアント パッケージのゲートウェイ (OpenVPN にはプロファイルが必要)',
  'IKEv2 alone': 'IKEv2 だけを確認',
  'Restore the values of a backup (the newest)': 'バックアップの内容に戻します (既定は最新)',
  'list the backups': 'バックアップの一覧',
  'restore that one': '指定したバックアップに戻す',
  'Keep a change that apply --confirm-within made': 'apply --confirm-within で行った変更を確定します',
  'keep the unconfirmed change': '確定待ちの変更を残す',
  'Keep the settings of this computer correct automatically: install, status, run or remove a task that sets the proxy where it works and clears it where it does not':
    'このコンピューターの設定を自動で維持します。プロキシが使用できる場所では設定し、使用できない場所では解除するタスクを管理します (install、status、run、remove)',
  'WinHTTP follows the VPN user, to this proxy only':
    'このプロキシに限って、WinHTTP を VPN ユーザーの設定に揃える',
  'what is installed, and how the last run went': 'インストールの状態と前回の実行結果',
  'what the task does, now': 'タスクの処理を今すぐ実行',
  'Record this computer for --machine': 'このコンピューターを --machine 用に記録します',
  'to check it on another computer': '別の場所で診断するため',
  'What an error code, a pasted message, event or netsh output, or a word of p2s-fix means, and what would prove its cause; a text, a file, or standard input':
    'エラー コード、貼り付けたメッセージ、イベント、netsh の出力、または p2s-fix の用語の意味と、原因の確認方法を表示します。テキスト、ファイル、または標準入力から読み取ります',
  'as the VPN connection dialog shows it': '接続画面に表示された形',
  'as event 20227 of RasClient writes it': 'RasClient のイベント 20227 の形',
  'a RAS number': 'RAS の番号',
  'a word of p2s-fix': 'p2s-fix の用語',
  'a file; Get-Clipboard | p2s-fix explain reads a pipe':
    'ファイル。Get-Clipboard | p2s-fix explain でパイプから読み取れます',
  'Files that make a change without p2s-fix: repair, for a computer whose export or capture you have; intune, to keep the desired settings on many computers; dsc, resources for DSC v3; page, a page for the browser that judges recordings':
    'p2s-fix を使わずに変更するためのファイルを作成します: repair は、エクスポートまたは記録ファイルがあるコンピューター用、intune は多数のコンピューターを同じ設定に保つスクリプト、dsc は DSC v3 のリソース、page はブラウザーで記録を診断するページです',
  'detection, remediation and rollback scripts': '検出と修復のスクリプト、および取り消し用のスクリプト',
  'resources for DSC v3: manifests and their script': 'DSC v3 のリソース: マニフェストとそのスクリプト',
  'a page that judges recordings in a browser, without Node': 'Node なしで、ブラウザーで記録を診断するページ',
  'a script and .reg files, to repair and to roll back': '修復用と取り消し用のスクリプトと .reg ファイル',
  'A script that completes commands, their actions, options and values':
    'コマンド、その動作、オプション、値を補完するスクリプト',
  'to be run in a profile: … | Out-String | Invoke-Expression':
    'プロファイルで実行: … | Out-String | Invoke-Expression',
  'to be read in .bashrc: eval "$($0 completion bash)"': '.bashrc で読み込み: eval "$($0 completion bash)"',
  'to be read in .zshrc, after compinit: eval "$($0 completion zsh)"':
    '.zshrc の compinit の後で読み込み: eval "$($0 completion zsh)"',
  'to be read in config.fish: $0 completion fish | source':
    'config.fish で読み込み: $0 completion fish | source',
  'The help of a command (the same as COMMAND --help)':
    'コマンドのヘルプを表示します (コマンド --help と同じ)',
  'its options and examples': 'そのオプションと例',
  'how to record a computer for --machine, without p2s-fix':
    'p2s-fix がないコンピューターを --machine 用に記録する方法',
  'Many computers over PowerShell Remoting, without Node on them: audit, apply, confirm, rollback, migrate; report combines collected results':
    'PowerShell リモート処理で多数のコンピューターを管理します (対象に Node は不要): audit、apply、confirm、rollback、migrate。report は集めた結果をまとめます',
  'what is wrong on each of them': 'それぞれの問題点',
  'check whether they can move from SSTP, each from its own network':
    'SSTP から移行できるかどうかを、それぞれのネットワークから確認',
  'a whole list; computers that did not reply go to again.csv':
    '一覧全体。応答がなかったものは again.csv に書き出します',
  'those again': 'それらだけを再実行',
  'make the changes; each computer keeps its backup': '変更します。バックアップは各コンピューターに残ります',
  'restore the values from before the last apply': '最後の apply の前の状態に戻します',
  'over SSH; with --ndjson a line of JSON for each computer':
    'SSH 経由。--ndjson を付けると 1 台につき 1 行の JSON を出力します',
  'Seconds for one gateway: its tunnel and its revocation URLs together (15); schedule install: 30 at most; fleet: for each computer (120)':
    '1 つのゲートウェイのトンネルと失効確認の URL を合わせた制限時間 (秒。既定は 15)。schedule install では 30 以下。fleet では 1 台ごと (既定は 120)',
  'CSV with a column "computer", or a list of names; - is standard input':
    '"computer" 列のある CSV、または名前の一覧。- は標準入力',
  'Only the computers of this list, which --again wrote': '--again が書き出したこの一覧のコンピューターだけ',
  'Write the computers that have to be run again to this file':
    '再実行が必要なコンピューターをこのファイルに書き出します',
  'Connections at once (32)': '同時接続数 (既定は 32)',
  'Transport for computers that do not name one (winrm on Windows, otherwise ssh)':
    '接続方法の指定がないコンピューターへの接続方法 (Windows では winrm、それ以外は ssh)',
  'User for ssh': 'ssh のユーザー',
  'File with the private key for ssh': 'ssh の秘密キー ファイル',
  'Option of ssh, NAME=VALUE (ProxyJump=bastion); may be repeated':
    'ssh のオプション NAME=VALUE (例: ProxyJump=bastion)。複数指定できます',
  'Subsystem of sshd that starts PowerShell (powershell)':
    'PowerShell を起動する sshd のサブシステム (既定は powershell)',
  'For WinRM: file that Get-Credential | Export-Clixml wrote (default: who runs this)':
    'WinRM 用: Get-Credential | Export-Clixml で作成したファイル (既定は実行ユーザー)',
  'For WinRM: session configuration': 'WinRM 用: セッション構成',
  '--machine takes a recording of a computer. To record one that does not have p2s-fix, run these two commands there as the VPN user (an administrator is not needed), or export the two keys with regedit:\n\n$COMMANDS\n\nThen, on any computer: p2s-fix --machine user.reg --machine computer.reg\n\nAny .reg files of one computer will do: repeat --machine, or name their folder. To include policies, export these keys as well, in HKEY_LOCAL_MACHINE and HKEY_CURRENT_USER, where they exist:\n  Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\n  Software\\Policies\\Microsoft\\Internet Explorer\\Control Panel\n\nIf the computer has p2s-fix: p2s-fix capture --out machine.json':
    '--machine には、コンピューターの記録ファイルを指定します。p2s-fix がないコンピューターを記録するには、そのコンピューターで VPN を使うユーザーとして次の 2 つのコマンドを実行するか (管理者でなくてもかまいません)、regedit で 2 つのキーをエクスポートします:\n\n$COMMANDS\n\nその後、任意のコンピューターで実行: p2s-fix --machine user.reg --machine computer.reg\n\n1 台のコンピューターの .reg ファイルであれば、どのような組み合わせでも読み取れます。--machine を繰り返すか、フォルダーを指定します。ポリシーも含めるには、HKEY_LOCAL_MACHINE と HKEY_CURRENT_USER の次のキーがある場合に、それもエクスポートします:\n  Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\n  Software\\Policies\\Microsoft\\Internet Explorer\\Control Panel\n\np2s-fix があるコンピューターの場合: p2s-fix capture --out machine.json',
  'Which computers, and how they are reached': '対象のコンピューターと接続方法',
};

/** The words of yargs around them. */
export const YARGS_JA: Readonly<Record<string, string>> = {
  'Commands:': 'コマンド:',
  'Options:': 'オプション:',
  'Examples:': '例:',
  'Positionals:': '引数:',
  boolean: 'スイッチ',
  string: '文字列',
  array: '複数可',
  'choices:': '値:',
  default: '既定',
  required: '必須',
  'Show help': 'ヘルプを表示',
  'Show version number': 'バージョンを表示',
};
