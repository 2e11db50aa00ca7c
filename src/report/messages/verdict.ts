import { adviceOf } from '../../core/causes/advice.ts';
import { type CauseCode, type Owner, stepText } from '../../core/causes/rule.ts';
import { causeOf } from '../../core/causes/verdict.ts';
import type { Check, Verdict } from '../../core/model/check.ts';
import { sentences } from './parts.ts';
import { type Catalog, toWords } from './text.ts';

/** What happened, and what to do next. */
export interface VerdictWords {
  /** The code of its cause. */
  code: CauseCode;
  message: string;
  /** Who must do what, each with the name of the owner; the command that does it, if there is one. */
  steps: readonly { owner: Owner; action: string; command: string | null }[];
  /** `null` when nothing is to be done. */
  next: string | null;
}

/** The words of a verdict in one language: its cause in a sentence, then who must do what, with exact names. */
export function verdictWords(reported: Verdict, checks: readonly Check[], catalog: Catalog): VerdictWords {
  const cause = causeOf(reported, checks);
  const { steps, note } = adviceOf(reported, cause);
  const next = sentences(...steps.map(stepText), note);
  return {
    code: cause.code,
    message: toWords(cause.says, catalog),
    steps: steps.map((step) => ({
      owner: step.owner,
      action: toWords(stepText(step), catalog),
      command: step.command ?? null,
    })),
    next: steps.length === 0 && note === null ? null : toWords(next, catalog),
  };
}
