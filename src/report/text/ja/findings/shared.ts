import type { Translation } from '../../../messages/text.ts';
import type { FINDINGS_SHARED_EN } from '../../en/findings/shared.ts';

export const FINDINGS_SHARED_JA: Translation<typeof FINDINGS_SHARED_EN> = {
  'finding-remedy.leave-as-it-is': '現在の設定のままにしてください (candidate-fails を参照)。',
  'finding-remedy.will-not-help':
    '今書き込んでも解決しません。先に判定に示された対処を行い、その後に変更してください。',
  'finding-remedy.refused':
    '必要な変更を実行できない間は、p2s-fix --apply を実行しても何も書き込まれません。',
  'conversion-of-entry': '{entry}: {what}',
  'conversion-of-entries': '{entry}、他に同種のエントリが {further} 個: {what}',
};
