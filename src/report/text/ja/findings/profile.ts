import type { Translation } from '../../../messages/text.ts';
import type { FINDINGS_PROFILE_EN } from '../../en/findings/profile.ts';

export const FINDINGS_PROFILE_JA: Translation<typeof FINDINGS_PROFILE_EN> = {
  'finding.sstp-not-offered':
    '{gateway} は SSTP に対応していません。プロファイルの VPN の種類は {types} です ({files})。',
  'finding.sstp-not-offered.remedy':
    'VPN 担当者: 対応している種類を使用してください。プロキシの設定では SSTP を使用できるようになりません。',
  'finding.sstp-not-offered.answered':
    '{gateway} は SSTP に応答しますが、プロファイルの VPN の種類は {types} だけです。プロファイルが古くなっています ({files})。',
  'finding.sstp-not-offered.answered.remedy':
    'VPN 担当者: 新しい VPN クライアント パッケージをダウンロードし、配布し直してください。',
  'fleet-cause.sstp-not-offered': 'ゲートウェイは SSTP を提供していません。',
  'finding.gateway-openvpn-only':
    'プロファイルによると、{gateway} は OpenVPN だけに対応しています ({files})。',
  'finding.gateway-openvpn-only.virtual-wan':
    '{gateway} は Virtual WAN のゲートウェイのため、SSTP には対応していません。',
  'finding.gateway-openvpn-only.remedy':
    'Azure VPN クライアントを使用してください。プロキシの設定では SSTP を使用できるようになりません。',
  'fleet-cause.gateway-openvpn-only': 'ゲートウェイは OpenVPN だけに対応しています。',
  'finding.profiles-conflict': '{gateway} について、プロファイルの内容が一致しません: {about} {sayings}。',
  'finding.profiles-conflict.remedy':
    'VPN 担当者: 新しい VPN クライアント パッケージをダウンロードし、それだけを使用してください。',
  'fleet-cause.profiles-conflict': 'ゲートウェイについて、プロファイルの内容が一致しません。',
  'finding.recordings-conflict': '記録されたコンピューターの間で{part}が一致しません: {sayings}。',
  'finding.recordings-conflict.remedy': '管理者: p2s-fix --machine FILE で 1 つずつ確認してください。',
  'fleet-cause.recordings-conflict': '記録されたコンピューターの間で内容が一致しません。',
  'recorded-part.wininet': 'ユーザーの設定 (WinINET)',
  'recorded-part.winhttp': 'コンピューターの設定 (WinHTTP)',
  'recorded-part.gateways': 'ゲートウェイ',
  'value-in-file': '「{value}」({file})',
  'finding.openvpn-plugin-entry':
    'エントリ {entry} は、VPN の種類の値にかかわらず Azure VPN クライアント (OpenVPN) のものです ({file})。',
  'fleet-cause.openvpn-plugin-entry': 'VPN エントリが Azure VPN クライアント (OpenVPN) のものです。',
  'finding.entry-without-sstp':
    'エントリ {entry} は SSTP を使用せずに {gateway} に接続します: {strategy} ({file})。',
  'fleet-cause.entry-without-sstp': 'SSTP を使用しない VPN エントリがあります。',
  'finding.entry-unreadable':
    'エントリ {entry} は SSTP で接続する可能性がありますが、サーバー「{server}」はホスト名として読み取れません ({file})。このエントリは確認していません。',
  'finding.entry-unreadable.no-server':
    'エントリ {entry} は SSTP で接続する可能性がありますが、サーバーが設定されていません ({file})。このエントリは確認していません。',
  'finding.entry-unreadable.remedy':
    '管理者: サーバーには、https:// やパスを付けずに、ホスト名またはアドレスを 1 つだけ設定するか、プロファイルをインストールし直してください。ゲートウェイがわかっている場合は、--gateway HOST で指定してください。',
  'fleet-cause.entry-unreadable': 'VPN エントリのサーバーをホスト名として読み取れません。',
  'finding.gateways-left-out':
    '電話帳に、1 回の実行で確認する数 ({limit}) より多くのゲートウェイがあります。{leftOut} 件は対象外とし、テストしていません。',
  'finding.gateways-left-out.remedy': '確認するゲートウェイを指定してください: p2s-fix --gateway HOST',
  'fleet-cause.gateways-left-out': '電話帳に、1 回の実行で確認する数より多くのゲートウェイがあります。',
  'finding.phonebook-unreadable': 'ファイル {file}: {problem}',
  'fleet-cause.phonebook-unreadable': '読み取れない電話帳があります。',
  'finding.profile-root-old':
    '{gateway} のプロファイルで指定されたルート証明書は {roots} だけです。これは、Microsoft の通知の対象であるゲートウェイで交換されます ({files})。ゲートウェイが提示するルート証明書が基準になります。',
  'finding.profile-root-old.remedy':
    'VPN 担当者: このゲートウェイが Microsoft の通知の対象である場合は、通知に記載された日までに、新しい VPN クライアント パッケージをダウンロードして配布し直してください。',
  'fleet-cause.profile-root-old':
    'プロファイルで指定されたルート証明書は、一部のゲートウェイで交換されるものだけです。',
  'finding.profile-root-both':
    '{gateway} のプロファイルで指定されたルート証明書は {roots} です。ルート証明書の移行の前後どちらでも使用できます。',
  'fleet-cause.profile-root-both':
    'プロファイルは、ゲートウェイのルート証明書の移行の前後どちらでも使用できます。',
  'finding.profile-root-new':
    '{gateway} のプロファイルで指定されたルート証明書は {roots} です。交換の対象ではありません。',
  'fleet-cause.profile-root-new': 'プロファイルで指定されたルート証明書は、交換の対象ではありません。',
  'finding.profile-root-unknown':
    '{gateway} のプロファイルで指定されたルート証明書は {roots} です。Azure の既知のルート証明書ではありません ({files})。',
  'fleet-cause.profile-root-unknown':
    'プロファイルで指定されたルート証明書は、Azure の既知のルート証明書ではありません。',
  'finding.profile-root-untrusted':
    '{gateway} のルート証明書はプロファイルと一致しますが、このシステムでは信頼されていません。',
  'finding.profile-root-untrusted.remedy':
    '管理者: VPN クライアント パッケージをインストールし直してください。公的なルート証明書は、WinHTTP の経路で ctldl.windowsupdate.com に到達できれば自動的に追加されます。',
  'fleet-cause.profile-root-untrusted':
    'ゲートウェイのルート証明書はプロファイルと一致しますが、信頼されていません。',
};
