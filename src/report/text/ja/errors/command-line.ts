/** What is wrong with a command line, a name or desired settings. */
export const COMMAND_LINE_ERRORS_JA: Readonly<Record<string, string>> = {
  'Add its bypass list, for example: {0} "<local>"': 'バイパス リストを追加してください。例: {0} "<local>"',
  'Name the state of both settings in a file for {0}.':
    '両方の設定の内容を {0} のファイルで指定してください。',
  'This p2s-fix does not include the command {0}.': 'この p2s-fix にはコマンド {0} が含まれていません。',
  'Install a p2s-fix that includes it.': 'そのコマンドを含む p2s-fix をインストールしてください。',
  'Not a proxy that can be allowed: "{0}".': '許可できるプロキシの指定ではありません: "{0}"。',
  'Give HOST:PORT, or *.DOMAIN:PORT for every name below a domain, e.g. proxy.contoso.com:8080 or *.proxy.contoso.com:8080.':
    'HOST:PORT の形式か、ドメインの下にあるすべての名前を表す *.DOMAIN:PORT の形式で指定してください (例: proxy.contoso.com:8080、*.proxy.contoso.com:8080)。',
  'Name a proxy on another computer: on a loopback address every user can listen.':
    '他のコンピューターのプロキシを指定してください。ループバック アドレスでは、どのユーザーでも待ち受けられます。',
  'There is no command {0}.': '{0} というコマンドはありません。',
  'explain needs a code, a text or a file.': 'explain にはコード、テキスト、またはファイルが必要です。',
  'The text is longer than {0} bytes.': 'テキストが {0} バイトを超えています。',
  'Paste the part with the error.': 'エラーの部分だけを貼り付けてください。',
  'Check {0}.': '{0} を確認してください。',
  'No root certificate is in the file: "{0}" is issued by "{1}", and Windows trusts a root only.':
    'ファイルにルート証明書がありません。「{0}」の発行者は「{1}」です。Windows が信頼するのはルート証明書だけです。',
  'No certificate (DER or PEM) is in the file.': 'ファイルに証明書 (DER または PEM 形式) がありません。',
  'The {0} text cannot be stored ({1}).': '{0} の文字列は保存できません ({1})。',
  'Name a state without it, e.g. with {0} and {1}.':
    'それを含まない設定を {0} と {1} などで指定してください。',
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
  'Paste the message, or give the number that the VPN dialog or event 20227 shows: {0}':
    'メッセージを貼り付けるか、VPN の画面またはイベント 20227 の番号を指定してください: {0}',
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
  'For no proxy, give {0}, or {"direct": true} in a desired-state file. If a proxy has this name, add its port.':
    'プロキシを使用しない場合は、{0} を指定するか、設定内容のファイルで {"direct": true} を指定してください。この名前のプロキシを使用する場合は、ポートを付けてください。',
  'A {0} string with credentials in it is never stored.': '資格情報を含む {0} の文字列は保存しません。',
  'Give it without user and password; SSTP cannot authenticate to a proxy anyway.':
    'ユーザー名とパスワードを含めずに指定してください。SSTP はプロキシの認証に対応していません。',
  'Not a {0} list: "{1}" ({2}).': '{0} リストとして正しくありません: "{1}" ({2})。',
  'The VPN user cannot be determined.': 'どのユーザーの VPN か特定できません。',
  'Name the user with {0} SID. Loaded: {1}.':
    '{0} SID でユーザーを指定してください。読み込まれているハイブ: {1}。',
  'Name the user with {0} SID. The recording has: {1}.':
    '{0} SID でユーザーを指定してください。記録ファイルに含まれているハイブ: {1}。',
  'No hive of user {0} is loaded.': 'ユーザー {0} のハイブが読み込まれていません。',
  'Loaded: {0}. Have that user sign in, or name another one.':
    '読み込まれているハイブ: {0}。そのユーザーがサインインするか、別のユーザーを指定してください。',
  'The recording has no hive of user {0}.': '記録ファイルにユーザー {0} のハイブがありません。',
  'It has: {0}. Name one of them, or make a recording as that user: p2s-fix help recording':
    '含まれているハイブ: {0}。そのうちの 1 つを指定するか、そのユーザーとして記録ファイルを作成してください: p2s-fix help recording',
  'It has: {0}. Leave out {1} for its HKEY_CURRENT_USER.':
    '含まれているハイブ: {0}。HKEY_CURRENT_USER を使用する場合は、{1} を省略してください。',
  'No gateway of that computer is known.': 'そのコンピューターのゲートウェイがわかりません。',
  'Name one with {0} HOST, or give its profile with {1} FILE.':
    '{0} HOST で指定するか、{1} FILE でプロファイルを指定してください。',
  'No gateway is known.': 'ゲートウェイがわかりません。',
  'p2s-fix {0} azuregateway-….vpn.azure.com, or p2s-fix {1} --profile FILE':
    'p2s-fix {0} azuregateway-….vpn.azure.com または p2s-fix {1} --profile FILE',
  'capture needs a file to write to.': 'capture には書き込み先のファイルが必要です。',
  'plan needs a file to write to.': 'plan には書き込み先のファイルが必要です。',
  'export intune is for many computers. It does not accept the recording of one.':
    'export intune は多数のコンピューターを対象とします。1 台の記録ファイルは指定できません。',
  'This export needs desired settings.': 'このエクスポートには設定の内容の指定が必要です。',
  '{0}, or {1} LIST {2} LIST, or {3}': '{0}、または {1} LIST {2} LIST、または {3}',
  'No gateway is named for the path check.': '経路を確認するゲートウェイが指定されていません。',
  'Name one with {0}, or in the desired-state file.': '{0} または設定内容のファイルで指定してください。',
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
  'Run {0}.': '{0} を実行してください。',
  'This page connects to no gateway, and no computer is known.':
    'このページはゲートウェイに接続せず、コンピューターの情報もありません。',
  'Add the registry export of a computer, or run there: {0}':
    'コンピューターのレジストリのエクスポートを追加するか、そのコンピューターで {0} を実行してください。',
  'export page needs a file to write.': 'export page には書き込み先のファイルが必要です。',
  'export needs a folder to write to.': 'export には書き込み先のフォルダーが必要です。',
  'export repair works from a recording.': 'export repair にはコンピューターの記録ファイルが必要です。',
  '{0} and {1} go with {2} FILE.': '{0} と {1} は {2} FILE と一緒に指定します。',
  'This is not Windows, so there are no proxy settings to read.':
    'Windows ではないため、読み取るプロキシ設定がありません。',
  'Give a recording with {0} FILE (how to make one: p2s-fix help recording), or check only the path with {1}.':
    '{0} FILE で記録ファイルを指定するか (作成方法: p2s-fix help recording)、{1} で経路だけを確認してください。',
  'This is not Windows, so the PAC file cannot be resolved.':
    'Windows ではないため、PAC ファイルの応答を調べられません。',
  'Save the PAC file and name it with {0} FILE.': 'PAC ファイルを保存し、{0} FILE で指定してください。',
  'The PAC file gives no single answer that WinHTTP could hold ({0}).':
    'PAC ファイルの応答が 1 つに定まらず、WinHTTP に設定できません ({0})。',
  'Name the proxy with --proxy, or check the answers with p2s-fix on that computer.':
    '--proxy でプロキシを指定するか、そのコンピューターで p2s-fix を実行して応答を確認してください。',
  'WinHTTP cannot hold that proxy: {0} ({1}).': 'そのプロキシは WinHTTP に設定できません: {0} ({1})。',
};
