import { EXPORT_LINE } from '../../../core/export/export-line.ts';
import { type Text, text, toWords } from '../../messages/text.ts';
import type { FleetWords } from '../en/fleet-text.ts';
import { CATALOG_JA } from './catalog.ts';
import { FLEET_CAUSES_JA } from './fleet-causes.ts';
import { inList } from './list-words.ts';

const inWords = (one: Text) => toWords(one, CATALOG_JA);

export const FLEET_JA: FleetWords = {
  causes: {
    aligned: { text: '望ましい状態です。', next: null },
    changed: {
      text: '変更し、読み戻して確認しました。',
      next: 'そのコンピューターで VPN に接続し直してください。接続中のものは古い設定のままです。',
    },
    'not-judged': {
      text: '判定できません。参照できないプロキシ設定があります。',
      next: `記録ファイルの場合は、そのコンピューターで VPN を使うユーザーとして PowerShell で次を実行してください: ${EXPORT_LINE}`,
    },
    confirmed: { text: '確定待ちの変更を確定しました。', next: null },
    unchanged: { text: '行う必要のあることはありませんでした。', next: null },
    ready: { text: 'SSTP から移行できます。', next: null },
    'ready-after-changes': {
      text: '対応後に SSTP から移行できます。',
      next: '必要な対応は各コンピューターの結果にあります。担当者への依頼文はそのまま送れます。',
    },
    'not-possible': {
      text: 'そのネットワークからは移行できません。',
      next: '別のネットワーク、またはプロキシの例外設定が必要です。',
    },
    'not-known': {
      text: '移行できるかどうか判断できません。',
      next: '判断に必要なことは各コンピューターの結果にあります。多くの場合はプロファイルです (--profile FILE)。OpenVPN はそのキーで確認します。',
    },
    unreachable: {
      text: '接続できません。名前が解決できないか、電源が入っていないか、待ち受けているものがありません。',
      next: '名前を確かめ、sshd または WinRM が動作し通信が許可されているか確認してください。ノートコンピューターは fleet report で結果を集められます。',
    },
    'sign-in-refused': {
      text: '到達しましたが、サインインを拒否されました (キー、ユーザー、ホスト キー、権限のいずれか)。',
      next: '一度手動でサインインし (ssh、Enter-PSSession)、表示を確認してください。',
    },
    'no-powershell': {
      text: 'サインインできましたが、PowerShell が応答しません。',
      next: '相手の sshd_config に powershell サブシステムが必要です。別の名前は --subsystem で指定します。',
    },
    'no-remoting': {
      text: 'このコンピューターの PowerShell では、この方法で接続できません。',
      next: 'SSH には PowerShell 7.3 以降 (--powershell FILE)、WinRM には Windows が必要です。',
    },
    hangs: {
      text: '接続しましたが、時間内に応答がありません。',
      next: '--deadline を長くして再実行してください。変わらなければコンピューターを再起動してください。',
    },
    lost: {
      text: '途中で接続が切れました。',
      next: '再実行してください。途中まで行われた変更は見つけて先に元に戻します。',
    },
    'remote-error': {
      text: '相手の PowerShell がエラーで終了しました。',
      next: 'エラーの内容は根拠に示しています。',
    },
    'no-result': {
      text: '読み取れる応答がありません。',
      next: '相手のアプリケーション制御またはウイルス対策ソフトがスクリプトを止めた可能性があります。',
    },
    'not-run': { text: '問い合わせる前に実行が終了しました。', next: null },
  },
  titles: FLEET_CAUSES_JA,
  owners: (owners) => `担当: ${owners}`,
  list: (file, count) => `${file} として保存 (${count} 台)`,
  total: (total, answered) => `${total} 台中 ${answered} 台が応答しました。`,
  group: (count) => `${count} 台`,
  more: (count) => `他 ${count} 台`,
  missing: (keys) => `参照できないキー: ${keys}`,
  left: (count) => `他 ${count} 件 (--json の出力にはすべて含まれます)`,
  changes: (count, stores) => `${count} 件を変更予定 (${stores})`,
  changed: (stores, backup) => `${stores} を変更${backup === null ? '' : `、バックアップ ${backup}`}`,
  again: (count, file, command) =>
    file === null
      ? `${count} 台は再実行が必要です。--again FILE で一覧を書き出せます。`
      : `${count} 台は再実行が必要です: ${command ?? file}`,
  evidence: '根拠',
  teams: (teams) =>
    `対応が必要な担当: ${inList(teams.map(({ to, count }) => `${inWords(text(`actor.${to}`))} (${count} 台)`))}。`,
  blockers: '必要な対応',
  sites: '拠点 (ネットワークの状況が同じコンピューター)',
  site: (number) => `拠点 ${number}`,
  comma: '、',
  inWords,
};
