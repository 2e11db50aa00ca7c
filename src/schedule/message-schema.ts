import * as z from 'zod';
import type { Message, MessageValue } from '../core/model/say.ts';

/** Sentences that stand in sentences; none of ours goes as deep. */
const MAX_DEPTH = 4;
/** Characters of a sentence that is told. */
const MAX_LENGTH = 65_536;

const text = z.string().max(MAX_LENGTH);

/** A sentence as it is stored. A value may stand in several places, so what is told of a small one could be without end. */
export const messageSchema: z.ZodType<Message> = saidTo(MAX_DEPTH).refine(
  (message) => reportedLength(message) <= MAX_LENGTH,
);

function saidTo(depth: number): z.ZodType<Message> {
  const one = depth === 0 ? text : z.union([text, saidTo(depth - 1)]);
  return z.object({ template: text, values: z.array(z.union([one, z.array(one)])) });
}

/** In English; at least as long as `told` makes it. */
function reportedLength(message: MessageValue): number {
  if (typeof message === 'string') return message.length;
  if (!('template' in message)) return message.reduce((sum, item) => sum + reportedLength(item) + 2, 0);
  const lengths = message.values.map(reportedLength);
  const places = [...message.template.matchAll(/\{(\d+)\}/g)];
  return places.reduce((sum, [, at]) => sum + (lengths[Number(at)] ?? 0), message.template.length);
}
