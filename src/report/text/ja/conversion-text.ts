import type { ConversionCode } from '../../../core/proxy/conversion-table.ts';
import { withQuotes } from '../../../core/proxy/list-issue.ts';

/** What became of a token that does not mean the same in both stores, without its full stop. */
const TEXTS: Record<ConversionCode, string> = {
  'ftp-dropped': 'WinHTTP には FTP のプロキシがないため、除外します',
  'same-server-collapsed': 'HTTP と HTTPS で同じサーバーのため、1 つにまとめます',
  'socks-dropped': 'WinHTTP は SOCKS を使用できないため、除外します',
  'socks-only': 'WinHTTP と SSTP は SOCKS プロキシを使用できません',
  'tls-proxy': 'https:// のプロキシが WinHTTP や SSTP で動作するかどうかは確認されていません',
  'port-left-out': 'ポートの指定がありません。Windows は 80 を使用すると見なします',
  'pac-needs-resolution': 'WinHTTP には PAC ファイルを設定できません',
  'pac-not-http': 'Windows が PAC ファイルを読み込むのは HTTP と HTTPS だけです',
  'auto-detect-needs-resolution': 'WinHTTP には自動検出を設定できません',
  'pac-overrides': 'WinINET では、手動設定のプロキシより PAC ファイルが優先されます',
  'auto-detect-overrides': 'WinINET では、手動設定のプロキシより自動検出が優先されます',
  'loopback-subtraction': '<-loopback> をそのままコピーします。WinHTTP での動作は文書化されていません',
  'wildcard-not-leftmost':
    'WinHTTP で使用できるワイルドカードは左端だけです。エントリはコピーしますが、WinINET でしか有効にならない可能性があります',
  'bypass-scheme-or-port':
    'バイパス リストのプロトコルとポートについて、WinHTTP での動作は文書化されていません。エントリはコピーしますが、WinINET でしか有効にならない可能性があります',
  'bypass-too-long': 'バイパス リストが WinINET の上限 (2064 文字) を超えています',
  'several-proxies': 'WinHTTP は一覧の最初のプロキシだけを使用します',
  'loopback-proxy':
    'ループバックのプロキシは 1 人のユーザーのセッションに属するため、サービスからは利用できるとは限りません',
  'loopback-proxy-allowed': '明示的に指定されたため、ループバックのプロキシを書き込みます',
  'no-usable-server': '使用できるサーバーが一覧にありません',
  'prefix-removed': 'プロキシの前の http:// は、意味が変わらないため除外します',
  'trailing-slash': 'プロキシの後ろのスラッシュは除外します',
  'comma-separator': 'コンマをセミコロンに置き換えます',
  'blank-separator': '空白で区切られているため、一覧として扱います',
  'idn-to-ascii': '名前を ASCII 形式で保存します',
  'comma-in-entry': 'エントリの中にコンマがあります',
  'unknown-scheme': 'プロキシ リストで使用できないプロトコルです',
  'empty-entry': '空のエントリは除外します',
  credentials: 'プロキシの文字列にユーザー名またはパスワードが含まれています。これらはコピーしません',
  quotes: '引用符が含まれています。Web ページからコマンドをコピーした可能性があります',
  'non-ascii': 'ASCII 以外の文字は安全に保存できません',
  'unknown-prefix': 'プロキシの前の接頭辞が不明です',
  path: 'プロキシの後ろにパスがあります',
  'no-host': 'エントリにホストがありません',
  'bad-host': 'ホスト名として正しくありません',
  'bad-port': 'ポート番号として正しくありません',
  'ipv6-without-brackets': 'IPv6 アドレスには角かっこが必要です',
  'bad-entry': 'エントリを読み取れません',
};

export function conversionInJapanese(code: ConversionCode, detail: string): string {
  return detail === '' ? TEXTS[code] : `${withQuotes(detail)}: ${TEXTS[code]}`;
}
