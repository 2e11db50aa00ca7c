import type { MigrationChange } from '../../core/migration/model.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import { inList } from '../text/ja/list-words.ts';
import type { MoveFacts } from './migration-request.ts';

const TEAM: Record<MoveFacts['to'], string> = {
  'proxy-team': 'プロキシ ご担当者様',
  'network-team': 'ネットワーク ご担当者様',
  'vpn-team': 'VPN ご担当者様',
};

/** The same in Japanese. */
export function moveInJapanese(facts: MoveFacts): string {
  const { to, host, check, sstpEnds, evidence, changes, oneIsEnough, computers } = facts;
  const asks = changes.flatMap((change) => askText(change, host));
  const choice = oneIsEnough ? ' (どちらか一方のプロトコルで足ります)' : '';
  return [
    `${TEAM[to]}: VPN ゲートウェイ ${host}`,
    '',
    sstpEnds === null
      ? `${host} への VPN を IKEv2 または OpenVPN へ移行します。`
      : `Azure の SSTP は ${sstpEnds} に終了します。${host} への VPN は、それまでに IKEv2 または OpenVPN へ移行する必要があります。`,
    '',
    to === 'vpn-team' ? '次の対応をお願いします:' : `次の通信の許可をお願いします${choice}:`,
    ...asks.map((line) => `- ${line}`),
    ...(evidence.length === 0
      ? []
      : ['', `確認した内容${seenText(facts)}:`, ...evidence.map((line) => `- ${line}`)]),
    '',
    `対応後の確認${computers === null ? '' : ' (上記のコンピューターのいずれかで)'}: ${check}`,
  ].join('\n');
}

/** When and where it was tested. */
function seenText({ at, fromThisComputer, computers }: MoveFacts): string {
  const where = [
    ...(at === null ? [] : [`${at} UTC`]),
    ...(fromThisComputer ? ['利用者とは別のコンピューターから'] : []),
    ...(computers === null ? [] : [computersText(computers)]),
  ];
  return where.length === 0 ? '' : ` (${inList(where)})`;
}

function computersText({ count, named }: NonNullable<MoveFacts['computers']>): string {
  const more = count > named.length ? ` 他 ${count - named.length} 台` : '';
  return `${count} 台のコンピューター: ${inList(named)}${more}`;
}

function askText({ code, protocol, ports, via, by }: MigrationChange, host: string): string[] {
  const until = by === null ? '' : ` (${by} まで)`;
  switch (code) {
    case 'allow-udp':
      return [
        `IKEv2: ${host} への送信 UDP、ポート ${ports.join(' と ')}、およびその応答`,
        'IKEv2: アドレス変換 (NAT) がない場合は、同じホストへの IP プロトコル 50 (ESP)',
      ];
    case 'allow-tcp':
      return [
        `OpenVPN: ${host}:${inList(ports)} への直接の送信 TCP`,
        'OpenVPN: TLS インスペクションなし。最初のデータは TLS ではないため、TLS を前提とする規則も適用しないこと',
      ];
    case 'pass-connect':
      return [
        `OpenVPN: ${via} 経由の CONNECT ${host}:${inList(ports)} (プロキシ認証なし)`,
        'OpenVPN: TLS インスペクションなし。トンネル内の TLS ではないデータも通すこと',
      ];
    case 'enable-protocol':
      return [`ゲートウェイで ${protocol === 'openvpn' ? 'OpenVPN' : 'IKEv2'} を有効にする${until}`];
    case 'confirm-protocol':
      return [
        protocol === 'openvpn'
          ? `ゲートウェイで OpenVPN が有効か、キーがこのプロファイルのものかの確認 (${via === null ? 'ポートには接続できますが' : `プロキシ ${via} はポートへの CONNECT を許可しますが`}、このキーの OpenVPN としての応答がありません)`
          : 'ゲートウェイで IKEv2 が有効かどうかの確認 (こちらからは拒否されるか、応答がありません)',
      ];
    case 'accept-proposal':
      return [
        `ゲートウェイで Windows の IKEv2 の提案を受け入れるようにする (UDP ${inList(ports)} で応答がありますが、提案が拒否されます)`,
      ];
    case 'confirm-point-to-site':
      return [
        'ゲートウェイで IKEv2 がポイント対サイト用に有効かどうかの確認 (こちらへの応答はありますが、サイト間接続だけの場合も応答します)',
      ];
    case 'regenerate-profile':
      return [`VPN クライアント パッケージを再生成し、再インストールする${until}`];
    case 'check-profile-key':
      return ['プロファイルのキーがゲートウェイのものと異なるため、両者を照合する'];
    case 'client-with-proxy':
    case 'resolve-name':
    case 'name-profile':
      return [];
    default:
      // A code of a later version.
      return [neutralise(code)];
  }
}
