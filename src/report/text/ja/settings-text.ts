/** What a store holds, in words, and what was found in it instead of what was written. */
export const SETTINGS_JA: Readonly<Record<string, string>> = {
  unknown: '不明',
  direct: '直接',
  'auto-detect': '自動検出',
  'proxy {0}': 'プロキシ {0}',
  'a proxy without a server': 'プロキシ (サーバーなし)',
  'bypass {0}': 'バイパス {0}',
  absent: '値なし',
  '{0} bytes': '{0} バイトの値',
  '{0} strings': '{0} 個の文字列',
  'a text of {0} characters': '{0} 文字の文字列',
  'something unreadable': '読み取れない値',
  'no proxy': 'プロキシなし',
  '"its PAC"': '書き込んだ PAC のアドレス',
  '"another PAC"': '別の PAC のアドレス',
  '"auto-detect true"': '自動検出オン',
  '"auto-detect false"': '自動検出オフ',
};
