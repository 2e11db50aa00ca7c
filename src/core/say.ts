/**
 * A sentence that can be told in another language: its English template, with `{0}`, `{1}` … where the values go, and
 * the values. A value may be a sentence itself. Plain data, so that it can be part of an event.
 */
export interface Said {
  readonly template: string;
  readonly values: readonly (string | Said)[];
}

/** A tag for template literals: the English text is written where it is needed, and is the key of its translations. */
export function say(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Said | null | undefined)[]
): Said {
  const template = strings.reduce((text, part, at) => `${text}{${at - 1}}${part}`);
  return {
    template,
    values: values.map((value) => (typeof value === 'object' && value !== null ? value : String(value))),
  };
}

/** The sentence with `templateOf` its templates, in English when that is not given. */
export function told(
  said: Said | string,
  templateOf: (template: string) => string = (template) => template,
): string {
  if (typeof said === 'string') return said;
  // In one pass: what a value holds is never taken for a place.
  return templateOf(said.template).replace(/\{(\d+)\}/g, (whole, at: string) => {
    const value = said.values[Number(at)];
    return value === undefined ? whole : told(value, templateOf);
  });
}
