import * as z from 'zod';
import { neutralise } from '../../core/model/neutralise.ts';
import { safeParse } from '../wire/safe-parse.ts';

const id = z.string().max(20);
const shown = z.string().transform((text) => neutralise(text, 500));

const schema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('connected'), id }),
  z.object({ event: z.literal('line'), id, text: z.string() }),
  z.object({ event: z.literal('deadline'), id, connected: z.boolean() }),
  z.object({ event: z.literal('broken'), id, connected: z.boolean() }),
  z.object({ event: z.literal('overflow'), id, connected: z.boolean() }),
  z.object({ event: z.literal('not-started'), id, errorId: shown, message: shown }),
  z.object({
    event: z.literal('ended'),
    id,
    connected: z.boolean(),
    state: z.enum(['Completed', 'Failed', 'Stopped']),
    reason: z
      .object({
        type: shown,
        /** True for an error of the connection, not of the script. */
        transport: z.boolean(),
        errorCode: z.number().nullable(),
        hresult: z.number().nullable(),
        remote: z.boolean(),
        message: shown,
      })
      .nullable(),
    errors: z.array(shown).max(10),
  }),
]);

/** An event of `Invoke-P2SFleet` for one computer. */
export type FleetEvent = z.infer<typeof schema>;

/** `null` for anything else. */
export function parseFleetEvent(raw: Record<string, unknown>): FleetEvent | null {
  const checked = safeParse(schema, raw);
  return checked.success ? checked.data : null;
}
