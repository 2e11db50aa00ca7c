import { P2sError } from '../../core/model/errors.ts';
import { withoutPassword } from '../../core/model/neutralise.ts';
import { type Message, say, withTexts } from '../../core/model/say.ts';

/** The error for an invalid command line. `next` is the correction. Passwords in it are not repeated. */
export function usage(message: Message, next = say('p2s-fix --help')): P2sError {
  return new P2sError('usage', guarded(message), { where: 'command line', next: guarded(next) });
}

function guarded(message: Message): Message {
  return withTexts(message, withoutPassword);
}
