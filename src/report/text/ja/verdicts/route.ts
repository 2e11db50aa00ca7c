import type { Translation } from '../../../messages/text.ts';
import type { ROUTE_VERDICTS_EN } from '../../en/verdicts/route.ts';

export const ROUTE_VERDICTS_JA: Translation<typeof ROUTE_VERDICTS_EN> = {
  'verdict.proposal.fixes':
    '管理者: 提案された変更を行ってください ({command})。変更後の設定では経路は正常です。',
  'verdict.proposal.loses':
    '管理者: 変更後の設定ではこの経路は正常ですが、別のゲートウェイに接続できなくなるため、適用では書き込まれません (candidate-fails を参照)。両方に接続できる設定が必要です。',
  'verdict.proposal.revoked':
    'VPN 担当者: 証明書を交換してください。変更後の設定では失効リストを取得でき、そのリストで証明書が失効しています。',
  'verdict.proposal.works-today': '現在の設定のままにしてください。現在の設定では経路は正常です。',

  'verdict.reachable':
    '{gateway} との SSTP ハンドシェイクは成功しました ({route})。サインインは確認していません。',
  'verdict.reachable.lacks-addresses': '失効確認のアドレスが記載されていない証明書があります。',
  'verdict.reachable.inspected':
    '証明書は TLS インスペクションを行うプロキシが作成したもののように見えます。その場合、サインインに失敗します。',
  'verdict.reachable.untested-tls':
    'TLS 1.3 で接続しました。Windows 10 と Windows Server 2019 が使う TLS 1.2 は確認していません。',

  'verdict.proxy-unreachable': 'プロキシ {proxy} が応答しません。{otherRoutes}',
  'verdict.proxy-unreachable.name':
    'このコンピューターでは、プロキシ {proxy} の名前を解決できません。{otherRoutes}',
  'verdict.proxy-unreachable.next':
    '管理者: プロキシの名前とポートを確認してください。社外の場合は、プロキシの設定を解除してください。プロキシ担当者: {proxy} が稼働しており、このコンピューターから到達できるかを確認してください。',
  'verdict.proxy-unreachable.loopback.next':
    'ユーザー: このプロキシのプログラムを起動してください ({proxy} は、そのコンピューター自身のアドレスです)。管理者: そのようなプログラムがない場合は、プロキシの設定を修正してください。',
  'verdict.proxy-unreachable.blocked-here':
    'プロキシ {proxy} への TCP 通信を、このコンピューター自身がブロックしています。',
  'verdict.blocked-here.next':
    '管理者: このコンピューターのファイアウォールで、このプログラムと Windows に許可してください。',
  'other-routes.dead': '設定でその次に指定されている経路 ({routes}) でも接続できません。',
  'other-routes.dead-of-tried': '設定でその次に指定されている経路 ({routes}) でも接続できません。',
  'other-routes.direct': '直接接続',
  'other-routes.one-untried': '設定の残りの 1 件の経路は試していません{why}。',
  'other-routes.untried': '設定の残りの {count} 件の経路は試していません{why}。',
  'other-routes.untried.socks': 'SOCKS には対応していません',
  'other-routes.untried.tls-proxy': 'TLS で接続するプロキシには対応していません',
  'other-routes.untried.unreadable': '解釈できない指定があります',

  'verdict.proxy-auth-required':
    'プロキシ {proxy} が認証を要求しています (407)。SSTP はプロキシ認証に対応していません。',
  'verdict.proxy-auth-required.next':
    'プロキシ担当者: CONNECT {target} を、認証なし、インスペクションなしで許可してください。',

  'verdict.proxy-blocks-sstp.refused':
    'プロキシ {proxy} が、SSTPVERSION ヘッダーを含む CONNECT を拒否しています。',
  'verdict.proxy-blocks-sstp.silent':
    'プロキシ {proxy} は、SSTPVERSION ヘッダーを含む CONNECT に応答しません。ヘッダーがなければ許可します。',
  'verdict.proxy-blocks-sstp.cut':
    'プロキシ {proxy} は、SSTPVERSION ヘッダーを含む CONNECT の後の TLS を切断します。ヘッダーがなければ切断しません。',
  'verdict.proxy-blocks-sstp.next':
    'プロキシ担当者: ヘッダー SSTPVERSION を含む CONNECT {target} を許可してください。',

  'verdict.proxy-refused.takes-tls':
    '{proxy} は TLS で応答します。TLS で接続するプロキシ (https://) か、別のサービスです。SSTP が使用できるのは、TLS なしの HTTP を受け付けるプロキシだけです。',
  'verdict.proxy-refused.takes-tls.next':
    '管理者: プロキシが TLS なしの CONNECT を受け付けるポートを設定してください。プロキシ担当者: そのポートを知らせるか、用意してください。',
  'verdict.proxy-refused.no-proxy':
    '{proxy} で応答しているサーバーは CONNECT を受け付けません{refusal}。プロキシではない可能性があります。',
  'verdict.proxy-refused.no-proxy.next':
    '管理者: プロキシの名前とポートを確認してください。プロキシ担当者: CONNECT {target} を許可してください。',
  'verdict.proxy-refused.no-status':
    'プロキシ {proxy} から CONNECT {target} に対する有効な応答がありません。{reason}。',
  'verdict.proxy-refused.no-status.next':
    '管理者: {proxy} が TLS なしの HTTP を受け付けるかを確認してください。プロキシ担当者: この応答の理由をログで確認し、CONNECT {target} を許可してください。',
  'verdict.proxy-refused': 'プロキシ {proxy} が CONNECT {target} を拒否しています{refusal}。',
  'verdict.proxy-refused.next': 'プロキシ担当者: CONNECT {target} を許可してください。',

  'verdict.dns-failed.no-server': '{gateway} の名前について、DNS サーバーが応答しません。',
  'verdict.dns-failed.no-server.next':
    '管理者: ネットワークと DNS サーバーを確認してください。プロキシだけが名前を解決できる場合は、トンネルがそのプロキシを使う必要があります。プロキシを設定するか、ゲートウェイを除外するバイパスのエントリを削除してください。',
  'verdict.dns-failed': 'このコンピューターでは {gateway} の名前を解決できません。',
  'verdict.dns-failed.next':
    '管理者: ゲートウェイの名前を確認してください。プロキシだけが名前を解決できる場合は、トンネルがそのプロキシを使う必要があります。プロキシを設定するか、ゲートウェイを除外するバイパスのエントリを削除してください。',

  'verdict.gateway-unreachable': '{target} に到達できません ({route})。{why}',
  'verdict.gateway-unreachable.unknown-to-proxy': 'プロキシがその名前を解決できません{answer}。',
  'verdict.gateway-unreachable.proxy-answers': 'プロキシの応答: {answer}。',
  'verdict.gateway-unreachable.reason': '{reason}。',
  'verdict.gateway-unreachable.next-direct': 'ネットワーク担当者: {target} への TCP 通信を許可してください。',
  'verdict.gateway-unreachable.next-reach':
    'プロキシ担当者: {proxy} から {target} に到達できるようにしてください。',
  'verdict.gateway-unreachable.next-resolve':
    'プロキシ担当者: {proxy} から {target} の名前を解決し、到達できるようにしてください。',
  'verdict.gateway-unreachable.next-reset':
    'VPN 担当者: 途中のファイアウォールが切断していない場合は、ゲートウェイまたはその手前の機器が切断しています。この送信元からの接続を受け付けるかを確認してください。',
  'verdict.gateway-unreachable.next-refused':
    'VPN 担当者: 途中のファイアウォールが拒否していない場合は、そのポートで応答するサービスがありません。ゲートウェイが稼働していること、名前とポートを確認してください。',
  'verdict.gateway-unreachable.blocked-here':
    '{target} への TCP 通信を、このコンピューター自身がブロックしています。',

  'verdict.timeout.slow-connect':
    'プロキシ {proxy} の応答が遅すぎます。{seconds} 秒間に受信したのは {bytes} バイトで、CONNECT {target} への応答が完了していません。',
  'verdict.timeout.slow-connect.next': 'プロキシ担当者: 応答が遅い理由を {proxy} のログで確認してください。',
  'verdict.timeout.slow-tls':
    '{gateway} の応答が遅すぎます ({route})。{seconds} 秒間に受信したのは {bytes} バイトで、TLS ハンドシェイクが完了していません。',
  'verdict.timeout.slow-tls.next-direct':
    'ネットワーク担当者: {target} への TCP 通信が遅い原因を確認してください。',
  'verdict.timeout.slow-tls.next-proxy':
    'プロキシ担当者: {target} への TLS 通信が遅い原因を確認してください。',
  'verdict.timeout.slow-sstp':
    '{gateway} の応答が遅すぎます ({route})。{seconds} 秒間に受信したのは {bytes} バイトで、SSTP への応答が完了していません。',
  'verdict.timeout.slow-gateway.next': 'VPN 担当者: ゲートウェイとその手前の機器の負荷を確認してください。',
  'verdict.timeout.tls-on-no-route':
    '{target} との TLS ハンドシェイクが、{proxy} 経由でも直接接続でも完了しません。',
  'verdict.timeout.tls-on-no-route.next':
    'VPN 担当者: ゲートウェイがそのポートで TLS に応答することを確認してください。',
  'verdict.timeout.proxy': 'プロキシ {proxy} から何も返ってきません。{otherRoutes}',
  'verdict.timeout.sstp': '{gateway} は接続と TLS に応答しますが、SSTP に応答しません ({route})。',
  'verdict.timeout.sstp.next':
    'VPN 担当者: {target} で SSTP が動作していること、および手前の機器が Web 以外の要求を止めていないことを確認してください。',
  'verdict.timeout.tls': '{gateway} に接続できますが、TLS に応答がありません ({route})。',
  'verdict.timeout.tls.next':
    '{team}: {target} への TLS 通信を、サーバー名 (SNI) を理由に止めず、そのまま通過させてください。VPN 担当者: 止めていない場合は、ゲートウェイがそのポートで TLS に応答すること、過負荷でないことを確認してください。',
  'verdict.timeout': '{gateway} への経路上で応答がありません ({route})。',
  'verdict.timeout.next-direct': 'ネットワーク担当者: {target} への通信が途中で破棄されています。',
  'verdict.timeout.next-proxy':
    'プロキシ担当者: {proxy} が {target} について応答しません。管理者: 社外の場合は、プロキシの設定を解除してください。',
};
