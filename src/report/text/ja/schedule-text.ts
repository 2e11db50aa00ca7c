import { type NotFollowed, userText } from '../../../core/decide/not-followed.ts';
import { notFollowedIn, type ScheduleWords } from '../en/schedule-text.ts';
import { type Describe, wordFor } from '../finding-text.ts';
import { inList } from './list-words.ts';

const NO_POLICY =
  '既知のポリシーではありません。MDM またはグループ ポリシーの基本設定は、ポリシーを残さずに書き込むことがあります';

/** Findings about a scheduled run. */
export const SCHEDULE_TEXTS_JA = {
  'schedule-undone': (e) => ({
    message: `スケジュールによる ${inList(e.stores)} の変更が、連続 ${e.count} 回、他のものによって元に戻されました (${e.by ?? NO_POLICY})。${
      e.pausedUntil === null ? '' : `設定は ${e.pausedUntil} まで行いません。`
    }`,
    remedy:
      'この設定を書き込んでいるもの (ポリシー、Intune などの MDM、グループ ポリシーの基本設定、スクリプト、別のエージェント) を調べ、どちらか一方だけに設定させてください。スケジュールをやめるには: p2s-fix schedule remove',
  }),
  'schedule-users-disagree': (e) => ({
    message: `サインイン中のユーザー (${inList(e.users)}) が必要とする WinHTTP の設定が異なりますが、WinHTTP の設定は全員で 1 つです。WinHTTP は設定していません。`,
    remedy: 'インストール時に VPN ユーザーを指定してください: p2s-fix schedule install --user SID',
  }),
  'schedule-user-unanswered': (e) => ({
    message: `${inList(e.users)} に必要な WinHTTP の設定を今は判断できません。PAC ファイルまたは自動検出から 1 つに定まる応答がありませんでした。WinHTTP の設定は全員で 1 つのため、設定していません。`,
    remedy:
      'そのユーザーの PAC のアドレスを確認するか、インストール時に VPN ユーザーを指定してください: p2s-fix schedule install --user SID',
  }),
  'schedule-not-ours': (e) => ({
    message: `WinHTTP に、ここでは応答せず、このスケジュールが設定したものでもないプロキシがあります (${inList(e.servers)})。そのまま残しました。`,
    remedy: 'p2s-fix --apply は必要な設定を行い、p2s-fix --apply --direct はプロキシを削除します。',
  }),
  'user-setting-not-followed': (e) => ({
    message: `WinHTTP は ${settingOf(notFollowedIn(e))} に合わせません: ${whyNot(notFollowedIn(e))}。この設定はどのユーザーでも書き換えられます。`,
    remedy: remedyOf(notFollowedIn(e)),
  }),
  'user-setting-machine-wide': (e) => ({
    message: `${settingOf(notFollowedIn(e))} が、コンピューター全体の WinHTTP の設定になります。この設定はどのユーザーでも書き換えられます。`,
    remedy: '正しいことを確認するか、プロキシを指定してください: p2s-fix --apply --proxy HOST:PORT',
  }),
} satisfies Record<string, Describe>;

const WHY_NOT: Readonly<Record<string, string>> = {
  'nothing-named': '管理者がプロキシを指定も許可もしていません',
  'not-allowed': '許可一覧にありません',
  direct: 'スケジュールが設定したものではない WinHTTP のプロキシを削除することになります',
};

function whyNot({ reason, wsus }: Pick<NotFollowed, 'reason' | 'wsus'>): string {
  return reason === 'wsus-http'
    ? `Windows Update が暗号化されていない http で ${wsus} を使用しているため、プロキシを選べる人が更新プログラムも選べてしまいます`
    : wordFor(WHY_NOT, reason);
}

function remedyOf({ reason, servers }: Pick<NotFollowed, 'reason' | 'servers'>): string {
  const [proxy = 'HOST:PORT'] = servers;
  if (reason === 'direct') return '管理者: 正しい場合は、--direct で指定してください。';
  if (reason === 'wsus-http')
    return `管理者: --proxy ${proxy} でプロキシを指定するか、更新サーバーに https を使用してください。`;
  return `管理者: 正しい場合は、--proxy ${proxy} で指定するか、--allow-proxy ${proxy} で許可してください (schedule install、fleet apply)。`;
}

function settingOf({ servers, ...user }: NotFollowed): string {
  return `${userText(user) ?? 'ユーザー'} のプロキシ設定${servers.length === 0 ? '' : ` (${inList(servers)})`}`;
}

export const SCHEDULE_JA: ScheduleWords = {
  moves: {
    'as-wanted': '設定は望ましい状態です。',
    'proxy-works': 'このネットワークではプロキシが使えるため、設定します。',
    'no-proxy-wanted': 'プロキシは不要なため、WinHTTP は直接接続にします。',
    'proxy-does-not-answer': 'このネットワークではプロキシが応答しないため、解除します。',
    'proxy-not-here': 'このネットワークではプロキシが応答せず、設定もされていません。',
    'proxy-asks-sign-in':
      'プロキシが認証を求めていますが、SSTP もサービスも応じられません。何も変更しません。',
    'not-ours': '応答しない別のプロキシが設定されています。そのまま残します。',
    'not-known': '望ましい設定を今は判断できません。何も変更しません。',
    'backing-off': 'この変更は他のものによって繰り返し元に戻されるため、今は行いません。',
  },
  removed: 'スケジュールを削除しました。',
  notInstalled: 'スケジュールはインストールされていません。',
  toInstall: 'インストールするには: p2s-fix schedule install',
  justInstalled: 'スケジュールをインストールしました。',
  installed: 'スケジュールがインストールされています。',
  task: (state) =>
    `タスク p2s-fix: ${{ registered: '登録済み', missing: 'ありません', changed: '変更されています' }[state]}`,
  program: (folder, problem) => `プログラム: ${folder}${problem === null ? '' : ` (${problem})`}`,
  log: (path) => `ログ: ${path}`,
  noRun: '前回の実行: まだありません',
  run: (at, exitCode) => `前回の実行: ${at}、終了コード ${exitCode}`,
  error: (code, message) => `エラー ${code}: ${message}`,
  changed: (stores) => `変更: ${inList(stores)}`,
  undone: ({ count, stores, by }) =>
    `他のものが連続 ${count} 回、元に戻しました: ${inList(stores)} (${by ?? NO_POLICY})`,
  notFollowed: (one) => `${settingOf(one)} に合わせません: ${whyNot(one)}。${remedyOf(one)}`,
};
