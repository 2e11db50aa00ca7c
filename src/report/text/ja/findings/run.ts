import type { Translation } from '../../../messages/text.ts';
import type { FINDINGS_RUN_EN } from '../../en/findings/run.ts';

export const FINDINGS_RUN_JA: Translation<typeof FINDINGS_RUN_EN> = {
  'finding.no-gateway-known': 'ゲートウェイが不明なため、経路を確認していません。',
  'finding.no-gateway-known.remedy':
    '次のように指定してください: p2s-fix --gateway azuregateway-….vpn.azure.com',
  'fleet-cause.no-gateway-known': 'ゲートウェイが不明なため、経路を確認していません。',
  'finding.name-needs-proxy':
    'WinINET の設定ではトンネルは直接接続になりますが、このコンピューターでは {gateway} の名前を解決できません。WinHTTP のプロキシ {proxy} は名前を解決できる可能性があります。',
  'finding.name-needs-proxy.remedy':
    '管理者: そのプロキシが正しい場合は、WinINET にも設定してください: p2s-fix --apply --source winhttp',
  'fleet-cause.name-needs-proxy': 'ゲートウェイの名前を解決できず、トンネルは直接接続になります。',
  'finding.proxy-passed-over':
    '{gateway} への経路が設定に複数指定されていますが、{routes}。WinINET と同様に、次の経路 ({via}) を確認しました。SSTP サービスも次の経路を使用するかどうかはわかっていません。',
  'finding.proxy-passed-over.direct':
    '{gateway} への経路が設定に複数指定されていますが、{routes}。WinINET と同様に、次の経路 (直接接続) を確認しました。SSTP サービスも次の経路を使用するかどうかはわかっていません。',
  'finding.proxy-passed-over.route': '{via} では接続できません ({reason})',
  'finding.proxy-passed-over.remedy':
    '管理者: {routes} を復旧するか、PAC ファイルまたはリストから削除してください。失効確認に使用される WinHTTP は、リストの最初のプロキシだけを使用します。',
  'fleet-cause.proxy-passed-over': '設定に経路が複数指定されていますが、最初の経路では接続できません。',
  'finding.partly-applied': '管理者権限が不要な変更だけを行いました。残り: {stores}',
  'finding.partly-applied.remedy': '管理者として実行してください: {command}',
  'finding.partly-applied.remedy.same-command': '同じコマンドを管理者として実行してください。',
  'fleet-cause.partly-applied': '管理者権限が不要な変更だけを行いました。',
  'finding.service-disabled': 'サービス {service} が無効です。',
  'finding.service-disabled.remedy':
    '{service} のスタートアップの種類を手動に設定してください: sc.exe config {service} start= demand',
  'fleet-cause.service-disabled': 'VPN に必要なサービスが無効です。',
  'finding.service-missing': 'SSTP に必要なサービスがありません: {services}',
  'finding.service-missing.remedy':
    'Windows のイメージまたは軽量化スクリプトにより削除されています。プロキシの設定では解決しません。',
  'fleet-cause.service-missing': 'VPN に必要なサービスがありません。',
  'finding.revocation-check-misplaced':
    'NoCertRevocationCheck が、SstpSvc が参照しない場所にあります ({key})。効果はありません。',
  'finding.revocation-check-misplaced.remedy':
    '削除してください。失効確認を無効にしようとしたもので、有効になるとセキュリティが低下します。',
  'fleet-cause.revocation-check-misplaced': 'NoCertRevocationCheck が、効果のない場所に設定されています。',
  'finding.revocation-check-disabled':
    'NoCertRevocationCheck=1 により SSTP の失効確認が無効です。セキュリティが低下し、原因が隠れてしまいます。',
  'finding.revocation-check-disabled.remedy': '失効確認の経路が正常になったら、この値を削除してください。',
  'fleet-cause.revocation-check-disabled': '失効確認が無効になっています。',
  'finding.restart-pending':
    'Windows の再起動が保留されています ({reasons})。プロキシの変更後に開始したセッションは新しい設定を使います。サービスについては不明です。',
  'fleet-cause.restart-pending': 'Windows の再起動が保留されています。',
  'finding.change-unconfirmed': '変更 (バックアップ {backup}) は、{time}以内に確定されなければ元に戻ります。',
  'finding.change-unconfirmed.remedy': '変更を維持するには: {command}',
  'finding.change-unconfirmed.late':
    '変更 (バックアップ {backup}) は {deadline} までに確定されませんでしたが、まだ残っています。',
  'finding.change-unconfirmed.late.remedy':
    '次の適用では、最初に元に戻してから処理を続けます。{command} で元に戻すこともできます。',
  'fleet-cause.change-unconfirmed': '変更が確定されていません。',
  'time.seconds': '{seconds} 秒',
  'time.minutes': '{minutes} 分',
  'time.minutes-seconds': '{minutes} 分 {seconds} 秒',
  'finding.values-not-put-back':
    'バックアップ {backup} の変更は {putBackAt} に元に戻しましたが、その後に変更された値または書き込めない値は次のとおりそのままです: {values}。',
  'finding.values-not-put-back.as-asked':
    'バックアップ {backup} の変更は元に戻しましたが、その後に変更された値または書き込めない値は次のとおりそのままです: {values}。',
  'finding.values-not-put-back.type':
    'バックアップ {backup} の変更は元に戻しましたが、PowerShell では書き込めない型の値は次のとおりそのままです: {unwritable}。',
  'finding.values-not-put-back.type.remedy':
    '変更前にこれらのレジストリ キーをエクスポートした場合は、そのファイルをインポートしてください。',
  'finding.values-not-put-back.by-hand':
    'これらも元に戻すには、記録とバックアップを手作業で比較してください: {path}',
  'finding.values-not-put-back.remedy': 'これらも元に戻すには: {command}',
  'fleet-cause.values-not-put-back': '復元できなかった値があります。',
  'finding.change-interrupted': '以前の変更が中断されています (バックアップ {backup})。',
  'finding.change-interrupted.remedy':
    '次の適用では、最初に元に戻してから処理を続けます。p2s-fix rollback で元に戻すこともできます。',
  'fleet-cause.change-interrupted': '以前の変更が完了していません。',
  'finding.other-change-interrupted':
    '別のコンピューター ({machine}) の変更が中断されています。元に戻すまで、この状態フォルダーを使う適用は拒否されます。',
  'finding.other-change-interrupted.remedy':
    '先に元に戻してください: {command}。または --state-dir DIR で別のフォルダーを指定してください。',
  'fleet-cause.other-change-interrupted': '別のコンピューターの変更が完了していません。',
  'finding.state-folder-unusable':
    '{folder}: {problem} この実行にはフォルダーは不要ですが、apply は拒否されます。',
  'finding.state-folder-unusable.remedy': '{next}',
  'fleet-cause.state-folder-unusable': 'バックアップのフォルダーを使用できません。',
  'finding.candidate-fails':
    '変更後の設定をテストしましたが、解決しません。変更後の設定では、次のゲートウェイで失敗します: {names}。',
  'finding.candidate-fails.unproved':
    '変更後の設定をテストしましたが、解決しません。変更後の設定で {names} と通信できるかどうかは、確認できていません。',
  'finding.candidate-fails.worse':
    '変更後の設定では、次のゲートウェイで失敗します: {names}。現在の設定では正常です。',
  'finding.candidate-fails.worse-unproved':
    '変更後の設定で {names} と通信できるかどうかは、確認できていません。現在の設定では通信できています。',
  'finding.candidate-fails.remedy': '適用で書き込むには --yes が必要です。',
  'finding.candidate-fails.worse.remedy':
    '現在の設定のままにしてください。変更後の設定を適用で書き込むには --yes が必要です。',
  'finding.candidate-fails.remedy.other-answers':
    'WinHTTP はリストの最初のプロキシだけを使用しますが、接続できません。{answering} には接続できます。これを先頭にするか、--proxy で指定してください。適用で書き込むには --yes が必要です。',
  'fleet-cause.candidate-fails': '変更後の設定をテストしましたが、機能しません。',
  'finding.sstp-retirement':
    'Azure の SSTP は {date} に終了します (あと {daysLeft} 日)。それまでに、この接続を IKEv2 または OpenVPN に移行する必要があります。SSTP を無効にしたゲートウェイでは、再び有効にできません。',
  'finding.sstp-retirement.tomorrow':
    'Azure の SSTP は {date} に終了します (明日)。それまでに、この接続を IKEv2 または OpenVPN に移行する必要があります。',
  'finding.sstp-retirement.over':
    'Azure の SSTP は {date} に終了しました。この接続を IKEv2 または OpenVPN に移行する必要があります。',
  'finding.sstp-retirement.remedy': 'このコンピューターから何が利用できるかを確認するには: {command}',
  'fleet-cause.sstp-retirement':
    'Azure の SSTP は提供が終了するため、IKEv2 または OpenVPN への移行が必要です。',
  'finding.gateway-root-migration':
    'このゲートウェイが Microsoft の通知の対象である場合、{date} 以降 (あと {daysLeft} 日) は新しいルート証明書だけが有効になります。',
  'finding.gateway-root-migration.tomorrow':
    'このゲートウェイが Microsoft の通知の対象である場合、{date} 以降 (明日) は新しいルート証明書だけが有効になります。',
  'finding.gateway-root-migration.over':
    'このゲートウェイが Microsoft の通知の対象である場合、{date} 以降は新しいルート証明書だけが有効です。',
  'finding.gateway-root-migration.remedy':
    'VPN 担当者: 対象の場合は、新しい VPN クライアント パッケージをダウンロードし、配布し直してください (まだ行っていない場合)。ゲートウェイとプロファイルのルート証明書の確認: {command}',
  'finding.gateway-root-migration.remedy.tested':
    'VPN 担当者: 対象の場合は、新しい VPN クライアント パッケージをダウンロードし、配布し直してください (まだ行っていない場合)。',
  'fleet-cause.gateway-root-migration':
    'Microsoft の通知の対象であるゲートウェイのルート証明書は交換されます。',
  'finding.gateway-name-unusual':
    '{host} は Azure VPN ゲートウェイの名前 (azuregateway-….vpn.azure.com) ではないようですが、確認は行います。',
  'fleet-cause.gateway-name-unusual':
    'ゲートウェイの名前が、Azure VPN ゲートウェイの通常の名前ではありません。',
  'finding.path-not-checked': '指定により、経路を確認していません。',
  'finding.path-not-checked.recording':
    '経路を確認していません。このコンピューターからの経路は、記録されたコンピューターの経路とは異なります。',
  'finding.path-not-checked.recording.remedy':
    'このコンピューターから確認する場合は --probe を追加してください。',
  'fleet-cause.path-not-checked': '経路を確認していません。',
  'finding.program-folder-writable':
    '管理者権限で実行していますが、このプログラムは他のユーザーが変更できる場所にあります ({folder}: {reason})。',
  'finding.program-folder-writable.remedy':
    'コンピューター全体に対してインストールしてください: npm i -g --prefix "C:\\Program Files\\p2s-fix" ./p2s-fix-{version}.tgz (Node も Program Files に置いてください)',
  'finding.program-folder-writable.remedy.executable':
    'p2s-fix.exe を "C:\\Program Files" の中のフォルダーにコピーし、そこから実行してください。',
  'fleet-cause.program-folder-writable':
    '管理者権限で実行されるプログラムを、管理者以外のアカウントが変更できます。',
  'finding.constrained-language':
    'アプリケーション制御により、PowerShell が {languageMode} に制限されています。読み取りはすべて行えます。変更は Windows の関数を使用せず、レジストリに書き込みます。',
  'finding.constrained-language.remedy':
    'Windows の関数も使用するには、p2s-fix のスクリプトに署名するか、ハッシュを登録して許可してください。',
  'fleet-cause.constrained-language': 'アプリケーション制御により、PowerShell が制限されています。',
  'finding.powershell-fallback':
    'Windows PowerShell 5.1 が応答しないため、PowerShell {version} を使用しました。',
  'fleet-cause.powershell-fallback':
    'Windows PowerShell 5.1 が応答しないため、別の PowerShell を使用しました。',
  'finding.written-not-notified':
    '{store} を書き込みましたが、実行中のプログラムには通知していません ({why})。各プログラムは、設定を読み直すまで以前の設定を使用します。',
  'finding.written-not-notified.remedy':
    'プログラムを再起動するか、サインアウトしてサインインし直してください。新しい VPN 接続は新しい設定を使用します。',
  'fleet-cause.written-not-notified': '設定を書き込みましたが、実行中のプログラムには通知していません。',
  'finding.windows-reader-unavailable':
    '{store} の内容は読み直して比較しましたが、Windows の関数による確認は行っていません ({why})。',
  'fleet-cause.windows-reader-unavailable':
    '設定は読み直して比較しましたが、Windows の関数による確認は行っていません。',
  'finding.winhttp-client-unavailable':
    'Windows の WinHTTP クライアントによる確認は行っていません ({why})。失効確認の経路は p2s-fix だけで確認しました。',
  'fleet-cause.winhttp-client-unavailable': 'Windows の WinHTTP クライアントによる確認は行っていません。',
};
