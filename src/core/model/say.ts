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
export interface Wording {
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
