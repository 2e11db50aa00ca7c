import type { Translation } from '../../../messages/text.ts';
import type { FINDINGS_EVIDENCE_EN } from '../../en/findings/evidence.ts';

export const FINDINGS_EVIDENCE_JA: Translation<typeof FINDINGS_EVIDENCE_EN> = {
  'finding.logged-proxy-authentication':
    '経路上のプロキシが認証を要求したことが Windows に記録されています。SSTP は対応していません: RasSstp イベント {event}{when}',
  'finding.logged-proxy-authentication.remedy':
    'プロキシ担当者: ゲートウェイへの通信を認証なしで許可してください。このコンピューターの設定では解決しません。',
  'fleet-cause.logged-proxy-authentication':
    'プロキシが認証を要求したことが Windows に記録されています。SSTP は対応していません。',
  'finding.logged-interception':
    'トンネルで受け取った証明書がサーバー自身のものではないことが Windows に記録されています: RasSstp イベント {event}{when}{hash}',
  'finding.logged-interception.hash': '、{kind} {hash}',
  'finding.logged-interception.remedy':
    'プロキシ担当者: ゲートウェイを TLS インスペクションの対象外にしてください。VPN 担当者: 自社のサーバーの前でリバース プロキシが TLS を終端している場合は、TCP をそのまま通すか、両方に同じ証明書を設定してください。',
  'fleet-cause.logged-interception':
    'トンネルで受け取った証明書がサーバー自身のものではないことが Windows に記録されています。',
  'finding.logged-sstp-event': 'RasSstp イベント {event} が Windows に記録されています{when}: {meaning}',
  'finding.logged-sstp-event.with-text':
    'RasSstp イベント {event} が Windows に記録されています{when}: {meaning} (「{text}」)',
  'fleet-cause.logged-sstp-event': 'SSTP クライアントのエラーが Windows に記録されています。',
  'sstp-event.1': '要求を送信できませんでした (ネットワーク、または証明書の信頼)',
  'sstp-event.2': '要求に対する応答がありませんでした',
  'sstp-event.3': '応答が HTTP/1.1 ではありませんでした',
  'sstp-event.4': '要求が拒否されました',
  'sstp-event.5': 'SSTP のネゴシエーションに失敗しました',
  'sstp-event.16': 'サーバーの証明書の用途がサーバー認証ではありません',
  'sstp-event.33': 'サーバーの Cookie を設定できませんでした',
  'sstp-event-with-status': '{meaning} (HTTP {status})',
  'finding.logged-vpn-error.failed':
    '{connection}が {error} で失敗したことが Windows に記録されています{when}。',
  'finding.logged-vpn-error.failed.explained':
    '{connection}が {error} で失敗したことが Windows に記録されています{when}: {meaning}',
  'finding.logged-vpn-error.ended':
    '{connection}が {error} で終了したことが Windows に記録されています{when}。',
  'finding.logged-vpn-error.ended.explained':
    '{connection}が {error} で終了したことが Windows に記録されています{when}: {meaning}',
  'finding.logged-vpn-error.connection': '接続「{connection}」',
  'finding.logged-vpn-error.unnamed': '接続',
  'finding.logged-vpn-error.remedy': '詳細: p2s-fix explain {code}',
  'fleet-cause.logged-vpn-error': 'VPN 接続が失敗したことが Windows に記録されています。',
  'logged-when.once': '、{last}',
  'logged-when.often': '、{count} 回、最後は {last}',
  'logged-over': 'その後、接続に成功しています ({overSince})。',
  'logged-cause': '{actor}: 可能性の高い原因: {cause}',
  'logged-cause.confirmed': '{actor}: 経路の確認でも検出された原因: {cause}',
  'finding.client-certificate': 'CurrentUser\\My に、問題のないクライアント証明書が {usable} 個あります。',
  'finding.client-certificate.remedy':
    'VPN 担当者: ゲートウェイにそのルート証明書が登録されているか、証明書が失効していないかを確認してください。',
  'finding.client-certificate.unseen': 'クライアント証明書を確認していません: {why}。',
  'finding.client-certificate.unseen.remedy':
    'VPN ユーザーとして実行するか、そのユーザーの certmgr.msc で [個人] - [証明書] を確認してください。',
  'finding.client-certificate.none-usable':
    'CurrentUser\\My に使用できるクライアント証明書がありません: {problem}。',
  'finding.client-certificate.none-usable.first':
    'CurrentUser\\My に使用できるクライアント証明書がありません: {problem} (発行元 {issuer}、有効期限 {validTo})。',
  'finding.client-certificate.none-usable.remedy':
    'クライアント証明書を秘密キーとともに CurrentUser\\My にインストールし、ルート証明書をユーザーとコンピューターの両方の [信頼されたルート証明機関] にインストールしてください。',
  'fleet-cause.client-certificate': 'サインインに使用できるクライアント証明書がありません。',
  'client-certificate-unseen.other-user': '実行しているユーザーとは別のユーザーの証明書です',
  'client-certificate-unseen.failed': 'ストアを読み取れません',
  'client-certificate-unseen.too-many':
    'ストアの証明書が多く、一部だけを読み取りました。その中に使用できるものはありません',
  'finding.revocation-cached':
    '失効確認の経路は通信できませんが、以前の応答が Windows に保存されています: {copies}。VPN は、それが期限切れになるまで使用でき、その後失敗する可能性があります。',
  'finding.revocation-cached.copy': '{url} ({account}、{at})',
  'finding.revocation-cached.remedy':
    'それでも経路を修正してください。期限は、そのアカウントで certutil -urlcache を実行すると確認できます。',
  'fleet-cause.revocation-cached':
    '失効確認の経路は通信できませんが、以前の応答が Windows に保存されています。',
  'account.user': '実行しているユーザー',
  'account.S-1-5-18': 'SYSTEM',
  'account.S-1-5-19': 'LocalService',
  'account.S-1-5-20': 'NetworkService',
  'finding.clock-differs.ahead':
    'このコンピューターの時計は、{server} の時計より {duration}進んでいます{tail}。',
  'finding.clock-differs.behind':
    'このコンピューターの時計は、{server} の時計より {duration}遅れています{tail}。',
  'finding.clock-differs.dates-fail': '。証明書または失効リストの日付の確認に失敗しています',
  'finding.clock-differs.not-the-cause':
    '。ただし、証明書または失効リストの確認は相手の時計でも失敗するため、時計は原因ではありません',
  'finding.clock-differs.other-agrees': '。別のサーバーの時計は、このコンピューターと一致しています',
  'finding.clock-differs.proxy': 'プロキシ',
  'finding.clock-differs.gateway': 'ゲートウェイ',
  'finding.clock-differs.remedy': '管理者: 時計を合わせてください (w32tm /query /status; w32tm /resync)。',
  'finding.clock-differs.remedy.server':
    'VPN 担当者 (または該当するサーバーの担当者): {server} の時計を確認してください。管理者: このコンピューターの時計も確認してください (w32tm /query /status)。',
  'fleet-cause.clock-differs': '時計が、経路上のサーバーの時計と異なります。',
  'duration.minutes': '{count} 分',
  'duration.hours': '{count} 時間',
  'duration.days': '{count} 日',
  'finding.evidence-unseen':
    'Windows に残された VPN の問題の情報 (イベント、クライアント証明書、CRL キャッシュ) を確認していません: {why}。',
  'finding.evidence-unseen.logs':
    'イベント ログを読み取れません: {logs}。VPN の問題の記録は確認していません。',
  'fleet-cause.evidence-unseen':
    'Windows に残された VPN の問題の情報を、確認していないか、一部だけ確認しました。',
};
