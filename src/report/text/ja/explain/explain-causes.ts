import type { CAUSES_EN } from '../../en/explain/explain-causes.ts';

/** The causes, and where to look. */
export const CAUSES_JA: typeof CAUSES_EN = {
  'cause.wininet-missing':
    'VPN ユーザーの WinINET にプロキシが設定されていないか、誤っているため、SSTP が直接、または誤ったプロキシに接続します。',
  'cause.proxy-dead':
    '設定されたプロキシが応答しません。名前またはポートが誤っているか、社外のネットワークに接続しています。',
  'cause.proxy-auth':
    'プロキシが認証を要求しています (407)。SSTP はプロキシ認証に対応していないため、プロキシ側での対応が必要です。',
  'cause-look.proxy-auth':
    'イベント ビューアーの [システム] ログの RasSstp イベント 23 にも同じ内容が記録されます。',
  'cause.proxy-refuses': 'プロキシがゲートウェイへの CONNECT を拒否しています。',
  'cause-look.proxy-refuses':
    'イベント ビューアーの [システム] ログの RasSstp イベント 4 に HTTP の状態コードが記録されます。',
  'cause.proxy-filters-sstp': 'プロキシが SSTPVERSION ヘッダーを含む CONNECT を拒否しています。',
  'cause.name-unknown': 'ゲートウェイの名前を解決できません。',
  'cause.gateway-tcp':
    'このコンピューターまたはプロキシから、ゲートウェイへの TCP 通信が拒否またはブロックされています。',
  'cause.silence': '経路上で通信が応答なしに破棄されています。',
  'cause.sstp-off':
    'ゲートウェイが TLS ハンドシェイクを行わずに切断します。SSTP が有効になっていません (OpenVPN のみ)。',
  'cause.no-sstp-server': 'ポートで応答しているのは SSTP サーバーではありません。',
  'cause-look.no-sstp-server':
    'イベント ビューアーの [システム] ログの RasSstp イベント 4 に HTTP の状態コードが記録されます。',
  'cause.no-port-free':
    'サーバーに空いている SSTP ポートがありません。Azure ゲートウェイの上限は 128 接続 (アクティブ/アクティブ構成では 256 接続) です。',
  'cause.server-binding': '自社のサーバーで、SSTP リスナーに証明書がバインドされていないか、誤っています。',
  'cause-look.server-binding': 'サーバーで netsh http show sslcert を実行してください。',
  'cause.gateway-tls':
    'この Windows の SSTP が提示する TLS (バージョン、暗号スイート、またはクライアント証明書なし) をゲートウェイが拒否しています。',
  'cause.old-tls':
    'この Windows (7、8.1) で TLS 1.2 が無効になっており、ゲートウェイはそれより古いバージョンを受け付けません。',
  'cause-look.old-tls': 'レジストリの TlsVersion と DefaultSecureProtocols (下記のページを参照)。',
  'cause.azure-route':
    'GatewaySubnet のユーザー定義ルート、またはゲートウェイにルート証明書がないことが原因です。',
  'cause-look.azure-route': 'Azure ポータルのゲートウェイ サブネットとルート証明書の一覧。',
  'cause.service-off':
    'SSTP に必要なサービス (SstpSvc、RasMan) が見つからない、無効になっている、または実行されていません。',
  'cause.auto-proxy-off':
    'プロキシの自動検出が無効になっているか、サービス (WinHttpAutoProxySvc) が実行されていません。',
  'cause.pac-broken': 'PAC ファイルを取得できないか、スクリプトが失敗しています。',
  'cause.nothing-detected':
    '自動検出がオンですが、ネットワークが PAC ファイルを通知していません。それだけでは異常ではありません。',
  'cause.revocation-not-aligned':
    '失効確認は WinHTTP の設定に従いますが、プロキシが未設定か、応答しません。トンネルは WinINET の設定に従うため、CRL と OCSP のサーバーにだけ到達できません。',
  'cause.revocation-blocked':
    'プロキシまたはファイアウォールが、CRL と OCSP のサーバーへの通信を許可していないか、認証を要求しています。',
  'cause.revocation-stale':
    '失効リストの有効期限が切れているか、証明書に記載された場所に公開されていません。',
  'cause.revocation-cache': 'Windows が、キャッシュの古い失効リストまたは以前の失敗を使用しています。',
  'cause-look.revocation-cache':
    '確認を行うアカウントで certutil -urlcache crl を実行してください。その後、接続し直してください。',
  'cause.no-revocation-address': '証明書に CRL も OCSP も記載されていません。',
  'cause.inspection':
    'プロキシ、またはゲートウェイの手前の機器が TLS を復号し、独自の証明書を提示しています。そのルート証明書が信頼されていても SSTP は失敗します。',
  'cause-look.inspection':
    'イベント ビューアーの [システム] ログの RasSstp イベント 6: 証明書のハッシュが一致しません。',
  'cause.root-not-trusted': 'チェーンのルート証明書が、このコンピューターで信頼されていません。',
  'cause.old-profile':
    'ゲートウェイのルート証明書が変更されましたが、インストールされた VPN プロファイルには古いルート証明書しかありません。',
  'cause-look.old-profile': '新しい VPN クライアント パッケージをダウンロードし、配布し直してください。',
  'cause.chain-incomplete':
    '中間証明書または更新されたルート証明書がなく、Windows が WinHTTP の経路で取得することもできません。',
  'cause-look.chain-incomplete':
    '証明書の caIssuers のアドレスと ctldl.windowsupdate.com への、プロキシ経由の HTTP 通信。',
  'cause.name-mismatch': '接続先の名前が証明書にありません。IP アドレスまたは別名を使用しています。',
  'cause.server-expired': 'サーバーの証明書またはその上位の証明書の有効期限が切れています。',
  'cause.clock': 'このコンピューターの時計が正しくありません。',
  'cause-look.clock': 'w32tm /query /status',
  'cause.wrong-purpose': 'サーバーの証明書の用途に、サーバー認証がありません。',
  'cause-look.wrong-purpose': 'イベント ビューアーの [システム] ログの RasSstp イベント 16。',
  'cause.chain-broken': 'サーバーの証明書チェーンの署名または制約が正しくありません。',
  'cause.server-revoked': '発行者が証明書を失効させています。',
  'cause.client-certificate':
    'CurrentUser\\My に使用できるクライアント証明書がありません。証明書がない、コンピューターのストアにある、秘密キーがない、または用途に「クライアント認証」がありません。',
  'cause-look.client-certificate': 'VPN ユーザーの certmgr.msc: [個人] - [証明書]。',
  'cause.private-key':
    'クライアント証明書の秘密キーがないか、プログラムのアカウントにその秘密キーを使用する権限がありません。',
  'cause-look.private-key':
    'certlm.msc または certmgr.msc: [個人] - [証明書] の証明書で、[すべてのタスク] - [秘密キーの管理]。',
  'cause.client-chain':
    'クライアント証明書のチェーンを構築できません。ユーザーとコンピューターの両方の [信頼されたルート証明機関] にルート証明書が必要です。',
  'cause-look.client-chain': 'クライアント証明書に対して certutil -verify -urlfetch を実行してください。',
  'cause.client-certificate-bad':
    'クライアント証明書の有効期限が切れているか、失効しているか、サーバーに拒否されました。',
  'cause-look.client-certificate-bad':
    '証明書の有効期間と発行者。自社のサーバーの場合は NTAuth ストアと NPS のログ。',
  'cause.eap-server-certificate':
    'EAP でサーバーが提示する証明書の、ルート証明書、名前、有効期間、または失効確認に問題があります。',
  'cause-look.eap-server-certificate': 'VPN エントリの EAP の設定: 信頼されたルート証明機関とサーバー名。',
  'cause.eap-setup': 'エントリとサーバーの EAP の方式が一致していません。',
  'cause-look.eap-setup': 'VPN エントリの認証の設定とサーバーのポリシー。',
  'cause.account':
    'アカウントが拒否されました。パスワード、有効期限、時間帯、またはダイヤルインの権限が原因です。',
  'cause-look.account': 'RADIUS サーバー (NPS) またはゲートウェイのログ。',
  'cause.policy': 'サーバーのポリシーで、この認証方法は許可されていません。',
  'cause-look.policy': 'RADIUS サーバー (NPS) またはゲートウェイのログ。',
  'cause.radius': 'RADIUS サーバーがゲートウェイに応答しないか、応答が正しくありません。',
  'cause-look.radius': 'ゲートウェイから RADIUS サーバーへの経路と共有シークレット。',
  'cause.addresses': 'サーバーに割り当て可能なアドレスがないか、プールを使い切っています。',
  'cause-look.addresses': 'ゲートウェイのアドレス プール。',
  'cause.dropped-in-setup':
    '接続の確立中に切断されました。どこで切断されたかは、このコードではわかりません。',
  'cause-look.dropped-in-setup': 'イベント ビューアーの [システム] ログの、同じ時刻の RasSstp イベント。',
  'cause.user-cancelled': 'ユーザーがキャンセルしました。その前のコードを確認してください。',
  'cause-look.user-cancelled':
    'イベント ビューアーの [アプリケーション] ログの、以前の RasClient イベント 20227。',
  'cause.session-ended':
    'このコンピューターでセッションが終了しました。アイドル、サインアウト、スリープ、またはサービスの停止が原因です。',
  'cause.ikev2-blocked':
    'IKEv2 が試されましたが、UDP 500 または 4500 が通過できません。IKEv2 は HTTP プロキシを使用できません。',
  'cause-look.ikev2-blocked': 'エントリの VPN の種類: SSTP、または SSTP も試す種類。',
  'cause.all-tunnels-failed':
    'エントリで許可されたすべてのトンネルが失敗しました。SSTP が失敗した理由は、経路の確認でわかります。',
  'cause-look.all-tunnels-failed': 'VPN の種類を SSTP にすると、SSTP のエラー コードを確認できます。',
  'cause.other-tunnel': 'SSTP 以外のトンネル (L2TP、PPTP、または IKEv2) が試されました。',
  'cause-look.other-tunnel': 'エントリの VPN の種類。',
  'cause.ike-certificate': 'IKEv2 で双方が受け付ける証明書がないか、サーバーの証明書が信頼されていません。',
  'cause-look.ike-certificate': 'コンピューターの証明書 (certlm.msc) と、サーバーが受け付けるルート証明書。',
  'cause.dialling':
    'トンネルより前、またはトンネル以外の段階で、ダイヤラー、電話帳、デバイスのいずれかに問題があります。',
  'cause-look.dialling': '同じ時刻のイベント 20227 と 20226 (RasClient)、および RasSstp のイベント。',
  'cause.background-permission': 'Azure VPN クライアントのバックグラウンドでの実行が許可されていません。',
  'cause-look.background-permission':
    '[設定] - [アプリ] - [Azure VPN クライアント] のバックグラウンド アプリのアクセス許可。',
  'cause.package-location':
    'VPN パッケージのスクリプトが失敗しました。共有フォルダーやショートカットから実行すると失敗します。',
  'cause-look.package-location':
    'VPN パッケージをローカル フォルダーにコピーし、ショートカットを使わずに直接開いてください。',
  'cause.system-proxy':
    'サービスはユーザーの設定ではなく WinHTTP を使用します。WinHTTP にプロキシがないか、誤っているか、プロキシがこれらのホストをブロックしているか、認証を要求しています。',
  'cause-look.system-proxy': 'netsh winhttp show proxy',
  'cause.update-server':
    '更新サーバー (WSUS または Microsoft) がエラーを返すか、このネットワークから接続できません。',
  'cause-look.update-server': 'Get-WindowsUpdateLog のログにアドレスが記録されます。',
  'cause.winhttp-list': 'WinHTTP のリストに使用できない部分があるため、意図したとおりに動作しません。',
  'cause-look.winhttp-list': 'netsh winhttp show proxy の出力を 1 文字ずつ確認してください。',
  'cause.peap-26h1':
    'Windows 11 26H1 (Insider) では PEAP が失敗します (SSTP では 619、IKEv2 では 691)。EAP-TLS は動作します。この現象の報告は 1 件だけです。',
  'cause-look.peap-26h1': 'winver と、VPN エントリの認証方法。',
  'cause.inner-error':
    'このコードは、何かが失敗したことだけを示します。原因は、同じテキストまたはログの別のエラーにあります。',
  'cause-look.inner-error': '内部例外、または同じ時刻の RasClient と RasSstp のイベント。',
};
