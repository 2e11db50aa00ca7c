import type { Translation } from '../../../messages/text.ts';
import type { REQUESTS_EN } from '../../en/requests/requests.ts';

export const REQUESTS_JA: Translation<typeof REQUESTS_EN> = {
  'request.to.proxy-team': 'プロキシ ご担当者様: VPN ゲートウェイ {target} の件',
  'request.to.network-team': 'ネットワーク ご担当者様: VPN ゲートウェイ {target} の件',
  'request.to.vpn-team': 'VPN ご担当者様: VPN ゲートウェイ {target} の件',
  'request.problem': 'Windows の VPN (SSTP) で {target} に接続できません。{problem}',
  'request.observed': '確認した内容 ({at} UTC):',
  'request.observed-from-another': '確認した内容 ({at} UTC、利用者とは別のコンピューターから確認):',
  'request.check-afterwards': '対応後の確認方法: {command}',

  'request.problem.proxy-unreachable': 'プロキシ {proxy} が応答しません。',
  'request.problem.proxy-unreachable.name': 'プロキシ {proxy} の名前を解決できません。',
  'request.problem.proxy-auth-required':
    'プロキシ {proxy} が認証を要求していますが (407)、SSTP はプロキシ認証に対応していません。クライアント側の設定では回避できません。',
  'request.problem.proxy-blocks-sstp.refused':
    'プロキシ {proxy} で、要求ヘッダー SSTPVERSION を含む CONNECT だけが拒否されています (ヘッダーがなければ許可されます)。',
  'request.problem.proxy-blocks-sstp.silent':
    'プロキシ {proxy} が、要求ヘッダー SSTPVERSION を含む CONNECT にだけ応答しません (ヘッダーがなければ許可されます)。',
  'request.problem.proxy-blocks-sstp.cut':
    'プロキシ {proxy} で、要求ヘッダー SSTPVERSION を含む CONNECT の後の TLS だけが切断されます (ヘッダーがなければ切断されません)。',
  'request.problem.proxy-refused.takes-tls':
    '{proxy} は TLS で応答します。SSTP が使用できるのは、TLS なしの HTTP を受け付けるプロキシだけです。',
  'request.problem.proxy-refused.no-proxy':
    '{proxy} で応答しているサーバーは CONNECT を受け付けません。プロキシのアドレスとして正しいかをご確認ください。',
  'request.problem.proxy-refused.no-status':
    'プロキシ {proxy} から、CONNECT に対する有効な応答がありません ({reason})。',
  'request.problem.proxy-refused': 'プロキシ {proxy} で、ゲートウェイへの CONNECT が拒否されています。',
  'request.problem.tls-inspection.direct':
    '経路上 (プロキシなし) で TLS 通信が復号され、ゲートウェイとは別の証明書が提示されています (TLS インスペクション)。',
  'request.problem.tls-inspection.proxy':
    '経路上 (プロキシ {proxy}) で TLS 通信が復号され、ゲートウェイとは別の証明書が提示されています (TLS インスペクション)。',
  'request.problem.tls-offload':
    'ゲートウェイの手前で TLS が終端され、ゲートウェイとは別の証明書が提示されています。SSTP の接続は証明書に結び付けられるため、サインインに失敗します。',
  'request.problem.captive-portal':
    'プロキシ {proxy} が、接続の代わりに Web ページを返しています。SSTP は Web ページに応答できません。',
  'request.problem.captive-portal.or-web':
    'プロキシ {proxy} 経由で Web ページが返されます。プロキシのページか、ゲートウェイの名前を持つ Web サーバーのページです。',
  'request.problem.gateway-unreachable.reset':
    'ゲートウェイへの TCP 接続が、開いた直後に切断されます。ファイアウォール、ゲートウェイ、またはその手前の機器によるものです。',
  'request.problem.gateway-unreachable.refused-direct':
    'ゲートウェイへの TCP 接続 (直接接続) が拒否されます。ファイアウォールによるものか、そのポートで応答するサービスがありません。',
  'request.problem.gateway-unreachable.refused-proxy':
    'ゲートウェイへの TCP 接続 (プロキシ {proxy} 経由) が拒否されます。ファイアウォールによるものか、そのポートで応答するサービスがありません。',
  'request.problem.gateway-unreachable.direct': 'ゲートウェイに到達できません。',
  'request.problem.gateway-unreachable.proxy': 'プロキシ {proxy} からゲートウェイに到達できません。',
  'request.problem.stuck':
    'SSTP の要求は受け付けられますが (HTTP 200)、Call Connect Ack が返りません ({reason})。',
  'request.problem.timeout.slow-proxy':
    'プロキシ {proxy} の応答が遅すぎます ({seconds} 秒間に {bytes} バイト)。',
  'request.problem.timeout.slow-gateway':
    'ゲートウェイの応答が遅すぎます ({seconds} 秒間に {bytes} バイト)。',
  'request.problem.timeout.tls-direct':
    'TCP 接続はできますが、名前を含む TLS の最初のメッセージ (ClientHello) に応答がありません。',
  'request.problem.timeout.tls-proxy':
    'プロキシ {proxy} で CONNECT は許可されますが、名前を含む TLS の最初のメッセージ (ClientHello) に応答がありません。',
  'request.problem.timeout.sstp': 'ゲートウェイは接続と TLS に応答しますが、SSTP に応答しません。',
  'request.problem.timeout.direct': 'ゲートウェイから応答がありません。',
  'request.problem.timeout.proxy': 'プロキシ {proxy} 経由の通信に応答がありません。',
  'request.problem.tls-failed.behind-proxy':
    'プロキシ {proxy} で CONNECT は許可されますが、その先の応答元{end}。',
  'request.problem.tls-failed.cut-by-proxy':
    'プロキシ {proxy} で CONNECT は許可されますが、その後の TLS が失敗します。直接接続では TLS が成功します。',
  'request.problem.tls-failed.cut':
    'プロキシ {proxy} で CONNECT は許可されますが、その後の TLS が最初のメッセージ (名前を含む ClientHello) で切断されます。',
  'request.problem.tls-failed.end-on-route': 'TLS が完了する前に接続が終了します。接続先{end}。',
  'request.problem.tls-failed.reset-on-route':
    '名前を含む TLS の最初のメッセージ (ClientHello) で接続が切断されます。',
  'request.problem.tls-failed.name':
    'アラート unrecognized_name で TLS が拒否されます。応答しているサーバーが、その名前 (SNI) を認識していません。',
  'request.problem.tls-failed.reset': 'TLS ハンドシェイクの途中で、ゲートウェイ側から接続が切断されます。',
  'request.problem.tls-failed': 'ゲートウェイ{end}。',
  'request.problem.untrusted-root': 'ゲートウェイの証明書が、信頼されていないルート証明書に基づいています。',
  'request.problem.untrusted-root.root':
    'Windows がゲートウェイの証明書のルート証明書「{issuer}」を取得できません。Windows のルート証明書リストのサーバーに到達できません。',
  'request.problem.untrusted-root.not-sent':
    '「{subject}」の発行者「{issuer}」の証明書がゲートウェイから送信されません。また、信頼されているルート証明書でもありません。',
  'request.problem.untrusted-root.not-fetched':
    '「{subject}」の発行者「{issuer}」の証明書がゲートウェイから送信されません。Windows はこれを取得できません。証明書に記載された取得先のサーバー (AIA) に到達できません。',
  'request.problem.wrong-root':
    'ゲートウェイの証明書チェーンのルート証明書が、VPN プロファイルで指定されたものと異なります。',
  'request.problem.certificate-invalid.proxy':
    'プロキシ {proxy} 経由で、ゲートウェイに対して有効ではない証明書を持つ Web サーバーが応答します。',
  'request.problem.certificate-invalid': 'ゲートウェイの証明書が有効ではありません。',
  'request.problem.no-sstp-port-free.azure': 'ゲートウェイに空いている SSTP ポートがありません (503)。',
  'request.problem.no-sstp-port-free':
    '503 が返されます。SSTP ポートに空きがないか、応答元のサービスが動作していません。',
  'request.problem.not-sstp.refused-call': 'SSTP サーバーが接続の要求を拒否します ({call})。',
  'request.problem.not-sstp.unanswered': 'TLS には応答しますが、SSTP への応答がないまま接続が終了します。',
  'request.problem.not-sstp': '応答しているサーバーは SSTP サーバーではありません。',
  'request.problem.revoked': 'ゲートウェイの証明書が失効しています。',
  'request.problem.revoked.issuer':
    'ゲートウェイの証明書チェーンにある CA 証明書「{issuer}」が失効しています。',
  'request.problem.revocation-unreachable.cached':
    'ゲートウェイの証明書の失効を確認できません (エラー 0x80092013)。プロキシ {proxy} が証明書失効リスト (CRL) および OCSP のサーバーの代わりにキャッシュから応答し、その内容が有効ではありません。',
  'request.problem.revocation-unreachable.errors':
    'ゲートウェイの証明書の証明書失効リスト (CRL) または OCSP のサーバーがエラーを返すか、応答が途中までしか届きません (エラー 0x80092013)。サーバー自身によるものか、経路上の機器によるものです。',
  'request.problem.revocation-unreachable.invalid':
    'ゲートウェイの証明書の証明書失効リスト (CRL) または OCSP の応答が有効ではありません (エラー 0x80092013)。',
  'request.problem.revocation-unreachable.part':
    'ゲートウェイの証明書の失効を確認できません (エラー 0x80092013)。証明書失効リスト (CRL) および OCSP のサーバーの応答が途中までしか届きません。',
  'request.problem.revocation-unreachable':
    'ゲートウェイの証明書の失効を確認できません (エラー 0x80092013)。証明書失効リスト (CRL) および OCSP のサーバーに到達できません。',
};
