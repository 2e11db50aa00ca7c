import { P2sError } from '../core/errors.ts';
import { withoutPassword } from '../core/neutralise.ts';
import { type Said, say } from '../core/say.ts';

/** The command line says what cannot be done. `next` is what to type instead. Passwords in it are not repeated. */
export function usage(message: Said, next = say`p2s-fix --help`): P2sError {
  return new P2sError('usage', guarded(message), { where: 'command line', next: guarded(next) });
}

function guarded({ template, values }: Said): Said {
  return {
    template,
    values: values.map((value) => (typeof value === 'string' ? withoutPassword(value) : guarded(value))),
  };
}
