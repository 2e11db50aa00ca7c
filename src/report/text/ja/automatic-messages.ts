import type { Describe } from '../finding-text.ts';
import { inList } from './list-words.ts';

const NAME_IT = '--proxy または --direct、または構成ファイルで、WinHTTP に設定する内容を指定してください。';

/** Findings about auto-detection and PAC files. */
export const AUTOMATIC_TEXTS_JA = {
  'auto-detect-not-resolved': (e, store) =>
    e.proxy === undefined
      ? {
          message: `${store}: 自動検出がオンです。このネットワークでの結果は確認しておらず、手動設定だけを対象にしました。`,
          remedy: null,
        }
      : {
          message: `${store}: 自動検出がオンです。このネットワークでの結果を確認していないため、WinHTTP の ${e.proxy} が自動検出の結果と同じか、古い設定かを判断できません。WinHTTP は変更しません。`,
          remedy: NAME_IT,
        },
  'automatic-resolved': (e, store) => ({
    message: `${store}: ${automaticText(e)}${networkText(e)}。`,
    remedy: 'このネットワークでの結果です。別のネットワークでは異なることがあります。',
  }),
  'automatic-refused': (e, store) => ({
    message: `${store}: WinHTTP には自動検出や PAC ファイルを設定できません。また、${refusalText(e)}${networkText(e)}${conditionText(e)}: ${answersText(e)}。`,
    remedy: NAME_IT,
  }),
  'automatic-unavailable': (e) => ({
    message: `自動検出と PAC の結果を Windows に問い合わせることができませんでした (${inList(e.reason)})。`,
    remedy: '--proxy または --direct で、設定する内容を指定してください。',
  }),
} satisfies Record<string, Describe>;

function automaticText({ kind, proxy, fallbacksDropped, deadProxies }: Record<string, unknown>): string {
  const dead = deadProxies === undefined ? '' : `。接続できないため除外: ${inList(deadProxies)}`;
  if (kind === 'direct')
    return `自動検出または PAC ファイルにより、対象のアドレスはすべて直接接続になります${dead}`;
  if (kind === 'nothing-detected') return '自動検出では何も見つからないため、手動設定が有効です';
  const { host, port } = proxy as { host: string; port: number };
  const rest = fallbacksDropped ? '。失敗したときの代替の経路は使用しません' : '';
  return `自動検出または PAC ファイルにより、対象のアドレスはすべて ${host}:${port} を経由します${dead}${rest}`;
}

const REFUSALS: Readonly<Record<string, string>> = {
  mixed: '対象のアドレスによって結果が異なります',
  unsupported: '結果が SOCKS プロキシまたは TLS のプロキシのため、SSTP と WinHTTP では使用できません',
  failed: '結果が得られません',
  conditional: 'PAC ファイルが、そのコンピューターだけが知る情報または時刻を使用しています',
  incomplete: '証明書を確認できなかったため、失効リストのアドレスが不明です',
};

function refusalText({ kind }: Record<string, unknown>): string {
  return REFUSALS[String(kind)] ?? String(kind);
}

function networkText({ networks }: Record<string, unknown>): string {
  return Array.isArray(networks) && networks.length > 0 ? ` (ネットワーク ${inList(networks)})` : '';
}

function conditionText({ dependsOnNetwork, variesWith }: Record<string, unknown>): string {
  const asked = [dependsOnNetwork, variesWith].map(inList).filter((text) => text !== '');
  return asked.length === 0 ? '' : ` (${inList(asked)})`;
}

function answersText({ answers }: Record<string, unknown>): string {
  const list = answers as readonly { url: string; answer: string }[];
  return inList(list.map(({ url, answer }) => `${url}: ${answer}`));
}
