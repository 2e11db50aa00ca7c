import { P2sError } from '../../core/model/errors.ts';
import { withoutPassword } from '../../core/model/neutralise.ts';
import { type Message, type MessageValue, say } from '../../core/model/say.ts';

/** The error for an invalid command line. `next` is the correction. Passwords in it are not repeated. */
export function usage(message: Message, next = say`p2s-fix --help`): P2sError {
  return new P2sError('usage', guarded(message), { where: 'command line', next: guarded(next) });
}

function guarded({ template, values }: Message): Message {
  return { template, values: values.map(guardedValue) };
}

function guardedItem(item: string | Message): string | Message {
  return typeof item === 'string' ? withoutPassword(item) : guarded(item);
}

function guardedValue(value: MessageValue): MessageValue {
  if (typeof value === 'string' || 'template' in value) return guardedItem(value);
  return value.map(guardedItem);
}
