import { type MigrationWords, PROTOCOL_NAMES } from '../en/migration-words.ts';
import { COMMAS } from '../listed.ts';

export const MIGRATION_JA: MigrationWords = {
  comma: COMMAS.ja,
  title: (gateway, answer) => `${gateway} の移行: ${answer}`,
  answers: {
    ready: '移行できます。',
    'ready-after-changes': '下記の対応後に移行できます。',
    'not-possible':
      'このネットワークからは移行できません。直接の経路がなく、プロキシもどちらのプロトコルも通しません。別のネットワーク、または例外設定が必要です。',
    'not-known': 'ここからは判断できません。',
  },
  noAlternative:
    'このネットワークからは移行できません。直接の経路がありません。別のネットワーク、または例外設定が必要です。',
  until: (day) => `${day} まで`,
  sideBySide: 'SSTP、IKEv2、OpenVPN の比較',
  gateway: 'ゲートウェイ',
  notChecked: '未確認',
  outlooks: {
    works: 'ここから通信できます',
    'works-through-proxy': 'プロキシに対応したクライアントであれば、プロキシ経由で利用できます',
    blocked: '通信できません',
    unknown: '不明',
  },
  notInProfile: 'プロファイルに記載がありません',
  through: (proxy) => `(${proxy} 経由)`,
  routes: {
    reachable: 'サーバーから有効な応答がありました',
    silent: '応答がありません',
    refused:
      'ICMP「到達不能」または TCP のリセットが返ったか、このコンピューターが送信を禁止しました。ファイアウォールによる拒否か、待ち受けていない可能性があります',
    unreachable:
      'このコンピューターから、プロキシ経由の場合はプロキシから (502、503、504)、到達する経路がありません',
    'dns-failed': 'この経路では名前を解決できません',
    ikev1: 'IKEv1 の応答がありました。ポートは開いていますが、ゲートウェイは IKEv2 に対応していません',
    'turned-down':
      'IKEv2 の応答がありましたが、提案は受け入れられませんでした (NO_PROPOSAL_CHOSEN またはその他のエラー)',
    'not-ike': '応答が IKEv2 ではありません',
    'proxy-unreachable': 'プロキシが応答しません',
    'proxy-auth-required': 'プロキシが認証を要求しています (407)',
    'proxy-refused': 'プロキシが CONNECT を拒否しています',
    'proxy-wants-tls': 'プロキシは CONNECT を許可しますが、TLS ではないデータを遮断しています',
    'gateway-speaks-sstp':
      'ポートは SSTP が使用しています。ゲートウェイは両方に対応できないため、OpenVPN は切り替え後に確認できます',
    'wrong-key': 'OpenVPN としての応答ですが、プロファイルとは別のキーが使われています',
    'no-answer':
      '最初のパケットで接続が切断されました。キーの相違、OpenVPN が無効、または経路上の機器による遮断の可能性があります',
    'not-openvpn': '返ってきたものは、OpenVPN としての応答ではありません',
    'not-tested': '確認していません',
  },
  reasons: {
    'no-profile': 'このゲートウェイの OpenVPN プロファイルが指定されていません',
    'profile-names-udp': 'プロファイルが UDP を指定しています',
    'profile-names-other-port':
      'プロファイルが別のポートを指定しています。ゲートウェイにそのポートを付けて指定してください',
    'tls-crypt-v2': 'プロファイルのキーの種類に対応していません',
    'key-file': 'プロファイルのキーが別のファイルにあります',
    digest: 'プロファイルのダイジェストに対応していません',
  },
  takesFragments: 'フラグメント対応',
  translated: (here) => (here ? 'アドレス変換あり' : 'アドレス変換なし'),
  profile: (files, roots, state) => `プロファイル  ${files}: ${roots} (${state})`,
  roots: {
    old: (end) => `古いルート証明書${end === null ? '' : `、${end} まで有効`}`,
    both: () => '新旧両方のルート証明書',
    new: () => '古いルート証明書ではありません',
    unknown: () => 'Azure のものとして知られていないルート証明書',
  },
  rootTrusted: (trusted) =>
    trusted
      ? '提示されたルート証明書は、ここで信頼されています。'
      : '提示されたルート証明書は、ここで信頼されていません。',
  clients: (windows, azure, openVpn) =>
    `クライアント  Windows: ${windows}、Azure VPN クライアント: ${azure}、OpenVPN: ${openVpn}`,
  presence: (there) => (there === null ? '不明' : there ? 'あり' : 'なし'),
  toDo: '必要な対応:',
  besides: 'OpenVPN の問題 (この移行には不要):',
  halfOpen: (count) => `確立途中の SA ${count} 個がゲートウェイに残り、自動的に破棄されます`,
  actors: {
    'network-team': 'ネットワーク担当者',
    'proxy-team': 'プロキシ担当者',
    'vpn-team': 'VPN 担当者',
    admin: '管理者',
  },
  change: (who, protocol, deed, by) =>
    `${who}: ${protocol === null ? '' : `${protocol}: `}${deed}${by === null ? '' : ` (${by} まで)`}。`,
  deeds: {
    'allow-udp': ({ ports, host }) => `${host} への UDP ${ports} とその応答を許可する`,
    'allow-tcp': ({ ports, host }) =>
      `${host} への直接の TCP ${ports} を、TLS インスペクションなしで許可する`,
    'pass-connect': ({ ports, host, via }) =>
      `${via} 経由の CONNECT ${host}:${ports} を認証なしで許可し、TLS ではないデータも通す`,
    'enable-protocol': ({ protocol }) => `ゲートウェイで ${protocol} を有効にし、再度確認する`,
    'confirm-protocol': ({ protocol, via }) =>
      protocol === PROTOCOL_NAMES.openvpn
        ? `このプロファイルのキーでゲートウェイが待ち受けているかを確認する。${via === null ? 'ポートには接続できるが' : `${via} はポートへの CONNECT を許可するが`}、このキーの OpenVPN としての応答がない`
        : 'ゲートウェイで有効かどうかを確認する。無効の場合も、拒否されるか応答がない',
    'accept-proposal': ({ ports }) =>
      `Windows の提案をゲートウェイで受け入れるようにする。UDP ${ports} で応答があり、提案が拒否されている`,
    'confirm-point-to-site': ({ protocol }) =>
      `ゲートウェイで ${protocol} がポイント対サイト用に有効かどうかを確認する。サイト間接続だけの場合も応答がある`,
    'regenerate-profile': () => 'VPN クライアント パッケージを再生成し、インストールし直す',
    'check-profile-key': () =>
      '応答したサーバーのキーがプロファイルと異なるため、VPN クライアント パッケージを再生成する',
    'client-with-proxy': ({ via }) =>
      `OpenVPN クライアントを http-proxy ${via} で使用する。Azure VPN クライアントがプロキシに対応しているかどうかは文書化されていない`,
    'resolve-name': ({ host }) =>
      `名前 ${host} が正しいか確認する。正しい場合は、ここの DNS サーバーで解決できるようにする`,
    'name-profile': () =>
      '--profile で OpenVPN のプロファイルを指定する。そのキーがないとゲートウェイは応答しない',
  },
};
