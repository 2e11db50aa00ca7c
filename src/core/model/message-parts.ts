import { type Message, toText, type Wording } from './say.ts';

/** Members of an event that are sentences, or lists and records of sentences, by name. */
export type MessageParts = Readonly<Record<string, unknown>>;

/** The output for programs, with its translatable sentences for people. */
export interface WithMessages {
  /** Absent if there are no sentences. Not in the JSON document, which is the same in every language. */
  messages?: MessageParts;
}

/** The value with every sentence as text, in English if no other language is given. */
export function toTexts(value: unknown, wording?: Wording): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => toTexts(one, wording));
  if (isMessage(value)) return toText(value, wording);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, toTexts(one, wording)]));
}

/** Evidence with sentences as English text, and the members that contain sentences. */
export function inWords(given: Readonly<Record<string, unknown>>): WithMessages & {
  evidence: Record<string, unknown>;
} {
  const spoken = Object.entries(given).filter(([, value]) => holdsMessage(value));
  const evidence = spoken.length === 0 ? { ...given } : (toTexts(given) as Record<string, unknown>);
  return { evidence, ...(spoken.length === 0 ? {} : { messages: Object.fromEntries(spoken) }) };
}

/** The form for the JSON document. */
export function withoutMessages<T extends WithMessages>({ messages: _, ...rest }: T): Omit<T, 'messages'> {
  return rest;
}

function holdsMessage(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isMessage(value) || Object.values(value).some(holdsMessage);
}

function isMessage(value: object): value is Message {
  return 'template' in value && 'values' in value;
}
