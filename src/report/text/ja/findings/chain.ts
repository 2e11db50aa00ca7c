import type { Translation } from '../../../messages/text.ts';
import type { FINDINGS_CHAIN_EN } from '../../en/findings/chain.ts';

export const FINDINGS_CHAIN_JA: Translation<typeof FINDINGS_CHAIN_EN> = {
  'finding.chain-check-unavailable':
    'Windows による証明書チェーンの確認は、実行されなかったか、完了しませんでした ({why})。証明書は p2s-fix だけで確認しました。',
  'fleet-cause.chain-check-unavailable':
    'Windows による証明書チェーンの確認は、実行されなかったか、完了しませんでした。',
  'finding.windows-chain-refused': 'Windows は {gateway} の証明書を受け入れません: {hresult} ({statuses})。',
  'finding.windows-chain-refused.root-given':
    'Windows は {gateway} の証明書を受け入れません: {hresult} ({statuses})。ルート証明書は、この確認に限り (--ca) 信頼しました。',
  'finding.windows-chain-refused.remedy': '意味は p2s-fix explain {hresult} で確認できます。',
  'finding.windows-chain-refused.remedy.root-missing':
    '管理者: ルート証明書は、コンピューターの [信頼されたルート証明機関] に必要です。VPN クライアント パッケージまたは Windows のルート証明書の更新で追加されます。名前が確認されるまで、手動で追加しないでください。',
  'fleet-cause.windows-chain-refused': 'Windows はゲートウェイの証明書を受け入れません。',
  'finding.windows-revocation-offline':
    '{gateway} の失効リストは取得できますが、{account} として実行した Windows による確認は {hresult} ({statuses}) を返します。この確認は {decidedBy} に従います。',
  'finding.windows-revocation-offline.remedy':
    '管理者: Windows は失敗した取得をしばらく記憶するため、数分後に再試行してください。変わらない場合は、そのアカウントの設定やプログラム単位のフィルターなど、p2s-fix には影響しないものが Windows の取得を妨げています。VPN による確認は LocalService として実行され、キャッシュと WinINET の設定も別のものです。',
  'fleet-cause.windows-revocation-offline': '失効リストは取得できますが、Windows による確認は失敗します。',
  'finding.delta-crl-unavailable':
    '「{subject}」({gateway}) の失効リストは有効ですが、そこに記載された差分リスト (delta CRL) を利用できません: {addresses}。Windows も差分リストを取得し、取得できない場合は 0x80092013 で失敗する可能性があります。判定は元のリストだけに基づきます。',
  'finding.delta-crl-unavailable.ocsp':
    '「{subject}」({gateway}) の失効リストは有効ですが、そこに記載された差分リスト (delta CRL) を利用できません: {addresses}。この証明書には OCSP が応答しています。Windows が差分リストを必要とするのは、OCSP が応答しない場合です。',
  'finding.delta-crl-unavailable.windows':
    '「{subject}」({gateway}) の失効リストは有効ですが、そこに記載された差分リスト (delta CRL) を利用できません: {addresses}。{account} として実行した Windows による確認は {hresult} を返します。',
  'finding.delta-crl-unavailable.remedy':
    'VPN 担当者: 証明機関が有効な差分リストを公開するか、差分リストを廃止するようにしてください。IIS は、ダブル エスケープを許可しない限り、名前に含まれる「+」を拒否します。',
  'finding.delta-crl-unavailable.remedy.network':
    'ネットワーク担当者: 差分リストへの HTTP 通信を、元のリストと同様に許可してください。VPN 担当者: 証明機関が有効な差分リストを公開するか、差分リストを廃止するようにしてください。IIS は、ダブル エスケープを許可しない限り、名前に含まれる「+」を拒否します。',
  'finding.delta-crl-unavailable.remedy.proxy':
    'プロキシ担当者: 差分リストへの HTTP 通信を、元のリストと同様に許可してください。VPN 担当者: 証明機関が有効な差分リストを公開するか、差分リストを廃止するようにしてください。IIS は、ダブル エスケープを許可しない限り、名前に含まれる「+」を拒否します。',
  'fleet-cause.delta-crl-unavailable': '失効リストに記載された差分リスト (delta CRL) を利用できません。',
  'finding.revocation-from-cache':
    'Windows は {account} のキャッシュだけを基に {gateway} の証明書を受け入れています。失効リストには到達できません。現在は VPN を使用できても、0x80092013 で失敗するようになる可能性があります。',
  'finding.revocation-from-cache.remedy':
    'キャッシュ内のリストの有効期限が切れる前に、判定に従って失効確認の経路を直してください。VPN による確認は LocalService として実行され、キャッシュと WinINET の設定も別のものです。',
  'fleet-cause.revocation-from-cache':
    'Windows はキャッシュだけを基にゲートウェイの証明書を受け入れています。',
  'finding.revocation-by-another-way':
    'Windows による確認は、{account} として {decidedBy} またはそのアカウントの資格情報を使い、{gateway} の失効リストに到達しました。サービスの経路ではありません。',
  'finding.revocation-by-another-way.remedy':
    'VPN による確認は LocalService として実行され、キャッシュと WinINET の設定も別のものです。サービスの役には立たないため、判定に従って失効確認の経路を直してください。',
  'fleet-cause.revocation-by-another-way':
    'Windows は、サービスの経路とは別の経路で失効リストに到達しました。',
  'another-account': '別のアカウント',
  'finding.chain-incomplete':
    '{gateway} は証明書を {sent} 個送信しますが、ルート証明書まで揃っていません。不足分は Windows が取得する必要があります ({fetched})。',
  'finding.chain-incomplete.alone':
    '{gateway} は自身の証明書だけを送信します。不足分は Windows が取得する必要があります ({fetched})。',
  'finding.chain-incomplete.remedy': 'VPN 担当者: ゲートウェイが中間証明書も送信するように設定してください。',
  'fleet-cause.chain-incomplete': 'ゲートウェイが一部の証明書を送信しません。',
  'finding.issuer-not-fetched':
    '{gateway} は「{subject}」の発行者の証明書を送信せず、取得もできませんでした: {addresses}。この発行者をまだ知らない Windows は 0x800b010a を返します。',
  'finding.issuer-not-fetched.remedy':
    'VPN 担当者: ゲートウェイが中間証明書も送信するように設定してください。',
  'finding.issuer-not-fetched.remedy.network':
    'ネットワーク担当者: これらのホストへの HTTP 通信を、認証なしで許可してください。VPN 担当者: ゲートウェイが中間証明書も送信するように設定してください。',
  'finding.issuer-not-fetched.remedy.proxy':
    'プロキシ担当者: これらのホストへの HTTP 通信を、認証なしで許可してください。VPN 担当者: ゲートウェイが中間証明書も送信するように設定してください。',
  'fleet-cause.issuer-not-fetched': 'ゲートウェイが一部の証明書を送信せず、取得もできませんでした。',
  'address.reason': '{url} ({reason})',
  'address.none': 'アドレスなし',
  'finding.root-update-blocked':
    '{gateways} のルート証明書は、この Windows の信頼されたルート証明書に含まれておらず、新しいルート証明書の一覧にも到達できません ({url}、{route}: {reason})。接続は 0x800b0109 で失敗します。',
  'finding.root-update-blocked.remedy':
    'プロキシ担当者: ctldl.windowsupdate.com への HTTP 通信を、認証なしで許可してください。管理者: 許可できない場合は、ポリシーでルート証明書を配布してください。',
  'fleet-cause.root-update-blocked':
    'ゲートウェイのルート証明書がなく、新しいルート証明書の一覧にも到達できません。',
  'finding.inspection-suspected':
    '{gateway} の証明書 ({route}) は、TLS インスペクションを行うプロキシが作成したもののように見えます ({signs})。発行者は「{issuer}」です。SSTP はゲートウェイ自身の証明書に結び付けられるため、このような証明書では、信頼されていてもサインインに失敗します。',
  'finding.inspection-suspected.remedy':
    'プロキシ担当者: {gateway} を TLS インスペクションの対象外にしてください。直接接続が可能な場合は、p2s-fix verify {gateway} --compare-direct で確実に判定できます。それ以外の場合は、VPN 担当者にゲートウェイ自身の証明書の SHA-256 を確認してください (確認した値: {sha256})。',
  'fleet-cause.inspection-suspected':
    'ゲートウェイの証明書は、TLS インスペクションを行うプロキシが作成したもののように見えます。',
  'inspection-sign.through-proxy': 'プロキシ経由で提示された',
  'inspection-sign.root-not-public': 'ルート証明書が公開の一覧にない',
  'inspection-sign.no-cdp-and-no-aia': '失効リストも発行者のアドレスも記載されていない',
  'inspection-sign.not-self-signed': '自己署名ではない',
  'inspection-sign.not-profile-root': 'ルート証明書が VPN プロファイルのものと異なる',
  'inspection-sign.differs-from-direct': '直接接続では別の証明書が提示される',
  'inspection-sign.azure-name': 'Azure のゲートウェイのルート証明書は公開のもの',
};
