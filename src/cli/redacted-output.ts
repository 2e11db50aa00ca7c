import type { RunEvent } from '../core/model/events.ts';
import { Pseudonyms } from '../core/redact/pseudonyms.ts';
import { formsOf } from '../pipeline/run/records.ts';
import { documentOf } from '../report/model/document.ts';
import { EMPTY_RECORD, fold } from '../report/model/record.ts';
import { redactEvents } from '../report/model/redact-events.ts';
import type { Output } from './output.ts';

/**
 * An output for programs with pseudonyms. They are known at the end only, when every name of the run is, so nothing
 * is shown before.
 *
 * @param files the files and folders of the command line, as typed
 * @param typed the words of the command line that are not ours
 * @param key of the pseudonyms: the same in the reports of this run
 */
export function redactedOutput(
  output: Output,
  files: readonly string[],
  typed: readonly string[],
  key: Uint8Array,
): Output {
  const events: RunEvent[] = [];
  return {
    ...output,
    emit: (event) => events.push(event),
    finish: async ({ exitCode }) => {
      const shown = redactEvents(events, new Pseudonyms(key), await formsOf(files), typed);
      for (const event of shown) output.emit(event);
      const document = await documentOf(shown.reduce(fold, EMPTY_RECORD));
      // A report that could not be written changes the exit code after the run.
      await output.finish({ ...document, exitCode });
    },
  };
}
