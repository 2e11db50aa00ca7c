import { type Owner, stepText } from '../../core/causes/rule.ts';
import { explainFinding } from '../../core/findings/rules/rules.ts';
import type { Finding } from '../../core/model/finding.ts';
import { asSentence, sentences } from '../../core/model/say.ts';
import { ACTOR_TEXTS, ofCode } from './labels.ts';
import { settingName } from './setting-name.ts';
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
    message: words(says),
    remedy: all.length === 0 ? null : words(sentences(...all.map(({ action }) => action))),
    steps: all.map(({ owner, action }) => ({ owner, action: words(action) })),
  };
}

/** What `explain` has in each language. */
function explained({ meaning, cause, actor }: Finding['evidence'], words: Words) {
  return {
    ...(meaning == null ? {} : { meaning: words(asSentence(String(meaning))) }),
    ...(cause == null ? {} : { cause: words(asSentence(String(cause))) }),
    actorName: words(ofCode(ACTOR_TEXTS, actor, String(actor))),
  };
}
