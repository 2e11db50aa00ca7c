import { P2sError } from '../../../src/core/model/errors.ts';
import { errorEvent } from '../../../src/core/model/events.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { textsOf } from '../../../src/report/text/texts.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

/** The Japanese message of the error that this throws. */
export function errorInJapanese(fails: () => unknown): string {
  try {
    fails();
  } catch (error) {
    if (error instanceof P2sError) return JAPANESE.error(errorEvent(error)).message;
  }
  throw new Error('nothing of ours was thrown');
}
