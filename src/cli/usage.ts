import { P2sError } from '../core/errors.ts';

/** The command line says what cannot be done. `next` is what to type instead. */
export function usage(message: string, next = 'p2s-fix --help'): P2sError {
  return new P2sError('usage', message, { where: 'command line', next });
}
