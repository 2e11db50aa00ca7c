import type { UntriedWays } from '../../core/check.ts';
import type { RevocationBlame } from '../blame.ts';
import type { MissingIssuer } from '../missing-issuer.ts';
import type { Observed } from '../observed.ts';
import { hostsByReason, type RevocationFailure } from '../revocation-failures.ts';
import type { VerdictText } from '../verdict-parts.ts';
import { inList } from './list-words.ts';
import { flawInJapanese, reasonInJapanese } from './reason-text.ts';

export const ADMIN = '管理者';
export const PROXY_TEAM = 'プロキシ担当者';
export const NETWORK_TEAM = 'ネットワーク担当者';
export const VPN_TEAM = 'VPN 担当者';

/** Reasons of a failed TLS handshake, as they are said of the gateway. */
const TLS_ENDS: Readonly<Record<string, string>> = {
  'reset-at-client-hello':
    'が TLS の最初のバイトで接続を切断します。SSTP に対応していない (OpenVPN のみの) ゲートウェイの可能性が高く、そうでなければファイアウォールが TLS を遮断しています',
  'unrecognized-name':
    'がアラート unrecognized_name を返して TLS を拒否します。そのサーバー (または代わりに応答している機器) は、その名前 (SNI) を認識していません',
  'handshake-failure':
    'がアラート handshake_failure を返して TLS を拒否します。共通の暗号スイートがないか、クライアントに別のものを要求しています',
  'client-certificate': 'が TLS でクライアント証明書を要求します。SSTP はこれを提示しません',
  'tls-error': 'との TLS ハンドシェイクが完了しません',
  alert: 'がアラートを返して TLS ハンドシェイクを拒否します',
  'old-tls': 'が TLS 1.2 に対応していません',
  'not-tls': 'が TLS 以外の応答を返します。このポートでは別のサービスが動作しています',
};

/** What there is to do about it at the gateway. */
const TLS_NEXT: Readonly<Record<string, string>> = {
  'reset-at-client-hello': 'ゲートウェイで SSTP が有効になっているかを確認してください',
  'unrecognized-name': 'ゲートウェイの名前が正しいかを確認してください',
  'old-tls': 'ゲートウェイで TLS 1.2 を有効にしてください',
  'handshake-failure':
    'ゲートウェイに、Windows と共通の TLS 1.2 の暗号スイートとそれに対応する証明書があり、クライアント証明書を要求しないことを確認してください',
  'client-certificate': 'ゲートウェイが TLS でクライアント証明書を要求しないようにしてください',
  'not-tls': 'ゲートウェイの名前とポートを確認してください',
};

/** In place of what a verdict asks others for, where the proposed stores get through. */
export const MENDED_NEXT_JA = `${ADMIN}: 提案された変更を行ってください (p2s-fix --apply)。変更後の設定では経路は正常です。`;

export const leading = (host: string | null) => (host === null ? '' : ` (移動先: ${host})`);
export const causes = (failures: readonly RevocationFailure[]) =>
  hostsByReason(failures, reasonInJapanese)
    .map(([reason, hosts]) => `${inList(hosts)}: ${reason}。`)
    .join('');
export const inParentheses = (text: string | null) => (text === null ? '' : ` (${text})`);
const UNTRIED: Readonly<Record<UntriedWays['unsupported'][number], string>> = {
  socks: 'SOCKS の経路はここから確認できません',
  'tls-proxy': 'TLS で接続するプロキシの経路はここから確認できません',
  unreadable: '解釈できない指定があります',
};

export function norAnswer(ways: readonly string[], untried: UntriedWays | null): string {
  const named = inList(ways.map((one) => (one === 'direct' ? '直接接続' : one)));
  const dead = named === '' ? '' : `設定でその次に指定されている経路 (${named}) でも接続できません。`;
  if (untried === null) return dead;
  const { count, unsupported } = untried;
  const kinds = inList(unsupported.map((kind) => UNTRIED[kind]));
  return `${dead}設定の残りの ${count} 件の経路は試していません${inParentheses(kinds || null)}。`;
}
export const way = (via: string) => (via === 'direct' ? '直接接続' : `${via} 経由`);

export function blockedByThisComputer(to: string): VerdictText {
  return {
    message: `${to} への TCP 通信を、このコンピューター自身がブロックしています。`,
    next: `${ADMIN}: このコンピューターのファイアウォールで、このプログラムと Windows に許可してください。`,
  };
}

/** A proxy that is not there is a matter of the setting first, and of whoever runs it. */
export function proxyDown(via: string): string {
  return `${ADMIN}: プロキシの名前とポートを確認してください。社外の場合は、プロキシの設定を解除してください。${PROXY_TEAM}: ${via} が稼働しており、ここから到達できるかを確認してください。`;
}

export function revocationNext(
  { to, proxy, byAnotherWay, proxyUnreachable, mayBeServer }: RevocationBlame,
  at: string,
): string {
  if (to === 'vpn-team')
    return `${VPN_TEAM}: 有効な失効リストと OCSP 応答を公開するよう、証明機関に依頼してください (${at})。`;
  const align = byAnotherWay ? `${ADMIN}: WinHTTP の設定を揃えてください (p2s-fix --apply)。` : '';
  const orServer = mayBeServer
    ? `サーバー自身のエラーの場合は、${VPN_TEAM}: 証明機関に対処を依頼してください。`
    : '';
  if (to === 'network-team')
    return `${align}${NETWORK_TEAM}: ${at} への HTTP 通信を許可してください。${orServer}`;
  const team = proxyUnreachable
    ? `${proxy} が稼働しており、ここから到達できるかを確認してください。`
    : `${at} への HTTP 通信を、認証なしで許可してください。`;
  return `${align}${PROXY_TEAM}: ${team}${orServer}`;
}

export function tlsEnd(reason: string | null, resetOnTheWay: boolean): string {
  if (resetOnTheWay)
    return 'との接続が TLS の最初のバイトで切断されます。途中のファイアウォールがその名前を禁止しているか、SSTP に対応していない (OpenVPN のみの) ゲートウェイです';
  return TLS_ENDS[String(reason)] ?? 'が TLS ハンドシェイクを行わずに接続を切断します';
}

/** What the VPN team has to do about a TLS handshake that failed. */
export function tlsNext(reason: string | null): string {
  return (
    TLS_NEXT[String(reason)] ??
    'ゲートウェイの TLS の設定と、ハンドシェイクが終了した理由をログで確認してください'
  );
}

/** Why a gateway is not reached: the proxy's answer, else what its own connection met. */
export function whyUnreachable({ answer, proxySays }: Observed, nameUnknownToProxy: boolean): string {
  if (nameUnknownToProxy) return `プロキシがその名前を解決できません${inParentheses(proxySays)}。`;
  if (proxySays !== null) return `プロキシの応答: ${proxySays}。`;
  return answer === null ? '' : `${reasonInJapanese(answer)}。`;
}

/** How it answered instead of SSTP, and what kind of server it is. */
export function answerInstead({ answer }: Observed, server: string | null): string {
  const parts = [
    ...(answer === null ? [] : [reasonInJapanese(answer)]),
    ...(server === null ? [] : [server]),
  ];
  return parts.length === 0 ? '' : ` (${inList(parts)})`;
}

/** Which issuer a chain lacks, and why it was not fetched. */
export function whoIsMissing({ subject, issuer, isNamed, failures }: MissingIssuer): string {
  const lacks = `「${subject}」の発行者「${issuer}」は、ここで信頼されているルートではなく、中間証明書としてゲートウェイから送信されてもいません。`;
  if (!isNamed) return `${lacks}取得先のアドレス (AIA) も証明書にありません。`;
  return failures.length === 0 ? lacks : `${lacks}取得もできませんでした。${causes(failures)}`;
}

/** What is wrong with a certificate, as a sentence of its own. */
export function flaws({ flaws: all }: Observed): string {
  return all.length === 0 ? '' : `${inList(all.map(flawInJapanese))}。`;
}
