import { type Text, textOfCode } from './text.ts';

/** Why a component of Windows could not be used. */
export function whyNot(reason: unknown): Text {
  return textOfCode('why-not', reason, String(reason));
}
