import { describe, expect, it } from 'vitest';
import { OWNER_NAMES } from '../../../src/core/causes/rule.ts';
import type { RunEvent } from '../../../src/core/model/events.ts';
import { say } from '../../../src/core/model/say.ts';
import { documentSchema } from '../../../src/core/schema/document.ts';
import { conclusionOf } from '../../../src/report/model/conclusion.ts';
import { documentOf } from '../../../src/report/model/document.ts';
import { recordOf } from '../../../src/report/model/record.ts';
import { factsOf } from '../../../src/report/model/record-facts.ts';
import { textsIn } from '../../../src/report/text/texts.ts';
import { reportHtml } from '../../../src/report/views/page/html/html.ts';
import { reportMarkdown } from '../../../src/report/views/page/markdown.ts';
import { reportPage } from '../../../src/report/views/plain/pages.ts';
import { createPlainRenderer, type Detail } from '../../../src/report/views/plain/plain.ts';
import { headlineOf } from '../../../src/report/views/plain/sections.ts';
import { INITIAL_STATE, reduce } from '../../../src/ui/state.ts';
import { STORIES } from '../../support/stories/stories.ts';

const MODES = ['audit', 'plan', 'apply', 'verify'];
const judged = Object.entries(STORIES).filter(([, events]) =>
  events.some((event) => event.type === 'started' && MODES.includes(event.mode)),
);

const flat = (text: string) => text.replaceAll(/[\\`*]/g, '').replaceAll(/\s+/g, ' ');

/** Text as a person reads it: without markup and line breaks. */
const read = (text: string) =>
  flat(
    text
      .replaceAll(/<(style|script)>.*?<\/\1>/gs, '')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&'),
  );

function plain(
  events: readonly RunEvent[],
  texts: Awaited<ReturnType<typeof textsIn>>,
  detail: Detail,
): string[] {
  const lines: string[] = [];
  const render = createPlainRenderer({
    out: (line) => lines.push(line),
    err: (line) => lines.push(line),
    texts,
    detail,
  });
  for (const event of events) render(event);
  render({ type: 'closed' });
  return lines;
}

describe.each(['en', 'ja'] as const)('every output, in %s', (language) => {
  it.each(judged)('opens %s with the same sentence, cause, change and next step', async (story, events) => {
    const texts = await textsIn(language);
    const record = recordOf(events);
    const page = reportPage(events.reduce<typeof INITIAL_STATE>(reduce, INITIAL_STATE));
    const terminal = page === undefined ? [] : headlineOf(page, texts);
    const shown = terminal
      .filter(({ label }) => label !== texts.words(say('Found')))
      .map(({ label, text }) => `${label}: ${text}`);
    const hostile = story === 'hostile names';
    if (terminal.length > 0 && !hostile) {
      for (const detail of ['brief', 'summary'] as const) {
        const lines = plain(events, texts, detail);
        const at = lines.indexOf(shown[0] ?? '');
        // After the line with the command, and the lines of an error.
        expect(at, `${detail}: ${shown[0]}`).toBeGreaterThanOrEqual(0);
        expect(lines.slice(at, at + shown.length)).toEqual(shown);
      }
      const [html, markdown] = [read(reportHtml(record, texts)), flat(reportMarkdown(record, texts))];
      const ofOwners = conclusionOf(factsOf(record, texts), texts);
      for (const { text } of [
        ...terminal.filter(({ label }) => label !== texts.words(say('Next'))),
        ...ofOwners.next,
        ...ofOwners.owners.map(({ owner }) => ({ text: texts.words(OWNER_NAMES[owner]) })),
        // Below the name of its owner, an action begins with the verb.
        ...ofOwners.owners.map(({ action }) => ({ text: action.replace(/^[^:]{1,16}: ./, '') })),
      ]) {
        expect(html).toContain(flat(text));
        expect(markdown).toContain(flat(text));
      }
    }
    const { owners } = conclusionOf(factsOf(record, texts), texts);
    expect(new Set(owners.map(({ owner }) => owner)).size).toBe(owners.length);
    // Each owner has a part of the text, in each language.
    expect(new Set(owners.map(({ action }) => action)).size).toBe(owners.length);
    if (story === 'proxy silent')
      expect(owners.map(({ owner }) => owner)).toEqual(['administrator', 'proxy-team']);
    if (language !== 'en') return;
    const { summary } = await documentOf(record);
    expect(documentSchema.shape.summary.safeParse(summary).success).toBe(true);
    if (terminal.length === 0 || hostile) return;
    expect(terminal[0]?.text).toBe(summary?.headline);
    expect(shown.find((line) => line.startsWith('Cause: ')) ?? null).toBe(
      summary?.cause === null ? null : `Cause: ${summary?.cause}`,
    );
    for (const { text } of summary?.next ?? []) expect(shown.join('\n')).toContain(text);
  });
});
