import type { CauseId } from '../../../core/explain/causes.ts';

interface CauseText {
  cause: string;
  look: string | null;
}

export const CAUSES_JA: Readonly<Record<CauseId, CauseText>> = {
  'wininet-missing': {
    cause:
      'VPN ユーザーの WinINET にプロキシが設定されていないか、誤っているため、プロキシを経由していません。',
    look: null,
  },
  'proxy-dead': {
    cause: '設定されたプロキシが応答しません。名前またはポートの誤り、または社外のネットワークにいます。',
    look: null,
  },
  'proxy-auth': {
    cause: 'プロキシが認証を要求しています (407)。SSTP は対応していないため、プロキシ側での対応が必要です。',
    look: 'イベント ビューアーの [システム] ログの RasSstp イベント 23 にも同じ内容が記録されます。',
  },
  'proxy-refuses': {
    cause: 'プロキシがゲートウェイへの CONNECT を拒否しています。',
    look: 'イベント ビューアーの [システム] ログの RasSstp イベント 4 に HTTP の状態コードが記録されます。',
  },
  'proxy-filters-sstp': {
    cause: 'プロキシが SSTPVERSION ヘッダーを含む CONNECT を拒否しています。',
    look: null,
  },
  'name-unknown': { cause: 'ゲートウェイの名前を解決できません。', look: null },
  'gateway-tcp': {
    cause:
      'このコンピューターまたはプロキシから、ゲートウェイへの TCP 通信が拒否またはブロックされています。',
    look: null,
  },
  silence: { cause: '経路上で通信が応答なしに破棄されています。', look: null },
  'sstp-off': {
    cause:
      'ゲートウェイが TLS ハンドシェイクを行わずに切断します。SSTP が有効になっていません (OpenVPN のみ)。',
    look: null,
  },
  'not-sstp': {
    cause: 'ポートで応答しているのは SSTP サーバーではありません。',
    look: 'イベント ビューアーの [システム] ログの RasSstp イベント 4 に HTTP の状態コードが記録されます。',
  },
  'no-port-free': {
    cause:
      'サーバーに空いている SSTP ポートがありません。Azure ゲートウェイの上限は 128 接続 (アクティブ/アクティブ構成では 256 接続) です。',
    look: null,
  },
  'server-binding': {
    cause: '自社のサーバーで、SSTP リスナーに証明書がバインドされていないか、誤っています。',
    look: 'サーバーで netsh http show sslcert を実行してください。',
  },
  'gateway-tls': {
    cause:
      'この Windows の SSTP が提示する TLS (バージョン、暗号スイート、またはクライアント証明書なし) をゲートウェイが拒否しています。',
    look: null,
  },
  'old-tls': {
    cause:
      'この Windows (7、8.1) で TLS 1.2 が無効になっており、ゲートウェイはそれより古いバージョンを受け付けません。',
    look: 'レジストリの TlsVersion と DefaultSecureProtocols (下記のページを参照)。',
  },
  'azure-route': {
    cause: 'GatewaySubnet のユーザー定義ルート、またはゲートウェイにルート証明書がないことが原因です。',
    look: 'Azure ポータルのゲートウェイ サブネットとルート証明書の一覧。',
  },
  'service-off': {
    cause: 'SSTP に必要なサービス (SstpSvc、RasMan) が無効か、実行されていません。',
    look: null,
  },
  'auto-proxy-off': {
    cause: 'プロキシの自動検出が無効になっているか、サービス (WinHttpAutoProxySvc) が実行されていません。',
    look: null,
  },
  'pac-broken': { cause: 'PAC ファイルを取得できないか、スクリプトが失敗しています。', look: null },
  'nothing-detected': {
    cause:
      '自動検出がオンですが、ネットワークが PAC ファイルを通知していません。それだけでは異常ではありません。',
    look: null,
  },
  'revocation-not-aligned': {
    cause:
      '失効確認は WinHTTP の設定に従いますが、プロキシが未設定か、応答しません。トンネルは WinINET の設定に従うため、CRL と OCSP のサーバーにだけ到達できません。',
    look: null,
  },
  'revocation-blocked': {
    cause:
      'プロキシまたはファイアウォールが、CRL と OCSP のサーバーへの通信を許可していないか、認証を要求しています。',
    look: null,
  },
  'revocation-stale': {
    cause: '失効リストの有効期限が切れているか、証明書に記載された場所に公開されていません。',
    look: null,
  },
  'revocation-cache': {
    cause: 'Windows が、キャッシュの古い失効リストまたは以前の失敗を使用しています。',
    look: '確認を行うアカウントで certutil -urlcache crl を実行してください。その後、接続し直してください。',
  },
  'no-revocation-address': { cause: '証明書に CRL も OCSP も記載されていません。', look: null },
  inspection: {
    cause:
      'プロキシ、またはゲートウェイの手前の機器が TLS を復号し、独自の証明書を提示しています。そのルート証明書が信頼されていても SSTP は失敗します。',
    look: 'イベント ビューアーの [システム] ログの RasSstp イベント 6: 証明書のハッシュが一致しません。',
  },
  'root-not-trusted': {
    cause: 'チェーンのルート証明書が、このコンピューターで信頼されていません。',
    look: null,
  },
  'old-profile': {
    cause:
      'ゲートウェイのルート証明書が変更されましたが、インストールされた VPN プロファイルには古いルート証明書しかありません。',
    look: 'プロファイルを再生成してインストールしてください。',
  },
  'chain-incomplete': {
    cause: '中間証明書またはルート証明書の更新がなく、Windows が WinHTTP の経路で取得できません。',
    look: '証明書の caIssuers のアドレスと ctldl.windowsupdate.com への、プロキシ経由の HTTP 通信。',
  },
  'name-mismatch': {
    cause: '接続先の名前が証明書にありません。IP アドレスまたは別名を使用しています。',
    look: null,
  },
  'server-expired': {
    cause: 'サーバーの証明書またはその上位の証明書の有効期限が切れています。',
    look: null,
  },
  clock: { cause: 'このコンピューターの時計が正しくありません。', look: 'w32tm /query /status' },
  'wrong-purpose': {
    cause: 'サーバーの証明書の用途に、サーバー認証がありません。',
    look: 'イベント ビューアーの [システム] ログの RasSstp イベント 16。',
  },
  'chain-broken': {
    cause: 'サーバーの証明書チェーンの署名または制約が正しくありません。',
    look: null,
  },
  revoked: { cause: '発行者が証明書を失効させています。', look: null },
  'client-certificate': {
    cause:
      'CurrentUser\\My に使用できるクライアント証明書がありません。証明書がない、コンピューターのストアにある、秘密キーがない、または用途に「クライアント認証」がありません。',
    look: 'VPN ユーザーの certmgr.msc: [個人] - [証明書]。',
  },
  'client-chain': {
    cause:
      'クライアント証明書のチェーンを構築できません。ユーザーとコンピューターの両方の [信頼されたルート証明機関] にルート証明書が必要です。',
    look: 'クライアント証明書に対して certutil -verify -urlfetch を実行してください。',
  },
  'client-certificate-bad': {
    cause: 'クライアント証明書の有効期限切れ、失効、またはサーバーによる拒否です。',
    look: '証明書の有効期間と発行者。自社のサーバーの場合は NTAuth ストアと NPS のログ。',
  },
  'eap-server-certificate': {
    cause: 'EAP でサーバーが提示する証明書の、ルート証明書、名前、有効期間、または失効確認に問題があります。',
    look: 'VPN エントリの EAP の設定: 信頼されたルート証明機関とサーバー名。',
  },
  'eap-setup': {
    cause: 'エントリとサーバーの EAP の方式が一致していません。',
    look: 'VPN エントリの認証の設定とサーバーのポリシー。',
  },
  account: {
    cause: 'アカウントが拒否されました。パスワード、有効期限、時間帯、またはダイヤルインの権限が原因です。',
    look: 'RADIUS サーバー (NPS) またはゲートウェイのログ。',
  },
  policy: {
    cause: 'サーバーのポリシーで、この認証方法は許可されていません。',
    look: 'RADIUS サーバー (NPS) またはゲートウェイのログ。',
  },
  radius: {
    cause: 'RADIUS サーバーがゲートウェイに応答しないか、応答が正しくありません。',
    look: 'ゲートウェイから RADIUS サーバーへの経路と共有シークレット。',
  },
  addresses: {
    cause: 'サーバーに割り当て可能なアドレスがないか、プールを使い切っています。',
    look: 'ゲートウェイのアドレス プール。',
  },
  'dropped-in-setup': {
    cause: '接続の確立中に切断されました。どこで切断されたかは、このコードではわかりません。',
    look: 'イベント ビューアーの [システム] ログの、同じ時刻の RasSstp イベント。',
  },
  'user-cancelled': {
    cause: 'ユーザーがキャンセルしました。その前のコードを確認してください。',
    look: 'イベント ビューアーの [アプリケーション] ログの、以前の RasClient イベント 20227。',
  },
  'session-ended': {
    cause:
      'このコンピューターでセッションが終了しました。アイドル、サインアウト、スリープ、またはサービスの停止が原因です。',
    look: null,
  },
  'ikev2-blocked': {
    cause:
      'IKEv2 が試されましたが、UDP 500 または 4500 が通過できません。IKEv2 は HTTP プロキシを使用できません。',
    look: 'エントリの VPN の種類: SSTP、または SSTP も試す種類。',
  },
  'all-tunnels-failed': {
    cause:
      'エントリで許可されたすべてのトンネルが失敗しました。SSTP が失敗した理由は、経路の確認でわかります。',
    look: 'VPN の種類を SSTP にすると、SSTP のエラー コードを確認できます。',
  },
  'other-tunnel': {
    cause: 'SSTP 以外のトンネル (L2TP、PPTP、または IKEv2) が試されました。',
    look: 'エントリの VPN の種類。',
  },
  'ike-certificate': {
    cause: 'IKEv2 で双方が受け付ける証明書がないか、サーバーの証明書が信頼されていません。',
    look: 'コンピューターの証明書 (certlm.msc) と、サーバーが受け付けるルート証明書。',
  },
  dialling: {
    cause:
      'トンネルより前、またはトンネル以外の段階で、ダイヤラー、電話帳、デバイスのいずれかに問題があります。',
    look: '同じ時刻のイベント 20227 と 20226 (RasClient)、および RasSstp のイベント。',
  },
  'background-permission': {
    cause: 'Azure VPN クライアントのバックグラウンドでの実行が許可されていません。',
    look: '[設定] - [アプリ] - [Azure VPN クライアント] のバックグラウンド アプリのアクセス許可。',
  },
  'package-location': {
    cause:
      'VPN パッケージのスクリプトが失敗しました。共有フォルダーやショートカットから実行すると失敗します。',
    look: 'ローカル フォルダーにある VPN パッケージ自体を開いてください。',
  },
};
