import type { Translation } from '../../../messages/text.ts';
import type { REQUEST_ASKS_EN } from '../../en/requests/request-asks.ts';

export const REQUEST_ASKS_JA: Translation<typeof REQUEST_ASKS_EN> = {
  'ask.please': 'お願いしたいこと:',
  'ask.please-allow': '次の通信の許可をお願いします:',
  'ask.please-check': 'ご確認をお願いします:',
  'ask.through': ' (プロキシ {proxy} 経由)',

  'ask.proxy-address': '- {proxy} は正しいアドレスで、稼働しており、このネットワークから到達できますか。',

  'ask.servers.reach':
    '{client} が次のサーバーの名前を解決して到達できるようにし、次の通信の許可をお願いします:',
  'ask.servers.refresh':
    '{proxy} のキャッシュにある次のサーバーの応答を破棄して取得し直し、次の通信の許可をお願いします:',
  'ask.servers.complete':
    '次のサーバーの応答が遅い、または途中で切れる原因をご確認のうえ、次の通信の許可をお願いします:',
  'ask.servers.our-computers': 'クライアント',
  'ask.servers.get': '- {server} への HTTP (GET){through}',
  'ask.servers.get-and-post': '- {server} への HTTP (GET と POST){through}',
  'ask.servers.without-authentication':
    '- 認証なし: 失効の確認は Windows のサービスが行います (User-Agent: Microsoft-CryptoAPI/10.0)',
  'ask.servers.without-page': '- 応答をブロック ページやサインイン ページに置き換えないこと',
  'ask.servers.not-yours':
    '下記のエラーが経路上の機器のものでない場合は、お知らせください。サーバー自身のエラーであり、公開元での対処が必要です。',

  'ask.tcp.slow': '通信が遅い原因をご確認のうえ、次の通信の許可をお願いします:',
  'ask.tcp': '- {target} への送信 TCP',
  'ask.tcp.without-inspection': '- TLS インスペクションなし',
  'ask.tcp.without-reset':
    '- サーバー名 (SNI)、カテゴリ、アプリケーションを理由に切断またはブロックしないこと',
  'ask.tcp.not-yours':
    '途中で切断もブロックもしていない場合は、お知らせください。ゲートウェイに SSTP がない可能性があります。',

  'ask.connect.slow': 'CONNECT の後の TLS 通信が遅い原因をご確認のうえ、次の通信の許可をお願いします:',
  'ask.connect.reach': 'プロキシ {proxy} から {target} に到達できるようにし、次の通信の許可をお願いします:',
  'ask.connect.resolve':
    'プロキシ {proxy} から {target} の名前を解決し、到達できるようにし、次の通信の許可をお願いします:',
  'ask.connect': '- CONNECT {target}{through}',
  'ask.connect.with-header': '- 要求ヘッダー「SSTPVERSION: 1.0」が付いている場合も許可',
  'ask.connect.without-page': '- サインイン ページやブロック ページを返さないこと',
  'ask.connect.without-cut':
    '- その後の TLS 通信を、サーバー名 (SNI)、カテゴリ、アプリケーションを理由に切断しないこと',
  'ask.connect.without-authentication': '- プロキシ認証なし: SSTP はプロキシに対して認証できません',
  'ask.connect.without-inspection':
    '- TLS インスペクションなし: SSTP の接続はゲートウェイ自身の証明書に結び付けられるため、復号されると失敗します',
  'ask.connect.lists': '- {hosts} への HTTP 通信を認証なしで許可: Windows が証明書の失効を確認します',
  'ask.connect.after-tls': '- TLS 以降の通信も中継すること: SSTP は Web の要求ではなく、接続は長時間続きます',
  'ask.connect.not-ended-by-you':
    '切断していない場合は、お知らせください。その場合はゲートウェイが切断しています。',
  'ask.connect.not-cut-by-you':
    '切断していない場合は、お知らせください。ゲートウェイに SSTP がない可能性があります。',
  'ask.connect.tls-not-ended-by-you':
    'この TLS を終了させているのがプロキシでない場合は、お知らせください。その場合はゲートウェイが終了させています。',
  'ask.connect.not-your-certificate':
    '下記の証明書がプロキシのものでない場合は、お知らせください。その場合はゲートウェイの応答です。',
  'ask.connect.not-your-page':
    '下記のページがプロキシのものでない場合は、お知らせください。ゲートウェイの名前が誤っている可能性があります。',

  'ask.vpn.inspected':
    '- 下記の証明書がゲートウェイ自身のものかをご確認ください。異なる場合は、プロキシが TLS を復号しているため、プロキシ側で {target} を TLS インスペクションの対象外にする必要があります。',
  'ask.vpn.missing':
    '中間証明書も送信するように、ゲートウェイを構成してください。「{issuer}」がルート証明書の場合は、正しいルート証明書であるかをご確認ください。',
  'ask.vpn.web':
    'ゲートウェイの名前が正しいことをご確認ください。通常の Web サーバーの名前である可能性があります。',
  'ask.vpn.servers': '下記のエラーがサーバー自身のものである場合は、証明機関に修正をご依頼ください。',
  'ask.vpn.reset':
    'ゲートウェイとその手前の機器が、こちらの送信元からの接続を受け付けることをご確認ください。',
  'ask.vpn.refused-call': 'SSTP サーバーのログで、拒否の理由をご確認ください。',
  'ask.vpn.stuck':
    '応答しない理由を SSTP サービスのログで確認し、サービスを再起動してください。SSTP は有効で、名前は正しいものです。',
  'ask.vpn.slow': 'ゲートウェイとその手前の機器の負荷をご確認ください。',
  'ask.vpn.name':
    'ゲートウェイの名前が正しいこと、応答しているサーバー (ゲートウェイまたは手前の機器) がその名前 (SNI) を認識することをご確認ください。',
  'ask.vpn.tls': '{next}。',
  'ask.vpn.no-tls-reply': 'ゲートウェイがそのポートで TLS に応答すること、過負荷でないことをご確認ください。',
  'ask.vpn.certificate': '{parts}をご確認ください。',
  'ask.vpn.revoked-issuer': 'ゲートウェイの証明書を、別の CA 証明書で発行されたものに交換してください。',
  'ask.vpn.azure':
    'Azure では {since} 以降、どのゲートウェイでも SSTP を有効にできません。SSTP がない場合は、IKEv2 または OpenVPN が必要です。利用者のコンピューターで p2s-fix migrate {gateway} を実行すると、利用できるものを確認できます。',
  'ask.vpn.tls-unchanged':
    '手前にロード バランサーやリバース プロキシがある場合は、TCP 通信を、TLS を終端せずにそのまま転送してください。',
  'ask.vpn.service':
    'ルーティングとリモート アクセスが動作しており、SSTP ポートに空きがあることをご確認ください。別のサービスが応答している場合は、そのサービスが動作していることをご確認ください。',
  'ask.vpn.gateway-unreachable':
    'ゲートウェイが稼働し、このポートで応答すること、その名前がゲートウェイを指していることをご確認ください。',
  'ask.vpn.tls-failed':
    'ゲートウェイに SSTP があるかをご確認ください (OpenVPN のみの場合や、手前のロード バランサーがその名前を認識しない場合、このように切断されます)。',
  'ask.vpn.tls-offload':
    'ゲートウェイへの TCP 通信を、TLS を終端せずにそのまま転送してください (TLS オフロードなし)。',
  'ask.vpn.untrusted-root':
    'ゲートウェイの証明書と VPN クライアント プロファイルについて、正しいルート証明書をご確認ください。',
  'ask.vpn.wrong-root':
    '新しい VPN クライアント パッケージをダウンロードし、新しいルート証明書の名前をお知らせください。',
  'ask.vpn.no-sstp-port-free':
    '使われていないセッションを切断してください (Azure ゲートウェイの上限は 128 接続、アクティブ/アクティブ構成では 256 接続です)。',
  'ask.vpn.not-sstp': 'ゲートウェイの名前と、SSTP があるかをご確認ください。',
  'ask.vpn.timeout':
    'ゲートウェイで SSTP が動作していること、手前の機器が Web 以外の要求を止めていないことをご確認ください。',
  'ask.vpn.revoked': '証明書を交換してください。',
  'ask.vpn.revocation-unreachable':
    '下記のアドレスで有効な証明書失効リスト (CRL) と OCSP 応答が公開されるよう、証明機関にご依頼ください。',
};
