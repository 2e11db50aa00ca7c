import { diagnose } from '../../src/core/causes/causes.ts';
import { namesOfOwners, type Owner } from '../../src/core/causes/rule.ts';
import { traceOf } from '../../src/core/causes/trace-of.ts';
import { VERDICT_CODES, verdictRow } from '../../src/core/causes/verdicts.ts';
import { toText } from '../../src/core/model/say.ts';
import { CAUSE_SAMPLES, seenIn } from '../../test/core/causes/samples.ts';

/** Each verdict with its sentence, and who may have to act. */
export function verdictRows(): string[][] {
  return VERDICT_CODES.map((code) => {
    const { says, owners } = verdictRow(code);
    return [`\`${code}\``, toText(says), namesOf(owners)];
  });
}

/** Each cause with what it says of an observed path, and who acts there; one of the same code is enough. */
export function causeRows(): string[][] {
  const rows = new Map<string, string[]>();
  for (const sample of CAUSE_SAMPLES) {
    const { code, says, steps } = diagnose(traceOf(...seenIn(sample)));
    const owners = [...new Set(steps.map(({ owner }) => owner))];
    if (!rows.has(code)) rows.set(code, [`\`${code}\``, toText(says), namesOf(owners)]);
  }
  const order = VERDICT_CODES.map(String);
  const place = (code: string) => order.indexOf(code.split('.', 1)[0] ?? '');
  return [...rows].toSorted(([a], [b]) => place(a) - place(b)).map(([, row]) => row);
}

function namesOf(owners: readonly Owner[]): string {
  return owners.length === 0 ? '-' : toText(namesOfOwners(owners));
}
