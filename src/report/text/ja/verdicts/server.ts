import type { Translation } from '../../../messages/text.ts';
import type { SERVER_VERDICTS_EN } from '../../en/verdicts/server.ts';

export const SERVER_VERDICTS_JA: Translation<typeof SERVER_VERDICTS_EN> = {
  'verdict.stuck':
    '{target} は SSTP の要求を受け付けますが (HTTP 200)、Call Connect Ack が返りません ({reason})。SSTP は有効ですが、その先のサービスが応答していません。',
  'verdict.stuck.next':
    'VPN 担当者: 応答しない理由を SSTP サービスのログで確認し、サービスを再起動してください。ゲートウェイの名前とプロキシの設定は正しいものです。',

  'verdict.tls-cut.proxy':
    'プロキシ {proxy} は CONNECT {target} を許可しますが、その後の TLS が失敗します{reason}。直接接続では TLS が成功するため、プロキシが切断しています。',
  'verdict.tls-cut.either':
    'プロキシ {proxy} は CONNECT {target} を許可しますが、TLS の最初のバイトで接続が切断されます。プロキシがその名前を理由に TLS を切断しているか、ゲートウェイが SSTP に対応していません (OpenVPN のみ)。',
  'verdict.tls-cut.next':
    'プロキシ担当者: {target} への TLS 通信を、サーバー名 (SNI) やカテゴリを理由に切断せず、そのまま通過させてください。',
  'verdict.tls-cut.next-vpn-team':
    'VPN 担当者: プロキシが切断していない場合は、ゲートウェイに SSTP があるかを確認してください。',
  'verdict.tls-cut.next-compare': '直接接続が可能な場合は、--compare-direct でどちらであるかを確認できます。',

  'verdict.tls-failed': '{target} {end}。',
  'verdict.tls-failed.also-direct': '{target} {end}。直接接続でも同じです。',
  'verdict.tls-failed.next-reset':
    'ネットワーク担当者: {target} への TLS 通信が、途中でその名前を理由に切断されないようにしてください。VPN 担当者: 切断していない場合は、ゲートウェイに SSTP があること、手前の機器がこの名前の通信をゲートウェイに転送することを確認してください。',
  'verdict.tls-failed.next': 'VPN 担当者: {next}。',
  'verdict.tls-failed.next-network':
    'ネットワーク担当者: ゲートウェイが切断していない場合は、{target} への TLS 通信をそのまま通過させてください。',
  'verdict.tls-failed.next-proxy':
    'プロキシ担当者: 問題がない場合は、{proxy} が TLS を切断しています。{target} への TLS 通信を、そのまま許可してください。',

  'verdict.captive-portal.leads': ' (移動先: {host})',
  'verdict.captive-portal.direct':
    '{gateway} の代わりに Web ページが応答します{leads}。このネットワークはブラウザーでのサインインを要求しているか (キャプティブ ポータル)、通信をブロックしています。',
  'verdict.captive-portal.direct.next':
    'ユーザー: ブラウザーを開き、ネットワークにサインインしてください。ネットワーク担当者: サインインを求められない場合は、{target} への TCP 通信を許可してください。',
  'verdict.captive-portal.direct-or-web':
    '{gateway} の代わりに Web ページが応答します{leads}。このネットワークはブラウザーでのサインインを要求しているか (キャプティブ ポータル)、通信をブロックしています。または、その名前が通常の Web サーバーを指しています。',
  'verdict.captive-portal.direct-or-web.next':
    'ユーザー: ブラウザーを開き、ネットワークにサインインしてください。ネットワーク担当者: サインインを求められない場合は、{target} への TCP 通信を許可してください。VPN 担当者: ゲートウェイの名前を確認してください。',
  'verdict.captive-portal.proxy':
    'プロキシ {proxy} が、{target} への経路の代わりに Web ページを返します{leads}。',
  'verdict.captive-portal.proxy.next':
    'プロキシ担当者: サインイン ページを表示せずに CONNECT {target} を許可してください。SSTP は Web ページに応答できません。',
  'verdict.captive-portal.proxy-or-web':
    'プロキシ {proxy} 経由では、{gateway} の代わりに Web ページが応答します{leads}。プロキシがブロックしているか、サインインを要求しています。または、その名前が通常の Web サーバーを指しています。',
  'verdict.captive-portal.next-vpn-team':
    'VPN 担当者: プロキシのページでない場合は、ゲートウェイの名前を確認してください。',

  'verdict.tls-offload':
    '{gateway} への SSTP は応答しますが、証明書がゲートウェイのものではありません。手前の機器 (リバース プロキシ) が TLS を終端しています。SSTP は証明書に結び付けられるため、サインインに失敗します。',
  'verdict.tls-offload.next':
    'VPN 担当者: {target} への TCP を、TLS のままゲートウェイまで通過させてください。',

  'verdict.tls-inspection':
    '{gateway} への TLS 通信が経路上で復号されています。その証明書が信頼されていても SSTP は失敗します。',
  'verdict.tls-inspection.next': 'プロキシ担当者: {target} を TLS インスペクションの対象外にしてください。',

  'verdict.sstp-not-offered.tried':
    'VPN プロファイルによると、{gateway} は SSTP に対応していません。TLS の最初のバイトで切断されます。',
  'verdict.sstp-not-offered.untried':
    'VPN プロファイルによると、{gateway} は SSTP に対応していません。接続は試していません。',
  'verdict.sstp-not-offered.next':
    'VPN 担当者: IKEv2 または OpenVPN を使用してください。プロキシの設定では解決しません。',

  'verdict.no-sstp-port-free.azure': '{gateway} に空いている SSTP ポートがありません (503)。',
  'verdict.no-sstp-port-free.azure.next':
    'VPN 担当者: 上限は 128 接続です。使用していない接続を切断してください。',
  'verdict.no-sstp-port-free':
    '{gateway} が 503 を返します。SSTP ポートに空きがないか、応答元のサービスが動作していません。',
  'verdict.no-sstp-port-free.next':
    'VPN 担当者: ルーティングとリモート アクセスが動作しており、SSTP ポートに空きがあるかを確認してください。別のサービスが応答している場合は、そのサービスが動作しているかを確認してください。',

  'verdict.not-sstp.refused-call': '{target} は SSTP サーバーですが、接続の要求を拒否します ({call})。',
  'verdict.not-sstp.refused-call.next':
    'VPN 担当者: 拒否の理由をサーバーのログで確認してください。サーバーの名前とプロキシの設定は正しいものです。',
  'verdict.not-sstp.old-http':
    '{target} は HTTP/1.0 で応答します{server}。Windows は SSTP サーバーの HTTP/1.0 応答を受け付けません。',
  'verdict.not-sstp.unanswered':
    '{target} は TLS に応答しますが、SSTP への応答がないまま接続が終了します{server}。',
  'verdict.not-sstp': '{target} は応答しますが、SSTP サーバーではありません{answer}。',
  'verdict.not-sstp.next': 'VPN 担当者: ゲートウェイの名前と、SSTP があるかを確認してください。',
  'verdict.not-sstp.next-unanswered':
    'プロキシ担当者: ゲートウェイが終了していない場合は、{proxy} が接続を維持するようにしてください。直接接続が可能な場合は、p2s-fix verify {target} --direct でどちらであるかを確認できます。',
  'verdict.not-sstp.next-inspected':
    'プロキシ担当者: 証明書は TLS インスペクションを行うプロキシが作成したもののように見えます。その場合は、{target} を TLS インスペクションの対象外にしてください。',
  'verdict.next-azure':
    'Azure では {since} 以降、どのゲートウェイでも SSTP を有効にできません。SSTP がない場合は、p2s-fix migrate {gateway} で代わりに利用できるものを確認してください。',
  'verdict.next-tls-unchanged':
    'ゲートウェイの手前にロード バランサーやリバース プロキシがある場合は、この名前への TCP 通信を、TLS を終端せずにそのまま転送してください。',
};
