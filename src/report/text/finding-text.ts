import { type Owner, stepText } from '../../core/causes/rule.ts';
import { explainFinding } from '../../core/findings/rules/rules.ts';
import type { Finding } from '../../core/model/finding.ts';
import { settingName } from '../facts/setting-name.ts';
import { causeById, meaningOfCode } from '../messages/code-meaning.ts';
import { sentences } from '../messages/parts.ts';
import { textOfCode } from '../messages/text.ts';
import type { Words } from './words.ts';

/** The text of a finding: one sentence, and the next steps if there are any. */
export interface FindingText {
  message: string;
  /** All steps in a row. */
  remedy: string | null;
  steps: readonly { owner: Owner; action: string }[];
}

/** The text of a finding in one language. */
export function findingText({ code, evidence, store }: Finding, words: Words): FindingText {
  const named = { store: store === null ? '' : settingName(store, words), ...explained(evidence, words) };
  const { says, steps } = explainFinding({ code, evidence }, named);
  const all = steps.map((step) => ({ owner: step.owner, action: stepText(step) }));
  return {
    message: words.of(says),
    remedy: all.length === 0 ? null : words.of(sentences(...all.map(({ action }) => action))),
    steps: all.map(({ owner, action }) => ({ owner, action: words.of(action) })),
  };
}

/** What `explain` has in each language. */
function explained({ code, meaning, cause, causes, proved, actor }: Finding['evidence'], words: Words) {
  const id = proved ?? (Array.isArray(causes) ? causes[0] : null);
  return {
    ...(meaning == null ? {} : { meaning: words.of(meaningOfCode(Number(code), String(meaning))) }),
    ...(cause == null ? {} : { cause: words.of(causeById(id, String(cause))) }),
    actorName: words.of(textOfCode('actor', actor, String(actor))),
  };
}
