import type { VerdictCode } from '../../../core/model/check.ts';
import type { VerdictFacts } from '../../facts/verdict-facts.ts';
import { reasonOf } from '../../messages/reason.ts';
import { toWords } from '../../messages/text.ts';
import { certificateToCheck, tlsEnd, tlsNext } from '../../messages/tls.ts';
import type { VerdictText } from '../verdict-parts.ts';
import { CATALOG_JA } from './catalog.ts';
import { inList } from './list-words.ts';
import { notTestedInJapanese } from './not-tested-text.ts';
import {
  ADMIN,
  answerInstead,
  blockedByThisComputer,
  causes,
  cutText,
  flaws,
  inParentheses,
  leading,
  NETWORK_TEAM,
  norAnswer,
  PROXY_TEAM,
  proxyDown,
  revocationNext,
  routeName,
  slowChain,
  slowText,
  stuckText,
  VPN_TEAM,
  whoIsMissing,
  whyUnreachable,
} from './verdict-parts.ts';

/** Of a certificate that is not trusted here, and SSTP behind it. */
const ACKNOWLEDGED = 'その先で SSTP は応答しています (Call Connect Ack)。';
const OFFLOADED =
  '証明書がゲートウェイ自身のものではない場合は、手前の機器 (リバース プロキシ) が TLS を終端しています。TLS をそのまま通してください。';

/** Of a web server that may stand in front of the gateway. */
const TLS_AS_IT_IS =
  'ゲートウェイの手前にロード バランサーやリバース プロキシがある場合は、この名前への TCP 通信を、TLS を終端せずにそのまま転送してください。';

/** One sentence with the cause, then who has to do what, with exact names. */
export const VERDICTS_JA: Record<VerdictCode, (facts: VerdictFacts) => VerdictText> = {
  reachable: ({ gateway, via, lacksAddresses, inspected }) => ({
    message: `${gateway} への SSTP は正常です (${routeName(via)})。サインインは確認していません。${
      lacksAddresses ? '失効確認のアドレスが記載されていない証明書があります。' : ''
    }${inspected ? '証明書は TLS インスペクションを行うプロキシが作成したもののように見えます。その場合、サインインに失敗します。' : ''}`,
    next: null,
  }),
  'proxy-unreachable': ({ via, blockedHere, deadToo, untried }) =>
    blockedHere
      ? blockedByThisComputer(`プロキシ ${via}`)
      : { message: `プロキシ ${via} が応答しません。${norAnswer(deadToo, untried)}`, next: proxyDown(via) },
  'proxy-auth-required': ({ via, target }) => ({
    message: `プロキシ ${via} が認証を要求しています (407)。SSTP はプロキシ認証に対応していません。`,
    next: `${PROXY_TEAM}: CONNECT ${target} を、認証なし、インスペクションなしで許可してください。`,
  }),
  'proxy-blocks-sstp': ({ via, target, headerFilter }) => ({
    message: {
      refused: `プロキシ ${via} が、SSTPVERSION ヘッダーを含む CONNECT を拒否しています。`,
      silent: `プロキシ ${via} は、SSTPVERSION ヘッダーを含む CONNECT に応答しません。ヘッダーがなければ許可します。`,
      cut: `プロキシ ${via} は、SSTPVERSION ヘッダーを含む CONNECT の後の TLS を切断します。ヘッダーがなければ切断しません。`,
    }[headerFilter],
    next: `${PROXY_TEAM}: ヘッダー SSTPVERSION を含む CONNECT ${target} を許可してください。`,
  }),
  'proxy-refused': ({ via, target, refusal, noProxy, noStatus, takesTls }) =>
    takesTls
      ? {
          message: `${via} は TLS で応答します。TLS で接続するプロキシ (https://) か、別のサービスです。SSTP が使用できるのは、TLS なしの HTTP を受け付けるプロキシだけです。`,
          next: `${ADMIN}: プロキシが TLS なしの CONNECT を受け付けるポートを設定してください。${PROXY_TEAM}: そのポートを知らせるか、用意してください。`,
        }
      : noProxy
        ? {
            message: `${via} で応答しているサーバーは CONNECT を受け付けません${inParentheses(refusal)}。プロキシではない可能性があります。`,
            next: `${ADMIN}: プロキシの名前とポートを確認してください。${PROXY_TEAM}: CONNECT ${target} を許可してください。`,
          }
        : noStatus !== null
          ? {
              message: `プロキシ ${via} から CONNECT ${target} に対する有効な応答がありません。${toWords(reasonOf(noStatus), CATALOG_JA)}。`,
              next: `${ADMIN}: ${via} が TLS なしの HTTP を受け付けるかを確認してください。${PROXY_TEAM}: この応答の理由をログで確認し、CONNECT ${target} を許可してください。`,
            }
          : {
              message: `プロキシ ${via} が CONNECT ${target} を拒否しています${inParentheses(refusal)}。`,
              next: `${PROXY_TEAM}: CONNECT ${target} を許可してください。`,
            },
  'dns-failed': ({ gateway, dnsDown }) =>
    dnsDown
      ? {
          message: `${gateway} の名前について、DNS サーバーが応答しません。`,
          next: `${ADMIN}: ネットワークと DNS サーバーを確認してください。プロキシだけが名前を解決できる場合は、トンネルがそのプロキシを使う必要があります。プロキシを設定するか、ゲートウェイを除外するバイパスのエントリを削除してください。`,
        }
      : {
          message: `${gateway} の名前を解決できません。`,
          next: `${ADMIN}: ゲートウェイの名前を確認してください。プロキシだけが名前を解決できる場合は、トンネルがそのプロキシを使う必要があります。プロキシを設定するか、ゲートウェイを除外するバイパスのエントリを削除してください。`,
        },
  'gateway-unreachable': (facts) => {
    const { target, via, nameUnknownToProxy, observed, tcpRefused, proxyTcpFails } = facts;
    if (facts.blockedHere) return blockedByThisComputer(target);
    const reach =
      via === 'direct'
        ? `${NETWORK_TEAM}: ${target} への TCP 通信を許可してください。`
        : `${PROXY_TEAM}: ${via} から ${target} ${proxyTcpFails ? 'に' : 'の名前を解決し、'}到達できるようにしてください。`;
    return {
      message: `${target} に到達できません (${routeName(via)})。${whyUnreachable(observed, nameUnknownToProxy)}`,
      next: `${reach}${
        tcpRefused
          ? `途中で拒否していない場合は、そのポートで応答するサービスがありません。${VPN_TEAM}: ゲートウェイが稼働していること、名前とポートを確認してください。`
          : ''
      }`,
    };
  },
  timeout: (facts) => {
    const { gateway, target, via, endsAtProxy, noReplyInTls, deadToo, untried, stuck } = facts;
    if (stuck !== null) return stuckText(target, stuck);
    if (facts.tooSlow !== null) return slowText(facts, facts.tooSlow);
    if (facts.tlsCut === 'proxy') return cutText(facts, 'proxy');
    if (facts.tlsCut === 'gateway')
      return {
        message: `${target} との TLS ハンドシェイクが、${via} 経由でも直接接続でも完了しません。`,
        next: `${VPN_TEAM}: ゲートウェイがそのポートで TLS に応答することを確認してください。`,
      };
    return endsAtProxy
      ? {
          message: `プロキシ ${via} から何も返ってきません。${norAnswer(deadToo, untried)}`,
          next: proxyDown(via),
        }
      : noReplyInTls
        ? {
            message: `${gateway} は接続と TLS に応答しますが、SSTP に応答しません (${routeName(via)})。`,
            next: `VPN 担当者: ${target} で SSTP が動作していること、および手前の機器が Web 以外の要求を止めていないことを確認してください。`,
          }
        : {
            message: facts.noReplyToTls
              ? `${gateway} に接続できますが、TLS に応答がありません (${routeName(via)})。`
              : `${gateway} への経路上で応答がありません (${routeName(via)})。`,
            next: facts.noReplyToTls
              ? `${via === 'direct' ? NETWORK_TEAM : PROXY_TEAM}: ${target} への TLS 通信を、サーバー名 (SNI) を理由に止めず、そのまま通過させてください。${VPN_TEAM}: 止めていない場合は、ゲートウェイがそのポートで TLS に応答すること、過負荷でないことを確認してください。`
              : via === 'direct'
                ? `${NETWORK_TEAM}: ${target} への通信が途中で破棄されています。`
                : `${PROXY_TEAM}: ${via} が ${target} について応答しません。${ADMIN}: 社外の場合は、プロキシの設定を解除してください。`,
          };
  },
  'tls-failed': (facts) => {
    const { target, via, tls, resetInTransit, tlsCut } = facts;
    if (tlsCut === 'proxy' || tlsCut === 'either') return cutText(facts, tlsCut);
    return {
      message: `${target} ${toWords(tlsEnd(tls, resetInTransit), CATALOG_JA)}。${tlsCut === 'gateway' ? '直接接続でも同じです。' : ''}`,
      next: resetInTransit
        ? `${NETWORK_TEAM}: ${target} への TLS 通信が、途中でその名前を理由に切断されないようにしてください。${VPN_TEAM}: 切断していない場合は、ゲートウェイで SSTP が有効になっていること、手前の機器がこの名前の通信をゲートウェイに転送することを確認してください。`
        : `${VPN_TEAM}: ${toWords(tlsNext(tls), CATALOG_JA)}。${
            via === 'direct' || tlsCut === 'gateway'
              ? ''
              : `${PROXY_TEAM}: 問題がない場合は、${via} が TLS を切断しています。${target} への TLS 通信を、そのまま許可してください。`
          }`,
    };
  },
  'captive-portal': ({ gateway, target, via, pageHost, mayBeWeb }) => {
    const alternative = mayBeWeb ? 'または、その名前が通常の Web サーバーを指しています。' : '';
    if (via === 'direct')
      return {
        message: `${gateway} の代わりに Web ページが応答します${leading(pageHost)}。このネットワークはブラウザーでのサインインを要求しているか (キャプティブ ポータル)、通信をブロックしています。${alternative}`,
        next: `ユーザー: ブラウザーを開き、ネットワークにサインインしてください。${NETWORK_TEAM}: サインインを求められない場合は、${target} への TCP 通信を許可してください。${mayBeWeb ? `${VPN_TEAM}: ゲートウェイの名前を確認してください。` : ''}`,
      };
    return {
      message: mayBeWeb
        ? `プロキシ ${via} 経由では、${gateway} の代わりに Web ページが応答します${leading(pageHost)}。プロキシがブロックしているか、サインインを要求しています。${alternative}`
        : `プロキシ ${via} が、${target} への経路の代わりに Web ページを返します${leading(pageHost)}。`,
      next: `${PROXY_TEAM}: サインイン ページを表示せずに CONNECT ${target} を許可してください。SSTP は Web ページに応答できません。${
        mayBeWeb ? `${VPN_TEAM}: プロキシのページでない場合は、ゲートウェイの名前を確認してください。` : ''
      }`,
    };
  },
  'tls-offload': ({ gateway, target }) => ({
    message: `${gateway} への SSTP は応答しますが、証明書がゲートウェイのものではありません。手前の機器 (リバース プロキシ) が TLS を終端しています。SSTP は証明書に結び付けられるため、サインインに失敗します。`,
    next: `${VPN_TEAM}: ${target} への TCP を、TLS のままゲートウェイまで通過させてください。`,
  }),
  'tls-inspection': ({ gateway, target }) => ({
    message: `${gateway} への TLS 通信が経路上で復号されています。その証明書が信頼されていても SSTP は失敗します。`,
    next: `${PROXY_TEAM}: ${target} を TLS インスペクションの対象外にしてください。`,
  }),
  'untrusted-root': ({ gateway, tls, missing, issuerBlocked, owner, hosts, observed, acknowledged }) =>
    tls === 'chain-slow'
      ? slowChain(gateway, missing)
      : missing === null
        ? {
            message: `${gateway} の証明書チェーンのルート証明書は、ここでは信頼されていません${
              observed.top === null ? '' : ` (チェーンの最後の証明書: ${observed.top})`
            }。${flaws(observed)}${acknowledged ? ACKNOWLEDGED : ''}`,
            next: `${VPN_TEAM}: ルート証明書を確認してください。この確認に限り追加するには --ca FILE を指定します。${acknowledged ? OFFLOADED : ''}`,
          }
        : {
            message: `${gateway} の証明書から、ここで信頼されているルート証明書までたどれません。${whoIsMissing(missing)}${flaws(observed)}${acknowledged ? ACKNOWLEDGED : ''}`,
            next: `${issuerBlocked ? revocationNext(owner, hosts.join('、')) : ''}${VPN_TEAM}: 中間証明書も送信するように、ゲートウェイを構成してください。「${missing.issuer}」がルート証明書の場合は、それを確認してください。この確認に限り追加するには --ca FILE を指定します。${acknowledged ? OFFLOADED : ''}`,
          },
  'wrong-root': ({ gateway, acknowledged, observed }) => ({
    message: `${gateway} の証明書チェーンのルート証明書が、VPN プロファイルで指定されたものと異なります。${flaws(observed)}`,
    next: `${VPN_TEAM}: VPN クライアント パッケージを再生成し、インストールしてください。新しいルート証明書の名前が確認されるまで、手動で追加しないでください。${
      acknowledged
        ? 'ルート証明書が変更されていない場合は、リバース プロキシが独自の証明書で SSTP を中継しています。SSTP はこれを受け付けません。'
        : ''
    }`,
  }),
  'sstp-not-offered': ({ gateway, tried }) => ({
    message: `VPN プロファイルによると、${gateway} は SSTP に対応していません。${
      tried ? 'TLS の最初のバイトで切断されます。' : '接続は試していません。'
    }`,
    next: `${VPN_TEAM}: IKEv2 または OpenVPN を使用してください。プロキシの設定では解決しません。`,
  }),
  'certificate-invalid': ({ gateway, target, via, server, mayBeWeb, observed }) => ({
    message: `${gateway} の証明書が有効ではありません。${flaws(observed)}${
      mayBeWeb ? `Web サーバーが応答しています${inParentheses(server)}。` : ''
    }`,
    next: `${VPN_TEAM}: ${toWords(certificateToCheck(observed), CATALOG_JA)}を確認してください。${mayBeWeb ? TLS_AS_IT_IS : ''}${
      mayBeWeb && via !== 'direct'
        ? `${PROXY_TEAM}: ${via} のブロック ページの場合は、CONNECT ${target} を許可してください。`
        : ''
    }`,
  }),
  'no-sstp-port-free': ({ gateway, azure }) =>
    azure
      ? {
          message: `${gateway} に空いている SSTP ポートがありません (503)。`,
          next: `${VPN_TEAM}: 上限は 128 接続です。使用していない接続を切断してください。`,
        }
      : {
          message: `${gateway} が 503 を返します。SSTP ポートに空きがないか、応答元のサービスが動作していません。`,
          next: `${VPN_TEAM}: ルーティングとリモート アクセスが動作しており、SSTP ポートに空きがあるかを確認してください。別のサービスが応答している場合は、そのサービスが動作しているかを確認してください。`,
        },
  'not-sstp': ({
    target,
    via,
    server,
    oldHttp,
    unanswered,
    inspected,
    refusedCall,
    stuck,
    observed,
    webAnswers,
  }) => {
    if (refusedCall === null && stuck !== null) return stuckText(target, stuck);
    const between =
      unanswered && via !== 'direct'
        ? `${PROXY_TEAM}: ゲートウェイが終了していない場合は、${via} が接続を維持するようにしてください。直接接続が可能な場合は、p2s-fix verify ${target} --direct でどちらであるかを確認できます。`
        : '';
    return {
      message:
        refusedCall !== null
          ? `${target} は SSTP サーバーですが、接続の要求を拒否します (${refusedCall})。`
          : oldHttp
            ? `${target} は HTTP/1.0 で応答します${server === null ? '' : ` (${server})`}。Windows は SSTP サーバーの HTTP/1.0 応答を受け付けません。`
            : unanswered
              ? `${target} は TLS に応答しますが、SSTP への応答がないまま接続が終了します${inParentheses(server)}。`
              : `${target} は応答しますが、SSTP サーバーではありません${answerInstead(observed, server)}。`,
      next: `${refusedCall === null ? `${VPN_TEAM}: ゲートウェイの名前と、SSTP が有効になっているかを確認してください。` : `${VPN_TEAM}: 拒否の理由をサーバーのログで確認してください。サーバーの名前とプロキシの設定は正しいものです。`}${
        refusedCall === null && webAnswers ? TLS_AS_IT_IS : ''
      }${between}${
        inspected
          ? `証明書は TLS インスペクションを行うプロキシが作成したもののように見えます。${PROXY_TEAM}: その場合は、${target} を TLS インスペクションの対象外にしてください。`
          : ''
      }`,
    };
  },
  revoked: ({ gateway, revokedIssuer }) =>
    revokedIssuer === null
      ? {
          message: `${gateway} の証明書が失効しています。`,
          next: `${VPN_TEAM}: 証明書を交換してください。`,
        }
      : {
          message: `${gateway} の証明書チェーンにある CA 証明書「${revokedIssuer}」が失効しています。`,
          next: `${VPN_TEAM}: ゲートウェイの証明書を、別の CA 証明書で発行されたものに交換してください。`,
        },
  'revocation-unreachable': ({ failures, owner, hosts }) => ({
    message: `証明書の失効を確認できません (0x80092013)。${causes(failures)}`,
    next: revocationNext(owner, inList(hosts) || '失効リストのアドレス'),
  }),
  'not-tested': notTestedInJapanese,
};
