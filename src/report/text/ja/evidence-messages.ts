import type { ClientProblem } from '../../../core/evidence/client-certificate.ts';
import type { CauseId } from '../../../core/explain/causes.ts';
import type { Actor } from '../../../core/explain/model.ts';
import { type Describe, wordFor } from '../finding-text.ts';
import { CAUSES_JA } from './explain-causes.ts';
import { MEANINGS_JA } from './explain-meanings.ts';
import { EXPLANATION_JA } from './explanation-text.ts';
import { inList } from './list-words.ts';
import { WHY_NOT_JA } from './why-not.ts';

/** What an event of RasSstp says, by its number. */
const SSTP_EVENTS: Readonly<Record<string, string>> = {
  1: '要求を送信できませんでした (ネットワーク、または証明書の信頼)',
  2: '要求に対する応答がありませんでした',
  3: '応答が HTTP/1.1 ではありませんでした',
  4: '要求が拒否されました',
  5: 'SSTP のネゴシエーションに失敗しました',
  16: 'サーバーの証明書の用途がサーバー認証ではありません',
  33: 'サーバーの Cookie を設定できませんでした',
};

const CLIENT_PROBLEMS: Readonly<Record<ClientProblem | 'none', string>> = {
  none: 'クライアント認証用の証明書がありません',
  'no-private-key': '秘密キーがありません',
  expired: '有効期限が切れています',
  'not-yet-valid': 'まだ有効になっていません',
  'chain-incomplete': '発行元の証明書がどのストアにもありません',
  'root-not-trusted': '信頼されたルート証明機関に到達しません',
  'root-of-user-only': 'ルート証明書がユーザーのストアだけにあり、コンピューターのストアにありません',
  'root-of-computer-only': 'ルート証明書がコンピューターのストアだけにあり、ユーザーのストアにありません',
};

const UNSEEN: Readonly<Record<string, string>> = {
  ...WHY_NOT_JA,
  'other-user': '実行しているユーザーとは別のユーザーの証明書です',
  failed: 'ストアを読み取れません',
};

/** Accounts whose CRL cache is looked at. */
const ACCOUNTS: Readonly<Record<string, string>> = {
  user: '実行しているユーザー',
  'S-1-5-18': 'SYSTEM',
  'S-1-5-19': 'LocalService',
  'S-1-5-20': 'NetworkService',
};

/** Findings from the computer's own logs of VPN problems. */
export const EVIDENCE_TEXTS_JA = {
  'logged-proxy-authentication': (e) => ({
    message: `経路上のプロキシが認証を要求したことが Windows に記録されています。SSTP は対応していません: RasSstp イベント ${e.event}${when(e)}`,
    remedy:
      over(e) ??
      'プロキシ担当者: ゲートウェイへの通信を認証なしで許可してください。このコンピューターの設定では解決しません。',
  }),
  'logged-interception': (e) => ({
    message: `トンネルで受け取った証明書がサーバー自身のものではないことが Windows に記録されています: RasSstp イベント ${e.event}${when(e)}${hash(e)}`,
    remedy:
      over(e) ??
      'プロキシ担当者: ゲートウェイを TLS インスペクションの対象外にしてください。VPN 担当者: 自社のサーバーの前でリバース プロキシが TLS を終端している場合は、TCP をそのまま通すか、両方に同じ証明書を設定してください。',
  }),
  'logged-sstp-event': (e) => ({
    message: `RasSstp イベント ${e.event} が Windows に記録されています${when(e)}: ${sstpMeaning(e)}${e.text === undefined ? '' : ` (「${e.text}」)`}`,
    remedy: over(e) ?? likely(e),
  }),
  'logged-vpn-error': (e) => ({
    message: `${connection(e)}が ${e.code}${e.name === null ? '' : ` (${e.name})`} で${e.ended === true ? '終了' : '失敗'}したことが Windows に記録されています${when(e)}${e.meaning === null ? '。' : `: ${MEANINGS_JA[Number(e.code)] ?? e.meaning}`}`,
    remedy:
      over(e) ?? [likely(e), `詳細: p2s-fix explain ${e.code}`].filter((part) => part !== null).join(' '),
  }),
  'client-certificate': (e) => clientCertificate(e),
  'revocation-cached': (e) => ({
    message: `失効確認の経路は通信できませんが、以前の応答が Windows に保存されています: ${copies(e.copies)}。VPN は、それが期限切れになるまで使用でき、その後失敗する可能性があります。`,
    remedy:
      'それでも経路を修正してください。期限は、そのアカウントで certutil -urlcache を実行すると確認できます。',
  }),
  'clock-differs': (e) => ({
    message: `このコンピューターの時計は、${e.url ?? (e.stage === 'connect' ? 'プロキシ' : 'ゲートウェイ')} の時計より ${duration(e.seconds)}${Number(e.seconds) > 0 ? '進んで' : '遅れて'}います${isFilled(e.fails) ? '。証明書または失効リストの日付の確認に失敗しています' : isFilled(e.failsAnyway) ? '。ただし、証明書または失効リストの確認は相手の時計でも失敗するため、時計は原因ではありません' : e.agrees === true ? '。別のサーバーの時計は、このコンピューターと一致しています' : ''}。`,
    remedy:
      e.agrees === true
        ? `VPN 担当者 (または該当するサーバーの担当者): ${e.url ?? (e.stage === 'connect' ? 'プロキシ' : 'ゲートウェイ')} の時計を確認してください。管理者: このコンピューターの時計も確認してください (w32tm /query /status)。`
        : '管理者: 時計を合わせてください (w32tm /query /status; w32tm /resync)。',
  }),
  'evidence-unseen': (e) => ({
    message:
      e.unavailable === null
        ? `イベント ログを読み取れません: ${inList(e.logs)}。VPN の問題の記録は確認していません。`
        : `Windows に残された VPN の問題の情報 (イベント、クライアント証明書、CRL キャッシュ) を確認していません: ${wordFor(WHY_NOT_JA, e.unavailable)}。`,
    remedy: null,
  }),
} satisfies Record<string, Describe>;

function clientCertificate(e: Record<string, unknown>): ReturnType<Describe> {
  if (e.unseen !== null)
    return {
      message: `クライアント証明書を確認していません: ${wordFor(UNSEEN, e.unseen)}。`,
      remedy:
        'VPN ユーザーとして実行するか、そのユーザーの certmgr.msc で [個人] - [証明書] を確認してください。',
    };
  if (e.problem === null)
    return {
      message: `CurrentUser\\My に、問題のないクライアント証明書が ${e.usable} 個あります。`,
      remedy:
        'VPN 担当者: ゲートウェイにそのルート証明書が登録されているか、証明書が失効していないかを確認してください。',
    };
  const [first] = Array.isArray(e.certificates) ? (e.certificates as Record<string, unknown>[]) : [];
  const which = first === undefined ? '' : ` (発行元 ${first.issuer}、有効期限 ${first.validTo})`;
  return {
    message: `CurrentUser\\My に使用できるクライアント証明書がありません: ${CLIENT_PROBLEMS[e.problem as ClientProblem]}${which}。`,
    remedy:
      'クライアント証明書を秘密キーとともに CurrentUser\\My にインストールし、ルート証明書をユーザーとコンピューターの両方の [信頼されたルート証明機関] にインストールしてください。',
  };
}

function sstpMeaning({ event, httpStatus, meaning }: Record<string, unknown>): string {
  const text = SSTP_EVENTS[String(event)];
  if (text === undefined) return String(meaning);
  return httpStatus === undefined ? text : `${text} (HTTP ${httpStatus})`;
}

function when({ count, last }: Record<string, unknown>): string {
  return count === 1 ? `、${last}` : `、${count} 回、最後は ${last}`;
}

function connection({ connection: name }: Record<string, unknown>): string {
  return name === null ? '接続' : `接続「${name}」`;
}

function hash({ sha256, sha1 }: Record<string, unknown>): string {
  if (sha256 != null) return `、SHA-256 ${sha256}`;
  return sha1 == null ? '' : `、SHA-1 ${sha1}`;
}

function over({ overSince }: Record<string, unknown>): string | null {
  return overSince === null ? null : `その後、接続に成功しています (${overSince})。`;
}

function likely({ cause, causes, actor, proved }: Record<string, unknown>): string | null {
  if (cause === null) return null;
  const id = proved ?? (Array.isArray(causes) ? causes[0] : null);
  const text = CAUSES_JA[id as CauseId]?.cause ?? cause;
  const lead = proved === null ? '可能性の高い原因' : '経路の確認でも検出された原因';
  return `${EXPLANATION_JA.actors[actor as Actor] ?? actor}: ${lead}: ${text}`;
}

function copies(value: unknown): string {
  const all = Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
  return inList(all.map(({ url, account, at }) => `${url} (${wordFor(ACCOUNTS, account)}、${at})`));
}

function duration(value: unknown): string {
  const minutes = Math.round(Math.abs(Number(value)) / 60);
  if (minutes < 120) return `${minutes} 分`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} 時間` : `${Math.round(minutes / 1440)} 日`;
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
