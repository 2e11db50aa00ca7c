/** What may stand in a sentence: words as they are, a sentence of its own, or a list. */
export type SaidValue = string | Said | readonly (string | Said)[];

/**
 * A sentence that can be told in another language: its English template, with `{0}`, `{1}` … where the values go, and
 * the values. Plain data, so that it can be part of an event.
 */
export interface Said {
  readonly template: string;
  readonly values: readonly SaidValue[];
}

/** How a language tells a sentence. */
export interface Telling {
  /** Its template for an English one. */
  templateOf: (template: string) => string;
  /** What stands between the items of a list. */
  comma: string;
}

const IN_ENGLISH: Telling = { templateOf: (template) => template, comma: ', ' };

/** A tag for template literals: the English text is written where it is needed, and is the key of its translations. */
export function say(
  strings: TemplateStringsArray,
  ...values: readonly (SaidValue | number | null | undefined)[]
): Said {
  const template = strings.reduce((text, part, at) => `${text}{${at - 1}}${part}`);
  return {
    template,
    values: values.map((value) => (typeof value === 'object' && value !== null ? value : String(value))),
  };
}

/** The sentence in a language, English when none is given. */
export function told(said: SaidValue, telling: Telling = IN_ENGLISH): string {
  if (typeof said === 'string') return said;
  if (!('template' in said)) return said.map((item) => told(item, telling)).join(telling.comma);
  // In one pass: what a value holds is never taken for a place.
  return telling.templateOf(said.template).replace(/\{(\d+)\}/g, (whole, at: string) => {
    const value = said.values[Number(at)];
    return value === undefined ? whole : told(value, telling);
  });
}
