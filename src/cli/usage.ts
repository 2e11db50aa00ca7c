import { P2sError } from '../core/errors.ts';
import { withoutPassword } from '../core/neutralise.ts';

/** The command line says what cannot be done. `next` is what to type instead. Passwords in it are not repeated. */
export function usage(message: string, next = 'p2s-fix --help'): P2sError {
  return new P2sError('usage', withoutPassword(message), {
    where: 'command line',
    next: withoutPassword(next),
  });
}
