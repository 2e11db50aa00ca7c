/** What a VPN profile or a phonebook has wrong with it. */
export const PROFILE_ERRORS_JA: Readonly<Record<string, string>> = {
  'The profile cannot be read: {0}.': 'プロファイルを読み取れません: {0}。',
  'Download the VPN client package again from the gateway.':
    'VPN クライアント パッケージをゲートウェイからダウンロードし直してください。',
  'No profile is in the folder.': 'フォルダーにプロファイルがありません。',
  'Give the VPN client package, its unpacked folder, VpnSettings.xml, azurevpnconfig.xml or a rasphone.pbk.':
    'VPN クライアント パッケージ、展開したフォルダー、VpnSettings.xml、azurevpnconfig.xml、rasphone.pbk のいずれかを指定してください。',
  'There are more than {0} files.': 'ファイルが {0} 個を超えています。',
  'There are more than {0} profiles.': 'プロファイルが {0} 個を超えています。',
  'There are more than {0} bytes of profiles.': 'プロファイルが合計 {0} バイトを超えています。',
  'Name a smaller folder with {0}.': '{0} でより小さなフォルダーを指定してください。',
  'Check {0}.': '{0} を確認してください。',
  'its block <{0}> holds no key of {1} hexadecimal digits':
    '<{0}> ブロックに {1} 桁の 16 進数のキーがありません',
  'its serversecret is not a key of {0} hexadecimal digits':
    'serversecret が {0} 桁の 16 進数のキーではありません',
  'it names more than {0} servers': 'サーバーが {0} 個を超えています',
  'it has no line "remote HOST PORT"': '"remote HOST PORT" の行がありません',
  'its block <{0}> has no end': '<{0}> ブロックの終わりがありません',
  'a quotation in it does not end, or a backslash is not doubled':
    '引用符が閉じていないか、円記号 (\\) が二重になっていません',
  'Write it as the manual of OpenVPN says (--config).':
    'OpenVPN のマニュアル (--config) に従って記述してください。',
  'its <connection> has not one line "remote", but {0}':
    '<connection> の "remote" 行が 1 行ではなく {0} 行です',
  'its transport is neither tcp nor udp': 'プロトコルが tcp でも udp でもありません',
  'its port "{0}" is not a number': 'ポート "{0}" が数値ではありません',
  'Give the .ovpn file of the package.': 'パッケージの .ovpn ファイルを指定してください。',
  'archives are nested too deeply': 'アーカイブの入れ子が深すぎます',
  'no profile is in it': 'プロファイルが含まれていません',
  'The package of a gateway has Generic/VpnSettings.xml.':
    'ゲートウェイのパッケージには Generic/VpnSettings.xml が含まれています。',
  'it holds no certificate': '証明書が含まれていません',
  'DER, PEM or base64 is expected.': 'DER、PEM、base64 のいずれかにしてください。',
  'it is not a zip, XML, certificate, phonebook, OpenVPN profile or recording':
    'zip、XML、証明書、電話帳、OpenVPN プロファイル、記録のいずれでもありません',
  'Give the VPN client package, VpnSettings.xml, azurevpnconfig.xml or a rasphone.pbk.':
    'VPN クライアント パッケージ、VpnSettings.xml、azurevpnconfig.xml、rasphone.pbk のいずれかを指定してください。',
  'an entry such as [name] is expected first': '先頭に [名前] のエントリが必要です',
  'it is UTF-16 big-endian, and little-endian or UTF-8 is expected':
    'UTF-16 ビッグ エンディアンです。リトル エンディアンまたは UTF-8 にしてください',
  'a closing ] is expected after the name of the entry': 'エントリ名の後に ] が必要です',
  'it has more than 1 MiB, or all phonebooks together have more than 8 MiB':
    '1 MiB、またはすべての電話帳の合計で 8 MiB を超えています',
  'it was not opened, or not in time': 'ファイルを開けないか、時間内に開けませんでした',
  'The phonebook cannot be read: {0}.': '電話帳を読み取れません: {0}。',
  'Windows keeps it as Microsoft\\Network\\Connections\\Pbk\\rasphone.pbk below %APPDATA% and %ProgramData%.':
    '電話帳は %APPDATA% と %ProgramData% の下の Microsoft\\Network\\Connections\\Pbk\\rasphone.pbk にあります。',
  'no gateway is named below its root element <{0}>': 'ルート要素 <{0}> の下にゲートウェイがありません',
  'Give VpnSettings.xml (element VpnServer) or azurevpnconfig.xml (element fqdn).':
    'VpnSettings.xml (VpnServer 要素) または azurevpnconfig.xml (fqdn 要素) を指定してください。',
  'its CaCert holds no certificate': 'CaCert に証明書がありません',
  'its hash is not a SHA-1 of 40 hexadecimal digits': 'ハッシュが 40 桁の 16 進数の SHA-1 ではありません',
  'its declared encoding is not known': '宣言されたエンコードに対応していません',
  'its bytes are not valid {0}': '{0} として正しくないバイト列です',
  'it has {0} bytes, and more than {1} are not read': '{0} バイトあります。読み取れるのは {1} バイトまでです',
  'it has more than {0} elements inside one another': '要素の入れ子が {0} を超えています',
  'it has more than {0} values': '値が {0} 個を超えています',
  'it is not well-formed XML ({0})': '整形式の XML ではありません ({0})',
  'it has a DOCTYPE, which is not supported': 'DOCTYPE が含まれています。DOCTYPE は使用できません',
  'it has more than {0} entries': 'エントリが {0} 個を超えています',
  'Unpack it, check its content, and give the folder instead.':
    '展開して内容を確認し、代わりにフォルダーを指定してください。',
  'it is a damaged zip archive ({0})': 'zip アーカイブが破損しています ({0})',
  'an entry is encrypted': 'エントリが暗号化されています',
  'an entry has {0} bytes, and more than {1} are not unpacked':
    'エントリが {0} バイトあります。展開できるのは {1} バイトまでです',
  'its total size exceeds the limit': '展開できる合計サイズを超えています',
  'the checksum of an entry is wrong': 'エントリのチェックサムが一致しません',
};
