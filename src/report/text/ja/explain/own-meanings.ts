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
  'meaning.verdict.reachable':
    'SSTP ハンドシェイクに成功し、ルート証明書より下の各証明書に有効な CRL または OCSP の応答があります。サインインは確認していません。',
  'meaning.acts.reachable': '対応は不要です。',
  'meaning.verdict.proxy-unreachable':
    'プロキシに TCP で接続できないか、名前を解決できません。設定に複数の経路がある場合は、試したすべての経路で接続できません。',
  'meaning.acts.proxy-unreachable':
    '管理者: プロキシの名前とポートを確認します。別のネットワークにいる場合は設定を消去します。プロキシ担当者: 稼働を確認します。ループバックのプロキシの場合はユーザー: そのプログラムを起動します。',
  'meaning.verdict.proxy-auth-required':
    'プロキシが 407 を返します。SSTP はプロキシの認証に対応していないため、設定では解決できません。',
  'meaning.acts.proxy-auth-required': 'プロキシ担当者: ゲートウェイの HOST:443 を認証なしで許可します。',
  'meaning.verdict.proxy-blocks-sstp':
    'ヘッダー SSTPVERSION のある CONNECT が拒否されるか、応答がないか、切断されます。ヘッダーがなければ 200 です。または、ヘッダーがあると CONNECT の後の TLS が通りません。',
  'meaning.acts.proxy-blocks-sstp': 'プロキシ担当者: このヘッダーのある CONNECT を許可します。',
  'meaning.verdict.proxy-refused': 'CONNECT が拒否される (403 など) か、使用できる応答がありません。',
  'meaning.acts.proxy-refused':
    'プロキシ担当者: ゲートウェイへの CONNECT を許可します。管理者: Web サーバーが応答している場合は、アドレスを確認します。',
  'meaning.verdict.dns-failed': '直接接続の経路で、ゲートウェイの名前を解決できません。',
  'meaning.acts.dns-failed':
    '管理者: 名前を解決できるプロキシを設定します。どのネーム サーバーも名前を解決しない場合は、ネットワークを確認します。ネットワーク担当者: ネーム サーバーを確認します。',
  'meaning.verdict.gateway-unreachable':
    'TCP が拒否またはリセットされるか、プロキシが 502、503、504 などを返し、ゲートウェイに到達できません。',
  'meaning.acts.gateway-unreachable':
    'ネットワーク担当者。プロキシを経由する場合はプロキシ担当者。TCP が拒否される場合は VPN 担当者も確認します。このコンピューターのファイアウォールがブロックしている場合は管理者です。',
  'meaning.verdict.timeout': '応答がないか、遅すぎて時間内に完了しません。段階は stage が示します。',
  'meaning.acts.timeout':
    'ネットワーク担当者。プロキシを経由する場合はプロキシ担当者。プロキシ自体が応答しない場合は管理者とプロキシ担当者。TLS の後の場合は VPN 担当者です。',
  'meaning.verdict.captive-portal':
    'ゲートウェイの代わりに Web ページが応答します (リダイレクト、511、サインイン ページなど)。',
  'meaning.acts.captive-portal':
    'プロキシを経由する場合はプロキシ担当者。それ以外の場合は、ユーザーがネットワークにサインインします。サインイン ページが表示されない場合はネットワーク担当者。VPN 担当者: 名前を確認します。',
  'meaning.verdict.tls-failed':
    'TLS ハンドシェイクの代わりに、リセットまたはアラートが返されます。最初のバイトでのリセットは、OpenVPN 専用のゲートウェイ、名前をブロックするファイアウォール、またはロード バランサーによるものです。',
  'meaning.acts.tls-failed':
    '直接接続でのリセット: ネットワーク担当者、次に VPN 担当者。プロキシ経由: プロキシ担当者、次に VPN 担当者。それ以外は VPN 担当者: SSTP が有効か、名前が正しいか、TLS のバージョンと暗号スイートを確認します。',
  'meaning.verdict.tls-inspection':
    'ルート証明書が不明またはプライベートで、TLS を復号するプロキシの特徴があるか、直接接続の経路とは証明書が異なります。SSTP は証明書に結び付けるため、ルート証明書が信頼されていても失敗します。',
  'meaning.acts.tls-inspection':
    'プロキシ担当者 (直接接続の経路ではネットワーク担当者): ゲートウェイを検査の対象から除外します。',
  'meaning.verdict.tls-offload':
    '直接接続の経路で、失効確認のアドレスがないプライベートな証明書が使用されています。リバース プロキシがゲートウェイの前で TLS を終端しています。',
  'meaning.acts.tls-offload': 'VPN 担当者: TLS をそのまま通します。',
  'meaning.verdict.untrusted-root':
    'チェーンの終端が、このコンピューターで信頼されていないルート証明書か、取得できない中間証明書です。',
  'meaning.acts.untrusted-root':
    'VPN 担当者。プライベートなルート証明書の場合は --ca FILE を使用します。ブロック ページの可能性がある場合はプロキシ担当者も確認します。',
  'meaning.verdict.wrong-root': 'チェーンの終端が、VPN プロファイルと異なるルート証明書です。',
  'meaning.acts.wrong-root': 'VPN 担当者: 新しい VPN クライアント パッケージをダウンロードします。',
  'meaning.verdict.certificate-invalid':
    '証明書の名前、有効期限、用途、発行者の制約、未対応の重要な拡張、または署名 (SHA-1) に問題があります。',
  'meaning.acts.certificate-invalid':
    'VPN 担当者: 証明書の問題を修正します。日付の場合は時計も確認します。プロキシのブロック ページの場合はプロキシ担当者です。',
  'meaning.verdict.no-sstp-port-free': 'SSTP サーバーが 503 を返します。',
  'meaning.acts.no-sstp-port-free':
    'VPN 担当者: Azure ゲートウェイの上限は 128 接続です。他のサーバーでは、SSTP ポートとサービスを確認します。',
  'meaning.verdict.sstp-not-offered': 'VPN プロファイルが SSTP を提供していません。',
  'meaning.acts.sstp-not-offered': 'VPN 担当者: IKEv2 または OpenVPN を使用します。',
  'meaning.verdict.not-sstp':
    'HTTP が 200 以外か、200 の後に SSTP の応答がないか、サーバーが SSTP の呼び出しを拒否します。',
  'meaning.acts.not-sstp':
    'VPN 担当者: 名前が正しいか、SSTP が有効か、TLS を通さないリバース プロキシが前にないかを確認します。',
  'meaning.verdict.revoked':
    'CRL または OCSP の応答が失効を示しています。理由が certificateHold の場合は、発行者が保留を解除するまでの失効です。',
  'meaning.acts.revoked': 'VPN 担当者: 証明書を交換するか、発行者に保留の解除を依頼します。',
  'meaning.verdict.revocation-unreachable':
    '失効確認の経路で、証明書の有効な応答が得られません (0x80092013)。期限切れの応答や、レスポンダー自身の証明書が期限切れの応答は有効ではありません。',
  'meaning.acts.revocation-unreachable':
    '管理者: 提案された設定で経路が機能する場合は、WinHTTP を合わせます。プロキシ担当者 (直接接続ではネットワーク担当者): 表示されたホストへの http を認証なしで許可します。応答自体に問題がある場合は VPN 担当者です。',
  'meaning.verdict.not-tested':
    '経路が PAC ファイルまたは SOCKS に依存するか、確認に必要なデータまたは時間がありませんでした。',
  'meaning.acts.not-tested': '対応は不要です (記録に不足がある場合は、管理者が記録し直します)。',
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
