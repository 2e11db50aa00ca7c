import { type CauseCode, type Owner, stepText } from '../../core/causes/rule.ts';
import { causeOf } from '../../core/causes/verdict.ts';
import { type Advice, adviceFor } from '../../core/decide/compare.ts';
import type { Check, Verdict } from '../../core/model/check.ts';
import { sentences, toText, type Wording } from '../../core/model/say.ts';
import type { NamedCommand } from '../../core/options/table.ts';

/** What happened, and what to do next. */
export interface VerdictWords {
  /** The code of its cause. */
  code: CauseCode;
  message: string;
  /** Who must do what, each with the name of the owner; the command that does it, if there is one. */
  steps: readonly { owner: Owner; action: string; command: NamedCommand | null }[];
  /** `null` when nothing is to be done, or the other settings of the gateway decide what. */
  next: string | null;
}

/** A verdict and the checks of its path. */
export interface SeenVerdict {
  verdict: Verdict;
  checks: readonly Check[];
}

/**
 * The words of a verdict in one language: its cause in a sentence, then who must do what, with exact names.
 * `other`: the same gateway with the other settings, if it was checked with those too.
 */
export function verdictWords(
  reported: Verdict,
  checks: readonly Check[],
  other: SeenVerdict | null,
  wording: Wording,
): VerdictWords {
  const cause = causeOf(reported, checks);
  const { decides, steps: all, note } = adviceBetween({ verdict: reported, checks }, other);
  const isDecided = decides === reported.stores;
  const steps = isDecided || reported.stores === 'current' ? all : [];
  const next = sentences(...steps.map(stepText), note);
  return {
    code: cause.code,
    message: toText(cause.says, wording),
    steps: steps.map((step) => ({
      owner: step.owner,
      action: toText(stepText(step), wording),
      command: step.command ?? null,
    })),
    next: !isDecided || (steps.length === 0 && note === null) ? null : toText(next, wording),
  };
}

function adviceBetween(seen: SeenVerdict, other: SeenVerdict | null): Advice {
  const causeIn = (verdict: Verdict) =>
    causeOf(verdict, verdict === other?.verdict ? other.checks : seen.checks);
  const { verdict } = seen;
  if (other === null) return { decides: verdict.stores, steps: causeIn(verdict).steps, note: null };
  return verdict.stores === 'current'
    ? adviceFor({ current: verdict, proposed: other.verdict }, causeIn)
    : adviceFor({ current: other.verdict, proposed: verdict }, causeIn);
}
