import { ERROR_MEANINGS } from '../../src/core/explain/own-codes.ts';
import { FINDING_RULES } from '../../src/core/findings/rules/rules.ts';
import { type ErrorCode, outcomeOfError } from '../../src/core/model/errors.ts';
import { exitCodeOf } from '../../src/core/model/exit-code.ts';
import type { FindingCode } from '../../src/core/model/finding.ts';
import { toText } from '../../src/core/model/say.ts';

/** Each error code of p2s-fix with its exit code and its meaning. */
export function errorRows(): string[][] {
  return Object.entries(ERROR_MEANINGS).map(([code, meaning]) => [
    `\`${code}\``,
    String(exitCodeOf([outcomeOfError(code as ErrorCode)])),
    meaning,
  ]);
}

/** Each finding code with its sentence. */
export function findingRows(): string[][] {
  const codes = (Object.keys(FINDING_RULES) as FindingCode[]).sort();
  return codes.map((code) => [`\`${code}\``, asText(toText(FINDING_RULES[code].title))]);
}

/** Markdown shows the text as it is: a name in brackets is not HTML. */
function asText(text: string): string {
  return text.trim().replaceAll(/[<>*_]/g, '\\$&');
}
