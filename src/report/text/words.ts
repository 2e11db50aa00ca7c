import { type Placeholder, type Text, type TextKey, text, type Values } from '../messages/text.ts';

/** The words of one language: those of a key, with its values, or `of` any text. */
export interface Words {
  <Key extends TextKey>(key: Key, ...values: Values<Placeholder<Key>>): string;
  of: (text: Text) => string;
}

/** `whole` makes the words of a key complete. */
export function wordsIn(
  of: Words['of'],
  whole: (words: string, key: TextKey) => string = (words) => words,
): Words {
  const ofKey = <Key extends TextKey>(key: Key, ...values: Values<Placeholder<Key>>) =>
    whole(of(text(key, ...values)), key);
  return Object.assign(ofKey, { of });
}
