import type { Wording } from '../core/model/say.ts';
import SENTENCES from './ja.json' with { type: 'json' };

const JAPANESE_OF: Readonly<Record<string, string>> = SENTENCES;

/** Japanese: each sentence below its English. What is only a command to type, or values, has none. */
export const IN_JAPANESE: Wording = {
  templateOf: (english) =>
    (Object.hasOwn(JAPANESE_OF, english) ? JAPANESE_OF[english] : undefined) ?? english,
  between: { items: '、', sentences: '', clauses: '、' },
};
