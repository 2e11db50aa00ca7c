import type { Translation } from '../../messages/text.ts';
import type { SCHEDULE_EN } from '../en/schedule.ts';

export const SCHEDULE_JA: Translation<typeof SCHEDULE_EN> = {
  'schedule-move.as-wanted': '設定は正しい状態です。',
  'schedule-move.proxy-works': 'このネットワークではプロキシが使えるため、設定します。',
  'schedule-move.no-proxy-wanted': 'プロキシは不要なため、WinHTTP は直接接続にします。',
  'schedule-move.proxy-does-not-answer':
    'このネットワークではプロキシ経由でどこにも到達できないため、解除します。',
  'schedule-move.proxy-not-here':
    'このネットワークでは指定のプロキシ経由でどこにも到達できず、WinHTTP にもプロキシはありません。変更は行いません。',
  'schedule-move.proxy-asks-sign-in':
    'プロキシが認証を要求していますが、SSTP もサービスもプロキシ認証に対応していません。何も変更しません。',
  'schedule-move.not-proved':
    'ゲートウェイが不明なため、このネットワークでプロキシを使用できるかどうか確認できません。何も変更しません。',
  'schedule-move.not-ours': 'どこにも到達できない別のプロキシが設定されています。そのまま残します。',
  'schedule-move.not-known': '必要な設定を今は判断できません。何も変更しません。',
  'schedule-move.left-alone': 'この変更は p2s-fix 以外によって連続 2 回元に戻されたため、もう行いません。',
  'schedule.removed': 'スケジュールを削除しました。',
  'schedule.not-installed': 'スケジュールはインストールされていません。',
  'schedule.to-install': 'インストールするには: p2s-fix schedule install --proxy HOST:PORT',
  'schedule.just-installed': 'スケジュールをインストールしました。',
  'schedule.installed': 'スケジュールがインストールされています。',
  'schedule.task': 'タスク p2s-fix: {state}',
  'schedule-task.registered': '登録済み',
  'schedule-task.missing': 'ありません',
  'schedule-task.changed': '変更されています',
  'schedule.program': 'プログラム: {folder}',
  'schedule.program.problem': 'プログラム: {folder} ({problem})',
  'schedule.log': 'ログ: {path}',
  'schedule.no-run': '前回の実行: まだありません',
  'schedule.run': '前回の実行: {at}、終了コード {exitCode}',
  'schedule.error': 'エラー {code}: {message}',
  'schedule.changed': '変更: {stores}',
  'schedule.undone': '連続 {count} 回、p2s-fix 以外によって元に戻されました: {stores} ({by})',
};
