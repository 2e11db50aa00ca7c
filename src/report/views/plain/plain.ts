import type { RunEvent } from '../../../core/model/events.ts';
import { clientOf } from '../../facts/path-checks.ts';
import { firstOf, leftLine, SHOWN_IN_TEXT } from '../../model/first-of.ts';
import { fleetRequests } from '../../requests/fleet-request.ts';
import { ENGLISH, type Texts } from '../../text/texts.ts';
import { foldPages, NO_PAGES } from './fold-pages.ts';
import { PLAIN_SECTIONS, requestLines } from './plain-sections.ts';
import { requestsIn, sectionsOf } from './sections.ts';
import type { PageSignal } from './turn-page.ts';

export interface PlainOptions {
  out: (line: string) => void;
  /** Errors and diagnostics; nothing else. */
  err: (line: string) => void;
  /** English when not given. */
  texts?: Texts;
}

/**
 * A renderer for pipes, logs and screen readers: whole lines without escape codes. What is being done comes at once, a
 * line each; what came out of it follows where the terminal view prints its page, the same facts in the same order.
 */
export function createPlainRenderer({
  out,
  err,
  texts = ENGLISH,
}: PlainOptions): (event: RunEvent | PageSignal) => void {
  let pages = NO_PAGES;
  let title: string[] = [];
  // A run that came to nothing but an error says that error and no more.
  const report = (lines: readonly string[]) => {
    if (lines.length > 0) for (const line of [...title.splice(0), ...lines]) out(line);
  };
  return (event) => {
    if (event.type === 'started') title = titleOf(event, texts);
    const reported = pages.printed.length;
    pages = foldPages(pages, event);
    for (const printed of pages.printed.slice(reported)) {
      const page = { ...printed, requests: requestsIn(printed) };
      for (const section of sectionsOf(page, texts)) {
        const lines = PLAIN_SECTIONS[section](page, texts);
        if (section === 'error') for (const line of lines) err(line);
        else if (section !== 'end' || page.error === null || title.length === 0) report(lines);
      }
    }
    if (event.type === 'diagnostic') err(event.text);
    report(atOnce(event, pages.run?.at ?? '', texts));
  };
}

function titleOf(
  { version, mode, sample }: Extract<RunEvent, { type: 'started' }>,
  { words }: Texts,
): string[] {
  const title = `p2s-fix ${version}  ${mode}`;
  return sample ? [title, words.sample] : [title];
}

/** What is told as it happens: a run that is killed has said how far it came. */
function atOnce(event: RunEvent | PageSignal, startedAt: string, texts: Texts): string[] {
  const { words } = texts;
  switch (event.type) {
    case 'step':
      return event.status === 'started' ? [`${words.steps[event.step]} \u2026`] : [];
    case 'check': {
      const { gateway, stage, url, status, evidence } = event.check;
      return status === 'skip' || clientOf(evidence) !== null
        ? []
        : [`  ${gateway}: ${url ?? stage}: ${words.checks[status]}`];
    }
    case 'backup':
      return [words.backup(event.number, event.path)];
    case 'write':
      return event.status === 'started' ? [] : [`  ${event.store}: ${words.writes[event.status]}`];
    case 'schedule-move':
      return [texts.move(event.move)];
    case 'schedule':
      return texts.schedule(event.schedule);
    case 'fleet-machine':
      return texts.fleetMachine(event.machine);
    case 'fleet': {
      const { shown, left } = firstOf(fleetRequests(event.summary, startedAt), SHOWN_IN_TEXT);
      return [
        ...texts.fleetSummary(event.summary),
        ...requestLines(shown, texts),
        ...leftLine(left, texts.fleetWords),
      ];
    }
    default:
      return [];
  }
}
