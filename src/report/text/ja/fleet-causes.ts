import type { Translation } from '../../messages/text.ts';
import type { FLEET_CAUSES_EN } from '../en/fleet-causes.ts';

export const FLEET_CAUSES_JA: Translation<typeof FLEET_CAUSES_EN> = {
  'fleet-cause.aligned': '正しい状態です。',
  'fleet-cause.changed': '変更し、反映されたことを確認しました。',
  'fleet-cause.not-judged': '判定できません。参照できないプロキシ設定があります。',
  'fleet-cause.confirmed': '確定待ちの変更を確定しました。',
  'fleet-cause.unchanged': '必要な操作はありませんでした。',
  'fleet-cause.ready': 'SSTP から移行できます。',
  'fleet-cause.ready-after-changes': '対応後に SSTP から移行できます。',
  'fleet-cause.not-possible': 'そのネットワークからは移行できません。',
  'fleet-cause.input': 'ファイルまたはその他の入力を使用できません。',
  'fleet-cause.user-ambiguous': 'VPN ユーザーの候補が複数あります。',
  'fleet-cause.not-known': '移行できるかどうか判断できません。',
  'fleet-cause.unreachable':
    '接続できません。名前を解決できないか、電源が入っていないか、待ち受けているプログラムがありません。',
  'fleet-cause.sign-in-refused':
    '到達しましたが、サインインを拒否されました (キー、ユーザー、ホスト キー、権限のいずれか)。',
  'fleet-cause.no-powershell': 'サインインできましたが、PowerShell が応答しません。',
  'fleet-cause.no-remoting': 'このコンピューターからは、この方法で接続できません。',
  'fleet-cause.hangs': '接続しましたが、時間内に応答がありません。',
  'fleet-cause.lost': '途中で接続が切れました。',
  'fleet-cause.remote-error': '対象のコンピューターの PowerShell がエラーで終了しました。',
  'fleet-cause.no-result': '読み取れる応答がありません。',
  'fleet-cause.not-run': '接続する前に処理が中止されました。',
  'fleet-cause.drift': 'プロキシ設定が正しい状態ではありません。',
  'fleet-cause.out-of-reach': 'ゲートウェイ、またはその証明書に記載されたアドレスに到達できません。',
  'fleet-cause.usage': 'コマンド ラインのオプションまたは引数を使用できません。',
  'fleet-cause.no-gateway': 'ゲートウェイが指定されておらず、特定もできません。',
  'fleet-cause.not-windows': 'コンピューターが Windows ではありません。',
  'fleet-cause.needs-elevation': 'そのコンピューターの管理者権限がありません。',
  'fleet-cause.write-failed': '書き込みが反映されませんでした。値はすべて復元しました。',
  'fleet-cause.restore-failed': '書き込みが反映されず、復元にも失敗しました。',
  'fleet-cause.refused': 'そのコンピューターでは、必要な操作を実行できないか、許可されていません。',
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
  'fleet-next.changed':
    'そのコンピューターで VPN に接続し直してください。接続中のセッションは以前の設定のままです。',
  'fleet-next.input': 'それぞれのメッセージ (--verbose) で問題点を確認し、修正するか置き換えてください。',
  'fleet-next.not-judged':
    '記録ファイルの場合は、そのコンピューターで VPN を使うユーザーとして次の 2 つを実行し、作成された 2 つのファイルに置き換えてください:',
  'fleet-next.ready-after-changes':
    '必要な対応は各コンピューターの結果にあります。担当者への依頼文はそのまま送れます。',
  'fleet-next.not-possible': '別のネットワーク、またはプロキシの例外設定が必要です。',
  'fleet-next.not-known':
    '判断に必要なことは各コンピューターの結果にあります。多くの場合はプロファイルです (--profile FILE)。OpenVPN はそのキーで確認します。',
  'fleet-next.unreachable':
    '名前が正しいこと、sshd または WinRM が動作していること、通信が許可されていることを確認してください。ノート PC の結果は fleet report で集められます。',
  'fleet-next.sign-in-refused': '一度手動でサインインし (ssh、Enter-PSSession)、表示を確認してください。',
  'fleet-next.no-powershell':
    '対象のコンピューターの sshd_config に powershell サブシステムが必要です。別の名前は --subsystem で指定します。',
  'fleet-next.no-remoting':
    'SSH にはこのコンピューターの標準の場所にある ssh (OpenSSH)、WinRM には Windows が必要です。',
  'fleet-next.hangs':
    '--deadline を長くして再実行してください。変わらなければコンピューターを再起動してください。',
  'fleet-next.lost': '再実行してください。途中まで行われた変更は、最初に自動的に元に戻されます。',
  'fleet-next.remote-error':
    'エラーの内容は根拠に示しています。対象のコンピューターで解決し、再実行してください。',
  'fleet-next.service-disabled':
    'そのコンピューターで p2s-fix を実行すると、サービス名と、有効に戻すコマンドが表示されます。',
  'fleet-next.logged-vpn-error':
    'そのコンピューターで p2s-fix を実行すると、エラーと最も可能性の高い原因が表示されます。',
  'fleet-next.client-certificate':
    'そのコンピューターで VPN ユーザーとして p2s-fix を実行すると、不足しているものが表示されます。',
  'fleet-next.user-ambiguous':
    'そのコンピューターで --user SID を付けて p2s-fix を実行してください。fleet audit と fleet apply では、一覧の vpnuser 列でも指定できます。記録ファイルの場合は、代わりに p2s-fix --machine FILE --user SID --json の結果を使用してください。',
  'fleet-next.no-result':
    '対象のコンピューターでスクリプトがまだ実行されていないか、アプリケーション制御またはウイルス対策ソフトにブロックされた可能性があります。再実行してください。',
};
