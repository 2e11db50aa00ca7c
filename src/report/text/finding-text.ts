import type { Finding } from '../../core/model/finding.ts';
import { settingName } from '../facts/setting-name.ts';
import { FINDINGS } from '../messages/findings/findings.ts';
import { text } from '../messages/text.ts';
import type { Words } from './words.ts';

/** The text of a finding: one sentence, and the next step if there is one. */
export interface FindingText {
  message: string;
  remedy: string | null;
}

/** The text of a finding in one language. */
export function findingText({ code, evidence, store }: Finding, words: Words): FindingText {
  const { message, remedy } = FINDINGS[code](evidence, store === null ? '' : settingName(store, words));
  const next = evidence.refused === true ? text('finding-remedy.refused') : remedy;
  // No remedy where no apply would carry it out.
  const isOpen = evidence.refused === true || evidence.unplanned !== true;
  return {
    message: words.of(message),
    remedy: next === null || !isOpen ? null : words.of(next),
  };
}
