import { P2sError } from '../../core/model/errors.ts';
import type { RunEvent } from '../../core/model/events.ts';
import { say } from '../../core/model/say.ts';

export const UNSUPPORTED = say`This page does not support an algorithm in these certificates.`;

/** For an algorithm that OpenSSL knows and this page does not: what depends on it must be judged by the command. */
export function unsupportedAlgorithm(algorithm: string): P2sError {
  return new P2sError('usage', UNSUPPORTED, { evidence: { algorithm } });
}

/** Whether a run ended with that error. */
export function isUnsupported(event: RunEvent): boolean {
  return event.type === 'error' && event.messages.message === UNSUPPORTED;
}
