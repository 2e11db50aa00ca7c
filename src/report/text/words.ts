import { type Phrase, toText, type Wording } from '../../core/model/say.ts';

/** Any text in the words of one language, and what that language puts between two. */
export interface Words {
  (text: Phrase): string;
  readonly between: Wording['between'];
}

export function wordsIn(wording: Wording): Words {
  return Object.assign((text: Phrase) => toText(text, wording), { between: wording.between });
}
