import { ERROR_MEANINGS } from '../../src/core/explain/own-codes.ts';
import { type ErrorCode, outcomeOfError } from '../../src/core/model/errors.ts';
import { exitCodeOf } from '../../src/core/model/exit-code.ts';
import type { FindingCode } from '../../src/core/model/finding.ts';
import { FINDINGS } from '../../src/report/messages/findings/findings.ts';
import { findingKey } from '../../src/report/messages/own-codes.ts';
import { CATALOG_EN } from '../../src/report/text/en/catalog.ts';

/** Each error code of p2s-fix with its exit code and its meaning. */
export function errorRows(): string[][] {
  return Object.entries(ERROR_MEANINGS).map(([code, meaning]) => [
    `\`${code}\``,
    String(exitCodeOf([outcomeOfError(code as ErrorCode)])),
    meaning,
  ]);
}

/** Each finding code with its sentence, as a template. */
export function findingRows(): string[][] {
  const codes = (Object.keys(FINDINGS) as FindingCode[]).sort();
  return codes.map((code) => [`\`${code}\``, asText(CATALOG_EN[findingKey(code)])]);
}

/** Markdown shows the text as it is: a name in brackets is not HTML. */
function asText(text: string): string {
  return text.trim().replaceAll(/[<>*_]/g, '\\$&');
}
