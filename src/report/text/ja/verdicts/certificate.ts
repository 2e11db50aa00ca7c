import type { Translation } from '../../../messages/text.ts';
import type { CERTIFICATE_VERDICTS_EN } from '../../en/verdicts/certificate.ts';

export const CERTIFICATE_VERDICTS_JA: Translation<typeof CERTIFICATE_VERDICTS_EN> = {
  'verdict.chain-slow':
    '{gateway} は TLS に応答しましたが、対象のコンピューターの Windows が制限時間内に証明書を検証できませんでした。',
  'verdict.chain-slow.next':
    '管理者: 対象のコンピューターで p2s-fix を実行するか、Windows の検証を待たない PowerShell 7 で Test-P2SPath.ps1 を実行してください。',
  'verdict.chain-slow.next-allow':
    'ネットワーク担当者 (WinHTTP にプロキシが設定されている場合はプロキシ担当者): 対象のコンピューターから {hosts} への HTTP 通信を、認証なしで許可してください。',
  'verdict.chain-slow.root':
    '{gateway} は TLS に応答しましたが、対象のコンピューターの Windows が制限時間内に証明書を検証できませんでした。この Windows にまだないルート証明書「{issuer}」を取得しようとしていました。',
  'verdict.chain-slow.root.next':
    '管理者: 許可できない場合は、対象のコンピューターにルート証明書をインストールしてください。',
  'verdict.chain-slow.issuer':
    '{gateway} は TLS に応答しましたが、対象のコンピューターの Windows が制限時間内に証明書を検証できませんでした。「{subject}」の発行者「{issuer}」の証明書を取得しようとしていました。これはゲートウェイから送信されていません。',
  'verdict.chain-slow.issuer.next':
    'VPN 担当者: 中間証明書も送信するように、ゲートウェイを構成してください。',

  'verdict.untrusted-root':
    '{gateway} の証明書チェーンのルート証明書は、このコンピューターでは信頼されていません{last}。{also}',
  'verdict.untrusted-root.last': ' (チェーンの最後の証明書: {top})',
  'verdict.untrusted-root.next':
    'VPN 担当者: ルート証明書を確認してください。この確認に限り追加するには --ca FILE を指定します。',
  'verdict.untrusted-root.missing':
    '{gateway} の証明書から、このコンピューターで信頼されているルート証明書までたどれません。{missing}{also}',
  'verdict.untrusted-root.missing.next':
    'VPN 担当者: 中間証明書も送信するように、ゲートウェイを構成してください。「{issuer}」がルート証明書の場合は、それを確認してください。この確認に限り追加するには --ca FILE を指定します。',
  'verdict.untrusted-root.acknowledged': 'その先で SSTP は応答しています (Call Connect Ack)。',
  'verdict.untrusted-root.acknowledged.next':
    '証明書がゲートウェイ自身のものではない場合は、手前の機器 (リバース プロキシ) が TLS を終端しています。TLS をそのまま通してください。',
  'missing-issuer':
    '「{subject}」の発行者「{issuer}」は、このコンピューターで信頼されているルート証明書ではなく、中間証明書としてゲートウェイから送信されてもいません。',
  'missing-issuer.not-named':
    '「{subject}」の発行者「{issuer}」は、このコンピューターで信頼されているルート証明書ではなく、中間証明書としてゲートウェイから送信されてもいません。取得先のアドレス (AIA) も証明書にありません。',
  'missing-issuer.not-fetched':
    '「{subject}」の発行者「{issuer}」は、このコンピューターで信頼されているルート証明書ではなく、中間証明書としてゲートウェイから送信されてもいません。取得もできませんでした。{causes}',
  'verdict.also-flaws': '{flaws}。',

  'verdict.wrong-root':
    '{gateway} の証明書チェーンのルート証明書が、VPN プロファイルで指定されたものと異なります。{also}',
  'verdict.wrong-root.next':
    'VPN 担当者: 新しい VPN クライアント パッケージをダウンロードし、配布し直してください。新しいルート証明書の名前が確認されるまで、手動で追加しないでください。',
  'verdict.wrong-root.next-acknowledged':
    'ルート証明書が変更されていない場合は、リバース プロキシが独自の証明書で SSTP を中継しています。SSTP はこれを受け付けません。',

  'verdict.certificate-invalid': '{gateway} の証明書が有効ではありません。{flaws}{web}',
  'verdict.certificate-invalid.flaws': '{flaws}。',
  'verdict.certificate-invalid.web': 'Web サーバーが応答しています{server}。',
  'verdict.certificate-invalid.next': 'VPN 担当者: {parts}を確認してください。',
  'verdict.certificate-invalid.next-block-page':
    'プロキシ担当者: {proxy} のブロック ページの場合は、CONNECT {target} を許可してください。',

  'verdict.revoked': '{gateway} の証明書が失効しています。',
  'verdict.revoked.next': 'VPN 担当者: 証明書を交換してください。',
  'verdict.revoked.hold':
    '{gateway} の証明書チェーンにある証明書が保留中です (certificateHold)。発行者が保留を解除するまで失効しています。',
  'verdict.revoked.hold.next': 'VPN 担当者: 発行者に保留の解除を依頼するか、証明書を交換してください。',
  'verdict.revoked.issuer': '{gateway} の証明書チェーンにある CA 証明書「{issuer}」が失効しています。',
  'verdict.revoked.issuer.next':
    'VPN 担当者: ゲートウェイの証明書を、別の CA 証明書で発行されたものに交換してください。',

  'verdict.revocation-unreachable': '証明書の失効を確認できません (0x80092013)。{causes}',
  'causes.all': '{causes}',
  'causes.one': '{hosts}: {reason}。',
  'causes.between': '',
  'revocation.next-publish':
    'VPN 担当者: 有効な失効リストと OCSP 応答を公開するよう、証明機関に依頼してください ({hosts})。',
  'revocation.next-align': '管理者: WinHTTP の設定を揃えてください (p2s-fix --apply)。',
  'revocation.next-allow-direct': 'ネットワーク担当者: {hosts} への HTTP 通信を許可してください。',
  'revocation.next-allow-proxy': 'プロキシ担当者: {hosts} への HTTP 通信を、認証なしで許可してください。',
  'revocation.next-reach':
    '{team}: {client} が {hosts} の名前を解決し、HTTP で到達できるようにしてください。',
  'revocation.next-refresh':
    '{team}: {proxy} のキャッシュにある {hosts} の応答を破棄し、取得し直してください。',
  'revocation.next-complete':
    '{team}: {hosts} への HTTP 通信が遅い、または途中で切れる原因を確認してください。',
  'revocation.next-proxy-down':
    'プロキシ担当者: {proxy} が稼働しており、このコンピューターから到達できるかを確認してください。',
  'revocation.next-server': 'VPN 担当者: サーバー自身のエラーの場合は、証明機関に対処を依頼してください。',
  'revocation.this-computer': 'このコンピューター',
  'revocation.its-addresses': '失効リストのアドレス',

  'verdict.not-tested':
    '{gateway} への経路はテストできませんでした。このコンピューターからは再現できない設定によって決まります。',
  'verdict.not-tested.next':
    '管理者: 経路を指定してテストするには、p2s-fix verify --proxy HOST:PORT {gateway} を実行してください。直接の経路には、--proxy の代わりに --direct を指定します。',
  'verdict.not-tested.pac-file':
    '{gateway} への経路はテストできませんでした。PAC ファイルによって決まりますが、このコンピューターでは PAC ファイルを評価できません。',
  'verdict.not-tested.pac-file.next':
    '管理者: PAC ファイルを保存し、同じコマンドに --pac-file FILE を付けて実行してください。',
  'verdict.not-tested.unreadable':
    '{gateway} への経路はテストできませんでした。VPN ユーザーの WinINET の設定によって決まりますが、その設定を読み取れません。',
  'verdict.not-tested.unreadable.next':
    '管理者: 設定を置き換える方法は p2s-fix audit で確認できます。経路を指定してテストするには、p2s-fix verify --proxy HOST:PORT {gateway} を実行してください。直接の経路には、--proxy の代わりに --direct を指定します。',
  'verdict.not-tested.unsupported':
    '{gateway} との SSTP ハンドシェイクは成功しました。証明書の失効情報も取得できましたが、p2s-fix が判定できない種類のものです。{causes}Windows がどう判定するかはわかっていません。',
  'verdict.not-tested.unsupported.next':
    'VPN 担当者: すべてのクライアントが読み取れる形式で公開するよう、証明機関に依頼してください。',
  'verdict.not-tested.too-large':
    '{gateway} との SSTP ハンドシェイクは成功しましたが、証明書の失効リストが、p2s-fix が読み取る上限を超えています。そこまでは取得できています。Windows は、設定を変更しない限り 100 MiB まで読み取ります。',
  'verdict.not-tested.next-certutil':
    '管理者: この証明書に対する certutil -verify -urlfetch で、Windows 自身の結果を確認できます。',
  'verdict.not-tested.unfollowed':
    '{gateway} との SSTP ハンドシェイクは成功しましたが、証明書の失効確認のアドレスへの経路は、このコンピューターからは再現できない設定によって決まります。',
  'verdict.not-tested.unrecorded':
    '{gateway} の記録は SSTP のハンドシェイクより前で終わっています。その先は確認できませんでした。',
  'verdict.not-tested.unrecorded-lists':
    '{gateway} との SSTP ハンドシェイクは成功しましたが、失効確認はテストできませんでした。記録に、証明書の失効リストや応答がそろっていません。',
  'verdict.not-tested.unrecorded.next':
    '管理者: そのコンピューターで記録し直してください: Test-P2SPath.ps1 -Gateway {gateway} -OutFile FILE。',
  'verdict.not-tested.no-time-left':
    '{gateway} との SSTP ハンドシェイクは成功しましたが、失効確認はテストできませんでした。トンネルの確認で制限時間 (--deadline) がほぼ使い切られ、残りの時間内に失効確認のサーバーから応答がありませんでした。',
  'verdict.not-tested.no-time-left.next': '管理者: --deadline を大きくして、同じコマンドを実行してください。',
  'verdict.not-tested.no-address':
    '{gateway} との SSTP ハンドシェイクは成功しましたが、証明書に、失効確認のための http のアドレスがありません。',
  'verdict.not-tested.no-address.next': 'VPN 担当者: 失効リストを HTTP でも公開してください。',
  'verdict.not-tested.no-address.next-ldap': 'ドメインのコンピューターでは LDAP を使用できる場合があります。',
};
