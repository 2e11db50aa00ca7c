import type { VerdictCode } from '../../core/model/check.ts';
import { reasonOf } from '../messages/reason.ts';
import { toWords } from '../messages/text.ts';
import { certificateToCheck, tlsEnd, tlsNext } from '../messages/tls.ts';
import type { RequestTo } from '../model/revocation-owner.ts';
import { CATALOG_JA } from '../text/ja/catalog.ts';
import type { RequestFacts } from './request-facts.ts';
import { checkedThrough, listsToAllow } from './request-parts.ts';

const TEAM: Record<RequestTo, string> = {
  'proxy-team': 'プロキシ ご担当者様',
  'network-team': 'ネットワーク ご担当者様',
  'vpn-team': 'VPN ご担当者様',
};

/** The problem, by verdict; other verdicts need no request. */
const WRONG: Partial<Record<VerdictCode, (facts: RequestFacts) => string>> = {
  'proxy-unreachable': ({ proxy }) => `プロキシ ${proxy} が応答しません。`,
  'proxy-auth-required': ({ proxy }) =>
    `プロキシ ${proxy} が認証を要求していますが (407)、SSTP はプロキシ認証に対応していません。クライアント側の設定では回避できません。`,
  'proxy-blocks-sstp': ({ proxy, headerFilter }) =>
    ({
      refused: `プロキシ ${proxy} で、要求ヘッダー SSTPVERSION を含む CONNECT だけが拒否されています (ヘッダーがなければ許可されます)。`,
      silent: `プロキシ ${proxy} が、要求ヘッダー SSTPVERSION を含む CONNECT にだけ応答しません (ヘッダーがなければ許可されます)。`,
      cut: `プロキシ ${proxy} で、要求ヘッダー SSTPVERSION を含む CONNECT の後の TLS だけが切断されます (ヘッダーがなければ切断されません)。`,
    })[headerFilter],
  'proxy-refused': ({ proxy, noStatus, noProxy, takesTls }) =>
    takesTls
      ? `${proxy} は TLS で応答します。SSTP が使用できるのは、TLS なしの HTTP を受け付けるプロキシだけです。`
      : noProxy
        ? `${proxy} で応答しているサーバーは CONNECT を受け付けません。プロキシのアドレスとして正しいかをご確認ください。`
        : noStatus === null
          ? `プロキシ ${proxy} で、ゲートウェイへの CONNECT が拒否されています。`
          : `プロキシ ${proxy} から、CONNECT に対する有効な応答がありません (${toWords(reasonOf(noStatus), CATALOG_JA)})。`,
  'tls-inspection': ({ proxy }) =>
    `経路上 (${proxy === null ? 'プロキシなし' : `プロキシ ${proxy}`}) で TLS 通信が復号され、ゲートウェイとは別の証明書が提示されています (TLS インスペクション)。`,
  'tls-offload': () =>
    'ゲートウェイの手前で TLS が終端され、ゲートウェイとは別の証明書が提示されています。SSTP の接続は証明書に結び付けられるため、サインインに失敗します。',
  'captive-portal': ({ proxy, to }) =>
    to === 'vpn-team'
      ? `プロキシ ${proxy} 経由で Web ページが返されます。プロキシのページか、ゲートウェイの名前を持つ Web サーバーのページです。`
      : `プロキシ ${proxy} が、接続の代わりに Web ページを返しています。SSTP は Web ページに応答できません。`,
  'gateway-unreachable': ({ proxy, tcpRefused }) =>
    tcpRefused
      ? `ゲートウェイへの TCP 接続 (${proxy === null ? '直接接続' : `プロキシ ${proxy} 経由`}) が拒否されます。ファイアウォールによるものか、そのポートで応答するサービスがありません。`
      : proxy === null
        ? 'ゲートウェイに到達できません。'
        : `プロキシ ${proxy} からゲートウェイに到達できません。`,
  timeout: ({ proxy, to, stuck, tooSlow, noReplyToTls }) =>
    stuck !== null
      ? stuckWrong(stuck)
      : tooSlow !== null
        ? `${tooSlow.stage === 'connect' ? `プロキシ ${proxy} ` : 'ゲートウェイ'}の応答が遅すぎます (${tooSlow.seconds} 秒間に ${tooSlow.bytes} バイト)。`
        : noReplyToTls
          ? `${proxy === null ? 'TCP 接続はできますが' : `プロキシ ${proxy} で CONNECT は許可されますが`}、名前を含む TLS の最初のメッセージ (ClientHello) に応答がありません。`
          : to === 'vpn-team'
            ? 'ゲートウェイは接続と TLS に応答しますが、SSTP に応答しません。'
            : proxy === null
              ? 'ゲートウェイから応答がありません。'
              : `プロキシ ${proxy} 経由の通信に応答がありません。`,
  'tls-failed': ({ to, tls, proxy, tlsCut }) =>
    to === 'proxy-team'
      ? tlsCut === null
        ? `プロキシ ${proxy} で CONNECT は許可されますが、その先の応答元${toWords(tlsEnd(tls, false), CATALOG_JA)}。`
        : `プロキシ ${proxy} で CONNECT は許可されますが、その後の TLS が${tlsCut === 'proxy' ? '失敗します。直接接続では TLS が成功します。' : '最初のメッセージ (名前を含む ClientHello) で切断されます。'}`
      : to === 'network-team'
        ? '名前を含む TLS の最初のメッセージ (ClientHello) で接続が切断されます。'
        : tls === 'unrecognized-name'
          ? 'アラート unrecognized_name で TLS が拒否されます。応答しているサーバーが、その名前 (SNI) を認識していません。'
          : tls === 'reset-at-client-hello'
            ? 'TLS ハンドシェイクの途中で、ゲートウェイ側から接続が切断されます。'
            : `ゲートウェイ${toWords(tlsEnd(tls, false), CATALOG_JA)}。`,
  'untrusted-root': ({ missing, to }) =>
    missing === null
      ? 'ゲートウェイの証明書が、信頼されていないルート証明書に基づいています。'
      : missing.isRoot
        ? `Windows がゲートウェイの証明書のルート証明書「${missing.issuer}」を取得できません。Windows のルート証明書リストのサーバーに到達できません。`
        : `「${missing.subject}」の発行者「${missing.issuer}」の証明書がゲートウェイから送信されません。${
            to === 'vpn-team'
              ? 'また、信頼されているルート証明書でもありません。'
              : 'Windows はこれを取得できません。証明書に記載された取得先のサーバー (AIA) に到達できません。'
          }`,
  'wrong-root': () =>
    'ゲートウェイの証明書チェーンのルート証明書が、VPN プロファイルで指定されたものと異なります。',
  'certificate-invalid': ({ to, proxy }) =>
    to === 'proxy-team'
      ? `プロキシ ${proxy} 経由で、ゲートウェイに対して有効ではない証明書を持つ Web サーバーが応答します。`
      : 'ゲートウェイの証明書が有効ではありません。',
  'no-sstp-port-free': ({ azure }) =>
    azure
      ? 'ゲートウェイに空いている SSTP ポートがありません (503)。'
      : '503 が返されます。SSTP ポートに空きがないか、応答元のサービスが動作していません。',
  'not-sstp': ({ refusedCall, stuck, unanswered }) =>
    refusedCall === null && stuck !== null
      ? stuckWrong(stuck)
      : refusedCall === null
        ? unanswered
          ? 'TLS には応答しますが、SSTP への応答がないまま接続が終了します。'
          : '応答しているサーバーは SSTP サーバーではありません。'
        : `SSTP サーバーが接続の要求を拒否します (${refusedCall})。`,
  revoked: ({ revokedIssuer }) =>
    revokedIssuer === null
      ? 'ゲートウェイの証明書が失効しています。'
      : `ゲートウェイの証明書チェーンにある CA 証明書「${revokedIssuer}」が失効しています。`,
  'revocation-unreachable': ({ to, proxy, need, mayBeServer }) =>
    need === 'refresh'
      ? `ゲートウェイの証明書の失効を確認できません (エラー 0x80092013)。プロキシ ${proxy} が証明書失効リスト (CRL) および OCSP のサーバーの代わりにキャッシュから応答し、その内容が有効ではありません。`
      : to === 'vpn-team'
        ? mayBeServer
          ? 'ゲートウェイの証明書の証明書失効リスト (CRL) または OCSP のサーバーがエラーを返すか、応答が途中までしか届きません (エラー 0x80092013)。サーバー自身によるものか、経路上の機器によるものです。'
          : 'ゲートウェイの証明書の証明書失効リスト (CRL) または OCSP の応答が有効ではありません (エラー 0x80092013)。'
        : `ゲートウェイの証明書の失効を確認できません (エラー 0x80092013)。証明書失効リスト (CRL) および OCSP のサーバー${
            need === 'complete' ? 'の応答が途中までしか届きません' : 'に到達できません'
          }。`,
};

function stuckWrong(stuck: NonNullable<RequestFacts['stuck']>): string {
  return `SSTP の要求は受け付けられますが (HTTP 200)、Call Connect Ack が返りません (${toWords(reasonOf(stuck), CATALOG_JA)})。`;
}

const VPN_ASKS: Partial<Record<VerdictCode, string>> = {
  'gateway-unreachable':
    'ゲートウェイが稼働し、このポートで応答すること、その名前がゲートウェイを指していることをご確認ください。',
  'tls-failed':
    'ゲートウェイで SSTP が有効になっているかをご確認ください (OpenVPN のみの場合や、手前のロード バランサーがその名前を認識しない場合、このように切断されます)。',
  'tls-offload':
    'ゲートウェイへの TCP 通信を、TLS を終端せずにそのまま転送してください (TLS オフロードなし)。',
  'untrusted-root':
    'ゲートウェイの証明書と VPN クライアント プロファイルについて、正しいルート証明書をご確認ください。',
  'wrong-root': 'VPN クライアント プロファイルを再生成し、新しいルート証明書の名前をお知らせください。',
  'no-sstp-port-free':
    '使われていないセッションを切断してください (Azure ゲートウェイの上限は 128 接続、アクティブ/アクティブ構成では 256 接続です)。',
  'not-sstp': 'ゲートウェイの名前と、SSTP が有効になっていることをご確認ください。',
  timeout:
    'ゲートウェイで SSTP が動作していること、手前の機器が Web 以外の要求を止めていないことをご確認ください。',
  revoked: '証明書を交換してください。',
  'revocation-unreachable':
    '下記のアドレスで有効な証明書失効リスト (CRL) と OCSP 応答が公開されるよう、証明機関にご依頼ください。',
};

const TLS_AS_IT_IS =
  '手前にロード バランサーやリバース プロキシがある場合は、TCP 通信を、TLS を終端せずにそのまま転送してください。';

/** A request in Japanese, ready to paste. */
export function requestInJapanese(facts: RequestFacts): string {
  const { to, about, target, gateway, evidence, at, fromThisComputer } = facts;
  const place = fromThisComputer ? '、利用者とは別のコンピューターから確認' : '';
  return [
    `${TEAM[to]}: VPN ゲートウェイ ${target} の件`,
    '',
    `Windows の VPN (SSTP) で ${target} に接続できません。${WRONG[about]?.(facts) ?? ''}`,
    '',
    ...asks(facts),
    '',
    `確認した内容 (${at} UTC${place}):`,
    ...evidence.map((line) => `- ${line}`),
    '',
    `対応後の確認方法: p2s-fix verify ${gateway}${checkedThrough(facts)}`,
  ].join('\n');
}

function asks(facts: RequestFacts): string[] {
  const { to, about, target, proxy, revocation, byPost, need, mayBeServer, inspected, mayBeWeb, missing } =
    facts;
  const { tooSlow, unanswered } = facts;
  if (to === 'vpn-team')
    return [
      'お願いしたいこと:',
      `- ${vpnAsk(facts)}`,
      ...(inspected
        ? [
            `- 下記の証明書がゲートウェイ自身のものかをご確認ください。異なる場合は、プロキシが TLS を復号しているため、プロキシ側で ${target} を TLS インスペクションの対象外にする必要があります。`,
          ]
        : []),
    ];
  const through = proxy === null ? '' : ` (プロキシ ${proxy} 経由)`;
  if (about === 'proxy-unreachable') {
    return [
      'ご確認をお願いします:',
      `- ${proxy} は正しいアドレスで、稼働しており、このネットワークから到達できますか。`,
    ];
  }
  if (about === 'revocation-unreachable' || missing !== null) {
    return [
      {
        allow: '次の通信の許可をお願いします:',
        reach: `${proxy ?? 'クライアント'} が次のサーバーの名前を解決して到達できるようにし、次の通信の許可をお願いします:`,
        refresh: `${proxy} のキャッシュにある次のサーバーの応答を破棄して取得し直し、次の通信の許可をお願いします:`,
        complete:
          '次のサーバーの応答が遅い、または途中で切れる原因をご確認のうえ、次の通信の許可をお願いします:',
      }[need],
      ...revocation.map((server) => `- ${server} への HTTP (${byPost ? 'GET と POST' : 'GET'})${through}`),
      '- 認証なし: 失効の確認は Windows のサービスが行います (User-Agent: Microsoft-CryptoAPI/10.0)',
      '- 応答をブロック ページやサインイン ページに置き換えないこと',
      ...(mayBeServer
        ? [
            '下記のエラーが経路上の機器のものでない場合は、お知らせください。サーバー自身のエラーであり、公開元での対処が必要です。',
          ]
        : []),
    ];
  }
  if (to === 'network-team') {
    return [
      tooSlow === null
        ? '次の通信の許可をお願いします:'
        : '通信が遅い原因をご確認のうえ、次の通信の許可をお願いします:',
      `- ${target} への送信 TCP`,
      '- TLS インスペクションなし',
      ...(about === 'tls-failed' || facts.noReplyToTls
        ? [
            '- サーバー名 (SNI)、カテゴリ、アプリケーションを理由に切断またはブロックしないこと',
            '途中で切断もブロックもしていない場合は、お知らせください。ゲートウェイで SSTP が有効になっていない可能性があります。',
          ]
        : []),
    ];
  }
  const lists = listsToAllow(facts);
  return [
    tooSlow?.stage === 'tls'
      ? 'CONNECT の後の TLS 通信が遅い原因をご確認のうえ、次の通信の許可をお願いします:'
      : about === 'gateway-unreachable'
        ? `プロキシ ${proxy} から ${target} ${facts.proxyTcpFails ? 'に' : 'の名前を解決し、'}到達できるようにし、次の通信の許可をお願いします:`
        : '次の通信の許可をお願いします:',
    `- CONNECT ${target}${through}`,
    '- 要求ヘッダー「SSTPVERSION: 1.0」が付いている場合も許可',
    ...(about === 'captive-portal' || about === 'certificate-invalid'
      ? ['- サインイン ページやブロック ページを返さないこと']
      : []),
    ...(about === 'tls-failed' || facts.noReplyToTls
      ? ['- その後の TLS 通信を、サーバー名 (SNI)、カテゴリ、アプリケーションを理由に切断しないこと']
      : []),
    '- プロキシ認証なし: SSTP はプロキシに対して認証できません',
    '- TLS インスペクションなし: SSTP の接続はゲートウェイ自身の証明書に結び付けられるため、復号されると失敗します',
    ...(lists.length === 0
      ? []
      : [`- ${lists.join('、')} への HTTP 通信を認証なしで許可: Windows が証明書の失効を確認します`]),
    ...(about === 'not-sstp' && unanswered
      ? [
          '- TLS 以降の通信も中継すること: SSTP は Web の要求ではなく、接続は長時間続きます',
          '切断していない場合は、お知らせください。その場合はゲートウェイが切断しています。',
        ]
      : []),
    ...(facts.tlsCut === 'either'
      ? ['切断していない場合は、お知らせください。ゲートウェイで SSTP が有効になっていない可能性があります。']
      : []),
    ...(about === 'tls-failed' && facts.tlsCut === null
      ? [
          'この TLS を終了させているのがプロキシでない場合は、お知らせください。その場合はゲートウェイが終了させています。',
        ]
      : []),
    ...(about === 'not-sstp' && !unanswered
      ? ['下記の証明書がプロキシのものでない場合は、お知らせください。その場合はゲートウェイの応答です。']
      : []),
    ...((about === 'captive-portal' || about === 'certificate-invalid') && mayBeWeb
      ? [
          '下記のページがプロキシのものでない場合は、お知らせください。ゲートウェイの名前が誤っている可能性があります。',
        ]
      : []),
  ];
}

function vpnAsk(facts: RequestFacts): string {
  const { about, refusedCall, stuck, tooSlow, tls, missing, azure } = facts;
  if (missing !== null)
    return `中間証明書も送信するように、ゲートウェイを構成してください。「${missing.issuer}」がルート証明書の場合は、正しいルート証明書であるかをご確認ください。`;
  if (about === 'captive-portal')
    return 'ゲートウェイの名前が正しいことをご確認ください。通常の Web サーバーの名前である可能性があります。';
  if (about === 'revocation-unreachable' && facts.mayBeServer)
    return '下記のエラーがサーバー自身のものである場合は、証明機関に修正をご依頼ください。';
  if (refusedCall !== null) return 'SSTP サーバーのログで、拒否の理由をご確認ください。';
  if (stuck !== null)
    return '応答しない理由を SSTP サービスのログで確認し、サービスを再起動してください。SSTP は有効で、名前は正しいものです。';
  if (tooSlow !== null) return 'ゲートウェイとその手前の機器の負荷をご確認ください。';
  if (about === 'tls-failed' && tls === 'unrecognized-name')
    return 'ゲートウェイの名前が正しいこと、応答しているサーバー (ゲートウェイまたは手前の機器) がその名前 (SNI) を認識することをご確認ください。';
  if (about === 'tls-failed' && tls !== 'reset-at-client-hello')
    return `${toWords(tlsNext(tls), CATALOG_JA)}。`;
  if (facts.noReplyToTls)
    return 'ゲートウェイがそのポートで TLS に応答すること、過負荷でないことをご確認ください。';
  if (about === 'certificate-invalid')
    return `${toWords(certificateToCheck(facts), CATALOG_JA)}をご確認ください。`;
  if (facts.revokedIssuer !== null)
    return 'ゲートウェイの証明書を、別の CA 証明書で発行されたものに交換してください。';
  if (facts.webAnswers) return `${VPN_ASKS['not-sstp']}${TLS_AS_IT_IS}`;
  if (about === 'no-sstp-port-free' && !azure)
    return 'ルーティングとリモート アクセスが動作しており、SSTP ポートに空きがあることをご確認ください。別のサービスが応答している場合は、そのサービスが動作していることをご確認ください。';
  return VPN_ASKS[about] ?? '';
}
