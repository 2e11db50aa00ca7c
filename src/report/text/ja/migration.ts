import type { Translation } from '../../messages/text.ts';
import type { MIGRATION_EN } from '../en/migration.ts';

export const MIGRATION_JA: Translation<typeof MIGRATION_EN> = {
  'migration.title': '{gateway} の移行: {answer}',
  'migration.until': '{date} まで',
  'migration.side-by-side': 'SSTP、IKEv2、OpenVPN の比較',
  'migration.gateway': 'ゲートウェイ',
  'migration.not-checked': '未確認',
  'migration-outlook.works': 'このコンピューターから通信できます',
  'migration-outlook.works-through-proxy':
    'プロキシに対応したクライアントであれば、プロキシ経由で利用できます',
  'migration-outlook.blocked': 'このコンピューターからは通信できません',
  'migration-outlook.unknown': '不明',
  'migration.not-in-profile': 'プロファイルに記載がありません',
  'migration.route': '{transport} {port}: {verdict}',
  'migration.route.proxy': '{transport} {port} ({proxy} 経由): {verdict}',
  'migration-route.reachable': 'サーバーから有効な応答がありました',
  'migration-route.silent': '応答がありません',
  'migration-route.refused':
    'ICMP「到達不能」または TCP のリセットが返ったか、このコンピューターが送信を禁止しました。ファイアウォールが拒否したか、待ち受けているプログラムがない可能性があります',
  'migration-route.unreachable':
    'このコンピューター (プロキシ経由の場合はプロキシ。502、503、504) から到達できる経路がありません',
  'migration-route.dns-failed': 'この経路では名前を解決できません',
  'migration-route.ikev1':
    'IKEv1 の応答がありました。ポートは開いていますが、ゲートウェイは IKEv2 に対応していません',
  'migration-route.turned-down':
    'IKEv2 の応答がありましたが、提案は受け入れられませんでした (NO_PROPOSAL_CHOSEN またはその他のエラー)',
  'migration-route.not-ike': '応答は IKEv2 のものではありません',
  'migration-route.proxy-unreachable': 'プロキシが応答しません',
  'migration-route.proxy-auth-required': 'プロキシが認証を要求しています (407)',
  'migration-route.proxy-refused': 'プロキシが CONNECT を拒否しています',
  'migration-route.proxy-wants-tls': 'プロキシは CONNECT を許可しますが、TLS ではないデータを遮断しています',
  'migration-route.gateway-speaks-sstp':
    'ポートは SSTP が使用しています。ゲートウェイは両方に対応できないため、OpenVPN は切り替え後に確認できます',
  'migration-route.wrong-key': 'OpenVPN としての応答ですが、プロファイルとは別のキーが使われています',
  'migration-route.no-answer':
    '最初のパケットで接続が切断されました。キーの相違、OpenVPN が無効、または経路上の機器による遮断の可能性があります',
  'migration-route.not-openvpn': '応答は OpenVPN のものではありません',
  'migration-route.not-tested': '確認していません',
  'migration-reason.no-profile': 'このゲートウェイの OpenVPN プロファイルが指定されていません',
  'migration-reason.profile-names-udp': 'プロファイルが UDP を指定しています',
  'migration-reason.profile-names-other-port':
    'プロファイルが別のポートを指定しています。ゲートウェイにそのポートを付けて指定してください',
  'migration-reason.tls-crypt-v2': 'プロファイルのキーの種類に対応していません',
  'migration-reason.key-file': 'プロファイルのキーが別のファイルにあります',
  'migration-reason.digest': 'プロファイルのダイジェストに対応していません',
  'migration.takes-fragments': 'フラグメント対応',
  'migration.translated': 'アドレス変換あり',
  'migration.not-translated': 'アドレス変換なし',
  'migration.half-open': '確立途中の SA {count} 個がゲートウェイに残り、自動的に破棄されます',
  'migration.profile': 'プロファイル  {files}: {roots} ({state})',
  'migration-root.old': '古いルート証明書',
  'migration-root.old.until': '古いルート証明書、{date} まで有効',
  'migration-root.both': '新旧両方のルート証明書',
  'migration-root.new': '古いルート証明書ではありません',
  'migration-root.unknown': 'Azure のものとして知られていないルート証明書',
  'migration.root-trusted': '提示されたルート証明書は、このコンピューターで信頼されています。',
  'migration.root-given':
    '提示されたルート証明書は --ca で指定されたものです。このコンピューターで信頼されているかどうかは確認していません。',
  'migration.root-not-trusted': '提示されたルート証明書は、このコンピューターで信頼されていません。',
  'migration.clients':
    'クライアント  Windows: {windows}、Azure VPN クライアント: {azure}、OpenVPN: {openVpn}',
  'migration-client.yes': 'あり',
  'migration-client.no': 'なし',
  'migration-client.not-known': '不明',
  'migration.to-do': '必要な対応:',
  'migration.order': '移行の順序:',
  'migration.order.ikev2':
    '1. VPN 担当者: ゲートウェイのトンネルの種類を「IKEv2 と SSTP」に設定してください。停止時間はありません。Windows はまず IKEv2 を試し、できない場合は SSTP を使用します。',
  'migration.order.package':
    '2. 管理者: 各コンピューターに新しい VPN クライアント パッケージをインストールしてください (管理者権限が必要です)。',
  'migration.order.openvpn':
    '3. OpenVPN は、必要な場合だけ、最後に有効にしてください。ゲートウェイの SSTP が OpenVPN に置き換わり、新しいパッケージをインストールするまで、SSTP のすべてのクライアントが接続できなくなります。{since} 以降は SSTP を有効にできないため、元に戻せません。',
  'migration.besides': 'OpenVPN の問題 (この移行には不要):',
};
