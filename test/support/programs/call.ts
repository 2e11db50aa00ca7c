import { readWords } from '../../../src/cli/parse/read-words.ts';
import { splitWords } from '../../../src/cli/parse/split-words.ts';
import type { Call } from '../../../src/core/options/table.ts';

/** A command line as the program reads it. */
export function callOf(argv: readonly string[]): Call {
  return readWords(splitWords(argv));
}
