import { KNOWN_CODES } from '../../../../core/explain/explain.ts';
import { OTHER_RAS_MEANING } from '../../../../core/explain/other-ras-codes.ts';

/** What an error code means, by its number: the document has the same sentences, so they are written in core. */
export const MEANINGS_EN: Readonly<Record<'meaning.other' | `meaning.${number}`, string>> = {
  'meaning.other': OTHER_RAS_MEANING,
  ...Object.fromEntries(
    KNOWN_CODES.filter(({ meaning }) => meaning !== OTHER_RAS_MEANING).map(({ value, meaning }) => [
      `meaning.${value}`,
      meaning,
    ]),
  ),
};
