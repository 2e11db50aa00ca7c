import { P2sError } from '../core/model/errors.ts';
import { withoutControls } from '../core/model/neutralise.ts';
import { type Message, say } from '../core/model/say.ts';

/** The error for a profile file that cannot be read: its name, the place in it, the problem, and what to do. */
export function refusedFile(
  file: string,
  problem: Message,
  details: { place?: string; next?: Message; evidence?: Record<string, unknown> } = {},
): P2sError {
  const { place, evidence, next = say('Download the VPN client package again from the gateway.') } = details;
  return new P2sError('input', say('The profile cannot be read: {reason}.', { reason: problem }), {
    where: place === undefined ? shownPath(file) : `${shownPath(file)}, ${place}`,
    next,
    ...(evidence === undefined ? {} : { evidence }),
  });
}

/** What is wrong with a file that is larger than what is read of one. */
export function tooLarge({ length }: Uint8Array, limit: number): Message {
  return say('it has {size} bytes, and more than {limit} are not read', { size: length, limit });
}

/** A path for display; names inside archives are untrusted. */
export function shownPath(path: string): string {
  return withoutControls(path, 500);
}

/** A copy that does not keep its source string in memory, because that may contain a secret. */
export function copied(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
