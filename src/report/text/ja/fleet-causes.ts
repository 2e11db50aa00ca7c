import type { Translation } from '../../messages/text.ts';
import type { FLEET_CAUSES_EN } from '../en/fleet-causes.ts';

export const FLEET_CAUSES_JA: Translation<typeof FLEET_CAUSES_EN> = {
  'fleet-cause.aligned': '望ましい状態です。',
  'fleet-cause.changed': '変更し、読み戻して確認しました。',
  'fleet-cause.not-judged': '判定できません。参照できないプロキシ設定があります。',
  'fleet-cause.confirmed': '確定待ちの変更を確定しました。',
  'fleet-cause.unchanged': '行う必要のあることはありませんでした。',
  'fleet-cause.ready': 'SSTP から移行できます。',
  'fleet-cause.ready-after-changes': '対応後に SSTP から移行できます。',
  'fleet-cause.not-possible': 'そのネットワークからは移行できません。',
  'fleet-cause.input': 'ファイルまたはその他の入力を使用できません。',
  'fleet-cause.user-ambiguous': 'VPN ユーザーの候補が複数あります。',
  'fleet-cause.not-known': '移行できるかどうか判断できません。',
  'fleet-cause.unreachable':
    '接続できません。名前が解決できないか、電源が入っていないか、待ち受けているものがありません。',
  'fleet-cause.sign-in-refused':
    '到達しましたが、サインインを拒否されました (キー、ユーザー、ホスト キー、権限のいずれか)。',
  'fleet-cause.no-powershell': 'サインインできましたが、PowerShell が応答しません。',
  'fleet-cause.no-remoting': 'このコンピューターの PowerShell では、この方法で接続できません。',
  'fleet-cause.hangs': '接続しましたが、時間内に応答がありません。',
  'fleet-cause.lost': '途中で接続が切れました。',
  'fleet-cause.remote-error': '相手の PowerShell がエラーで終了しました。',
  'fleet-cause.no-result': '読み取れる応答がありません。',
  'fleet-cause.not-run': '問い合わせる前に実行が終了しました。',
  'fleet-cause.drift': 'プロキシ設定が望ましい状態ではありません。',
  'fleet-cause.out-of-reach': 'ゲートウェイまたは失効確認のサーバーに到達できません。',
  'fleet-cause.winhttp-not-aligned': 'WinHTTP に望ましいプロキシが設定されていません。',
  'fleet-cause.wininet-not-as-desired': 'WinINET に望ましいプロキシが設定されていません。',
  'fleet-cause.wininet-mirror-differs': 'WinINET の文字列値が、Windows が使用する設定と一致しません。',
  'fleet-cause.wininet-strings-only': 'WinINET の文字列値が、Windows が使用していない設定を示しています。',
  'fleet-cause.wininet-strings-newer':
    'WinINET の文字列値が設定と一致せず、文字列値の方が新しい可能性があります。',
  'fleet-cause.wininet-direct-bit-missing':
    'WinINET の設定にフラグがなく、Windows が設定を無視する可能性があります。',
  'fleet-cause.value-wrong-type': 'レジストリ値の型が正しくありません。',
  'fleet-cause.policy-proxy-differs': 'ポリシーの指定が、使用されている設定と異なります。',
  'fleet-cause.vpn-entry-proxy': 'VPN エントリに独自のプロキシ設定があります。',
  'fleet-cause.winhttp-proxy-empty': 'WinHTTP はプロキシを使用する設定ですが、プロキシの指定がありません。',
  'fleet-cause.winhttp-proxy-stale': 'WinHTTP にプロキシがありますが、WinINET にはプロキシがありません。',
  'fleet-cause.winhttp-wininet-shaped': 'WinHTTP の値が WinINET の形式になっており、使用できません。',
  'fleet-cause.tunnel-without-proxy': 'WinINET に https 用のプロキシがないため、トンネルは直接接続します。',
  'fleet-cause.machine-wide-proxy': 'WinHTTP にプロキシが設定されており、他のネットワークでも適用されます。',
  'fleet-cause.auto-detect-not-resolved':
    'WinINET が自動検出を使用しているため、望ましいプロキシを判断できません。',
  'fleet-cause.automatic-refused':
    'PAC ファイルまたは自動検出から、WinHTTP に設定するプロキシを 1 つに決定できません。',
  'fleet-cause.alignment-refused': 'WinINET の設定は WinHTTP では使用できません。',
  'fleet-cause.user-setting-not-followed': 'WinINET に、許可されていないプロキシが設定されています。',
  'fleet-cause.store-unreadable': '読み取れないプロキシ設定があります。',
  'fleet-cause.store-unseen': '参照できないプロキシ設定があります。',
  'fleet-cause.store-managed': '設定はポリシーで管理されています。',
  'fleet-cause.change-blocked': '必要な変更を行うことができません。',
  'fleet-cause.change-interrupted': '以前の変更が完了していません。',
  'fleet-cause.other-change-interrupted': '別のコンピューターの変更が完了していません。',
  'fleet-cause.change-unconfirmed': '変更が確定されていません。',
  'fleet-cause.changed-since-apply': '最後の適用の後に、p2s-fix 以外によって設定が変更されました。',
  'fleet-cause.values-not-put-back': '復元できなかった値があります。',
  'fleet-cause.service-disabled': 'VPN に必要なサービスが無効です。',
  'fleet-cause.service-missing': 'VPN に必要なサービスがありません。',
  'fleet-cause.revocation-check-disabled': '失効確認が無効になっています。',
  'fleet-cause.client-certificate': 'サインインに使用できるクライアント証明書がありません。',
  'fleet-cause.logged-vpn-error': 'VPN 接続が失敗したことが Windows に記録されています。',
  'fleet-cause.logged-proxy-authentication':
    'プロキシが認証を要求したことが Windows に記録されています。SSTP は対応していません。',
  'fleet-cause.logged-interception':
    'トンネルで受け取った証明書がサーバー自身のものではないことが Windows に記録されています。',
  'fleet-cause.logged-sstp-event': 'SSTP クライアントのエラーが Windows に記録されています。',
  'fleet-cause.inspection-suspected':
    'ゲートウェイの証明書は、TLS インスペクションを行うプロキシが作成したもののように見えます。',
  'fleet-cause.clock-differs': '時計が、経路上のサーバーの時計と異なります。',
  'fleet-cause.candidate-fails': '変更後の設定をテストしましたが、機能しません。',
  'fleet-cause.revocation-from-cache':
    'Windows はキャッシュだけを基にゲートウェイの証明書を受け入れています。',
  'fleet-cause.revocation-by-another-way':
    'Windows は、サービスの経路とは別の経路で失効リストに到達しました。',
  'fleet-cause.windows-revocation-offline': '失効リストは取得できますが、Windows 自身の確認は失敗します。',
  'fleet-cause.windows-chain-refused': 'Windows 自身はゲートウェイの証明書を受け入れません。',
  'fleet-cause.delta-crl-unavailable': '失効リストに記載された差分リスト (delta CRL) を利用できません。',
  'fleet-cause.chain-incomplete': 'ゲートウェイが一部の証明書を送信しません。',
  'fleet-cause.issuer-not-fetched': 'ゲートウェイが一部の証明書を送信せず、取得もできませんでした。',
  'fleet-cause.root-update-blocked':
    'ゲートウェイのルート証明書がなく、新しいルート証明書の一覧にも到達できません。',
  'fleet-cause.gateway-openvpn-only': 'ゲートウェイは OpenVPN だけに対応しています。',
  'fleet-cause.profiles-conflict': 'ゲートウェイについて、プロファイルの内容が一致しません。',
  'fleet-cause.profile-root-old': 'プロファイルで指定されたルート証明書は、廃止されるものだけです。',
  'fleet-cause.profile-root-untrusted':
    'ゲートウェイのルート証明書はプロファイルと一致しますが、信頼されていません。',
  'fleet-cause.entry-unreadable': 'VPN エントリのサーバーをホスト名として読み取れません。',
  'fleet-cause.gateway-name-unusual':
    'ゲートウェイの名前が、Azure VPN ゲートウェイの通常の名前ではありません。',
  'fleet-cause.proxy-passed-over': '設定に経路が複数指定されていますが、最初の経路では接続できません。',
  'fleet-cause.name-needs-proxy': 'ゲートウェイの名前を解決できず、トンネルは直接接続になります。',
  'fleet-cause.bypass-matches': 'バイパス リストのエントリにより、必要な通信がプロキシを経由しません。',
  'fleet-cause.automatic-resolved':
    '自動検出または PAC ファイルに、WinHTTP で使用できないか応答しないプロキシも含まれています。',
  'fleet-cause.automatic-unavailable':
    '自動検出と PAC の結果を Windows に問い合わせることができませんでした。',
  'fleet-cause.service-account-proxy':
    '失効確認に使用されるサービス アカウントに、独自のプロキシ設定があります。',
  'fleet-cause.sstp-retirement':
    'Azure の SSTP は提供が終了するため、IKEv2 または OpenVPN への移行が必要です。',
  'fleet-cause.gateway-root-migration': 'ゲートウェイのルート証明書は交換中です。',
  'fleet-cause.reachable': '両方の経路が正常です。',
  'fleet-cause.proxy-unreachable': 'プロキシに到達できません。',
  'fleet-cause.proxy-auth-required':
    'プロキシが認証を要求しています (407)。SSTP はプロキシ認証に対応していません。',
  'fleet-cause.proxy-blocks-sstp': 'プロキシが SSTP のヘッダーを含む CONNECT 要求を拒否しています。',
  'fleet-cause.proxy-refused': 'プロキシがゲートウェイへの接続を拒否しています。',
  'fleet-cause.dns-failed': 'ゲートウェイの名前を解決できません。',
  'fleet-cause.gateway-unreachable': 'ゲートウェイに到達できません。',
  'fleet-cause.timeout': '時間内に応答がありません。',
  'fleet-cause.captive-portal': 'ゲートウェイの代わりにサインイン ページが応答しています。',
  'fleet-cause.tls-failed': 'TLS ハンドシェイクに失敗しています。',
  'fleet-cause.tls-inspection':
    'プロキシが TLS を検査しています。SSTP は TLS インスペクションに対応していません。',
  'fleet-cause.tls-offload': 'リバース プロキシがゲートウェイの手前で TLS を終端しています。',
  'fleet-cause.untrusted-root': 'ゲートウェイのルート証明書が信頼されていません。',
  'fleet-cause.wrong-root': 'ゲートウェイのルート証明書がプロファイルのものと異なります。',
  'fleet-cause.certificate-invalid': 'ゲートウェイの証明書が有効ではありません。',
  'fleet-cause.no-sstp-port-free': 'ゲートウェイに空いている SSTP ポートがありません。',
  'fleet-cause.sstp-not-offered': 'ゲートウェイは SSTP を提供していません。',
  'fleet-cause.not-sstp': '応答しているのは SSTP サーバーではありません。',
  'fleet-cause.revoked': 'ゲートウェイの証明書は失効しています。',
  'fleet-cause.revocation-unreachable': '証明書の失効を確認できません。',
  'fleet-cause.usage': 'コマンド ラインのオプションまたは引数を使用できません。',
  'fleet-cause.no-gateway': 'ゲートウェイが指定されておらず、不明です。',
  'fleet-cause.not-windows': 'コンピューターが Windows ではありません。',
  'fleet-cause.needs-elevation': 'そのコンピューターの管理者権限がありません。',
  'fleet-cause.write-failed': '書き込みが反映されませんでした。値はすべて復元しました。',
  'fleet-cause.restore-failed': '書き込みが反映されず、復元にも失敗しました。',
  'fleet-cause.refused': '実行に必要なことが、そのコンピューターではできないか、許可されていません。',
  'fleet-cause.stale': '設定または状態フォルダーが、読み取った後に変更されています。',
  'fleet-cause.backup-unusable': 'バックアップが破損しているか、別のコンピューターのものです。',
  'fleet-cause.locked': 'そのコンピューターで別の p2s-fix が実行中です。',
  'fleet-cause.interrupted-change': '以前の変更が中断されたか、確定されていません。',
  'fleet-cause.cancelled': '実行は中止されました。',
  'fleet-cause.powershell-missing': 'PowerShell を起動できませんでした。',
  'fleet-cause.powershell-blocked': '実行ポリシーがスクリプトをブロックしています。',
  'fleet-cause.powershell-not-allowed':
    'アプリケーション制御または署名の確認がスクリプトをブロックしています。',
  'fleet-cause.powershell-antivirus': 'ウイルス対策ソフトがスクリプトをブロックしています。',
  'fleet-cause.powershell-timeout': 'PowerShell が時間内に応答しませんでした。',
  'fleet-cause.powershell-no-result': 'PowerShell が結果を返さずに終了しました。',
  'fleet-cause.powershell-overflow': 'PowerShell の出力が上限を超えました。',
  'fleet-cause.powershell-failed': 'スクリプトがエラーを報告しました。',
  'fleet-cause.state-dir': 'バックアップ用のフォルダーを使用できません。',
  'fleet-cause.watcher-failed': '自動的に元に戻す準備ができませんでした。書き込みは行っていません。',
  'fleet-cause.report-failed': 'レポートなど、指定されたファイルを書き込めませんでした。',
  'fleet-cause.install-failed':
    'プログラム、またはスケジュール用のプログラムをインストールまたは削除できませんでした。',
  'fleet-cause.task-failed': 'タスク スケジューラで、要求された操作を行えませんでした。',
  'fleet-cause.program-changed': 'プログラムまたはそのスクリプトが、インストール後に変更されています。',
  'fleet-cause.internal': 'p2s-fix で予期しないエラーが発生しました。',
  'fleet-cause.wininet-legacy-differs':
    'SavedLegacySettings が WinINET の設定と異なります。古いプログラムはこの値を使用することがあります。',
  'fleet-cause.wininet-legacy-missing': 'SavedLegacySettings がないか、読み取れません。',
  'fleet-cause.auto-detect-hidden': '自動検出は有効ですが、Windows は無効と報告しています。',
  'fleet-cause.wpad-disabled': '自動検出がオンですが、DisableWpad により WinHTTP では無効です。',
  'fleet-cause.loopback-proxy': 'プロキシがそのコンピューター自身 (ループバック) にあります。',
  'fleet-cause.wininet-blob-absent': 'WinINET の設定がまだ保存されていません。',
  'fleet-cause.policy-unseen': 'Policies の下のキーを参照できません。',
  'fleet-cause.per-machine-policy':
    'ポリシーにより、すべてのユーザーがコンピューター全体の設定を共有しています。',
  'fleet-cause.alignment-note': 'WinINET の設定の一部が、WinHTTP 用に変換されるか、省かれます。',
  'fleet-cause.pac-file-unused': '--pac-file の PAC ファイルは使用されません。',
  'fleet-cause.partly-applied': '管理者権限が不要な変更だけを行いました。',
  'fleet-cause.no-gateway-known': 'ゲートウェイが不明なため、経路を確認していません。',
  'fleet-cause.revocation-check-misplaced': 'NoCertRevocationCheck が、効果のない場所に設定されています。',
  'fleet-cause.revocation-cached':
    '失効確認の経路は通信できませんが、以前の応答が Windows に保存されています。',
  'fleet-cause.evidence-unseen':
    'Windows に残された VPN の問題の情報を、確認していないか、一部だけ確認しました。',
  'fleet-cause.restart-pending': 'Windows の再起動が保留されています。',
  'fleet-cause.recordings-conflict': '記録されたコンピューターの間で内容が一致しません。',
  'fleet-cause.openvpn-plugin-entry': 'VPN エントリが Azure VPN クライアント (OpenVPN) のものです。',
  'fleet-cause.entry-without-sstp': 'SSTP を使用しない VPN エントリがあります。',
  'fleet-cause.phonebook-unreadable': '読み取れない電話帳があります。',
  'fleet-cause.gateways-left-out': '電話帳に、1 回の実行で確認する数より多くのゲートウェイがあります。',
  'fleet-cause.profile-root-both':
    'プロファイルは、ゲートウェイのルート証明書の移行の前後どちらでも使用できます。',
  'fleet-cause.profile-root-new':
    'プロファイルで指定されたルート証明書は、移行前のゲートウェイのものではありません。',
  'fleet-cause.profile-root-unknown':
    'プロファイルで指定されたルート証明書は、Azure の既知のルート証明書ではありません。',
  'fleet-cause.schedule-undone': 'スケジュールによる変更が、p2s-fix 以外によって元に戻されました。',
  'fleet-cause.schedule-users-disagree':
    'サインイン中のユーザーが必要とする WinHTTP の設定が異なるため、WinHTTP は設定していません。',
  'fleet-cause.schedule-user-unanswered':
    'ユーザーに必要な WinHTTP の設定を判断できないため、設定していません。',
  'fleet-cause.schedule-not-ours':
    'WinHTTP に、通信できず、スケジュールが設定したものでもないプロキシがあります。',
  'fleet-cause.user-setting-machine-wide':
    'ユーザーのプロキシ設定が、コンピューター全体の WinHTTP の設定になります。',
  'fleet-cause.path-not-checked': '経路を確認していません。',
  'fleet-cause.program-folder-writable':
    '管理者権限で実行されるプログラムを、管理者以外のアカウントが変更できます。',
  'fleet-cause.constrained-language': 'アプリケーション制御により、PowerShell が制限されています。',
  'fleet-cause.powershell-fallback':
    'Windows PowerShell 5.1 が応答しないため、別の PowerShell を使用しました。',
  'fleet-cause.written-not-notified': '設定を書き込みましたが、実行中のプログラムには通知していません。',
  'fleet-cause.windows-reader-unavailable':
    '設定は読み直して比較しましたが、Windows の関数による確認は行っていません。',
  'fleet-cause.winhttp-client-unavailable': 'Windows の WinHTTP クライアントによる確認は行っていません。',
  'fleet-cause.chain-check-unavailable':
    'Windows 自身による証明書チェーンの確認は、行われなかったか、最後まで終わりませんでした。',
  'fleet-next.changed':
    'そのコンピューターで VPN に接続し直してください。接続中のセッションは以前の設定のままです。',
  'fleet-next.input': 'それぞれのメッセージ (--verbose) で問題点を確認し、修正するか置き換えてください。',
  'fleet-next.not-judged':
    '記録ファイルの場合は、そのコンピューターで VPN を使うユーザーとして PowerShell で次を実行してください: {command}',
  'fleet-next.ready-after-changes':
    '必要な対応は各コンピューターの結果にあります。担当者への依頼文はそのまま送れます。',
  'fleet-next.not-possible': '別のネットワーク、またはプロキシの例外設定が必要です。',
  'fleet-next.not-known':
    '判断に必要なことは各コンピューターの結果にあります。多くの場合はプロファイルです (--profile FILE)。OpenVPN はそのキーで確認します。',
  'fleet-next.unreachable':
    '名前を確かめ、sshd または WinRM が動作し通信が許可されているか確認してください。ノートコンピューターは fleet report で結果を集められます。',
  'fleet-next.sign-in-refused': '一度手動でサインインし (ssh、Enter-PSSession)、表示を確認してください。',
  'fleet-next.no-powershell':
    '相手の sshd_config に powershell サブシステムが必要です。別の名前は --subsystem で指定します。',
  'fleet-next.no-remoting':
    'SSH には PowerShell 7.3 以降 (--powershell FILE)、WinRM には Windows が必要です。',
  'fleet-next.hangs':
    '--deadline を長くして再実行してください。変わらなければコンピューターを再起動してください。',
  'fleet-next.lost': '再実行してください。途中まで行われた変更は見つけて先に元に戻します。',
  'fleet-next.remote-error': 'エラーの内容は根拠に示しています。',
  'fleet-next.service-disabled':
    'そのコンピューターで p2s-fix を実行すると、サービス名と、有効に戻すコマンドが表示されます。',
  'fleet-next.logged-vpn-error':
    'そのコンピューターで p2s-fix を実行すると、エラーと最も可能性の高い原因が表示されます。',
  'fleet-next.client-certificate':
    'そのコンピューターで VPN ユーザーとして p2s-fix を実行すると、不足しているものが表示されます。',
  'fleet-next.user-ambiguous':
    'そのコンピューターで --user SID を付けて p2s-fix を実行してください。fleet audit と fleet apply では、一覧の vpnuser 列でも指定できます。記録ファイルの場合は、代わりに p2s-fix --machine FILE --user SID --json の結果を使用してください。',
  'fleet-next.no-result':
    '相手がスクリプトをまだ実行していないか、アプリケーション制御またはウイルス対策ソフトがスクリプトを止めた可能性があります。',
};
