import type { Emit } from '../core/model/events.ts';
import { EMPTY_RECORD, foldRecord } from '../report/model/run-record.ts';
import type { Language } from '../report/text/language.ts';
import { textsIn } from '../report/text/texts.ts';

/** The events of one run, kept for a report in any language. */
export interface Report {
  onEvent: Emit;
  html(language?: Language): Promise<string>;
  markdown(language?: Language): Promise<string>;
}

/** A report of one run: give `onEvent` to the run, then ask for the report. */
export function createReport(): Report {
  let record = EMPTY_RECORD;
  return {
    onEvent(event) {
      record = foldRecord(record, event);
    },
    html: async (language = 'en') => {
      const { reportHtml } = await import('../report/views/page/html/html.ts');
      return reportHtml(record, await textsIn(language));
    },
    markdown: async (language = 'en') => {
      const { reportMarkdown } = await import('../report/views/page/markdown.ts');
      return reportMarkdown(record, await textsIn(language));
    },
  };
}
