import { OTHER_RAS_MEANING } from '../../core/explain/model.ts';
import { type Text, textOfCode, translated } from './text.ts';

/** What a code means; `otherwise`: the sentence of the evidence, for a code that has none of its own. */
export function meaningOfCode(code: number, otherwise: Text): Text {
  return translated(otherwise === OTHER_RAS_MEANING ? 'meaning.other' : `meaning.${code}`, otherwise);
}

/** A cause by its id, which may come from a recording. */
export function causeById(id: unknown, otherwise: Text): Text {
  return textOfCode('cause', id, otherwise);
}
