import type { GatewayWords } from '../en/gateway-text.ts';
import { inList } from './list-words.ts';

export const GATEWAY_JA: GatewayWords = {
  entry: (name) => `エントリ「${name}」`,
  strategy: (number, how) => `VPN の種類 ${number} (${how})`,
  only: (protocol) => `${protocol} のみ`,
  first: (protocol) => `${protocol} を優先`,
  inTurn: (one, other) => `${one}、次に ${other}`,
  automatic: '自動',
  offers: (types) => `対応: ${types}`,
  offersNoSstp: (types) => `対応: ${types} (SSTP なし)`,
  saysNoTypes: 'VPN の種類の指定なし',
  roots: (names) => `想定するルート証明書: ${names}`,
  more: (count) => `… 他 ${count} 件は --json で確認できます`,
  list: inList,
};
