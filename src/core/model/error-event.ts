import type { P2sError } from './errors.ts';
import type { RunEvent } from './events.ts';

/** An error in the output of a run: in English for programs, and as translatable sentences for people. */
export function errorEvent({
  code,
  message,
  where,
  next,
  messages,
}: P2sError): Extract<RunEvent, { type: 'error' }> {
  return { type: 'error', error: { code, message, where, next }, messages };
}
