import type { Translation } from '../../../messages/text.ts';
import type { CONVERSIONS_EN } from '../../en/findings/conversions.ts';

export const CONVERSIONS_JA: Translation<typeof CONVERSIONS_EN> = {
  'conversion.ftp-dropped': 'WinHTTP には FTP のプロキシがないため、除外します',
  'conversion.same-server-collapsed': 'HTTP と HTTPS で同じサーバーのため、1 つにまとめます',
  'conversion.socks-dropped': 'WinHTTP は SOCKS を使用できないため、除外します',
  'conversion.socks-only': 'WinHTTP と SSTP は SOCKS プロキシを使用できません',
  'conversion.tls-proxy': 'https:// のプロキシが WinHTTP や SSTP で動作するかどうかは確認されていません',
  'conversion.port-left-out': 'ポートの指定がありません。Windows は 80 を使用すると見なします',
  'conversion.pac-needs-resolution': 'WinHTTP には PAC ファイルを設定できません',
  'conversion.pac-not-http': 'Windows が PAC ファイルを読み込むのは HTTP と HTTPS だけです',
  'conversion.auto-detect-needs-resolution': 'WinHTTP には自動検出を設定できません',
  'conversion.pac-overrides': 'WinINET では、手動設定のプロキシより PAC ファイルが優先されます',
  'conversion.auto-detect-overrides': 'WinINET では、手動設定のプロキシより自動検出が優先されます',
  'conversion.loopback-subtraction':
    '<-loopback> をそのままコピーします。WinHTTP での動作は文書化されていません',
  'conversion.wildcard-not-leftmost':
    'WinHTTP で使用できるワイルドカードは左端だけです。エントリはコピーしますが、WinINET でしか有効にならない可能性があります',
  'conversion.bypass-scheme-or-port':
    'バイパス リストのプロトコルとポートについて、WinHTTP での動作は文書化されていません。エントリはコピーしますが、WinINET でしか有効にならない可能性があります',
  'conversion.bypass-too-long': 'バイパス リストが WinINET の上限 (2064 文字) を超えています',
  'conversion.several-proxies': 'WinHTTP はリストの最初のプロキシだけを使用します',
  'conversion.loopback-proxy':
    'ループバックのプロキシは 1 人のユーザーのセッションに属するため、サービスからは利用できるとは限りません',
  'conversion.loopback-proxy-allowed': '明示的に指定されたため、ループバックのプロキシを書き込みます',
  'conversion.no-usable-server': '使用できるサーバーがリストにありません',
  'conversion.prefix-removed':
    'プロキシの前のプレフィックス (http:// など) は、意味が変わらないため除外します',
  'conversion.trailing-slash': 'プロキシの後ろのスラッシュは除外します',
  'conversion.comma-separator': 'コンマをセミコロンに置き換えます',
  'conversion.blank-separator': '空白で区切られているため、リストとして扱います',
  'conversion.idn-to-ascii': '名前を ASCII 形式で保存します',
  'conversion.comma-in-entry': 'エントリの中にコンマがあります',
  'conversion.unknown-scheme': 'プロキシ リストで使用できないプロトコルです',
  'conversion.empty-entry': '空のエントリは除外します',
  'conversion.credentials':
    'プロキシの文字列にユーザー名またはパスワードが含まれています。これらはコピーしません',
  'conversion.quotes': '引用符が含まれています。Web ページからコマンドをコピーした可能性があります',
  'conversion.non-ascii': 'ASCII 以外の文字は安全に保存できません',
  'conversion.unknown-prefix': 'プロキシの前のプレフィックスが不明です',
  'conversion.path': 'プロキシの後ろにパスがあります',
  'conversion.no-host': 'エントリにホストがありません',
  'conversion.bad-host': 'ホスト名として正しくありません',
  'conversion.bad-port': 'ポート番号として正しくありません',
  'conversion.ipv6-without-brackets': 'IPv6 アドレスには角かっこが必要です',
  'conversion.bad-entry': 'エントリを読み取れません',
};
