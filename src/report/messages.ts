import type { Finding, FindingCode } from '../core/finding.ts';
import { AUTOMATIC_TEXTS } from './automatic-messages.ts';
import type { Describe, FindingText } from './finding-text.ts';
import { RUN_TEXTS } from './run-messages.ts';
import { STORE_TEXTS } from './store-messages.ts';

const TEXTS: Record<FindingCode, Describe> = { ...STORE_TEXTS, ...AUTOMATIC_TEXTS, ...RUN_TEXTS };

/** What a finding says to a person, in English. */
export function describeFinding(finding: Finding): FindingText {
  return TEXTS[finding.code](finding.evidence, finding.store ?? '');
}
