import type { MachineFacts } from '../../../../core/model/events.ts';
import { type Labels, systemName, type Words, wordsIn } from '../../words.ts';
import { CATALOG_JA } from '../catalog.ts';

const EXIT: Readonly<Record<number, string>> = {
  1: '予期しないエラーが発生しました。',
  2: '--apply を実行すると設定が変更されます。',
  3: '入力に誤りまたは不足があるため、何も実行していません。',
  4: '管理者権限が必要です。',
  5: '設定は書き込まれましたが、経路の確認に失敗しました。',
  6: '書き込みが反映されませんでした。',
  7: 'SSTP または失効確認のサーバーに到達できません。',
  8: '必要な変更を行うことができません。',
  9: '別の p2s-fix が実行中か、中断された変更が残っています。',
  130: '中止しました。',
  3010: '完了しました。再起動が必要です。',
};

const FLEET_EXIT: typeof EXIT = {
  1: '予期しないエラーが発生したか、応答のないコンピューターがあります。',
  2: '設定が変更されるコンピューターがあります。',
  3: '入力に誤りまたは不足があります (実行全体、または一部のコンピューター)。',
  4: '管理者権限が必要です (一部のコンピューターのみの場合もあります)。',
  5: '設定は書き込まれたものの、経路の確認に失敗したコンピューターがあります。',
  6: '書き込みが反映されなかったコンピューターがあります。',
  7: 'SSTP または失効確認のサーバーに到達できないか、移行の準備ができていないコンピューターがあります。',
  8: '必要な変更を行うことができないコンピューターがあります。',
  9: '別の p2s-fix が実行中か、中断された変更が残っているコンピューターがあります。',
  3010: '完了しました。再起動が必要なコンピューターがあります。',
};

const OWN_EXIT: Readonly<Record<string, string>> = {
  'migrate 3': '入力に誤りまたは不足があります。',
  'migrate 7': '移行の準備ができていないゲートウェイがあります。',
  'schedule 2': 'p2s-fix schedule install を実行すると修復されます。',
};
const KIND = { local: 'このコンピューター', recorded: '記録', remote: 'リモート' } as const;

/** Where an error is, when it is no file and no store. */
const PLACES: Readonly<Record<string, string>> = {
  'command line': 'コマンド ライン',
  'command line, profiles, phonebooks': 'コマンド ライン、プロファイル、電話帳',
  'standard input': '標準入力',
};
const FAILED = {
  observe: 'プロキシ設定を読み取れませんでした',
  resolve: '自動検出と PAC の結果を確認できませんでした',
  'probe-current': '現在の設定で経路を確認できませんでした',
  'probe-proposed': '変更後の設定で経路を確認できませんでした',
  'probe-next': 'IKEv2 と OpenVPN を確認できませんでした',
  'back-up': 'バックアップできませんでした',
  write: '書き込みに失敗しました',
  'read-back': '書き込んだ内容を確認できませんでした',
  'probe-after': '変更後の経路を確認できませんでした',
  restore: '元の設定に戻せませんでした',
} as const;

/** In the terms of Windows' own Japanese user interface. */
const LABELS: Labels = {
  sample: 'これはこのコンピューター内だけで動くサンプルです。実際の設定の読み取りや変更は行われません。',
  steps: {
    observe: 'プロキシ設定を読み取っています',
    resolve: '自動検出と PAC の結果を確認しています',
    'probe-current': '現在の設定で経路を確認しています',
    'probe-proposed': '変更後の設定で経路を確認しています',
    'probe-next': 'IKEv2 と OpenVPN を確認しています',
    'back-up': 'バックアップしています',
    write: '書き込んでいます',
    'read-back': '書き込んだ内容を確認しています',
    'probe-after': '経路をもう一度確認しています',
    restore: '元の設定に戻しています',
  },
  working: '処理中',
  stopping: '中止します。実行中の処理が終わるまでお待ちください。',
  failed: (step, detail) => `${FAILED[step]}${detail === null ? '' : ` (${detail})`}`,
  severity: { error: 'エラー', warning: '警告', info: '情報' },
  machine: (machine) => `コンピューター ${machineText(machine)}`,
  machineLine: (machine) => `コンピューター: ${machineText(machine)}`,
  vpnUser: (name) => `VPN ユーザー: ${name}`,
  recordedUser: '記録されたユーザー',
  unknownUser: '不明なユーザー',
  allUsers: 'すべてのユーザー',
  elevated: '管理者として実行中',
  notElevated: '管理者として実行していません',
  elevatedLong: '管理者として実行しています。',
  notElevatedLong:
    '管理者として実行していません。コンピューター全体の設定を変更するには管理者権限が必要です。',
  stores: 'プロキシ設定',
  winInetOf: (user) => `WinINET (${user})`,
  winHttp: (bothViews) => (bothViews ? 'WinHTTP (64/32 ビット共通)' : 'WinHTTP'),
  parts: ['プロキシ', 'バイパス', 'PAC', '自動検出'],
  differs: '相違あり',
  storesDiffer: (parts) => `WinINET と WinHTTP の相違: ${parts}`,
  willBeChanged: '変更対象',
  notVisible: '参照できません',
  unreadable: (reason) => `読み取れません (${reason})`,
  unknown: '不明',
  nothingStored: ' (設定なし)',
  fromStrings: ' (文字列の値による)',
  alsoStored: (values) => ` (オフ。保存値: ${values})`,
  managedBy: (owner) => `、${owner} により管理`,
  on: 'オン',
  off: 'オフ',
  none: 'なし',
  storedButOff: (value) => `オフ (保存値: ${value})`,
  comma: '、',
  direct: '直接',
  via: (proxy) => `${proxy} 経由`,
  by: (client) => `(${client})`,
  as: (account) => `${account} として`,
  gateways: 'ゲートウェイ',
  proposed: '(変更後)',
  withProposed: '変更後の設定',
  withCurrent: '現在の設定',
  afterChange: '変更の適用後',
  fromThisComputer: 'この p2s-fix を実行しているコンピューターから確認',
  fromMachine: '対象のコンピューターから確認',
  notChecked: (gateway) => `${gateway}: 確認していません。`,
  verdict: (proposed) => (proposed ? '判定 (変更後の設定)' : '判定'),
  next: '次の対応: ',
  readyToPaste: '依頼文 (そのまま貼り付けられます):',
  checks: { pass: '成功', fail: '失敗', warn: '警告', skip: '省略' },
  plan: '変更計画',
  nothingToChange: '変更の必要はありません。',
  needsAdministratorNote: ' (管理者権限が必要)',
  backup: (number, path) => `バックアップ ${number}: ${path}`,
  undo: (number) => `元に戻すには: p2s-fix rollback ${number}`,
  rollback: (number) => `p2s-fix rollback ${number}`,
  writes: {
    waiting: '待機中',
    started: '書き込み中',
    written: '書き込み済み',
    unchanged: '変更なし',
    restored: '元に戻しました',
    'not-done': '未実行',
    changed: '他のプログラムが変更したため書き込んでいません',
    denied: 'アクセスが拒否されました',
    failed: '失敗',
  },
  everythingRestored: 'すべて元に戻しました。',
  nothingWritten: '何も書き込んでいません。',
  changed: (stores) => `変更しました: ${stores}`,
  fileWritten: (file) => `書き込んだファイル: ${file}`,
  noBackups: 'バックアップはありません。',
  backups: (count) => `バックアップ ${count} 件。`,
  needsAdministrator: '管理者権限が必要です',
  runThere: '[管理者として実行] で開いたターミナルで、次を実行してください:',
  sameCommand: '同じコマンド',
  needsRestart: (why) => `このコンピューターの再起動が必要です${why === '' ? '' : ` (${why})`}。`,
  redial: (changed) =>
    `${changed ? '' : '適用後に、'}VPN を接続し直してください。接続中のセッションは以前の設定のままです。`,
  error: 'エラー',
  errorAt: (where) =>
    ` (${PLACES[where] ?? `${where}`.replace(/\bline (\d+)$/, '$1 行目').replace(/\bthe document$/, 'ファイル全体')})`,
  done: (seconds) => `所要時間 ${seconds} 秒。`,
  exitCode: (code) => `終了コード ${code}: `,
  exit(mode, code) {
    const own = mode === 'fleet' ? FLEET_EXIT[code] : OWN_EXIT[`${mode} ${code}`];
    if (code !== 0) return own ?? EXIT[code] ?? '';
    if (mode === 'audit' || mode === 'plan') return '変更の必要はありません。';
    if (mode === 'explain') return '既知のコードです。';
    if (mode === 'migrate') return '移行できます。';
    if (mode === 'export') return '変更が必要な場合は、ファイルを書き込みました。';
    return mode === 'verify' ? '経路は正常です。' : '正常に完了しました。';
  },
  andMore: (count) => `他 ${count} 件`,
  moreLines: (count) => `他 ${count} 行`,
  ask: {
    willWrite: '次の内容を書き込みます:',
    willWriteOf: (user) =>
      `${user} のプロキシ設定が、コンピューター全体の WinHTTP の設定になります。次の内容を書き込みます:`,
    willRestore: '次の内容に戻します:',
    willRestoreWhole: 'バックアップの内容に戻します。',
    backupMade: '書き込む前にバックアップを作成します。',
    backupGoes: (folder) => `書き込む前に ${folder} にバックアップを作成します。`,
    undoLater: ' 元に戻すには: p2s-fix rollback',
    stop: '。',
    noAdministrator: '管理者権限は必要ありません。',
    thisRunIs: ' 現在、管理者として実行しています。',
    thisRunIsNot: ' 現在、管理者として実行していません。',
    write: '書き込みますか?',
    restore: '元に戻しますか?',
  },
  routes: '経路',
  findings: '検出事項',
  tunnelRoute: 'トンネル',
  revocationRoute: '失効確認',
  addresses: (count) => `アドレス ${count} 件`,
  stages: {
    dns: '名前解決',
    tcp: 'TCP 接続',
    connect: 'プロキシへの CONNECT',
    tls: 'TLS ハンドシェイク',
    certificate: '証明書',
    http: 'SSTP 要求',
    sstp: 'SSTP ハンドシェイク',
    revocation: '失効確認',
  },
  notesMore: (count) => `情報 ${count} 件: --verbose`,
  details: '詳細: --verbose または --report report.html',
  settingNames: {
    winInet: (user) => `WinINET (${user})`,
    entry: (name, user) => `WinINET、VPN エントリ ${name} (${user})`,
    winHttp: {
      native: 'WinHTTP (64 ビット)',
      wow64: 'WinHTTP (32 ビット)',
      both: 'WinHTTP (64 ビットと 32 ビット)',
    },
  },
  view: {
    move: '上/下 移動',
    open: 'Enter 詳細',
    evidence: 'e 根拠',
    apply: 'a 適用',
    copy: 'c 依頼文をコピー',
    quit: 'q 終了',
    help: '? キー一覧',
    keys: [
      ['上/下、k/j', '移動'],
      ['PgUp/PgDn', '1 ページ移動'],
      ['Home/End', '最初、最後'],
      ['Enter', '詳細の表示/非表示'],
      ['e', '確認の根拠の表示/非表示'],
      ['a', '変更を適用', 'apply'],
      ['c', '担当者への依頼文をコピー'],
      ['?', 'この一覧の表示/非表示'],
      ['q、Esc', '終了 (レポートは残ります)'],
    ],
    above: (count) => `\u2026 上にあと ${count} 行`,
    below: (count) => `\u2026 下にあと ${count} 行`,
    place: (selected, count) => `${selected}/${count}`,
    endsAfter: (minutes) =>
      `キー操作がないまま ${minutes} 分経つと自動的に終了します。上のレポートは残ります。`,
    copied: '依頼文を上に表示しました。ターミナルが対応していれば、クリップボードにもコピーされています。',
  },
};

export const WORDS_JA: Words = Object.assign(wordsIn(CATALOG_JA), LABELS);

function machineText({ name, kind, os }: Pick<MachineFacts, 'name' | 'kind' | 'os'>): string {
  return `${name ?? '(名前なし)'} (${KIND[kind]}${os.version === null ? '' : `、${systemName(os.platform)} ${os.version}`})`;
}
