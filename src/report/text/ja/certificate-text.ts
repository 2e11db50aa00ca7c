import type { Flaw } from '../../facts/observed.ts';
import { inList } from './list-words.ts';

const NAMES = 'ゲートウェイの名前と、証明書に記載された名前';
const DATES = '証明書の有効期間と、このコンピューターの時計';
const CHAIN = '証明書チェーン';
const TO_CHECK: Readonly<Record<string, string>> = {
  'name-mismatch': NAMES,
  'no-alternative-name': NAMES,
  expired: DATES,
  'not-yet-valid': DATES,
  'wrong-purpose': '証明書の用途 (serverAuth)',
  'chain-invalid': CHAIN,
  'issuer-wrong-purpose': CHAIN,
  'name-constraints': CHAIN,
  'weak-signature': '証明書のキーと署名',
  'weak-key': '証明書のキーと署名',
};

/** The same in Japanese. */
export function certificateToCheckInJapanese(flaws: readonly Flaw[]): string {
  const all = new Set(flaws.flatMap(({ reason }) => TO_CHECK[reason] ?? []));
  return all.size === 0 ? '証明書' : inList([...all]);
}
