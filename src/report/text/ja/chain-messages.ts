import { reasonOf } from '../../messages/reason.ts';
import { toWords } from '../../messages/text.ts';
import { type Describe, viasNotReached, wordFor } from '../finding-text.ts';
import { CATALOG_JA } from './catalog.ts';
import { inList } from './list-words.ts';
import { whyNotInJapanese } from './why-not.ts';

const NOT_THE_SERVICE =
  'VPN 自身の確認は LocalService として実行され、キャッシュと WinINET の設定も別のものです。';

/** Findings about certificates: what Windows' own chain engine says, and what it would have to fetch. */
export const CHAIN_TEXTS_JA = {
  'chain-check-unavailable': (e) => ({
    message: `Windows 自身による証明書チェーンの確認は、行われなかったか、最後まで終わりませんでした (${whyNotInJapanese(e.reason)})。証明書は p2s-fix だけで確認しました。`,
    remedy: null,
  }),
  'windows-chain-refused': (e) => ({
    message: `Windows 自身は ${e.gateway} の証明書を受け入れません: ${statusText(e)}。${
      e.trustedBy === 'extra' ? 'ルート証明書は、この確認に限り (--ca) 信頼しました。' : ''
    }`,
    remedy: lacksRoot(e)
      ? '管理者: ルート証明書は、コンピューターの [信頼されたルート証明機関] に必要です。VPN クライアント パッケージまたは Windows のルート証明書の更新で追加されます。名前が確認されるまで、手動で追加しないでください。'
      : `意味は p2s-fix explain ${e.hresult} で確認できます。`,
  }),
  'windows-revocation-offline': (e) => ({
    message: `${e.gateway} の失効リストは取得できますが、${account(e)} として実行した Windows 自身の確認は ${statusText(e)} を返します。この確認は ${e.decidedBy} に従います。`,
    remedy: `管理者: Windows は失敗した取得をしばらく記憶するため、数分後に再試行してください。変わらない場合は、そのアカウントの設定やプログラム単位のフィルターなど、p2s-fix には影響しないものが Windows の取得を妨げています。${NOT_THE_SERVICE}`,
  }),
  'delta-crl-unavailable': (e) => ({
    message: `「${e.subject}」(${e.gateway}) の失効リストは有効ですが、そこに記載された差分リスト (delta CRL) を利用できません: ${addresses(e)}。${
      e.hresult == null
        ? e.byOcsp === true
          ? 'この証明書には OCSP が応答しています。Windows が差分リストを必要とするのは、OCSP が応答しない場合です。'
          : 'Windows も差分リストを取得し、取得できない場合は 0x80092013 で失敗する可能性があります。判定は元のリストだけに基づきます。'
        : `${account(e)} として実行した Windows 自身の確認は ${e.hresult} を返します。`
    }`,
    remedy:
      'プロキシ担当者: 差分リストへの HTTP 通信を、元のリストと同様に許可してください。VPN 担当者: 証明機関が有効な差分リストを公開するか、差分リストを廃止するようにしてください。IIS は、ダブル エスケープを許可しない限り、名前に含まれる「+」を拒否します。',
  }),
  'revocation-from-cache': (e) => ({
    message: `Windows は ${account(e)} のキャッシュだけを基に ${e.gateway} の証明書を受け入れています。失効リストには到達できません。VPN は今日は使えても、いつでも 0x80092013 で失敗する可能性があります。`,
    remedy: `キャッシュ内のリストの有効期限が切れる前に、判定に従って失効確認の経路を直してください。${NOT_THE_SERVICE}`,
  }),
  'revocation-by-another-way': (e) => ({
    message: `Windows 自身の確認は、${account(e)} として ${e.decidedBy} またはそのアカウントの資格情報を使い、${e.gateway} の失効リストに到達しました。サービスの経路ではありません。`,
    remedy: `${NOT_THE_SERVICE}サービスの役には立たないため、判定に従って失効確認の経路を直してください。`,
  }),
  'chain-incomplete': (e) => ({
    message: `${e.gateway} は${e.sent === 1 ? '自身の証明書だけを送信します' : `証明書を ${e.sent} 個送信しますが、ルート証明書まで揃っていません`}。不足分は Windows が取得する必要があります (${inList(e.fetched)})。`,
    remedy: 'VPN 担当者: ゲートウェイが中間証明書も送信するように設定してください。',
  }),
  'issuer-not-fetched': (e) => ({
    message: `${e.gateway} は「${e.subject}」の発行者の証明書を送信せず、取得もできませんでした: ${addresses(e)}。この発行者をまだ知らない Windows は 0x800b010a を返します。`,
    remedy: `${toBeAllowed(e)}VPN 担当者: ゲートウェイが中間証明書も送信するように設定してください。`,
  }),
  'root-update-blocked': (e) => ({
    message: `${inList(e.gateways)} のルート証明書は、この Windows の信頼されたルート証明書に含まれておらず、新しいルート証明書の一覧にも到達できません (${e.url}、${routeName(e.via)}: ${toWords(reasonOf(e), CATALOG_JA)})。接続は 0x800b0109 で失敗します。`,
    remedy:
      'プロキシ担当者: ctldl.windowsupdate.com への HTTP 通信を、認証なしで許可してください。管理者: 許可できない場合は、ポリシーでルート証明書を配布してください。',
  }),
  'inspection-suspected': (e) => ({
    message: `${e.gateway} の証明書 (${routeName(e.via)}) は、TLS インスペクションを行うプロキシが作成したもののように見えます (${signs(e)})。発行者は「${e.issuer}」です。SSTP はゲートウェイ自身の証明書に結び付けられるため、このような証明書では、信頼されていてもサインインに失敗します。`,
    remedy: `プロキシ担当者: ${e.gateway} を TLS インスペクションの対象外にしてください。直接接続が可能な場合は、p2s-fix verify ${e.gateway} --compare-direct で確実に判定できます。それ以外の場合は、VPN 担当者にゲートウェイ自身の証明書の SHA-256 を確認してください (確認した値: ${e.sha256})。`,
  }),
} satisfies Record<string, Describe>;

type Evidence = Record<string, unknown>;

const SIGNS: Readonly<Record<string, string>> = {
  'through-proxy': 'プロキシ経由で提示された',
  'root-not-public': 'ルート証明書が公開の一覧にない',
  'no-cdp-and-no-aia': '失効リストも発行者のアドレスも記載されていない',
  'not-self-signed': '自己署名ではない',
  'not-profile-root': 'ルート証明書が VPN プロファイルのものと異なる',
  'differs-from-direct': '直接接続では別の証明書が提示される',
};

function signs(e: Evidence): string {
  const reported = Array.isArray(e.signs) ? e.signs.map((sign) => wordFor(SIGNS, sign)) : [];
  return inList([
    ...reported,
    ...(e.azureName === true ? ['Azure のゲートウェイのルート証明書は公開のもの'] : []),
  ]);
}

function statusText({ hresult, statuses }: Evidence): string {
  return `${hresult} (${inList(statuses)})`;
}

function lacksRoot({ hresult }: Evidence): boolean {
  return hresult === '0x800b0109' || hresult === '0x800b010a';
}

function account(e: Evidence): string {
  return e.account == null ? '別のアカウント' : String(e.account);
}

function routeName(via: unknown): string {
  return via === 'direct' ? '直接接続' : `${via} 経由`;
}

function addresses(e: Evidence): string {
  if (!Array.isArray(e.addresses)) return 'アドレスなし';
  return inList(e.addresses.map((one: Evidence) => `${one.url} (${toWords(reasonOf(one), CATALOG_JA)})`));
}

/** Who is to allow what: an address that served something else than the issuer was reached. */
function toBeAllowed(e: Record<string, unknown>): string {
  const vias = viasNotReached(e.addresses);
  if (vias.length === 0) return '';
  return `${vias.every((via) => via === 'direct') ? 'ネットワーク担当者' : 'プロキシ担当者'}: これらのホストへの HTTP 通信を、認証なしで許可してください。`;
}
