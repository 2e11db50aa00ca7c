import { reasonOf } from '../../messages/reason.ts';
import { toWords } from '../../messages/text.ts';
import { type Describe, eachOf, lostGateways, migrateCommand, presentPath } from '../finding-text.ts';
import { CATALOG_JA } from './catalog.ts';
import { inList } from './list-words.ts';
import { whyNotInJapanese } from './why-not.ts';

/** Findings about the machine, the path, and this run. */
export const RUN_TEXTS_JA = {
  'no-gateway-known': () => ({
    message: 'ゲートウェイが不明なため、経路を確認していません。',
    remedy: '次のように指定してください: p2s-fix --gateway azuregateway-….vpn.azure.com',
  }),
  'partly-applied': (e) => ({
    message: `管理者権限が不要な変更だけを行いました。残り: ${inList(e.stores)}`,
    remedy:
      e.command === null
        ? '同じコマンドを管理者として実行してください。'
        : `管理者として実行してください: ${e.command}`,
  }),
  'service-disabled': (e) => ({
    message: `サービス ${e.service} が無効です。`,
    remedy: `スタートアップの種類を手動に戻してください: sc.exe config ${e.service} start= demand`,
  }),
  'service-missing': (e) => ({
    message: `SSTP に必要なサービスがありません: ${inList(e.services)}`,
    remedy:
      'Windows のイメージまたは軽量化スクリプトにより削除されています。プロキシの設定では解決しません。',
  }),
  'revocation-check-misplaced': (e) => ({
    message: `NoCertRevocationCheck が、SstpSvc が参照しない場所にあります (${e.key})。効果はありません。`,
    remedy: '削除してください。失効確認を無効にしようとしたもので、有効になるとセキュリティが低下します。',
  }),
  'revocation-check-disabled': () => ({
    message:
      'NoCertRevocationCheck=1 により SSTP の失効確認が無効です。セキュリティが低下し、原因が隠れてしまいます。',
    remedy: '失効確認の経路が正常になったら、この値を削除してください。',
  }),
  'restart-pending': (e) => ({
    message: `Windows の再起動が保留されています (${inList(e.reasons)})。プロキシの変更に再起動は必要ありません。`,
    remedy: null,
  }),
  'change-unconfirmed': (e) =>
    e.secondsLeft === 0
      ? {
          message: `変更 (バックアップ ${e.backup}) は ${e.deadline} までに確定されませんでしたが、まだ残っています。`,
          remedy: `p2s-fix --apply は、最初に元に戻してから処理を続けます。${e.command} で元に戻すこともできます。`,
        }
      : {
          message: `変更 (バックアップ ${e.backup}) は、${time(Number(e.secondsLeft))}以内に確定されなければ元に戻ります。`,
          remedy: `変更を維持するには: ${e.command}`,
        },
  'values-not-put-back': (e) => ({
    message: `バックアップ ${e.backup} の変更は${e.putBackAt === null ? '' : `確定されなかったため ${e.putBackAt} に`}元に戻しましたが、その後に別の操作で変更された次の値はそのままです: ${inList(e.values)}。`,
    remedy: `これらも元に戻すには: ${e.command ?? `p2s-fix rollback ${e.backup}`}`,
  }),
  'change-interrupted': (e) => ({
    message: `以前の変更が中断されています (バックアップ ${e.backup})。`,
    remedy:
      'p2s-fix --apply は、最初に元に戻してから処理を続けます。p2s-fix rollback で元に戻すこともできます。',
  }),
  'candidate-fails': (e) => ({
    message:
      presentPath(e) === 'works'
        ? `変更後の設定${lost(e)}。現在の設定では通信できています。`
        : `変更後の設定をテストしましたが、解決しません。変更後の設定${lost(e)}。`,
    remedy: `${e.answering === undefined ? '' : `WinHTTP は一覧の最初のプロキシだけを使用しますが、接続できません。${e.answering} には接続できます。これを先頭にするか、--proxy で指定してください。`}--apply では書き込まれません。それでも書き込む場合は --yes を追加してください。`,
  }),
  'sstp-retirement': (e) => ({
    message: isOver(e)
      ? `Azure の SSTP は ${e.date} に終了しました。この接続を IKEv2 または OpenVPN に移行する必要があります。`
      : `Azure の SSTP は ${e.date} に終了します${inDays(e)}。それまでに、この接続を IKEv2 または OpenVPN に移行する必要があります。`,
    remedy: `ここから何が利用できるかを確認するには: ${migrateCommand(e)}`,
  }),
  'gateway-root-migration': (e) => ({
    message: isOver(e)
      ? `${e.date} 以降、Azure ゲートウェイの新しいルート証明書だけが有効です。`
      : `${e.date} 以降${inDays(e)}、Azure ゲートウェイの新しいルート証明書だけが有効になります。`,
    remedy: `VPN 担当者: まだ行っていない場合は、VPN プロファイルを再生成し、インストールし直してください。対象のプロファイルの確認: ${migrateCommand(e)}`,
  }),
  'gateway-name-unusual': (e) => ({
    message: `${e.host} は Azure VPN ゲートウェイの名前 (azuregateway-….vpn.azure.com) ではないようですが、確認は行います。`,
    remedy: null,
  }),
  'name-needs-proxy': (e) => ({
    message: `WinINET の設定ではトンネルは直接接続になりますが、${e.gateway} の名前をここでは解決できません。WinHTTP のプロキシ ${e.proxy} は名前を解決できる可能性があります。`,
    remedy:
      '管理者: そのプロキシが正しい場合は、WinINET にも設定してください: p2s-fix --apply --source winhttp',
  }),
  'proxy-passed-over': (e) => ({
    message: `${e.gateway} への経路が設定に複数指定されていますが、${inList(eachOf(e.ways, (one) => `${one.via} では接続できません (${toWords(reasonOf(one), CATALOG_JA)})`))}。WinINET と同様に、次の経路 (${e.via === 'direct' ? '直接接続' : e.via}) を確認しました。SSTP サービスも次の経路を使用するかどうかはわかっていません。`,
    remedy: `管理者: ${inList(eachOf(e.ways, ({ via }) => String(via)))} を復旧するか、PAC ファイルまたは一覧から削除してください。失効確認に使用される WinHTTP は、一覧の最初のプロキシだけを使用します。`,
  }),
  'path-not-checked': (e) =>
    e.reason === 'recording'
      ? {
          message:
            '経路を確認していません。このコンピューターからの経路は、記録されたコンピューターの経路とは異なります。',
          remedy: 'このコンピューターから確認する場合は --probe を追加してください。',
        }
      : { message: '指定により、経路を確認していません。', remedy: null },
  'program-folder-writable': (e) => ({
    message: `管理者権限で実行していますが、このプログラムは他のユーザーが変更できる場所にあります (${e.folder}: ${e.reason})。`,
    remedy:
      e.singleExecutable === true
        ? 'p2s-fix.exe を "C:\\Program Files" の中のフォルダーにコピーし、そこから実行してください。'
        : 'コンピューター全体に対してインストールしてください: npm i -g --prefix "C:\\Program Files\\p2s-fix" p2s-fix (Node も Program Files に置いてください)',
  }),
  'constrained-language': (e) => ({
    message: `アプリケーション制御により、PowerShell が ${e.languageMode} に制限されています。読み取りはすべて行えます。変更は Windows の関数を使用せず、レジストリに書き込みます。`,
    remedy:
      'Windows の関数も使用するには、p2s-fix のスクリプトに署名するか、ハッシュを登録して許可してください。',
  }),
  'powershell-fallback': (e) => ({
    message: `Windows PowerShell 5.1 が応答しないため、PowerShell ${e.version} を使用しました。`,
    remedy: null,
  }),
  'written-not-notified': (e, store) => ({
    message: `${store} を書き込みましたが、実行中のプログラムには通知していません (${whyNotInJapanese(e.reason)})。各プログラムは、設定を読み直すまで以前の設定を使用します。`,
    remedy:
      'プログラムを再起動するか、サインアウトしてサインインし直してください。新しい VPN 接続は新しい設定を使用します。',
  }),
  'windows-reader-unavailable': (e, store) => ({
    message: `${store} の内容は読み直して比較しましたが、Windows の関数による確認は行っていません (${whyNotInJapanese(e.reason)})。`,
    remedy: null,
  }),
  'winhttp-client-unavailable': (e) => ({
    message: `Windows の WinHTTP クライアントによる確認は行っていません (${whyNotInJapanese(e.reason)})。失効確認の経路は p2s-fix だけで確認しました。`,
    remedy: null,
  }),
} satisfies Record<string, Describe>;

function isOver({ daysLeft }: Record<string, unknown>): boolean {
  return Number(daysLeft) <= 0;
}

function inDays({ daysLeft }: Record<string, unknown>): string {
  return daysLeft === 1 ? ' (明日)' : ` (あと ${daysLeft} 日)`;
}

function time(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (minutes === 0) return ` ${rest} 秒`;
  return ` ${minutes} 分${rest === 0 ? '' : ` ${rest} 秒`}`;
}

function lost(evidence: Record<string, unknown>): string {
  const { isProved, names } = lostGateways(evidence);
  return isProved
    ? `では、${inList(names)} と通信できません`
    : `で ${inList(names)} と通信できるかどうかは、確認できていません`;
}
