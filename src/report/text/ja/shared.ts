import type { Translation } from '../../messages/text.ts';
import type { SHARED_EN } from '../en/shared.ts';

export const SHARED_JA: Translation<typeof SHARED_EN> = {
  'between.sentences': '',
  'between.clauses': '、',
  'between.items': '、',
};
