import type { Translation } from '../../../messages/text.ts';
import type { MOVES_EN } from '../../en/requests/moves.ts';

export const MOVES_JA: Translation<typeof MOVES_EN> = {
  'move.to.proxy-team': 'プロキシ ご担当者様: VPN ゲートウェイ {host}',
  'move.to.network-team': 'ネットワーク ご担当者様: VPN ゲートウェイ {host}',
  'move.to.vpn-team': 'VPN ご担当者様: VPN ゲートウェイ {host}',
  'move.problem': '{host} への VPN を IKEv2 または OpenVPN へ移行します。',
  'move.problem.sstp-ends':
    'Azure の SSTP は {date} に終了します。{host} への VPN は、それまでに IKEv2 または OpenVPN へ移行する必要があります。',

  'move.please': '次の対応をお願いします:',
  'move.please-allow': '次の通信の許可をお願いします:',
  'move.please-allow-one': '次の通信の許可をお願いします (どちらか一方のプロトコルで足ります):',
  'move.allow-udp.port': 'IKEv2: {host} への送信 UDP、ポート {ports}、およびその応答',
  'move.allow-udp': 'IKEv2: {host} への送信 UDP、ポート {ports}、およびその応答',
  'move.allow-udp.esp': 'IKEv2: アドレス変換 (NAT) がない場合は、同じホストへの IP プロトコル 50 (ESP)',
  'move.allow-tcp': 'OpenVPN: {host}:{ports} への直接の送信 TCP',
  'move.allow-tcp.not-tls':
    'OpenVPN: TLS インスペクションなし。最初のデータは TLS ではないため、TLS を前提とする規則も適用しないこと',
  'move.pass-connect': 'OpenVPN: {proxy} 経由の CONNECT {host}:{ports} (プロキシ認証なし)',
  'move.pass-connect.not-tls': 'OpenVPN: TLS インスペクションなし。トンネル内の TLS ではないデータも通すこと',
  'move.enable-protocol': 'ゲートウェイで {protocol} を有効にする{until}',
  'move.enable-ikev2.azure':
    'ゲートウェイのトンネルの種類を「IKEv2 と SSTP」に設定する{until} (停止時間なし。Windows はまず IKEv2 を試し、できない場合は SSTP を使用)',
  'move.enable-openvpn.azure':
    'ゲートウェイで OpenVPN を有効にする{until} (新しいパッケージをインストールするまで SSTP のすべてのクライアントが接続できなくなり、元に戻せません)',
  'move.confirm-openvpn.direct':
    'ゲートウェイで OpenVPN が有効か、キーがこのプロファイルのものかの確認 (こちらからポートには接続できますが、このキーの OpenVPN としての応答がありません)',
  'move.confirm-openvpn.proxy':
    'ゲートウェイで OpenVPN が有効か、キーがこのプロファイルのものかの確認 (プロキシ {proxy} はこちらからポートへの CONNECT を許可しますが、このキーの OpenVPN としての応答がありません)',
  'move.confirm-ikev2':
    'ゲートウェイで IKEv2 が有効かどうかの確認 (こちらからは拒否されるか、応答がありません)',
  'move.accept-proposal':
    'ゲートウェイで Windows の IKEv2 の提案を受け入れるようにする (こちらからは UDP {ports} で応答がありますが、提案が拒否されます)',
  'move.confirm-point-to-site':
    'ゲートウェイで IKEv2 がポイント対サイト用に有効かどうかの確認 (こちらへの応答はありますが、サイト間接続だけの場合も応答します)',
  'move.regenerate-profile': '新しい VPN クライアント パッケージをダウンロードし、配布し直す{until}',
  'move.check-profile-key': 'プロファイルのキーがゲートウェイのものと異なるため、両者を照合する',
  'move.until': ' ({date} まで)',
  'move.between-ports': ' と ',

  'move.observed': '確認した内容{seen}:',
  'move.seen.from-another': '利用者とは別のコンピューターから',
  'move.seen.one-computer': '1 台のコンピューター: {named}{more}',
  'move.seen.computers': '{count} 台のコンピューター: {named}{more}',
  'move.seen.more': ' 他 {count} 台',
  'move.check-afterwards': '対応後の確認: {command}',
  'move.check-afterwards.fleet': '対応後の確認 (上記のコンピューターのいずれかで): {command}',
};
