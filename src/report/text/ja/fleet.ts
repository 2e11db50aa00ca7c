import type { Translation } from '../../messages/text.ts';
import type { FLEET_EN } from '../en/fleet.ts';

export const FLEET_JA: Translation<typeof FLEET_EN> = {
  'fleet.owners': '担当: {owners}',
  'fleet-cause.packages': '判定できません: {packages} パッケージの結果が収集されていません。',
  'fleet-next.packages': 'その結果も追加してください。Intune では修復ごとに一覧が表示されます。',
  'fleet-advice.name-computer':
    'ホスト名のない結果については、そのコンピューターで p2s-fix を実行するか、名前を指定して fleet を実行してください。',
  'fleet-advice.name-proxy':
    'プロキシが正しい場合は、--proxy {proxy} で指定するか、--allow-proxy {proxy} で許可してください (fleet apply)。',
  'fleet-advice.name-direct': 'プロキシなしが正しい場合は、--direct で指定してください (fleet apply)。',
  'fleet-advice.check-proxies':
    '--allow-proxy の各プロキシが正しい場合にのみ実行してください。この設定は、管理者でなくても書き換えられます。',
  'fleet-advice.save-list':
    '先に {count} 台の一覧を {file} として保存してください。--report FILE.html または FILE.md のレポートに含まれます。',
  'fleet.list': '{file} として保存 ({count} 台)',
  'fleet.total': '{count} 台中 {answered} 台が応答しました。',
  'fleet.total.one': '{count} 台中 {answered} 台が応答しました。',
  'fleet.computers': '{count} 台',
  'fleet.computers.one': '{count} 台',
  'fleet.more': '他 {count} 台',
  'fleet.missing': '参照できないキー: {keys}',
  'fleet.left': '他 {count} 件 (--json の出力にはすべて含まれます)',
  'fleet.changes': '{count} 件を変更予定 ({stores})',
  'fleet.changed': '{stores} を変更',
  'fleet.changed.backup': '{stores} を変更、バックアップ {backup}',
  'fleet.again': '{count} 台は再実行が必要です: {command}',
  'fleet.again.no-list': '{count} 台は再実行が必要です。--again FILE で一覧を書き出せます。',
  'fleet.evidence': '根拠',
  'fleet.teams': '対応が必要な担当: {teams}。',
  'fleet.team': '{who} ({count} 台)',
  'fleet.blockers': '必要な対応',
  'fleet.sites': '拠点 (ネットワークの状況が同じコンピューター)',
  'fleet.site': '拠点 {number}',
};
