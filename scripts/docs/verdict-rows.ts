import { diagnose } from '../../src/core/causes/causes.ts';
import { namesOfOwners, type Owner } from '../../src/core/causes/rule.ts';
import { traceOf } from '../../src/core/causes/trace-of.ts';
import { VERDICT_CODES, verdictRow } from '../../src/core/causes/verdicts.ts';
import { toText } from '../../src/core/model/say.ts';
import { CAUSE_SAMPLES, seenIn } from '../../test/core/causes/samples.ts';

/** Each verdict with what it means and who may have to act, followed by its other causes with a sentence of an example. */
export function verdictRows(): string[][] {
  const rows = causeRows();
  return VERDICT_CODES.flatMap((code) => {
    const { says, owners } = verdictRow(code);
    const example = rows.get(code);
    return [
      [
        `\`${code}\``,
        [toText(says), ...(example === undefined ? [] : example.slice(0, 1))].join(' '),
        namesOf(owners),
      ],
      ...[...rows].flatMap(([cause, cells]) =>
        cause.startsWith(`${code}.`) ? [[`\`${cause}\``, ...cells]] : [],
      ),
    ];
  });
}

/** What each cause says of an observed path, and who acts there; one of the same code is enough. */
function causeRows(): Map<string, string[]> {
  const rows = new Map<string, string[]>();
  for (const sample of CAUSE_SAMPLES) {
    const { code, says, steps } = diagnose(traceOf(...seenIn(sample)));
    const owners = [...new Set(steps.map(({ owner }) => owner))];
    if (!rows.has(code)) rows.set(code, [toText(says), namesOf(owners)]);
  }
  return rows;
}

function namesOf(owners: readonly Owner[]): string {
  return owners.length === 0 ? '-' : toText(namesOfOwners(owners));
}
