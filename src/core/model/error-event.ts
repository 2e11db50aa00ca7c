import type { P2sError } from './errors.ts';
import type { RunEvent } from './events.ts';

/** How a run tells of an error: in English for programs, and as sentences that people can be told in their language. */
export function errorEvent({
  code,
  message,
  where,
  next,
  said,
}: P2sError): Extract<RunEvent, { type: 'error' }> {
  return { type: 'error', error: { code, message, where, next }, said };
}
