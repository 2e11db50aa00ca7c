import type { Emit, RunEvent } from '../core/model/events.ts';
import { recordOf } from '../report/model/record.ts';
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
  const events: RunEvent[] = [];
  return {
    onEvent(event) {
      events.push(event);
    },
    html: async (language = 'en') => {
      const { reportHtml } = await import('../report/views/page/html/html.ts');
      return reportHtml(recordOf(events), await textsIn(language));
    },
    markdown: async (language = 'en') => {
      const { reportMarkdown } = await import('../report/views/page/markdown.ts');
      return reportMarkdown(recordOf(events), await textsIn(language));
    },
  };
}
