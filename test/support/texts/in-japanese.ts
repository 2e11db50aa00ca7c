import { P2sError } from '../../../src/core/model/errors.ts';
import { errorEvent } from '../../../src/core/model/events.ts';
import { JAPANESE } from '../../../src/report/text/ja/texts.ts';

/** The Japanese message of the error that this throws. */
export function errorInJapanese(fails: () => unknown): string {
  try {
    fails();
  } catch (error) {
    if (error instanceof P2sError) return JAPANESE.error(errorEvent(error)).message;
  }
  throw new Error('nothing of ours was thrown');
}
