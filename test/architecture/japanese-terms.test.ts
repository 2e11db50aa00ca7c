import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import SENTENCES_JA from '../../src/l10n/ja.json' with { type: 'json' };
import { literalsIn } from '../support/texts/literals.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Variants that the Japanese texts do not use, and the term that they use instead: that of Windows if there is
 * one.
 */
const TERMS: readonly (readonly [variant: RegExp, term: string])[] = [
  [/TLS ?検査|SSL ?検査/, 'TLS インスペクション'],
  [/認証局/, '証明機関'],
  [/バイパス(?:の)?(?:一覧|項目)/, 'バイパス リスト、エントリ'],
  // The word alone is a row of a table.
  [/.項目|項目./, 'エントリ'],
  [/(?:プロキシ|サーバー)一覧/, 'プロキシ リスト'],
  [/鍵|カギ/, 'キー、秘密キー、ホスト キー'],
  [/キャンセルされ/, '中止しました'],
  [/マシン ?GUID|コンピューター ?GUID/, 'MachineGuid'],
  [/(?:ウイルス|ウィルス)対策(?!ソフト)|ウィルス|アンチ ?ウイルス/, 'ウイルス対策ソフト'],
  [/「信頼された|「個人」|「証明書」/, '[信頼されたルート証明機関]、[個人] - [証明書]'],
  [/最後の(?:実行|結果)/, '前回の実行'],
  [/分か[らりるっ]/, 'わかる'],
  [/既に/, 'すでに'],
  [/[一二三]つ/, '1 つ'],
  [/ほか/, '他'],
  [/証拠/, '根拠'],
  [/ここ(?!に)/, 'このコンピューター、このネットワーク'],
  [/(?:プロファイル|パッケージ)を再生成/, '新しい VPN クライアント パッケージをダウンロード'],
  [/他の(?:もの|プログラム)|他から|別の(?:操作で|プログラムが(?!使用中))/, 'p2s-fix 以外によって'],
  [/SSTP は正常/, 'SSTP ハンドシェイクは成功しました'],
  [/検出結果/, '検出事項'],
  [/望ましい/, '正しい状態、必要な設定'],
  [/(?:変更|判定)を行うこと/, '実行できません'],
  [/記録されたユーザー|名前なし/, '記録ファイルのユーザー、不明'],
  [/オフ。保存/, '保存されているが無効な値'],
  // An address that is asked for directly is an adverb.
  [/「直接」|^直接$|\(直接\)/, '直接接続'],
  [/プロキシの内側/, '社内プロキシ環境'],
  [/コンピューターを処理し/, '管理します'],
  [/判定できません: \{settings\}/, '記録ファイルに … の設定が含まれていません'],
  [/設定ストア/, 'プロキシ設定'],
  // A route, and an element of XML.
  [/(?<!ユーザー定義)ルート(?!証明|要素)/, 'ルート証明書'],
  [/(?<!\[)(?:システム|アプリケーション)\]? ?ログ/, 'イベント ビューアーの [システム] ログ'],
  [/確認待ち|(?:までに|期限内に)確認され/, '確定待ち、確定されなかった'],
  [/(?:サーバ|ユーザ|コンピュータ|フォルダ|プリンタ|ブラウザ|エクスプローラ)(?!ー)/, 'サーバー、ユーザー …'],
  [/ログイン|ログオン/, 'サインイン'],
  [/[０-９Ａ-Ｚａ-ｚ（）：％]/, 'ASCII の英数字と記号'],
  // A key and what it does.
  [/(?<!上\/下)(?<=[ぁ-ん一-龠々、。]) (?=[ぁ-ん一-龠々])|[、。] /, '空白なし'],
  [/[ぁ-んァ-ヶ一-龠々ー][A-Za-z0-9]|[A-Za-z0-9][ぁ-んァ-ヶ一-龠々]/, '英数字との間に空白'],
];

const catalogue = [
  ...literalsIn(`${ROOT}src`),
  ...readFileSync(`${ROOT}README.ja.md`, 'utf8')
    .split('\n')
    .map((text, at) => ({ file: 'README.ja.md', line: at + 1, text })),
  ...Object.values(SENTENCES_JA).map((text, at) => ({ file: 'src/l10n/ja.json', line: at + 2, text })),
].filter(({ text }) => /[\u3040-\u30ff\u4e00-\u9fff]/.test(text));

describe('the terms of the Japanese texts', () => {
  it('are looked for in all of them', () => {
    const files = new Set(catalogue.map(({ file }) => file));
    expect(catalogue.length).toBeGreaterThan(1500);
    for (const file of ['src/l10n/ja.json', 'README.ja.md']) expect(files).toContain(file);
  });

  it.each(TERMS)('have no %s, but %s', (variant) => {
    const wrong = catalogue.filter(({ text }) => variant.test(text));
    expect(wrong.map(({ file, line, text }) => `${file}:${line}: ${text}`)).toEqual([]);
  });
});
