import type { Finding, FindingCode } from '../../../core/model/finding.ts';
import { type Describe, type FindingText, findingText } from '../finding-text.ts';
import { AUTOMATIC_TEXTS } from './automatic-messages.ts';
import { EVIDENCE_TEXTS } from './evidence-messages.ts';
import { RUN_TEXTS } from './run-messages.ts';
import { SCHEDULE_TEXTS } from './schedule-text.ts';
import { STORE_TEXTS } from './store-messages.ts';
import { WORDS_EN } from './words.ts';

export const FINDINGS_EN: Record<FindingCode, Describe> = {
  ...STORE_TEXTS,
  ...AUTOMATIC_TEXTS,
  ...RUN_TEXTS,
  ...EVIDENCE_TEXTS,
  ...SCHEDULE_TEXTS,
};

/** The text of a finding, in English. */
export function describeFinding(finding: Finding): FindingText {
  return findingText(
    finding,
    FINDINGS_EN,
    'Not while a needed change is refused: an apply writes nothing then.',
    WORDS_EN,
  );
}
