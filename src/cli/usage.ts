import { P2sError } from '../core/model/errors.ts';
import { withoutPassword } from '../core/model/neutralise.ts';
import { type Said, type SaidValue, say } from '../core/model/say.ts';

/** The command line says what cannot be done. `next` is what to type instead. Passwords in it are not repeated. */
export function usage(message: Said, next = say`p2s-fix --help`): P2sError {
  return new P2sError('usage', guarded(message), { where: 'command line', next: guarded(next) });
}

function guarded({ template, values }: Said): Said {
  return { template, values: values.map(guardedValue) };
}

function guardedItem(item: string | Said): string | Said {
  return typeof item === 'string' ? withoutPassword(item) : guarded(item);
}

function guardedValue(value: SaidValue): SaidValue {
  if (typeof value === 'string' || 'template' in value) return guardedItem(value);
  return value.map(guardedItem);
}
