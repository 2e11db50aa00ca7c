import { namesOfOwners } from '../../core/causes/rule.ts';
import { isVerdict, verdictRow } from '../../core/causes/verdicts.ts';
import { CAUSES, type CauseId } from '../../core/explain/causes.ts';
import type { Known, Proof } from '../../core/explain/model.ts';
import { ERROR_MEANINGS } from '../../core/explain/own-codes.ts';
import { FINDING_RULES } from '../../core/findings/rules/rules.ts';
import { ROUTE_ROWS } from '../../core/migration/route-verdict.ts';
import { toText } from '../../core/model/say.ts';

/**
 * What a word of p2s-fix itself means: a verdict, a finding, an error, a result of `migrate`, or a cause; `null` for
 * any other word. The causes are those that it proves.
 */
export function ownCode(word: string): Known | null {
  // A cause of a verdict, such as `proxy-refused.takes-tls`, is explained as that verdict.
  const [of = '', , ...more] = word.split('.');
  if (isVerdict(of) && more.length === 0) {
    const { says, owners } = verdictRow(of);
    return known('verdict', of, toText(says), {
      ...(owners.length === 0 ? {} : { acts: toText(namesOfOwners(owners)) }),
      causes: provedBy((proof) => proof.kind === 'verdict' && proof.verdict === of),
    });
  }
  if (isIn(word, FINDING_RULES))
    return known('finding', word, toText(FINDING_RULES[word].title), {
      causes: provedBy((proof) => proof.kind === 'finding' && proof.finding === word),
    });
  if (isIn(word, ERROR_MEANINGS)) return known('error', word, ERROR_MEANINGS[word]);
  if (isIn(word, ROUTE_ROWS)) return known('route', word, toText(ROUTE_ROWS[word].says));
  return isIn(word, CAUSES) ? known('cause', word, CAUSES[word].cause, { causes: [word] }) : null;
}

function isIn<Table extends object>(word: string, table: Table): word is keyof Table & string {
  return Object.hasOwn(table, word);
}

function known(
  kind: Known['kind'],
  id: string,
  meaning: string,
  own: Partial<Pick<Known, 'acts' | 'causes'>> = {},
): Known {
  return {
    kind,
    id,
    name: id,
    meaning,
    proxy: null,
    basis: 'documented',
    causes: [],
    sources: [],
    specificity: 'part',
    ...own,
  };
}

function provedBy(isProof: (proof: Proof) => boolean): CauseId[] {
  const all = Object.entries(CAUSES) as [CauseId, (typeof CAUSES)[CauseId]][];
  return all.filter(([, { proofs }]) => proofs.some(isProof)).map(([id]) => id);
}
