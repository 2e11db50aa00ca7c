import type { Translation } from '../../../messages/text.ts';
import type { FINDINGS_SCHEDULE_EN } from '../../en/findings/schedule.ts';

export const FINDINGS_SCHEDULE_JA: Translation<typeof FINDINGS_SCHEDULE_EN> = {
  'finding.schedule-undone':
    'スケジュールによる {stores} の変更が、連続 {count} 回、p2s-fix 以外によって元に戻されました ({by})。',
  'finding.schedule-undone.left-alone':
    'スケジュールによる {stores} の変更が、連続 {count} 回、p2s-fix 以外によって元に戻されました ({by})。必要な値のまま 1 日が過ぎるまで、タスクは設定しません。',
  'finding.schedule-undone.remedy':
    'この設定を書き込んでいるもの (ポリシー、Intune などの MDM、グループ ポリシーの基本設定、スクリプト、別のエージェント) を調べ、どちらか一方だけに設定させてください。スケジュールをやめるには: p2s-fix schedule remove',
  'finding.schedule-undone.remedy.recorded':
    'この設定を書き込んでいるもの (ポリシー、Intune などの MDM、グループ ポリシーの基本設定、スクリプト、別のエージェント) を調べ、どちらか一方だけに設定させてください。',
  'fleet-cause.schedule-undone': 'スケジュールによる変更が、p2s-fix 以外によって元に戻されました。',
  'schedule-undone-by.not-known':
    '既知のポリシーではありません。MDM またはグループ ポリシーの基本設定は、ポリシーを残さずに書き込むことがあります',
  'finding.schedule-users-disagree':
    'サインイン中のユーザー ({users}) が必要とする WinHTTP の設定が異なりますが、WinHTTP の設定は全員で 1 つです。WinHTTP は設定していません。',
  'finding.schedule-users-disagree.remedy':
    'VPN ユーザーを 1 人指定し、他のオプションはそのままでスケジュールをインストールし直してください: p2s-fix schedule install --user SID --allow-proxy HOST:PORT',
  'finding.schedule-users-disagree.remedy.recorded':
    'VPN ユーザーを 1 人指定し、他のオプションはそのままでもう一度実行してください: --user SID --allow-proxy HOST:PORT',
  'fleet-cause.schedule-users-disagree':
    'サインイン中のユーザーが必要とする WinHTTP の設定が異なるため、WinHTTP は設定していません。',
  'finding.schedule-user-unanswered':
    '{users} に必要な WinHTTP の設定を今は判断できません。PAC ファイルまたは自動検出から 1 つに定まる応答がありませんでした。WinHTTP の設定は全員で 1 つのため、設定していません。',
  'finding.schedule-user-unanswered.remedy':
    'そのユーザーの PAC のアドレスを確認するか、VPN ユーザーを 1 人指定し、他のオプションはそのままでスケジュールをインストールし直してください: p2s-fix schedule install --user SID --allow-proxy HOST:PORT',
  'finding.schedule-user-unanswered.remedy.recorded':
    'そのユーザーの PAC のアドレスを確認するか、VPN ユーザーを 1 人指定し、他のオプションはそのままでもう一度実行してください: --user SID --allow-proxy HOST:PORT',
  'fleet-cause.schedule-user-unanswered':
    'ユーザーに必要な WinHTTP の設定を判断できないため、設定していません。',
  'finding.schedule-not-ours':
    'WinHTTP に設定されているプロキシ ({servers}) は、このネットワークではどこにも到達できず、このスケジュールが設定したものでもありません。そのまま残しました。',
  'finding.schedule-not-ours.remedy':
    'p2s-fix --apply は必要な設定を行い、p2s-fix --apply --direct はプロキシを削除します。',
  'fleet-cause.schedule-not-ours':
    'WinHTTP に設定されているプロキシは通信できず、スケジュールが設定したものでもありません。',
  'finding.user-setting-not-followed':
    'WinHTTP は {user} のプロキシ設定に合わせません: {why}。この設定は、管理者でなくても書き換えられます。',
  'finding.user-setting-not-followed.servers':
    'WinHTTP は {user} のプロキシ設定 ({servers}) に合わせません: {why}。この設定は、管理者でなくても書き換えられます。',
  'not-followed.nothing-named': '管理者がプロキシを指定も許可もしていません',
  'not-followed.not-allowed': '許可一覧にありません',
  'not-followed.direct': 'スケジュールが設定したものではない WinHTTP のプロキシを削除することになります',
  'not-followed-update-server':
    'Windows Update が暗号化されていない http で {wsus} を使用しているため、プロキシを選べる人が更新プログラムも選べてしまいます',
  'finding.user-setting-not-followed.remedy':
    '管理者: 正しい場合は、--proxy {proxy} で指定するか、{allowing} で許可してください (schedule install、fleet apply)。',
  'finding.user-setting-not-followed.remedy.several':
    '管理者: 正しいプロキシを --proxy {proxy} で指定するか、すべてを {allowing} で許可してください (schedule install、fleet apply)。',
  'finding.user-setting-not-followed.remedy.name':
    '管理者: 正しい場合は、--proxy {proxy} で指定してください。',
  'finding.user-setting-not-followed.remedy.direct': '管理者: 正しい場合は、--direct で指定してください。',
  'finding.user-setting-not-followed.remedy.update-server':
    '管理者: --proxy {proxy} でプロキシを指定するか、更新サーバーに https を使用してください。',
  'fleet-cause.user-setting-not-followed': 'WinINET に、許可されていないプロキシが設定されています。',
  'finding.user-setting-machine-wide':
    '{user} のプロキシ設定 ({servers}) が、コンピューター全体の WinHTTP の設定になります。この設定は、管理者でなくても書き換えられます。',
  'finding.user-setting-machine-wide.remedy':
    '正しいことを確認するか、プロキシを指定してください: p2s-fix --apply --proxy HOST:PORT',
  'fleet-cause.user-setting-machine-wide':
    'ユーザーのプロキシ設定が、コンピューター全体の WinHTTP の設定になります。',
  'any-user': 'ユーザー',
};
