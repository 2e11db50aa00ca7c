import { renderToString } from 'ink';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/events.ts';
import { createPlainRenderer } from '../../src/report/plain.ts';
import { EMPTY_RECORD, foldRecord } from '../../src/report/run-record.ts';
import { type Texts, textsIn } from '../../src/report/texts.ts';
import { App } from '../../src/ui/App.tsx';
import type { Look } from '../../src/ui/look.ts';
import { INITIAL_STATE, reduce } from '../../src/ui/state.ts';
import { STORIES } from '../support/stories.ts';

const LOOK = { colour: false, unicode: true, columns: 80, rows: 24, tick: 0 };
const nothing = () => undefined;

/** Whole lines, those of standard error marked. */
function plainOf(events: readonly RunEvent[], texts: Texts): string {
  const lines: string[] = [];
  const render = createPlainRenderer({
    out: (line) => lines.push(line),
    err: (line) => lines.push(`[stderr] ${line}`),
    texts,
  });
  for (const event of events) render(event);
  return lines.join('\n');
}

/** What stays in the scrollback of a terminal of 80 columns. */
function screenOf(events: readonly RunEvent[], texts: Texts): string {
  const run = events.reduce<typeof INITIAL_STATE>(reduce, INITIAL_STATE);
  const state = reduce(run, { type: 'closed' });
  const look: Look = { ...LOOK, texts };
  return renderToString(<App state={state} look={look} onKey={nothing} onGone={nothing} />, {
    columns: look.columns,
  });
}

describe.each(['en', 'ja'] as const)('in %s, of every kind of machine', (language) => {
  it.each([
    ['plain', plainOf],
    ['terminal', screenOf],
  ] as const)('as %s', async (name, render) => {
    const texts = await textsIn(language);
    const pages = Object.entries(STORIES).map(
      ([story, events]) => `===== ${story}\n${render(events, texts)}`,
    );
    await expect(`${pages.join('\n\n')}\n`).toMatchFileSnapshot(`views.golden.${language}.${name}.txt`);
  });
});

it('as JSON, of every kind of machine, which has no language', async () => {
  const pages = Object.entries(STORIES).map(
    ([story, events]) => [story, events.reduce(foldRecord, EMPTY_RECORD).document] as const,
  );
  const text = `${JSON.stringify(Object.fromEntries(pages), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('views.golden.json');
});
