import type { Translation } from '../../messages/text.ts';
import type { GATEWAYS_EN } from '../en/gateways.ts';

export const GATEWAYS_JA: Translation<typeof GATEWAYS_EN> = {
  'gateway.entry': 'エントリ「{name}」',
  'gateway.offers': '対応: {types}',
  'gateway.offers.no-sstp': '対応: {types} (SSTP なし)',
  'gateway.offers.not-known': 'VPN の種類の指定なし',
  'gateway.roots': '想定するルート証明書: {names}',
  'gateway.more': '… 他 {count} 件は --json で確認できます',
};
