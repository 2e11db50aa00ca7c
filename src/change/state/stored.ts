import { P2sError } from '../../core/model/errors.ts';
import { type Message, option, say } from '../../core/model/say.ts';
import { errnoOf, errnoReason } from '../../files/errno.ts';

/**
 * Runs an operation on a file or folder of the state folder. `failed` is the message for a reason.
 *
 * @throws P2sError `state-dir` with the errno when the system refuses the operation; any other error unchanged
 */
export async function stored<T>(
  path: string,
  failed: (reason: Message) => Message,
  operation: () => Promise<T>,
): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === null) throw error;
    throw new P2sError('state-dir', failed(errnoReason(error)), {
      where: path,
      next: say('Make the folder available, or name another one with {option} DIR.', {
        option: option('state-dir'),
      }),
      evidence: { errno },
      cause: error,
    });
  }
}
