/** What may stand in a sentence: words as they are, a sentence of its own, or a list. */
export type MessageValue = string | Message | readonly (string | Message)[];

/**
 * A sentence that can be told in another language: its English template, with `{0}`, `{1}` … where the values go, and
 * the values. Plain data, so that it can be part of an event.
 */
export interface Message {
  readonly template: string;
  readonly values: readonly MessageValue[];
}

/** How a language tells a sentence. */
export interface Wording {
  /** Its template for an English one. */
  templateOf: (template: string) => string;
  /** What stands between the items of a list. */
  comma: string;
}

const IN_ENGLISH: Wording = { templateOf: (template) => template, comma: ', ' };

/** A tag for template literals: the English text is written where it is needed, and is the key of its translations. */
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

/** The sentence in a language, English when none is given. */
export function toText(message: MessageValue, wording: Wording = IN_ENGLISH): string {
  if (typeof message === 'string') return message;
  if (!('template' in message)) return message.map((item) => toText(item, wording)).join(wording.comma);
  // In one pass: what a value holds is never taken for a place.
  return wording.templateOf(message.template).replace(/\{(\d+)\}/g, (whole, at: string) => {
    const value = message.values[Number(at)];
    return value === undefined ? whole : toText(value, wording);
  });
}
