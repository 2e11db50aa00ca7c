/**
 * What a message of Windows, a verdict or an error of p2s-fix means, by its id: in English it is written in core,
 * because documents have it.
 */
export const OWN_MEANINGS_JA: Readonly<Record<`meaning.${string}`, string>> = {
  'meaning.rassstp-1':
    'SSTP の要求を送信できませんでした。接続できないか、証明書が信頼されていません。同じイベントのコードに詳細があります。',
  'meaning.rassstp-2': 'SSTP の要求に対する応答がありません。',
  'meaning.rassstp-3': 'SSTP の応答が HTTP/1.1 ではありません。',
  'meaning.rassstp-4':
    'サーバーまたはプロキシが SSTP の要求を拒否しました。イベントのデータに HTTP の状態コードがあります。',
  'meaning.rassstp-5': 'SSTP のネゴシエーションに失敗しました。',
  'meaning.rassstp-6':
    'トンネルの証明書がサーバーのものと異なります。プロキシ、またはサーバーの手前の機器が TLS を復号しています。SSTP はサインインを証明書に結び付ける (暗号化バインド) ため、接続を終了します。',
  'meaning.rassstp-16': 'サーバーの証明書がサーバー認証用ではありません。',
  'meaning.rassstp-23': 'プロキシが認証を要求しています。SSTP はこれに対応していません。',
  'meaning.rassstp-server':
    'SSTP サーバーのサービスに、使用できる証明書またはそのハッシュがありません。これはクライアントではなく、サーバーのイベントです。',
  'meaning.rasclient-20227':
    'VPN 接続に失敗しました。メッセージの末尾にエラー コードがあります。そのコードを調べてください。',
  'meaning.dotnet-trust':
    'TLS の証明書が受け入れられませんでした。ルート証明書が信頼されていないか、名前が一致しないか、失効を確認できませんでした。続くメッセージがいずれかを示します。',
  'meaning.dotnet-tls': 'TLS に失敗しました。原因は内部例外にあります。',
  'meaning.proxy-name': 'プロキシの名前を解決できません。',
  'meaning.openvpn-control':
    'SSTP ではなく、Azure VPN クライアントの OpenVPN です。TCP 443 の TLS に正しい応答がありません。TLS インスペクションまたはブロックを行うプロキシやファイアウォール、あるいはプロファイルのサーバー シークレットまたは証明書が原因の可能性があります。',
  'meaning.schannel-alert':
    'TLS が警告で終了しました。36887 は相手側、36888 はこのコンピューターの警告です。42 から 46、および 48 は、証明書が受け入れられなかったことを示します。40、70、71 は、共通の TLS バージョンまたは暗号スイートがないことを示します。どのプログラムのイベントの可能性もあるため、プロセスと時刻を照合してください。',
  'meaning.capi2-fetch':
    'Windows が WinHTTP を使用し、HTTP で CRL、OCSP の応答、または証明書を取得します。成功したかどうかは、イベントの末尾の結果が示します。',
  'meaning.capi2-details':
    '証明書の確認のイベントです。結果はこのテキストになく、詳細にだけあります。詳細 ([詳細] - [XML で表示]) を貼り付けてください。',
  'meaning.advproxy':
    'ユーザーまたはコンピューターの、WinINET の形式の設定 (プロキシ、PAC ファイル、自動検出) です。WinHTTP のプロキシではありません。WinHTTP のプロキシは netsh winhttp show proxy で表示されます。',
  'meaning.winhttp-loopback':
    'WinHTTP は、このコンピューター自体のプロキシ (ループバック) を使用します。通常はユーザーごとのプロキシ エージェントで、動作していないと SSTP の失効確認と Windows Update は失敗します。',
  'meaning.tcp-direct':
    'TCP の直接接続に失敗しました。Test-NetConnection はプロキシを使用しないため、プロキシが必要な環境では通常の結果であり、VPN のエラーではありません。',
  'meaning.winhttp-direct':
    'WinHTTP にプロキシがないため、SSTP の失効確認と Windows Update は直接接続します。HTTP にプロキシが必要な環境では、これが通常 0x80092013 の原因です。必要がなければ正しい設定です。トンネルが使用するユーザーの設定 (WinINET) は、このテキストに含まれていません。',
  'meaning.winhttp-proxy':
    'WinHTTP、SSTP の失効確認、Windows Update はこのプロキシを使用します。形式に誤りはありません。応答するかどうか、またトンネルが使用するユーザーの設定 (WinINET) と同じかどうかは、このテキストからはわかりません。',
  'meaning.winhttp-quotes':
    'リストに引用符があります。WinHTTP はこれを名前の一部として扱うため、プロキシは使用されません。通常は Web ページからコピーしたコマンドが原因です。',
  'meaning.winhttp-credentials':
    'リストにユーザー名またはパスワードがあります。WinHTTP は対応していません。リストと、このテキストを貼り付けた場所から削除してください。',
  'meaning.winhttp-socks': 'リストには SOCKS しかありません。WinHTTP は HTTP の SOCKS に対応していません。',
  'meaning.winhttp-bad-list': 'リストに、WinHTTP が必要とする HOST:PORT の形式ではないエントリがあります。',
  'meaning.name.rassstp-server': 'RasSstp (サーバー): 待ち受けの証明書',
  'meaning.name.dotnet-trust': '.NET: 証明書が受け入れられない',
  'meaning.name.dotnet-tls': '.NET: SSL 接続の失敗',
  'meaning.name.proxy-name': 'プロキシの名前',
  'meaning.name.openvpn-control': 'Azure VPN クライアント: VPN 制御パケットの応答がない',
  'meaning.name.schannel-alert': 'Schannel イベント 36887 または 36888',
  'meaning.name.capi2-fetch': 'CAPI2 イベント 53',
  'meaning.name.capi2-details': 'CAPI2 イベント',
  'meaning.name.advproxy': 'netsh winhttp show advproxy',
  'meaning.name.tcp-direct': 'Test-NetConnection',
  'meaning.name.rasclient-20227': 'RasClient イベント 20227',
  'meaning.name.rassstp-1': 'RasSstp イベント 1',
  'meaning.name.rassstp-2': 'RasSstp イベント 2',
  'meaning.name.rassstp-3': 'RasSstp イベント 3',
  'meaning.name.rassstp-4': 'RasSstp イベント 4',
  'meaning.name.rassstp-5': 'RasSstp イベント 5',
  'meaning.name.rassstp-6': 'RasSstp イベント 6',
  'meaning.name.rassstp-16': 'RasSstp イベント 16',
  'meaning.name.rassstp-23': 'RasSstp イベント 23',
  'meaning.error.usage': 'コマンド ラインのオプションまたは引数を使用できません。',
  'meaning.error.input': 'ファイル、ホスト名、または外部からの値を使用できません。',
  'meaning.error.no-gateway':
    '経路の確認が要求されましたが、ゲートウェイが指定されておらず、特定もできません。',
  'meaning.error.not-windows': 'このシステムは Windows ではありません。--machine を使用してください。',
  'meaning.error.user-ambiguous': 'VPN ユーザーの候補が複数あります。--user を使用してください。',
  'meaning.error.not-judged': '記録に、実行に必要な設定が含まれていません。',
  'meaning.error.needs-elevation': '管理者がコマンドを実行する必要があります。',
  'meaning.error.write-failed': '書き込みが反映されませんでした。すべての値は復元されました。',
  'meaning.error.restore-failed': '書き込みが反映されず、値の復元にも失敗しました。',
  'meaning.error.refused': 'ポリシーで管理されているか、表現できないか、許可されていません。',
  'meaning.error.stale': '計画、変更、またはバックアップの後に、設定が変更されました。',
  'meaning.error.backup-unusable': 'バックアップが破損しているか、別のコンピューターのものです。',
  'meaning.error.locked': '別の実行がロックを保持しています。',
  'meaning.error.interrupted-change':
    '中断された変更または未確認の変更を、先に完了または復元する必要があります。',
  'meaning.error.cancelled': '外部から終了されたか、確認に「いいえ」と回答されました。',
  'meaning.error.powershell-missing': 'PowerShell を起動できませんでした。',
  'meaning.error.powershell-blocked': '実行ポリシーがスクリプトをブロックしています。',
  'meaning.error.powershell-not-allowed':
    'アプリケーション制御、または署名の確認がスクリプトをブロックしています。',
  'meaning.error.powershell-antivirus': 'ウイルス対策ソフトウェアがスクリプトをブロックしています。',
  'meaning.error.powershell-timeout': 'PowerShell が時間内に応答しませんでした。',
  'meaning.error.powershell-no-result': 'PowerShell が結果を返さずに終了しました。',
  'meaning.error.powershell-overflow': 'PowerShell の出力が上限を超えました。',
  'meaning.error.powershell-failed': 'スクリプトがエラーを返しました。',
  'meaning.error.state-dir': '状態フォルダーを使用できません。',
  'meaning.error.watcher-failed': '自動ロールバックを設定できなかったため、何も書き込まれていません。',
  'meaning.error.report-failed':
    'レポートまたは要求されたファイルを書き込めませんでした。他の結果は有効です。',
  'meaning.error.install-failed':
    'プログラム、またはスケジュールのプログラムをインストールまたは削除できませんでした。',
  'meaning.error.task-failed': 'タスク スケジューラが要求を実行しませんでした。',
  'meaning.error.program-changed': 'インストール後に、プログラムまたはスクリプトが変更されました。',
  'meaning.error.internal': '予期しない失敗です。送信する情報はメッセージに表示されます。',
};
