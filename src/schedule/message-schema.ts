import * as z from 'zod';
import type { Message, MessageValue } from '../core/model/say.ts';

/** Depth of nested sentences; ours are less deep. */
const MAX_DEPTH = 4;
/** Characters of the whole sentence. */
const MAX_LENGTH = 65_536;

const text = z.string().max(MAX_LENGTH);

/** A stored sentence. Its length is limited, because a value may occur in several places. */
export const messageSchema: z.ZodType<Message> = messageTo(MAX_DEPTH).refine(
  (message) => reportedLength(message) <= MAX_LENGTH,
);

function messageTo(depth: number): z.ZodType<Message> {
  const one = depth === 0 ? text : z.union([text, messageTo(depth - 1)]);
  return z.object({ template: text, values: z.array(z.union([one, z.array(one)])) });
}

/** The length in English; never less than that of the final text. */
function reportedLength(message: MessageValue): number {
  if (typeof message === 'string') return message.length;
  if (!('template' in message)) return message.reduce((sum, item) => sum + reportedLength(item) + 2, 0);
  const lengths = message.values.map(reportedLength);
  const places = [...message.template.matchAll(/\{(\d+)\}/g)];
  return places.reduce((sum, [, at]) => sum + (lengths[Number(at)] ?? 0), message.template.length);
}
