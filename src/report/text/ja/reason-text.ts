import { withoutControls } from '../../../core/model/neutralise.ts';
import { type AnyEvidence, fieldsOf } from '../../../core/path/stage-evidence.ts';
import type { Flaw } from '../../facts/observed.ts';
import { redirectEnd } from '../../facts/redirect-end.ts';
import { minuteOf, seconds } from '../en/reason-text.ts';

const TEXTS: Readonly<Record<string, string>> = {
  'not-found': '名前を解決できません',
  'dns-unavailable': 'DNS サーバーが応答しません',
  refused: '接続が拒否されました',
  reset: '接続が切断されました',
  'reset-at-client-hello': 'TLS の最初のバイトで接続がリセットされました',
  unreachable: '到達できません',
  'blocked-locally': 'このコンピューターがブロックしています',
  'network-error': 'ネットワーク エラーです',
  'no-time-left': '--deadline の残り時間がわずかで、その間に応答がありません',
  'proxy-auth': '407、プロキシが認証を要求しています',
  html: '代わりに Web ページ (ブロックまたはサインインのページ) が返されました',
  empty: '応答が空です',
  'cut-off': '応答が途中で切れました',
  'too-large': '応答が大きすぎるため、最後まで読み取りませんでした',
  'redirect-loop': '元のアドレスへ戻り、転送が循環しています',
  'too-many-redirects': '転送が 10 回を超えて続きます',
  'not-http': 'HTTP の応答ではありません',
  'tls-record': 'HTTP ではなく TLS で応答しています',
  'spoke-first': '200 の後、TLS の開始前に独自のデータを送信しています',
  'head-too-large': 'HTTP ヘッダーが 16 KiB を超えています',
  'endless-interim': '中間応答 (1xx) が続き、最終的な応答がありません',
  'client-certificate': 'TLS でクライアント証明書を要求しています',
  'handshake-failure': 'TLS をアラートで拒否しています',
  alert: 'TLS をアラートで終了しています',
  'tls-error': 'TLS のエラーが発生しました',
  closed: '応答が完了する前に接続が閉じられました',
  chunked: '応答がチャンク形式です',
  'not-a-crl': '失効リストではありません',
  'not-ocsp': 'OCSP の応答ではありません',
  'not-a-certificate': '証明書ではありません',
  'not-a-cabinet': 'キャビネット ファイルではありません',
  expired: '有効期限が切れています',
  revoked: '証明書が失効しています',
  'not-yet-valid': 'まだ有効ではありません',
  'wrong-issuer': '発行者が異なります',
  'bad-signature': '署名が正しくありません',
  'other-key': '発行者とは別のキーで署名されています',
  'wrong-scope': '別の証明書のためのリストです',
  'delta-crl': '差分リストだけで、元のリストがありません',
  'not-a-delta': '差分リストではありません',
  'wrong-base': '別のリストの差分です',
  'unsupported-extension': '対応していない拡張が含まれています',
  'unsupported-signature': '対応していない種類の署名です',
  'indirect-crl': '間接的な失効リスト (他の発行者も対象とするか、別の署名者によるもの) です',
  'some-reasons': '一部の失効理由だけを対象とするリストです',
  'removed-from-crl': '差分ではないリストが、証明書について removeFromCRL を示しています',
  'no-crl-sign': '発行者が署名していますが、その証明書では許可されていません (cRLSign なし)',
  'other-key-id': '署名した発行者のキーではなく、別のキーの識別子が記載されています',
  'wrong-certificate': '別の証明書についての応答です',
  'wrong-signer': '応答の権限がない署名者によるものです',
  'ocsp-unknown': 'レスポンダーがこの証明書を認識していません',
  'ocsp-unauthorized': 'レスポンダーがこの証明書について応答しません (unauthorized)',
  'ocsp-try-later': 'レスポンダーが「後で再試行」と応答しています (tryLater)',
  'ocsp-internal-error': 'レスポンダーの内部エラーです (internalError)',
  'ocsp-malformed-request': 'レスポンダーが要求を受け付けません (malformedRequest)',
  'ocsp-sig-required': 'レスポンダーが署名付きの要求を求めています (sigRequired)',
  'ocsp-error': 'レスポンダーがエラーを返しています',
  'ocsp-other-hash': '応答で使用されている証明書のハッシュが、要求と異なります',
  pem: '本来の DER 形式ではなく PEM 形式です',
  'no-next-update': '有効期限 (nextUpdate) のない OCSP 応答です',
  'not-tls': 'TLS ではありません',
  'not-a-packet': '200 の後に SSTP のパケットが続きません',
  'malformed-ack': 'Call Connect Ack の形式が正しくありません',
  'unexpected-message': 'Ack の代わりに別の SSTP メッセージが返されました',
  'too-many-packets': 'Ack のないままパケットが続きます',
  'name-mismatch': '別の名前の証明書です',
  'no-alternative-name': 'IP アドレスの照合に必要なサブジェクトの別名 (SAN) がありません',
  'wrong-root': 'ルート証明書が VPN プロファイルで指定されたものと異なります',
  'untrusted-root': 'ルート証明書がここでは信頼されていません',
  'wrong-purpose': 'サーバー用の証明書ではありません (serverAuth なし)',
  'issuer-wrong-purpose': 'チェーン内の証明機関が、サーバー用の証明書を発行できません (serverAuth なし)',
  'name-constraints': 'チェーン内の証明機関が、この名前の証明書を発行できません (名前の制約)',
  'weak-signature': 'SHA-1 または MD5 で署名されており、Windows が拒否する場合があります',
  'weak-key': 'キーが 2048 ビット未満であり、Windows が拒否する場合があります',
  'chain-invalid': '証明書チェーンが正しくありません',
  'certificate-unreadable': '証明書を読み取れません',
  'evidence-ends': '記録がここで終わっています',
  'winhttp-client-failed': 'Windows 自身のクライアントでは到達できません',
  'issuer-unknown': '発行者が不明なため確認できません',
  ldap: 'LDAP のため、ここからは取得しません',
  scheme: 'http でも LDAP でもないため、取得しません',
};

/** Why a stage or a fetch along the revocation path failed, in a few words. Codes without words are shown unchanged. */
export function reasonInJapanese(evidence: AnyEvidence): string {
  const end = redirectEnd(fieldsOf(evidence));
  if (end === null) return wherefrom(evidence);
  const through = end.via === 'direct' || end.via === 'unknown' ? '' : `、${end.via} 経由`;
  return `${end.host} へ転送されました (転送先${through}: ${wherefrom(end.evidence)})`;
}

/** The same with the word of the proxy in whose name it came. */
function wherefrom(evidence: AnyEvidence): string {
  const { reason, squidError, cachedBy } = fieldsOf(evidence);
  const own = ownReason(evidence);
  if (typeof cachedBy === 'string')
    return `${own} (${withoutControls(cachedBy, 100)} のキャッシュからの応答)`;
  const isReportedByCode = reason === 'http-status' && typeof squidError === 'string';
  return isReportedByCode ? `${own} (${withoutControls(squidError, 100)})` : own;
}

function ownReason(evidence: AnyEvidence): string {
  const { reason, httpStatus, locationHost, thisUpdate, nextUpdate, hresult } = fieldsOf(evidence);
  const { toHttps, sameHost, bytesReceived, afterMs } = fieldsOf(evidence);
  switch (reason) {
    case 'timeout':
      return typeof bytesReceived === 'number'
        ? `応答が遅すぎます (${seconds(afterMs)} 秒間に ${bytesReceived} バイトを受信し、完了していません)`
        : '時間内に応答がありません';
    case 'not-a-crl':
    case 'not-ocsp':
    case 'not-a-certificate':
      return `${TEXTS[reason]}${encoded(evidence)}`;
    case 'redirect':
      if (sameHost === true)
        return 'https へ転送されました。サーバーが https を強制していますが、失効の確認は http だけで行われます';
      return `${locationHost == null ? '別の場所' : locationHost} へ転送されました (サインインまたはブロックのページ${
        toHttps === true ? '、または https を強制するサーバー' : ''
      })`;
    case 'status':
    case 'http-status':
      return `HTTP ${httpStatus}`;
    case 'not-yet-valid':
      return thisUpdate == null
        ? 'まだ有効ではありません'
        : `まだ有効ではありません (${minuteOf(thisUpdate)})`;
    case 'expired':
      return nextUpdate == null
        ? '有効期限が切れています'
        : `有効期限が切れています (${minuteOf(nextUpdate)})`;
  }
  const word = String(reason ?? hresult ?? '失敗しました');
  return TEXTS[word] ?? word;
}

function encoded(evidence: AnyEvidence): string {
  const { contentEncoding } = fieldsOf(evidence);
  return typeof contentEncoding === 'string'
    ? ` (圧縮されています。Content-Encoding: ${contentEncoding})`
    : '';
}

/** What is wrong with a certificate, and what shows it. */
export function flawInJapanese({ reason, detail }: Flaw): string {
  const text = TEXTS[reason] ?? reason;
  return detail === null ? text : `${text} (${detail})`;
}
