import type { VerdictFacts } from '../../facts/verdict-facts.ts';
import type { VerdictText } from '../verdict-parts.ts';
import { ADMIN, causes, VPN_TEAM } from './verdict-parts.ts';

const CERTUTIL = `${ADMIN}: この証明書に対する certutil -verify -urlfetch で、Windows 自身の結果を確認できます。`;

/** What `not-tested` says: of the tunnel, or behind its Ack of revocation. */
export function notTestedInJapanese({
  gateway,
  acknowledged,
  hugeList,
  notJudged,
  unfollowedRoute,
  noTimeLeft,
  namesLdap,
}: VerdictFacts): VerdictText {
  if (!acknowledged)
    return {
      message: `${gateway} への経路は、ここからは再現できない設定によって決まります。`,
      next: null,
    };
  if (notJudged.length > 0)
    return {
      message: `${gateway} への SSTP は正常です。証明書の失効情報も取得できますが、p2s-fix が判定できない種類のものです。${causes(notJudged)}Windows がどう判定するかはわかっていません。`,
      next: `${CERTUTIL}${VPN_TEAM}: すべてのクライアントが読み取れる形式で公開するよう、証明機関に依頼してください。`,
    };
  if (hugeList)
    return {
      message: `${gateway} への SSTP は正常ですが、証明書の失効リストが、p2s-fix が読み取る上限を超えています。そこまでは取得できています。Windows は、設定を変更しない限り 100 MiB まで読み取ります。`,
      next: CERTUTIL,
    };
  if (unfollowedRoute)
    return {
      message: `${gateway} への SSTP は正常ですが、証明書の失効確認のアドレスへの経路は、ここからは再現できない設定によって決まります。`,
      next: null,
    };
  if (noTimeLeft)
    return {
      message: `${gateway} への SSTP は正常ですが、失効確認はテストできませんでした。トンネルの確認で制限時間 (--deadline) がほぼ使い切られ、残りの時間内に失効確認のサーバーから応答がありませんでした。`,
      next: `${ADMIN}: --deadline を大きくして、同じコマンドを実行してください。`,
    };
  return {
    message: `${gateway} への SSTP は正常ですが、証明書に、ここから確認できる失効確認のアドレスがありません。`,
    next: `${VPN_TEAM}: 失効リストを HTTP でも公開してください。${
      namesLdap ? 'ドメインのコンピューターでは LDAP を使用できる場合があります。' : ''
    }`,
  };
}
