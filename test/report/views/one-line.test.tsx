import { renderToString } from 'ink';
import { describe, expect, it } from 'vitest';
import { failedMachine } from '../../../src/core/fleet/judge.ts';
import { summarise } from '../../../src/core/fleet/summary.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import type { RunEvent } from '../../../src/core/model/events.ts';
import { command, say } from '../../../src/core/model/say.ts';
import { followUpOptions, inBothForms } from '../../../src/core/options/follow-ups.ts';
import { recordOf } from '../../../src/report/model/record.ts';
import { type Texts, textsIn } from '../../../src/report/text/texts.ts';
import { reportHtml } from '../../../src/report/views/page/html/html.ts';
import { reportMarkdown } from '../../../src/report/views/page/markdown.ts';
import { createPlainRenderer, type Detail } from '../../../src/report/views/text/plain.ts';
import { INITIAL_STATE, reduce } from '../../../src/ui/state.ts';
import { App } from '../../../src/ui/views/App.tsx';
import { callOf } from '../../support/programs/call.ts';
import { namedEverywhere, STORIES } from '../../support/stories/stories.ts';

const nothing = () => undefined;
/** A file name that ends a line, in every way that a viewer knows, and goes on as a result of the program. */
const NAME = ['\n', '\r', '\u0085', '\u2028', '\u2029', '\u001b[2K', '\u202e']
  .map((end) => `a${end}OK: x`)
  .join('');
const RAW = /[^\P{Cc}\n]|[\u2028\u2029\u202e]|^[^\S\n]*OK: x/mu;

function plainOf(events: readonly RunEvent[], texts: Texts, detail: Detail): string {
  const lines: string[] = [];
  const add = (line: string) => lines.push(line);
  const render = createPlainRenderer({ out: add, err: add, progress: add, texts, detail });
  for (const event of events) render(event);
  render({ type: 'asked' });
  render({ type: 'closed' });
  return lines.join('\n');
}

function screenOf(events: readonly RunEvent[], texts: Texts): string {
  const run = events.reduce<typeof INITIAL_STATE>(reduce, INITIAL_STATE);
  const question = { changes: [], whose: NAME, backupFolder: NAME };
  const display = { colour: false, unicode: true, columns: 2000, rows: 24, tick: 0, texts };
  return [reduce(run, { type: 'closed' }), reduce(run, { type: 'asked', question })]
    .map((state) =>
      renderToString(
        <App state={state} display={display} onKey={nothing} onListening={nothing} onGone={nothing} />,
        { columns: display.columns },
      ),
    )
    .join('\n');
}

const VIEWS: Readonly<Record<string, (events: readonly RunEvent[], texts: Texts) => string>> = {
  full: (events, texts) => plainOf(events, texts, 'full'),
  brief: (events, texts) => plainOf(events, texts, 'brief'),
  summary: (events, texts) => plainOf(events, texts, 'summary'),
  terminal: screenOf,
  markdown: (events, texts) => reportMarkdown(recordOf(events), texts),
  html: (events, texts) => reportHtml(recordOf(events), texts),
};

/** The run of a story for a recording with that name, with the names in its results. */
function named(story: string): RunEvent[] {
  const carried = followUpOptions(
    callOf(['apply', '--machine', NAME, '--in-place', '--state-dir', NAME]),
    'sh',
  );
  return (STORIES[story] ?? []).map((event) => {
    if (event.type === 'started') return { ...event, carried };
    if (event.type === 'backup') return { ...event, path: NAME };
    if (event.type === 'needs')
      return {
        ...event,
        needs: { ...event.needs, ...inBothForms(command('apply', { ca: NAME }), 'sh') },
      };
    return event;
  });
}

function fleet(): RunEvent[] {
  const error = new P2sError(
    'input',
    say('File {file}: {message}', { file: NAME, message: say('It is broken.') }),
    { where: NAME },
  );
  const machine = failedMachine({ computer: NAME, transport: 'file', durationMs: 0 }, error);
  const summary = summarise('report', [machine], () => false, null);
  return [
    { type: 'started', mode: 'fleet', version: '1', at: '2026-11-24T10:00:00.000Z', sample: false },
    { type: 'fleet-machine', machine },
    { type: 'fleet', summary, machines: [machine] },
    { type: 'file-written', file: NAME },
    { type: 'finished', exitCode: 3, durationMs: 1 },
  ];
}

const RUNS: Readonly<Record<string, () => RunEvent[]>> = {
  'names everywhere': () => namedEverywhere(NAME),
  'an audit': () => named('not aligned'),
  'an apply': () => named('applied'),
  'a fleet': fleet,
};

describe.each(['en', 'ja'] as const)('in %s, a name with line breaks stays on one line', (language) => {
  it.each(Object.keys(RUNS).flatMap((run) => Object.keys(VIEWS).map((view) => [run, view] as const)))(
    '%s, %s',
    async (run, view) => {
      // A terminal shows no fleet.
      if (run === 'a fleet' && view === 'terminal') return;
      const shown = VIEWS[view]?.(RUNS[run]?.() ?? [], await textsIn(language)) ?? '';
      expect(shown.length).toBeGreaterThan(20);
      expect(RAW.exec(shown)?.[0]).toBeUndefined();
    },
  );

  it('and is shown escaped, in a command too', async () => {
    const texts = await textsIn(language);
    for (const view of ['full', 'brief', 'markdown', 'html'])
      expect(VIEWS[view]?.(named('applied'), texts)).toMatch(/a\\+u\{a\}OK: x/);
  });
});
