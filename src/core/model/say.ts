/** A value in a sentence: text, another sentence, or a list. */
export type MessageValue = string | Message | readonly (string | Message)[];

/**
 * A translatable sentence: its English template, with `{0}`, `{1}` … as placeholders, and the values. Plain data,
 * so that it can be part of an event.
 */
export interface Message {
  readonly template: string;
  readonly values: readonly MessageValue[];
}

/** How a language forms a sentence. */
interface Wording {
  /** The template of this language for an English one. */
  templateOf: (template: string) => string;
  /** The separator of list items. */
  comma: string;
}

const IN_ENGLISH: Wording = { templateOf: (template) => template, comma: ', ' };

/** A tag for template literals: the English text is written in place and is the key of its translations. */
export function say(
  strings: TemplateStringsArray,
  ...values: readonly (MessageValue | number | null | undefined)[]
): Message {
  const template = strings.reduce((text, part, at) => `${text}{${at - 1}}${part}`);
  return {
    template,
    values: values.map((value) => (typeof value === 'object' && value !== null ? value : String(value))),
  };
}

/** The sentence in a language; English by default. */
export function toText(message: MessageValue, wording: Wording = IN_ENGLISH): string {
  if (typeof message === 'string') return message;
  if (!('template' in message)) return message.map((item) => toText(item, wording)).join(wording.comma);
  // In one pass: a placeholder inside a value is not replaced.
  return wording.templateOf(message.template).replace(/\{(\d+)\}/g, (whole, at: string) => {
    const value = message.values[Number(at)];
    return value === undefined ? whole : toText(value, wording);
  });
}

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
