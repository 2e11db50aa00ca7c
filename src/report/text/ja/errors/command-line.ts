/** What is wrong with a command line, a name or desired settings. */
export const COMMAND_LINE_ERRORS_JA: Readonly<Record<string, string>> = {
  '--{0} takes a time from 10s to 24h, such as 90s, 10m or 2h, not {1}.':
    '--{0} には 10s から 24h までの時間 (90s、10m、2h など) を指定します。{1} は指定できません。',
  '--apply takes no argument: {0}': '--apply に引数は指定できません: {0}',
  '--{0} takes no value: {1}': '--{0} に値は指定できません: {1}',
  '--{0} takes {1}, not {2}.': '--{0} に指定できるのは {1} です。{2} は指定できません。',
  'Add its bypass list, for example: --bypass "<local>"':
    'バイパス リストを追加してください。例: --bypass "<local>"',
  'Name the state of both settings in a file for --desired.':
    '両方の設定の内容を --desired のファイルで指定してください。',
  '{0} takes a value.': '{0} には値が必要です。',
  'This p2s-fix does not include the command {0}.': 'この p2s-fix にはコマンド {0} が含まれていません。',
  'Install a p2s-fix that includes it.': 'そのコマンドを含む p2s-fix をインストールしてください。',
  'Unknown argument: {0}': '認識できない引数です: {0}',
  'Unexpected argument: {0}': '余分な引数です: {0}',
  '--apply does not go with {0}.': '--apply は {0} と同時に指定できません。',
  '--{0} is given more than once.': '--{0} が 2 回以上指定されています。',
  '--{0} is empty.': '--{0} が空です。',
  'The argument of {0} is empty.': '{0} の引数が空です。',
  '--in-place and --out exclude each other.': '--in-place と --out は同時に指定できません。',
  '--summary and --verbose exclude each other.': '--summary と --verbose は同時に指定できません。',
  '--json and --ndjson exclude each other.': '--json と --ndjson は同時に指定できません。',
  '--{0} and --{1} exclude each other.': '--{0} と --{1} は同時に指定できません。',
  '--bypass needs --proxy.': '--bypass には --proxy が必要です。',
  '--bypass needs --proxy or --allow-proxy.': '--bypass には --proxy または --allow-proxy が必要です。',
  '--{0} and --allow-proxy exclude each other.': '--{0} と --allow-proxy は同時に指定できません。',
  'Not a proxy that can be allowed: "{0}".': '許可できるプロキシの指定ではありません: "{0}"。',
  'Give HOST:PORT, or *.DOMAIN:PORT for every name below a domain, e.g. proxy.contoso.com:8080 or *.proxy.contoso.com:8080.':
    'HOST:PORT の形式か、ドメインの下にあるすべての名前を表す *.DOMAIN:PORT の形式で指定してください (例: proxy.contoso.com:8080、*.proxy.contoso.com:8080)。',
  'Name a proxy on another computer: on a loopback address every user can listen.':
    '他のコンピューターのプロキシを指定してください。ループバック アドレスでは、どのユーザーでも待ち受けられます。',
  '--{0} does not go with a saved plan, which names the state itself.':
    '--{0} は保存した計画と同時に指定できません。計画に設定の内容が含まれています。',
  '--transcript names the gateways itself.': 'ゲートウェイは --transcript のファイルに含まれています。',
  '--probe and --no-probe exclude each other.': '--probe と --no-probe は同時に指定できません。',
  '--in-place goes with --apply: an audit writes no file.':
    '--in-place は --apply と一緒に指定します。audit はファイルに書き込みません。',
  'Add --apply, or leave out --in-place.': '--apply を追加するか、--in-place を省略してください。',
  '--out goes with --apply: an audit writes no file.':
    '--out は --apply と一緒に指定します。audit はファイルに書き込みません。',
  'Add --apply, or save the plan: p2s-fix plan --out FILE':
    '--apply を追加するか、計画を保存してください: p2s-fix plan --out FILE',
  '--confirm-within goes with --apply.': '--confirm-within は --apply と一緒に指定します。',
  '--confirm-within and --out exclude each other.': '--confirm-within と --out は同時に指定できません。',
  '--report takes FILE.html or FILE.md, not {0}.':
    '--report には FILE.html または FILE.md を指定します。{0} は指定できません。',
  '--report names {0} twice.': '--report に {0} が 2 回指定されています。',
  '--redact goes with --report, --json or --ndjson, and with capture.':
    '--redact は --report、--json、--ndjson、または capture と一緒に指定します。',
  '{0} takes one of these: {1}.': '{0} に指定できるのは次のいずれかです: {1}。',
  'There is no command {0}.': '{0} というコマンドはありません。',
  'explain needs a code, a text or a file.': 'explain にはコード、テキスト、またはファイルが必要です。',
  'The text is longer than {0} bytes.': 'テキストが {0} バイトを超えています。',
  'Paste the part with the error.': 'エラーの部分だけを貼り付けてください。',
  'schedule takes install, status, run or remove.':
    'schedule には install、status、run、remove のいずれかを指定します。',
  '--{0} does not go with export {1}.': '--{0} は export {1} と同時に指定できません。',
  '--{0} does not go with schedule {1}{2}.': '--{0} は schedule {1}{2} と同時に指定できません。',
  '--installed goes with schedule run.': '--installed は schedule run と一緒に指定します。',
  '--deadline takes seconds, more than 0 and at most 3600, not {0}.':
    '--deadline には 0 より大きく 3600 以下の秒数を指定します。{0} は指定できません。',
  'Check --ca.': '--ca を確認してください。',
  'No root certificate is in the file: "{0}" is issued by "{1}", and Windows trusts a root only.':
    'ファイルにルート証明書がありません。「{0}」の発行者は「{1}」です。Windows が信頼するのはルート証明書だけです。',
  'No certificate (DER or PEM) is in the file.': 'ファイルに証明書 (DER または PEM 形式) がありません。',
  'The {0} text cannot be stored ({1}).': '{0} の文字列は保存できません ({1})。',
  'Name a state without it, e.g. with --proxy and --bypass.':
    'それを含まない設定を --proxy と --bypass などで指定してください。',
  'A blob string holds more than bytes': '文字列に 1 バイトで表せない文字が含まれています',
  'Not an unsigned 32-bit number: {0}': '符号なし 32 ビット整数ではありません: {0}',
  'This is not a date.': '日付ではありません。',
  'Give it as YYYY-MM-DD, or null to leave this deadline out.':
    'YYYY-MM-DD の形式で指定するか、null を指定してこの期限を除いてください。',
  'The state of {0} is named twice.': '{0} の設定が 2 回指定されています。',
  'It is the setting that decides for the VPN user: name it as winInet, or as null there.':
    'VPN ユーザーに適用される設定です。winInet として指定するか、winInet を null にしてください。',
  'There is no proxy setting {0} on this computer.': 'このコンピューターにプロキシ設定 {0} はありません。',
  'Name one of these: {0}.': '次のいずれかを指定してください: {0}。',
  'No known code, message or setting is in this text.': '既知のコード、メッセージ、設定が含まれていません。',
  'Paste the message, or give the number that the VPN dialog or event 20227 shows: p2s-fix explain 0x80092013':
    'メッセージを貼り付けるか、VPN の画面またはイベント 20227 の番号を指定してください: p2s-fix explain 0x80092013',
  'Win32 error {0}, as HRESULT {1}': 'Win32 エラー {0}、HRESULT では {1}',
  '{0}: facility {1}, code {2}': '{0}: ファシリティ {1}、コード {2}',
  'This code is not known ({0}).': '登録されていないコードです ({0})。',
  'The nearest that are: {0}. {1}': '近いコード: {0}。{1}',
  'On Windows, certutil -error {0} shows the text of Windows.':
    'Windows では certutil -error {0} で説明を表示できます。',
  'Not a gateway name: "{0}".': 'ゲートウェイ名ではありません: "{0}"。',
  'Give HOST or HOST:PORT, e.g. azuregateway-….vpn.azure.com.':
    'HOST または HOST:PORT の形式で指定してください (例: azuregateway-….vpn.azure.com)。',
  'Not a port: {0} in "{1}".': '"{1}" の {0} はポート番号ではありません。',
  'This is not a host name or an IP address.': 'ホスト名または IP アドレスではありません。',
  'Give HOST or HOST:PORT. Give a name with non-ASCII letters in its xn-- form.':
    'HOST または HOST:PORT の形式で指定してください。ASCII 以外の文字を含む名前は xn-- の形式にしてください。',
  'Without the quotation marks': '引用符を除いた値',
  'In plain ASCII characters': 'ASCII 文字にした値',
  'Perhaps meant': '正しい値の候補',
  'The address has quotation marks.': 'アドレスに引用符が含まれています。',
  'Give the address without user and password; Windows saves it where every user can read it.':
    'ユーザー名とパスワードを含めずに指定してください。Windows はだれでも読み取れる形で保存します。',
  'A PAC address with credentials in it is never stored.': '資格情報を含む PAC のアドレスは保存しません。',
  'Put the file on a web server and give its http:// or https:// address.':
    'ファイルを Web サーバーに置き、http:// または https:// のアドレスを指定してください。',
  'Windows no longer reads PAC files from file: addresses.':
    'file: で指定された PAC ファイルは、現在の Windows では読み込まれません。',
  'Not an http or https address: "{0}".': 'http または https のアドレスではありません: "{0}"。',
  'The address has {0} characters; WinINET accepts {1}.':
    'アドレスが {0} 文字あります。WinINET で使用できるのは {1} 文字までです。',
  'Give the address of a PAC file, e.g. http://pac.contoso.com/proxy.pac.':
    'PAC ファイルのアドレスを指定してください (例: http://pac.contoso.com/proxy.pac)。',
  'The bypass list has {0} characters; WinINET accepts {1}.':
    'バイパス リストが {0} 文字あります。WinINET で使用できるのは {1} 文字までです。',
  'Combine entries with wildcards, e.g. *.contoso.com.':
    '*.contoso.com のようにワイルドカードを使ってエントリをまとめてください。',
  'Give HOST:PORT, or http=HOST:PORT;https=HOST:PORT.':
    'HOST:PORT または http=HOST:PORT;https=HOST:PORT の形式で指定してください。',
  'Separate entries with semicolons, e.g. "<local>;*.contoso.com".':
    'エントリをセミコロンで区切って指定してください (例: "<local>;*.contoso.com")。',
  'An entry is a name or an address, with wildcards, e.g. 10.* or *.contoso.com; a port is 1 to 65535. Windows does not support ranges such as 10.0.0.0/8.':
    'エントリには名前またはアドレスを指定します。10.* や *.contoso.com のようにワイルドカードを使用できます。ポートは 1 から 65535 までです。Windows は 10.0.0.0/8 のような範囲に対応していません。',
  '"direct" is not the name of a proxy.': '"direct" はプロキシの名前として指定できません。',
  'For no proxy, give --direct, or {"direct": true} in a desired-state file. If a proxy has this name, add its port.':
    'プロキシを使用しない場合は、--direct を指定するか、設定内容のファイルで {"direct": true} を指定してください。この名前のプロキシを使用する場合は、ポートを付けてください。',
  'A {0} string with credentials in it is never stored.': '資格情報を含む {0} の文字列は保存しません。',
  'Give it without user and password; SSTP cannot authenticate to a proxy anyway.':
    'ユーザー名とパスワードを含めずに指定してください。SSTP はプロキシの認証に対応していません。',
  'Not a {0} list: "{1}" ({2}).': '{0} リストとして正しくありません: "{1}" ({2})。',
  'The VPN user cannot be determined.': 'どのユーザーの VPN か特定できません。',
  'Name the user with --user SID. Loaded: {0}.':
    '--user SID でユーザーを指定してください。読み込まれているハイブ: {0}。',
  'Name the user with --user SID. The recording has: {0}.':
    '--user SID でユーザーを指定してください。記録ファイルに含まれているハイブ: {0}。',
  'No hive of user {0} is loaded.': 'ユーザー {0} のハイブが読み込まれていません。',
  'Loaded: {0}. Have that user sign in, or name another one.':
    '読み込まれているハイブ: {0}。そのユーザーがサインインするか、別のユーザーを指定してください。',
  'The recording has no hive of user {0}.': '記録ファイルにユーザー {0} のハイブがありません。',
  'It has: {0}. Name one of them, or make a recording as that user: p2s-fix help recording':
    '含まれているハイブ: {0}。そのうちの 1 つを指定するか、そのユーザーとして記録ファイルを作成してください: p2s-fix help recording',
  'It has: {0}. Leave out --user for its HKEY_CURRENT_USER.':
    '含まれているハイブ: {0}。HKEY_CURRENT_USER を使用する場合は、--user を省略してください。',
  'No gateway of that computer is known.': 'そのコンピューターのゲートウェイがわかりません。',
  'Name one with --gateway HOST, or give its profile with --profile FILE.':
    '--gateway HOST で指定するか、--profile FILE でプロファイルを指定してください。',
  'No gateway is known.': 'ゲートウェイがわかりません。',
  'p2s-fix {0} azuregateway-….vpn.azure.com, or p2s-fix {1} --profile FILE':
    'p2s-fix {0} azuregateway-….vpn.azure.com または p2s-fix {1} --profile FILE',
  'capture needs a file to write to.': 'capture には書き込み先のファイルが必要です。',
  'plan needs a file to write to.': 'plan には書き込み先のファイルが必要です。',
  'export intune is for many computers. It does not accept the recording of one.':
    'export intune は多数のコンピューターを対象とします。1 台の記録ファイルは指定できません。',
  'This export needs desired settings.': 'このエクスポートには設定の内容の指定が必要です。',
  '{0}, or --proxy LIST --bypass LIST, or --direct':
    '{0}、または --proxy LIST --bypass LIST、または --direct',
  'No gateway is named for the path check.': '経路を確認するゲートウェイが指定されていません。',
  'Name one with --gateway, or in the desired-state file.':
    '--gateway または設定内容のファイルで指定してください。',
  'WinHTTP cannot hold this ({0}).': 'WinHTTP には設定できません ({0})。',
  'Name the state of winHttp explicitly: {"proxy": …, "bypass": …} or {"direct": true}.':
    'winHttp の内容を直接指定してください: {"proxy": …, "bypass": …} または {"direct": true}。',
  'WinHTTP follows a setting that is not named: it differs from computer to computer.':
    'WinHTTP の基準となる設定が指定されていません。設定はコンピューターごとに異なります。',
  'WinHTTP cannot follow a PAC file without a check on each computer.':
    'WinHTTP を PAC ファイルに合わせるには、コンピューターごとに調べる必要があります。',
  'WinHTTP follows a bypass list that is not named: it differs from computer to computer.':
    'WinHTTP の基準となるバイパス リストが指定されていません。リストはコンピューターごとに異なります。',
  'A package for many computers cannot name an account of one of them.':
    '多数のコンピューター用のパッケージで、1 台のコンピューターのアカウントは指定できません。',
  'Name it as wininet/current/…: the user who is signed in.':
    'サインインしているユーザーを表す wininet/current/… で指定してください。',
  'The name of the connection is not percent-encoded UTF-8.':
    '接続名が UTF-8 のパーセント エンコードになっていません。',
  'The script for packages is damaged: {0}.': 'パッケージの元になるスクリプトが壊れています: {0}。',
  'This page does not judge the certificates of a gateway.':
    'このページはゲートウェイの証明書を判定しません。',
  'Run p2s-fix verify --transcript FILE.': 'p2s-fix verify --transcript FILE を実行してください。',
  'This page connects to no gateway, and no computer is known.':
    'このページはゲートウェイに接続せず、コンピューターの情報もありません。',
  'Add the registry export of a computer, or run there: p2s-fix verify --profile FILE':
    'コンピューターのレジストリのエクスポートを追加するか、そのコンピューターで p2s-fix verify --profile FILE を実行してください。',
  'export page needs a file to write.': 'export page には書き込み先のファイルが必要です。',
  'export needs a folder to write to.': 'export には書き込み先のフォルダーが必要です。',
  'export repair works from a recording.': 'export repair にはコンピューターの記録ファイルが必要です。',
  '--in-place and --out go with --machine FILE.':
    '--in-place と --out は --machine FILE と一緒に指定します。',
  'This is not Windows, so there are no proxy settings to read.':
    'Windows ではないため、読み取るプロキシ設定がありません。',
  'Give a recording with --machine FILE (how to make one: p2s-fix help recording), or check only the path with p2s-fix verify GATEWAY.':
    '--machine FILE で記録ファイルを指定するか (作成方法: p2s-fix help recording)、p2s-fix verify GATEWAY で経路だけを確認してください。',
  'This is not Windows, so the PAC file cannot be resolved.':
    'Windows ではないため、PAC ファイルの応答を調べられません。',
  'Save the PAC file and name it with --pac-file FILE.':
    'PAC ファイルを保存し、--pac-file FILE で指定してください。',
  'The PAC file gives no single answer that WinHTTP could hold ({0}).':
    'PAC ファイルの応答が 1 つに定まらず、WinHTTP に設定できません ({0})。',
  'Name the proxy with --proxy, or check the answers with p2s-fix on that computer.':
    '--proxy でプロキシを指定するか、そのコンピューターで p2s-fix を実行して応答を確認してください。',
  'WinHTTP cannot hold that proxy: {0} ({1}).': 'そのプロキシは WinHTTP に設定できません: {0} ({1})。',
};
