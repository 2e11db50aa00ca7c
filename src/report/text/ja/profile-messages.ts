import { strategyText } from '../en/gateway-text.ts';
import type { Describe } from '../finding-text.ts';
import { GATEWAY_JA } from './gateway-text.ts';
import { inList } from './list-words.ts';

const ABOUT: Readonly<Record<string, string>> = {
  wininet: 'ユーザーの設定 (WinINET)',
  winhttp: 'コンピューターの設定 (WinHTTP)',
  gateways: 'ゲートウェイ',
};

/** Findings about what profiles and phonebooks say. */
export const PROFILE_TEXTS_JA = {
  'sstp-not-offered': (e) =>
    e.answered === true
      ? {
          message: `${e.gateway} は SSTP に応答しますが、プロファイルの VPN の種類は ${inList(e.types)} だけです。プロファイルが古くなっています (${inList(e.files)})。`,
          remedy: 'VPN 担当者: VPN クライアント パッケージを再生成し、インストールし直してください。',
        }
      : {
          message: `${e.gateway} は SSTP に対応していません。プロファイルの VPN の種類は ${inList(e.types)} です (${inList(e.files)})。`,
          remedy:
            'VPN 担当者: 対応している種類を使用してください。プロキシの設定では SSTP を使用できるようになりません。',
        },
  'gateway-openvpn-only': (e) => ({
    message:
      e.reason === 'virtual-wan'
        ? `${e.gateway} は Virtual WAN のゲートウェイのため、SSTP には対応していません。`
        : `プロファイルによると、${e.gateway} は OpenVPN だけに対応しています (${inList(e.files)})。`,
    remedy:
      'Azure VPN クライアントを使用してください。プロキシの設定では SSTP を使用できるようになりません。',
  }),
  'profiles-conflict': (e) => ({
    message: `${e.gateway} について、プロファイルの内容が一致しません: ${String(e.about)} ${saying(e.says)}。`,
    remedy: 'VPN 担当者: VPN クライアント パッケージを再生成し、それだけを使用してください。',
  }),
  'recordings-conflict': (e) => ({
    message: `記録されたコンピューターの間で${ABOUT[String(e.about)] ?? e.about}が一致しません: ${saying(e.says)}。`,
    remedy: '管理者: p2s-fix --machine FILE で 1 つずつ確認してください。',
  }),
  'openvpn-plugin-entry': (e) => ({
    message: `エントリ ${e.entry} は、VPN の種類の値にかかわらず Azure VPN クライアント (OpenVPN) のものです (${e.file})。`,
    remedy: null,
  }),
  'entry-without-sstp': (e) => ({
    message: `エントリ ${e.entry} は SSTP を使用せずに ${e.gateway} に接続します: ${strategyText(Number(e.strategy), GATEWAY_JA)} (${e.file})。`,
    remedy: null,
  }),
  'entry-unreadable': (e) => ({
    message: `エントリ ${e.entry} は SSTP で接続する可能性がありますが、${e.server === '' ? 'サーバーが設定されていません' : `サーバー「${e.server}」はホスト名として読み取れません`} (${e.file})。このエントリは確認していません。`,
    remedy:
      '管理者: サーバーには、https:// やパスを付けずに、ホスト名またはアドレスを 1 つだけ設定するか、プロファイルをインストールし直してください。ゲートウェイがわかっている場合は、--gateway HOST で指定してください。',
  }),
  'gateways-left-out': (e) => ({
    message: `電話帳に、1 回の実行で確認する数 (${e.limit}) より多くのゲートウェイがあります。${e.leftOut} 件は対象外とし、テストしていません。`,
    remedy: '確認するゲートウェイを指定してください: p2s-fix --gateway HOST',
  }),
  'phonebook-unreadable': (e) => ({
    message: `ファイル ${e.file}: ${e.problem}`,
    remedy: null,
  }),
  'profile-root-old': (e) => ({
    message: `${e.gateway} のプロファイルで指定されたルート証明書は ${inList(e.roots)} だけです。${e.deadline} に終了する移行より前のルート証明書です (${inList(e.files)})。`,
    remedy:
      'VPN 担当者: このゲートウェイの移行が Microsoft から通知されている場合は、VPN クライアント パッケージを再生成し、その日までにインストールしてください。',
  }),
  'profile-root-both': (e) => ({
    message: `${e.gateway} のプロファイルで指定されたルート証明書は ${inList(e.roots)} です。ルート証明書の移行の前後どちらでも使用できます。`,
    remedy: null,
  }),
  'profile-root-new': (e) => ({
    message: `${e.gateway} のプロファイルで指定されたルート証明書は ${inList(e.roots)} だけです。移行前のゲートウェイのルート証明書ではありません。`,
    remedy: null,
  }),
  'profile-root-unknown': (e) => ({
    message: `${e.gateway} のプロファイルで指定されたルート証明書は ${inList(e.roots)} です。Azure の既知のルート証明書ではありません (${inList(e.files)})。`,
    remedy: null,
  }),
  'profile-root-untrusted': (e) => ({
    message: `${e.gateway} のルート証明書はプロファイルと一致しますが、このシステムでは信頼されていません。`,
    remedy:
      '管理者: VPN クライアント パッケージをインストールし直してください。公的なルート証明書は、WinHTTP の経路で ctldl.windowsupdate.com に到達できれば自動的に追加されます。',
  }),
} satisfies Record<string, Describe>;

function saying(value: unknown): string {
  if (!Array.isArray(value)) return '';
  return value
    .map(({ file, value: named }: { file: string; value: string }) => `「${named}」(${file})`)
    .join('、');
}
