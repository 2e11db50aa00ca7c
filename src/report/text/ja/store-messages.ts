import type { ConversionCode } from '../../../core/proxy/conversion-table.ts';
import { withYes } from '../en/store-messages.ts';
import { applyCommand, type Describe, isFailing, isUnproved, presentPath } from '../finding-text.ts';
import { conversionInJapanese } from './conversion-text.ts';
import { inList } from './list-words.ts';

/** The next step if the proposed change was tested and fails. */
function notYet(evidence: Record<string, unknown>): string {
  return presentPath(evidence) === 'works'
    ? '現在の設定のままにしてください (candidate-fails を参照)。'
    : '今書き込んでも解決しません。先に判定に示された対処を行い、その後に変更してください。';
}

const BESIDE_PRESENT = {
  works: 'は、現在の設定で通信できている接続先と',
  fails: 'も現在の設定でも',
  unknown: 'は',
};

/** The desired setting fails, and what is known about the current one. */
function failing({ candidateFails, ...evidence }: Record<string, unknown>): string {
  if (isUnproved(candidateFails))
    return '通信できるかどうかは確認できていません。現在の設定では通信できています';
  return `${BESIDE_PRESENT[presentPath(evidence)]}通信できません (${candidateFails})`;
}

function heldAndDesired({ holds, desired }: Record<string, unknown>, store: string): string {
  return holds === undefined
    ? `${store} が、必要なプロキシ設定になっていません。`
    : `${store} の設定は「${holds}」ですが、必要な設定は「${desired}」です。`;
}

/** Findings about the stores and what they should hold. */
export const STORE_TEXTS_JA = {
  'winhttp-not-aligned': (e, store) => ({
    message: isFailing(e)
      ? `${store} が、変更後のプロキシ設定になっていません。ただし、変更後の設定で${failing(e)}。`
      : `${heldAndDesired(e, store)}${e.works === true ? '現在は、どちらの経路も正常です。' : ''}`,
    remedy: isFailing(e) ? notYet(e) : `次のコマンドを実行してください: ${applyCommand(e)}`,
  }),
  'wininet-not-as-desired': (e, store) => ({
    message: isFailing(e)
      ? `${store} が、必要なプロキシ設定になっていません。ただし、変更後の設定で${failing(e)}。`
      : heldAndDesired(e, store),
    remedy: isFailing(e) ? notYet(e) : `次のコマンドを実行してください: ${applyCommand(e)}`,
  }),
  'wininet-mirror-differs': (e, store) => ({
    message: `${store}: 文字列の値 (${inList(e.values)}) が、Windows が実際に使用する設定と一致しません。`,
    remedy: `他のツールが片方だけを書き換えています。文字列の値を揃えるには: ${applyCommand(e)}`,
  }),
  'wininet-strings-only': (e, store) => ({
    message: `${store}: 文字列の値は「${e.strings}」ですが、Windows は「${e.used}」を使用しています。他のツールが文字列の値だけを書き換えています。`,
    remedy:
      'p2s-fix --apply --proxy … を実行すると、Windows が使用する設定も書き込まれます。--proxy を指定しない場合は、文字列の値の方を揃えます。',
  }),
  'wininet-strings-newer': (e, store) => ({
    message:
      e.newer === 'strings'
        ? `${store}: 文字列の値 (${inList(e.values)}) は「${e.strings}」で、後から変更されていますが、Windows はまだ取り込んでいません。現在の設定は「${e.used}」です。プログラムは次回の起動から文字列の値を使用することがあります。`
        : `${store}: 文字列の値 (${inList(e.values)}) は「${e.strings}」、設定は「${e.used}」です。どちらが新しいかを判断できないため (${e.reason})、プログラムはどちらも使用する可能性があります。`,
    remedy: `必要な状態を指定してください: p2s-fix --apply --proxy HOST:PORT${withYes(e)}、または p2s-fix --apply --direct${withYes(e)}。指定しない場合はどちらも変更しません。`,
  }),
  'wininet-legacy-missing': (e, store) => ({
    message:
      e.reason === 'absent'
        ? `${store}: SavedLegacySettings がないため、Windows は文字列の値が変更されたかどうかを判断できません。`
        : `${store}: SavedLegacySettings を読み取れないため (${e.reason})、Windows は文字列の値が変更されたかどうかを判断できません。`,
    remedy: '次にこの設定を変更するときに p2s-fix が書き込みます。',
  }),
  'value-wrong-type': (e, store) => ({
    message: `${store}: 値 ${e.value} の型が ${e.wanted} ではなく ${e.type} です。プログラムが無視したり、誤って読み取ったりすることがあります。`,
    remedy: '--proxy または --direct で状態を指定すると、p2s-fix が正しい型で書き込みます。',
  }),
  'policy-proxy-differs': (e, store) => ({
    message: `${store}: ポリシーの値は「${e.policy}」ですが、設定は「${e.used}」です。`,
    remedy: 'どちらが正しいかを、ポリシーの管理者に確認してください。',
  }),
  'vpn-entry-proxy': (e, store) => ({
    message: `${store}: この VPN エントリには独自のプロキシ設定 (${e.settings}) がありますが、LAN の設定は直接接続です。p2s-fix は LAN の設定に従います。`,
    remedy: null,
  }),
  'winhttp-proxy-empty': (_, store) => ({
    message: `${store} はプロキシを使用する設定ですが、サーバーが指定されていないため、直接接続になります。`,
    remedy: 'プロキシが必要な場合は --proxy で指定してください。',
  }),
  'tunnel-without-proxy': (e, store) => ({
    message: `${store}: ${e.settings} には https のプロキシがないため、VPN トンネルは直接接続します。`,
    remedy:
      'トンネルでプロキシを使用するには、すべてのプロトコルのプロキシを指定してください: p2s-fix --apply --proxy HOST:PORT。',
  }),
  'auto-detect-hidden': (_, store) => ({
    message: `${store}: 自動検出は有効ですが、Windows は無効と報告しています。何も検出されなかったネットワークでは、Windows が有効であることを示さない場合があります。`,
    remedy: null,
  }),
  'wininet-legacy-differs': (e, store) => ({
    message: `${store}: SavedLegacySettings の値は「${e.legacy}」です。Windows は LAN の設定を使用しますが、古いプログラムはこの値を使用することがあります。`,
    remedy: null,
  }),
  'winhttp-wininet-shaped': (e, store) => ({
    message: `${store} に WinINET 形式の設定が書き込まれています。プロキシが表示されるツールもありますが、Windows は使用しません。`,
    remedy: `他のツールが書き込んだものです。バックアップの後に全体を置き換えるには: ${applyCommand({ ...e, yes: true })}`,
  }),
  'winhttp-proxy-stale': (e, store) => ({
    message: e.fails
      ? `${store}: コンピューター全体に ${e.proxy} が設定されていますが、通信できません。ユーザーの設定にはプロキシがありません。`
      : `${store}: コンピューター全体に ${e.proxy} が設定されていますが、ユーザーの設定にはプロキシがありません。`,
    remedy: isFailing(e) ? notYet(e) : `解除するには: ${applyCommand(e)}`,
  }),
  'service-account-proxy': (e, store) => ({
    message: e.decides
      ? `${store}: ${e.settings}。失効確認はこのアカウントで実行され、WinHTTP にプロキシがない間はこの設定が使用されます。`
      : `${store}: ${e.settings}。WinHTTP にプロキシがない場合、このアカウントのサービスがこの設定を使用します。`,
    remedy: null,
  }),
  'wpad-disabled': (_, store) => ({
    message: `${store}: 自動検出がオンですが、DisableWpad により WinHTTP では無効です。`,
    remedy: null,
  }),
  'changed-since-apply': (e, store) => ({
    message: `${store} は、p2s-fix が最後に書き込んだ後 (${e.appliedAt}、バックアップ ${e.backup})、他から変更されています。`,
    remedy:
      'ポリシー、管理エージェント、または他のツールが設定している可能性があります。再度書き込む前に、変更元を確認してください。',
  }),
  'bypass-matches': (e, store) => ({
    message: `${store}: バイパス リストのエントリ ${e.entry} により、${e.host} への通信はプロキシを経由しません。`,
    remedy: 'このコンピューターから直接到達できない場合は、このエントリを削除してください。',
  }),
  'loopback-proxy': (e, store) => ({
    message: `${store}: プロキシ ${e.host}:${e.port} はこのコンピューター自身です${listenerText(e)}。`,
    remedy:
      '通常はユーザー セッションで動作するエージェントのものです。サービスや、サインイン前の VPN からは利用できるとは限りません。',
  }),
  'wininet-direct-bit-missing': (e, store) => ({
    message: `${store}: フラグのビット 0 (直接) がありません。Windows がこの設定を無視する可能性があります。`,
    remedy: `設定するには: ${applyCommand(e)}`,
  }),
  'wininet-blob-absent': (_, store) => ({
    message: `${store}: まだ何も保存されていません。Windows は次に使用するときに、文字列の値から設定を作成します。`,
    remedy: null,
  }),
  'store-unreadable': (e, store) => ({
    message: `${store}: ${e.bytes} バイトの値を読み取れません (${e.reason})。`,
    remedy: unreadableRemedy(e),
  }),
  'store-unseen': (e, store) => ({
    message: `${store} を参照できません。${e.key} がエクスポートされていないか、アクセスが拒否されました。`,
    remedy: 'そのキーもエクスポートするか、管理者として実行してください。',
  }),
  'policy-unseen': () => ({
    message: 'Policies の下のキーを参照できません。プロキシ設定を管理するポリシーはないものとして扱います。',
    remedy: null,
  }),
  'store-managed': (e, store) => ({
    message: `${store} は管理されています (${e.by})。p2s-fix は書き込みません。`,
    remedy: 'そのポリシーの管理者に依頼してください。',
  }),
  'change-blocked': (e, store) =>
    e.reason === 'unknown-version'
      ? {
          message: `${store} を変更する必要がありますが、値のバージョンが不明なため、上書きしません。`,
          remedy: '新しい p2s-fix を使用するか、Windows の機能でプロキシを設定してください。',
        }
      : {
          message: `${store} を変更する必要がありますが、管理されています (${e.reason})。どこにも書き込んでいません。`,
          remedy: 'そのポリシーの管理者に、ポリシー側での設定を依頼してください。',
        },
  'per-machine-policy': () => ({
    message:
      'ポリシー ProxySettingsPerUser=0 により、すべてのユーザーがコンピューター全体の設定を共有しています。',
    remedy: null,
  }),
  'alignment-refused': (e) => ({
    message: `設定を引き継ぐことができません: ${conversion(e)}。`,
    remedy:
      e.needless === true
        ? '現在はどちらの経路も正常なため、変更は必要ありません。'
        : typeof e.meant === 'string'
          ? `管理者: ${e.meant} が正しいプロキシであれば、WinINET と WinHTTP に設定してください: p2s-fix --apply --proxy ${e.meant}`
          : '--proxy または --direct で、WinHTTP に設定する内容を指定してください。',
  }),
  'alignment-note': (e) => ({ message: `注意点がありますが引き継ぎます: ${conversion(e)}。`, remedy: null }),
  'machine-wide-proxy': (e) => ({
    message:
      e.portable === true
        ? 'WinHTTP のプロキシは、このコンピューターのすべてのサービスに適用されます。このコンピューターは持ち運びできるため、社外ではプロキシに到達できず、設定を解除するまで Windows Update、その他のサービス、VPN の失効確認が失敗します。'
        : 'WinHTTP のプロキシは、このコンピューターのすべてのサービスに適用され、ネットワークを離れても残ります。Windows Update などもこのプロキシを使用します。',
    remedy: '持ち運びできるコンピューターでは、社外で解除してください: p2s-fix --apply --direct',
  }),
} satisfies Record<string, Describe>;

function listenerText({ known, listening, process, pid }: Record<string, unknown>): string {
  if (known !== true) return '';
  if (listening !== true) return '。そのポートで待ち受けているプログラムはありません';
  return process === null
    ? '。待ち受けているプログラムの名前は確認できません'
    : `。${process} (プロセス ${pid}) が待ち受けています`;
}

function unreadableRemedy({ reason, decides, ...e }: Record<string, unknown>): string {
  if (reason === 'unknown-version')
    return '不明なバージョンの値は上書きしません。新しい p2s-fix を使用してください。';
  return decides === true
    ? '内容を推測することはありません。p2s-fix --apply --proxy … --yes で設定を指定すると、バックアップの後に全体を置き換えます。'
    : `内容を推測することはありません。バックアップの後に全体を置き換えるには: ${applyCommand({ ...e, yes: true })}`;
}

function conversion({ reason, detail }: Record<string, unknown>): string {
  return conversionInJapanese(reason as ConversionCode, String(detail));
}
