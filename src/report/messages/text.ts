import { fillIn, type Phrase, toText } from '../../core/model/say.ts';
import { CATALOG_EN } from '../text/en/catalog.ts';

/** The templates of the texts, by key. English has them all, and the types of the other languages follow it. */
type English = typeof CATALOG_EN;
export type TextKey = keyof English;

/** The templates of one language. */
export type Catalog = Readonly<Record<TextKey, string>>;

/** The templates of another language, for a part of the English ones. */
export type Translation<Part extends object> = Readonly<Record<keyof Part, string>>;

/**
 * A text without a language: a template with the values of its placeholders, a sentence of core, a name or number
 * that is the same in every language, several of them in a row, or one that starts a sentence.
 */
export type Text = number | Phrase | Template | Translated | Sentence | readonly Text[];

interface Template {
  readonly key: TextKey;
  readonly values: Readonly<Record<string, Text>>;
}

/** A sentence of the evidence, which other languages have below its own key. */
interface Translated {
  readonly translated: string;
  readonly otherwise: Text;
}

interface Sentence {
  readonly sentence: Text;
}

/** The names in braces of a template. */
type Placeholders<Words extends string> = Words extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
export type Placeholder<Key extends TextKey> = Placeholders<English[Key]>;
/** A value for each name; nothing without one. */
export type Values<Names extends string> = [Names] extends [never]
  ? []
  : [values: Readonly<Record<Names, Text>>];

/** Keys with another template, `KEY.one`, for a single thing. */
type CountedKey = { [Key in TextKey]: `${Key}.one` extends TextKey ? Key : never }[TextKey];

/** The text of a key, with a value for each placeholder of the English template: a missing one does not compile. */
export function text<Key extends TextKey>(key: Key, ...[values]: Values<Placeholder<Key>>): Text {
  return { key, values: values ?? {} };
}

/** The text for a number of things. */
export function counted<Key extends CountedKey>(
  key: Key,
  count: number,
  ...[values]: Values<Exclude<Placeholder<Key>, 'count'>>
): Text {
  return { key: count === 1 ? `${key}.one` : key, values: { ...values, count } };
}

/** The text for a code of the evidence, which may come from a recording and be anything; else `otherwise`. */
export function textOfCode<Other extends Text | null>(
  prefix: string,
  code: unknown,
  otherwise: Other,
): Text | Other {
  const key = `${prefix}.${String(code)}`;
  return Object.hasOwn(CATALOG_EN, key) ? { key: key as TextKey, values: {} } : otherwise;
}

/** English that is written in core, because documents have it: its translation, in a language that has one. */
export function translated(key: string, otherwise: Text): Text {
  return { translated: key, otherwise };
}

/** Texts with a separator between each two. */
export function joined(texts: readonly Text[], separator: Text): Text {
  return texts.flatMap((one, at) => (at === 0 ? [one] : [separator, one]));
}

/** A text that starts a sentence: with a capital letter, in a language that has them. */
export function sentence(words: Text): Text {
  return { sentence: words };
}

/** The words of a text in one language. */
export function toWords(given: Text, catalog: Catalog): string {
  if (typeof given === 'string' || typeof given === 'number') return String(given);
  if ('sentence' in given) {
    const words = toWords(given.sentence, catalog);
    return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
  }
  if ('translated' in given)
    return Object.hasOwn(catalog, given.translated)
      ? catalog[given.translated as TextKey]
      : toWords(given.otherwise, catalog);
  if ('template' in given || 'parts' in given || 'option' in given || 'use' in given)
    return toText(given, wordingOf(catalog));
  if (!isTemplate(given)) return given.map((one) => toWords(one, catalog)).join('');
  // The letters have a catalog of their own parts: a key that it lacks is shown in English.
  const template = catalog[given.key] ?? CATALOG_EN[given.key];
  return fillIn(template, (name) => {
    const value = given.values[name];
    return value === undefined ? undefined : toWords(value, catalog);
  });
}

/** A catalog has the sentences of core below their English text. */
function wordingOf(catalog: Catalog) {
  const translations: Readonly<Record<string, string>> = catalog;
  return {
    templateOf: (english: string) => translations[english] ?? english,
    between: {
      items: catalog['between.items'],
      sentences: catalog['between.sentences'],
      clauses: catalog['between.clauses'],
    },
  };
}

function isTemplate(given: Template | readonly Text[]): given is Template {
  return 'key' in given;
}

/** A line and its indent, in steps. */
export interface Line {
  depth: number;
  text: Text;
  /** True for emphasis. */
  strong?: boolean;
}

/** A line in one language. */
export type TextLine = Omit<Line, 'text'> & { text: string };

export function linesIn(lines: readonly Line[], catalog: Catalog): TextLine[] {
  return lines.map((line) => ({ ...line, text: toWords(line.text, catalog) }));
}
