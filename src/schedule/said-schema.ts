import * as z from 'zod';
import type { Said, SaidValue } from '../core/model/say.ts';

/** Sentences that stand in sentences; none of ours goes as deep. */
const MAX_DEPTH = 4;
/** Characters of a sentence that is told. */
const MAX_LENGTH = 65_536;

const text = z.string().max(MAX_LENGTH);

/** A sentence as it is stored. A value may stand in several places, so what is told of a small one could be without end. */
export const saidSchema: z.ZodType<Said> = saidTo(MAX_DEPTH).refine((said) => toldLength(said) <= MAX_LENGTH);

function saidTo(depth: number): z.ZodType<Said> {
  const one = depth === 0 ? text : z.union([text, saidTo(depth - 1)]);
  return z.object({ template: text, values: z.array(z.union([one, z.array(one)])) });
}

/** In English; at least as long as `told` makes it. */
function toldLength(said: SaidValue): number {
  if (typeof said === 'string') return said.length;
  if (!('template' in said)) return said.reduce((sum, item) => sum + toldLength(item) + 2, 0);
  const lengths = said.values.map(toldLength);
  const places = [...said.template.matchAll(/\{(\d+)\}/g)];
  return places.reduce((sum, [, at]) => sum + (lengths[Number(at)] ?? 0), said.template.length);
}
