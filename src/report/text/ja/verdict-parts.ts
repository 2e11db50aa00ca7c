import type { UntriedRoutes } from '../../../core/model/check.ts';
import type { EvidenceByStage } from '../../../core/path/stage-evidence.ts';
import type { MissingIssuer } from '../../facts/missing-issuer.ts';
import type { Observed } from '../../facts/observed.ts';
import { hostsByReason, type RevocationFailure } from '../../facts/revocation-failures.ts';
import type { TooSlow } from '../../facts/verdict-evidence.ts';
import { flawOf, reasonOf } from '../../messages/reason.ts';
import { toWords } from '../../messages/text.ts';
import type { RevocationOwner } from '../../model/revocation-owner.ts';
import { type FixedNext, hostsIn, type VerdictText } from '../verdict-parts.ts';
import { CATALOG_JA } from './catalog.ts';
import { inList } from './list-words.ts';

export const ADMIN = '管理者';
export const PROXY_TEAM = 'プロキシ担当者';
export const NETWORK_TEAM = 'ネットワーク担当者';
export const VPN_TEAM = 'VPN 担当者';

export const FIXED_NEXT_JA: FixedNext = {
  fixes: (command) =>
    `${ADMIN}: 提案された変更を行ってください (${command})。変更後の設定では経路は正常です。`,
  loses: `${ADMIN}: 変更後の設定ではこの経路は正常ですが、別のゲートウェイに接続できなくなるため、p2s-fix --apply では書き込まれません (candidate-fails を参照)。両方に接続できる設定が必要です。`,
  revoked: `${VPN_TEAM}: 証明書を交換してください。変更後の設定では通信でき、証明書が失効していることがわかりました。`,
  worksToday: '現在の設定のままにしてください。現在の設定では経路は正常です。',
};

export const leading = (host: string | null) => (host === null ? '' : ` (移動先: ${host})`);
export const causes = (failures: readonly RevocationFailure[]) =>
  hostsByReason(failures, (evidence) => toWords(reasonOf(evidence), CATALOG_JA))
    .map(([reason, hosts]) => `${inList(hosts)}: ${reason}。`)
    .join('');
export const inParentheses = (text: string | null) => (text === null ? '' : ` (${text})`);
const UNTRIED: Readonly<Record<UntriedRoutes['unsupported'][number], string>> = {
  socks: 'SOCKS の経路はここから確認できません',
  'tls-proxy': 'TLS で接続するプロキシの経路はここから確認できません',
  unreadable: '解釈できない指定があります',
};

export function norAnswer(routes: readonly string[], untried: UntriedRoutes | null): string {
  const named = inList(routes.map((one) => (one === 'direct' ? '直接接続' : one)));
  const dead = named === '' ? '' : `設定でその次に指定されている経路 (${named}) でも接続できません。`;
  if (untried === null) return dead;
  const { count, unsupported } = untried;
  const kinds = inList(unsupported.map((kind) => UNTRIED[kind]));
  return `${dead}設定の残りの ${count} 件の経路は試していません${inParentheses(kinds || null)}。`;
}
export const routeName = (via: string) => (via === 'direct' ? '直接接続' : `${via} 経由`);

export function blockedByThisComputer(to: string): VerdictText {
  return {
    message: `${to} への TCP 通信を、このコンピューター自身がブロックしています。`,
    next: `${ADMIN}: このコンピューターのファイアウォールで、このプログラムと Windows に許可してください。`,
  };
}

/** The name and SSTP are right; what answers behind them is not. */
export function stuckText(target: string, stuck: EvidenceByStage['sstp']): VerdictText {
  return {
    message: `${target} は SSTP の要求を受け付けますが (HTTP 200)、Call Connect Ack が返りません (${toWords(reasonOf(stuck), CATALOG_JA)})。SSTP は有効ですが、その先のサービスが応答していません。`,
    next: `${VPN_TEAM}: 応答しない理由を SSTP サービスのログで確認し、サービスを再起動してください。ゲートウェイの名前とプロキシの設定は正しいものです。`,
  };
}

/** A CONNECT that is granted, and TLS that ends behind it. */
export function cutText(
  {
    target,
    via,
    tls,
    directAsked,
  }: { target: string; via: string; tls: string | null; directAsked: boolean },
  cut: 'proxy' | 'either',
): VerdictText {
  const pass = `${PROXY_TEAM}: ${target} への TLS 通信を、サーバー名 (SNI) やカテゴリを理由に切断せず、そのまま通過させてください。`;
  if (cut === 'proxy')
    return {
      message: `プロキシ ${via} は CONNECT ${target} を許可しますが、その後の TLS が失敗します (${tls})。直接接続では TLS が成功するため、プロキシが切断しています。`,
      next: pass,
    };
  const compare = directAsked
    ? ''
    : '直接接続が可能な場合は、--compare-direct でどちらであるかを確認できます。';
  return {
    message: `プロキシ ${via} は CONNECT ${target} を許可しますが、TLS の最初のバイトで接続が切断されます。プロキシがその名前を理由に TLS を切断しているか、ゲートウェイが SSTP に対応していません (OpenVPN のみ)。`,
    next: `${pass}${VPN_TEAM}: プロキシが切断していない場合は、ゲートウェイで SSTP が有効になっているかを確認してください。${compare}`,
  };
}

/** Bytes came, and not enough of them in time. */
export function slowText(
  { gateway, target, via }: { gateway: string; target: string; via: string },
  { stage, bytes, seconds }: TooSlow,
): VerdictText {
  const came = `${seconds} 秒間に受信したのは ${bytes} バイトで、`;
  if (stage === 'connect')
    return {
      message: `プロキシ ${via} の応答が遅すぎます。${came}CONNECT ${target} への応答が完了していません。`,
      next: `${PROXY_TEAM}: 応答が遅い理由を ${via} のログで確認してください。`,
    };
  const load = `${VPN_TEAM}: ゲートウェイとその手前の機器の負荷を確認してください。`;
  const slowRoute =
    via === 'direct'
      ? `${NETWORK_TEAM}: ${target} への TCP 通信が遅い原因を確認してください。`
      : `${PROXY_TEAM}: ${target} への TLS 通信が遅い原因を確認してください。`;
  return {
    message: `${gateway} の応答が遅すぎます (${routeName(via)})。${came}${stage === 'tls' ? 'TLS ハンドシェイク' : 'SSTP への応答'}が完了していません。`,
    next: `${stage === 'tls' ? slowRoute : ''}${load}`,
  };
}

/** A proxy that is not there is a matter of the setting first, and of whoever runs it. */
export function proxyDown(via: string): string {
  return `${ADMIN}: プロキシの名前とポートを確認してください。社外の場合は、プロキシの設定を解除してください。${PROXY_TEAM}: ${via} が稼働しており、ここから到達できるかを確認してください。`;
}

export function revocationNext(
  { to, proxy, byAnotherRoute, proxyUnreachable, need, mayBeServer, besides }: RevocationOwner,
  at: string,
): string {
  const publish = (where: string) =>
    `${VPN_TEAM}: 有効な失効リストと OCSP 応答を公開するよう、証明機関に依頼してください (${where})。`;
  if (to === 'vpn-team') return publish(at);
  const invalid =
    besides.length === 0 ? '' : publish(inList(hostsIn(besides.flatMap(({ url }) => url ?? []))));
  const align = byAnotherRoute ? `${ADMIN}: WinHTTP の設定を揃えてください (p2s-fix --apply)。` : '';
  const orServer = mayBeServer
    ? `${VPN_TEAM}: サーバー自身のエラーの場合は、証明機関に対処を依頼してください。`
    : '';
  const ofNeed: Record<RevocationOwner['need'], string> = {
    allow: `${at} への HTTP 通信を${to === 'network-team' ? '' : '、認証なしで'}許可してください。`,
    reach: `${proxy ?? 'このコンピューター'} が ${at} の名前を解決し、HTTP で到達できるようにしてください。`,
    refresh: `${proxy} のキャッシュにある ${at} の応答を破棄し、取得し直してください。`,
    complete: `${at} への HTTP 通信が遅い、または途中で切れる原因を確認してください。`,
  };
  if (to === 'network-team') return `${align}${NETWORK_TEAM}: ${ofNeed[need]}${orServer}${invalid}`;
  const team = proxyUnreachable
    ? `${proxy} が稼働しており、ここから到達できるかを確認してください。`
    : ofNeed[need];
  return `${align}${PROXY_TEAM}: ${team}${orServer}${invalid}`;
}

/** Why a gateway is not reached: the proxy's answer, else what its own connection met. */
export function whyUnreachable({ answer, proxySays }: Observed, nameUnknownToProxy: boolean): string {
  if (nameUnknownToProxy) return `プロキシがその名前を解決できません${inParentheses(proxySays)}。`;
  if (proxySays !== null) return `プロキシの応答: ${proxySays}。`;
  return answer === null ? '' : `${toWords(reasonOf(answer), CATALOG_JA)}。`;
}

/** How it answered instead of SSTP, and what kind of server it is. */
export function answerInstead({ answer }: Observed, server: string | null): string {
  const parts = [
    ...(answer === null ? [] : [toWords(reasonOf(answer), CATALOG_JA)]),
    ...(server === null ? [] : [server]),
  ];
  return parts.length === 0 ? '' : ` (${inList(parts)})`;
}

/** Which issuer a chain lacks, and why it was not fetched. */
export function whoIsMissing({ subject, issuer, isNamed, failures }: MissingIssuer): string {
  const lacks = `「${subject}」の発行者「${issuer}」は、ここで信頼されているルート証明書ではなく、中間証明書としてゲートウェイから送信されてもいません。`;
  if (!isNamed) return `${lacks}取得先のアドレス (AIA) も証明書にありません。`;
  return failures.length === 0 ? lacks : `${lacks}取得もできませんでした。${causes(failures)}`;
}

/** Windows was looking for an issuer or a root when the handshake's time ended; the gateway had answered. */
export function slowChain(gateway: string, missing: MissingIssuer | null): VerdictText {
  const answered = `${gateway} は TLS に応答しましたが、対象のコンピューターの Windows が制限時間内に証明書を検証できませんでした。`;
  if (missing === null)
    return {
      message: answered,
      next: `${ADMIN}: 対象のコンピューターで p2s-fix を実行するか、Windows の検証を待たない PowerShell 7 で Test-P2SPath.ps1 を実行してください。`,
    };
  const { subject, issuer, isRoot } = missing;
  const hosts = hostsIn(missing.urls);
  const allow =
    hosts.length === 0
      ? ''
      : `${NETWORK_TEAM} (WinHTTP にプロキシが設定されている場合は${PROXY_TEAM}): 対象のコンピューターから ${inList(hosts)} への HTTP 通信を、認証なしで許可してください。`;
  if (isRoot)
    return {
      message: `${answered}この Windows にまだないルート証明書「${issuer}」を取得しようとしていました。`,
      next: `${allow}${ADMIN}: 許可できない場合は、対象のコンピューターにルート証明書をインストールしてください。`,
    };
  return {
    message: `${answered}「${subject}」の発行者「${issuer}」の証明書を取得しようとしていました。これはゲートウェイから送信されていません。`,
    next: `${allow}${VPN_TEAM}: 中間証明書も送信するように、ゲートウェイを構成してください。`,
  };
}

/** What is wrong with a certificate, as a sentence of its own. */
export function flaws({ flaws: all }: Observed): string {
  return all.length === 0 ? '' : `${inList(all.map((flaw) => toWords(flawOf(flaw), CATALOG_JA)))}。`;
}
