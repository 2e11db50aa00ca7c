import type { Language } from '../../src/report/text/language.ts';

interface Story {
  opening: string;
  before: string;
  change: string;
  after: string;
  tryThese: string;
  /** Shown without a terminal. */
  onTerminal: string;
}

/** The text of `npm start` around the runs of the sample. */
export const STORY: Readonly<Record<Language, Story>> = {
  en: {
    opening:
      'A sample computer on simulated servers: its browser works, its VPN fails. WinINET has the proxy, WinHTTP has none.',
    before: 'Before:',
    change: 'The change:',
    after: 'After:',
    tryThese:
      'The sample is back in its broken state. The servers run until you leave the view below (q). Try in another terminal:',
    onTerminal: 'On a terminal, npm start leaves the servers running, with a view and commands to try.',
  },
  ja: {
    opening:
      'シミュレートしたサーバーとサンプルのコンピューターです。ブラウザーは使えますが、VPN は失敗します。WinINET にはプロキシがあり、WinHTTP にはありません。',
    before: '変更前:',
    change: '変更:',
    after: '変更後:',
    tryThese:
      'コンピューターを元の状態に戻しました。サーバーは、下の画面を閉じる (q) まで動作します。別のターミナルで次を試せます:',
    onTerminal: 'ターミナルでは、npm start はサーバーを動かしたまま、画面と試せるコマンドを表示します。',
  },
};
