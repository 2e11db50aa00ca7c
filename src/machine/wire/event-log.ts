import * as z from 'zod';
import type { EventOutcome } from '../event-log.ts';
import { check } from './local.ts';

const schema = z.object({ unavailable: z.string().nullable() });

/** @throws P2sError `powershell-failed` for a reply of another shape */
export function parseEventOutcome(
  result: unknown,
  script: 'Set-P2SEventSource' | 'Write-P2SEvent',
): EventOutcome {
  return check(schema, result, script);
}
