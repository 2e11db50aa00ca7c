import { CAUSES, type CauseId } from '../../core/explain/causes.ts';
import type { Known, Proof } from '../../core/explain/model.ts';
import { ERROR_MEANINGS, VERDICT_MEANINGS } from '../../core/explain/own-codes.ts';
import type { FindingCode } from '../../core/model/finding.ts';
import { CATALOG_EN } from '../text/en/catalog.ts';
import { FINDINGS } from './findings/findings.ts';
import type { TextKey } from './text.ts';

/**
 * What a word of p2s-fix itself means: a verdict, a finding, an error, a result of `migrate`, or a cause; `null` for
 * any other word. The causes are those that it proves.
 */
export function ownCode(word: string): Known | null {
  if (isIn(word, VERDICT_MEANINGS)) {
    const { seen, acts } = VERDICT_MEANINGS[word];
    return known('verdict', word, seen, {
      acts,
      causes: provedBy((proof) => proof.kind === 'verdict' && proof.verdict === word),
    });
  }
  if (isIn(word, FINDINGS))
    return known('finding', word, CATALOG_EN[findingKey(word)], {
      causes: provedBy((proof) => proof.kind === 'finding' && proof.finding === word),
    });
  if (isIn(word, ERROR_MEANINGS)) return known('error', word, ERROR_MEANINGS[word]);
  const route = `migration-route.${word}`;
  if (Object.hasOwn(CATALOG_EN, route)) return known('route', word, CATALOG_EN[route as TextKey]);
  return isIn(word, CAUSES) ? known('cause', word, CAUSES[word].cause, { causes: [word] }) : null;
}

function isIn<Table extends object>(word: string, table: Table): word is keyof Table & string {
  return Object.hasOwn(table, word);
}

/** The key of a finding's sentence; where it has only variants, of the first of them. */
export function findingKey(code: FindingCode): TextKey {
  const key = `finding.${code}`;
  const keys = Object.keys(CATALOG_EN) as TextKey[];
  const found = keys.find((one) => one === key) ?? keys.find((one) => one.startsWith(`${key}.`));
  if (found === undefined) throw new Error(`no text for the finding ${code}`);
  return found;
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
