import type { Flaw } from '../../facts/observed.ts';
import { inList } from './list-words.ts';

const NAMES = 'ゲートウェイの名前と、証明書に記載された名前';
const DATES = '証明書の有効期間と、このコンピューターの時計';
const TO_CHECK: Readonly<Record<string, string>> = {
  'name-mismatch': NAMES,
  'no-alternative-name': NAMES,
  expired: DATES,
  'not-yet-valid': DATES,
  'wrong-purpose': '証明書の用途 (serverAuth)',
  'chain-invalid': '証明書チェーン',
};

/** The same in Japanese. */
export function certificateToCheckInJapanese(flaws: readonly Flaw[]): string {
  const all = new Set(flaws.flatMap(({ reason }) => TO_CHECK[reason] ?? []));
  return all.size === 0 ? '証明書' : inList([...all]);
}
