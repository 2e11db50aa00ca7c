import type { RunEvent } from '../../core/model/events.ts';
import {
  capital,
  type Message,
  type MessageValue,
  type Phrase,
  toText,
  withTexts,
  withValues,
} from '../../core/model/say.ts';
import type { KnownNames } from '../../core/redact/known-names.ts';
import { redactList, redactValuePlace } from '../../core/redact/names.ts';
import { redactProse } from '../../core/redact/prose.ts';
import type { Pseudonyms } from '../../core/redact/pseudonyms.ts';

/**
 * An error with pseudonyms in the values of its sentences, which are built again: our own words stay.
 *
 * @param isPasted its place is the pasted text
 */
export function redactError(
  { error, messages }: Extract<RunEvent, { type: 'error' }>,
  names: Pseudonyms,
  known: KnownNames,
  isPasted: boolean,
): RunEvent {
  const message = redactMessage(messages.message, names, known);
  const next = messages.next === null ? null : redactMessage(messages.next, names, known);
  const place = error.where ?? '';
  const where = isPasted ? redactList(names, place) : redactProse(names, place, known);
  const shown = {
    ...error,
    message: toText(message),
    where: where || null,
    next: next === null ? null : toText(next),
  };
  return { type: 'error', error: shown, messages: { message, next } };
}

/** A value in quotation marks is text from outside, in any words. */
function redactMessage(message: Message, names: Pseudonyms, known: KnownNames): Message {
  const redacted = (value: MessageValue, at: string): MessageValue => {
    if (typeof value === 'string')
      return message.template.includes(`"{${at}}"`)
        ? redactList(names, value)
        : (redactValuePlace(names, value) ?? redactProse(names, value, known));
    if (Array.isArray(value)) return value.map((item) => redacted(item, at));
    const phrase = value as Exclude<Phrase, string>;
    if ('template' in phrase) return redactMessage(phrase, names, known);
    if ('capital' in phrase) return capital(redacted(phrase.capital, at) as Phrase);
    if ('parts' in phrase)
      return { ...phrase, parts: phrase.parts.map((part) => redacted(part, at) as Phrase) };
    return withTexts(phrase, (text) => redactValuePlace(names, text) ?? redactProse(names, text, known));
  };
  return withValues(message, redacted);
}
