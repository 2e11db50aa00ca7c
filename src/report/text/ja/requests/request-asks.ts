import type { Translation } from '../../../messages/text.ts';
import type { REQUEST_ASKS_EN } from '../../en/requests/request-asks.ts';

export const REQUEST_ASKS_JA: Translation<typeof REQUEST_ASKS_EN> = {
  'ask.step': '{action}。',
  'ask.please': 'お願いしたいこと:',
  'ask.through': ' (プロキシ {proxy} 経由)',
  'ask.servers.get': '- {server} への HTTP (GET){through}',
  'ask.servers.get-and-post': '- {server} への HTTP (GET と POST){through}',
  'ask.servers.without-authentication':
    '- 認証なし。応答をブロック ページやサインイン ページに置き換えないこと: 失効の確認は Windows のサービスが行います (User-Agent: Microsoft-CryptoAPI/10.0)',
  'ask.tcp': '- {target} への送信 TCP',
  'ask.without-cut': '- サーバー名 (SNI)、カテゴリ、アプリケーションを理由に切断またはブロックしないこと',
  'ask.connect': '- CONNECT {target}{through}。要求ヘッダー「SSTPVERSION: 1.0」が付いている場合も許可',
  'ask.connect.without-page': '- サインイン ページやブロック ページを返さないこと',
  'ask.servers.without-page': '- 応答をブロック ページやサインイン ページに置き換えないこと',
  'ask.connect.without-authentication': '- プロキシ認証なし: SSTP はプロキシに対して認証できません',
  'ask.without-inspection':
    '- TLS インスペクションなし: SSTP の接続はゲートウェイ自身の証明書に結び付けられるため、復号されると失敗します',
  'ask.connect.lists': '- {hosts} への HTTP 通信を認証なしで許可: Windows が証明書の失効を確認します',
  'ask.allow': '許可が必要な通信:',
  'ask.not-yours': '原因がそちらにない場合は、お知らせください。その場合は別の担当者による対応が必要です。',
};
