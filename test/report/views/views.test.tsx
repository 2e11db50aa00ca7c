import { renderToString } from 'ink';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/core/model/events.ts';
import { say } from '../../../src/core/model/say.ts';
import { conclusionOf } from '../../../src/report/model/conclusion.ts';
import { documentOf } from '../../../src/report/model/document.ts';
import { headline } from '../../../src/report/model/headline.ts';
import { recordOf } from '../../../src/report/model/record.ts';
import { factsOf } from '../../../src/report/model/record-facts.ts';
import { ENGLISH, type Texts, textsIn } from '../../../src/report/text/texts.ts';
import { createPlainRenderer, type Detail } from '../../../src/report/views/plain/plain.ts';
import type { Display } from '../../../src/ui/display.ts';
import { INITIAL_STATE, reduce } from '../../../src/ui/state.ts';
import { App } from '../../../src/ui/views/App.tsx';
import { STORIES, WHOLE_STORIES } from '../../support/stories/stories.ts';

const DISPLAY = { colour: false, unicode: true, columns: 80, rows: 24, tick: 0 };
const nothing = () => undefined;

/** Whole lines, those of standard error marked. */
function plainOf(events: readonly RunEvent[], texts: Texts, detail: Detail = 'full'): string {
  const lines: string[] = [];
  const render = createPlainRenderer({
    out: (line) => lines.push(line),
    err: (line) => lines.push(`[stderr] ${line}`),
    texts,
    detail,
  });
  for (const event of events) render(event);
  render({ type: 'closed' });
  return lines.join('\n');
}

/** The short form, as written to a pipe. */
function briefOf(events: readonly RunEvent[], texts: Texts): string {
  return plainOf(events, texts, 'brief');
}

/** The text in the scrollback of a terminal with 80 columns. */
function screenOf(events: readonly RunEvent[], texts: Texts): string {
  const run = events.reduce<typeof INITIAL_STATE>(reduce, INITIAL_STATE);
  const state = reduce(run, { type: 'closed' });
  const display: Display = { ...DISPLAY, texts };
  return renderToString(
    <App state={state} display={display} onKey={nothing} onListening={nothing} onGone={nothing} />,
    {
      columns: display.columns,
    },
  );
}

describe.each(['en', 'ja'] as const)(
  'in %s, of a machine to fix, one that is fixed, and one that its owner cannot fix',
  (language) => {
    it.each([
      ['plain', plainOf],
      ['brief', briefOf],
      ['terminal', screenOf],
    ] as const)('as %s', async (name, render) => {
      const texts = await textsIn(language);
      const pages = WHOLE_STORIES.map((story) => `===== ${story}\n${render(STORIES[story] ?? [], texts)}`);
      await expect(`${pages.join('\n\n')}\n`).toMatchFileSnapshot(`views.golden.${language}.${name}.txt`);
    });
  },
);

describe('the short form', () => {
  it.each(['en', 'ja'] as const)('opens with the conclusion of every run, in %s', async (language) => {
    const texts = await textsIn(language);
    const opened = Object.entries(STORIES).filter(([story, events]) => {
      const record = recordOf(events);
      // A run that only failed has its error.
      if (['explain', 'fleet'].includes(record.mode) || (record.error !== null && record.machine === null))
        return false;
      const [first = ''] = headline(factsOf(record, texts), texts).map(
        ({ label, text }) => `${label}: ${text}`,
      );
      const lines = briefOf(events, texts)
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('[stderr] '));
      expect(lines[1], story).toBe(first);
      return true;
    });
    const modes = new Set(opened.map(([, events]) => recordOf(events).mode));
    expect(modes).toEqual(new Set(['audit', 'apply', 'migrate', 'rollback', 'schedule', 'verify']));
  });

  it('says that an apply rolled an earlier change back first', () => {
    const [first, ...rest] = STORIES.applied ?? [];
    if (first === undefined) throw new Error('no story');
    const restore = (['started', 'done'] as const).map(
      (status): RunEvent => ({ type: 'step', step: 'restore', status }),
    );
    const sentence = 'An interrupted or unconfirmed change was rolled back first.';
    expect(briefOf([first, ...restore, ...rest], ENGLISH)).toContain(sentence);
    // Its own change, which did not take effect.
    const written = rest.findIndex(({ type }) => type === 'backup');
    const own = [first, ...rest.slice(0, written + 1), ...restore, ...rest.slice(written + 1)];
    expect(briefOf(own, ENGLISH)).not.toContain(sentence);
  });

  it.each([
    [
      'backups',
      [
        'DONE: 2 backups.',
        '0002  cannot be used: damaged',
        '0001  before an apply, 2026-11-24T10:00:00.000Z',
      ],
    ],
    ['scheduled', ['DONE: No schedule', '  To install one: p2s-fix', 'Nothing is reached through the proxy']],
    ['moving', ['Answer: ', 'SSTP, IKEv2 and OpenVPN side by side:', 'Move of ', '  IKEv2 ', '  OpenVPN ']],
  ])('has the whole answer of %s after its first sentence', (story, parts) => {
    const text = briefOf(STORIES[story] ?? [], ENGLISH);
    const places = parts.map((part) => text.indexOf(`\n${part}`));
    expect(places, text).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
});

/**
 * The facts in order, without what plain lines print at once and where each view breaks its lines. A code stands
 * before its sentence in plain lines, and after it on the terminal.
 */
function factsIn(view: string): string[] {
  const flat = view.replace(/^.* \u2026$/gm, '').replace(/\s+/g, ' ');
  const words =
    /(?:Path|Found|Change|Needed)(?= )|[a-z]+(?:-[a-z]+)+(?=: )|(?<=[.!] \()[a-z]+(?:-[a-z]+)+(?=\))|\bPlan\b|Needs an administrator|(?:D|d)ial the VPN|Exit code \d+/g;
  return flat.replaceAll(/(Path|Found|Change|Needed): /g, '$1 ').match(words) ?? [];
}

// A fleet is reported in plain lines only.
const OF_BOTH = Object.keys(STORIES).filter(
  (story) => STORIES[story]?.some(({ type }) => type === 'fleet') !== true,
);

it.each(OF_BOTH)('plain lines show %s in the order of the terminal', (story) => {
  const events = STORIES[story] ?? [];
  const facts = factsIn(screenOf(events, ENGLISH));
  expect(facts.at(-1)).toMatch(/^Exit code/);
  expect(factsIn(plainOf(events, ENGLISH))).toEqual(facts);
});

it('shows the same, whichever answer came in first', async () => {
  const events = STORIES['not aligned'] ?? [];
  const isFetch = (event: RunEvent) =>
    (event.type === 'check' && event.check.stage === 'revocation') ||
    (event.type === 'check-started' && event.stage === 'revocation');
  const fetches = events.filter(isFetch);
  const begun = fetches.filter(({ type }) => type === 'check-started');
  const turned = [...begun, ...fetches.filter(({ type }) => type === 'check').toReversed()];
  const otherwise = events.map((event) => (isFetch(event) ? (turned.shift() ?? event) : event));
  expect(otherwise).not.toEqual(events);
  const document = (reported: readonly RunEvent[]) => documentOf(recordOf(reported));
  expect(await document(otherwise)).toEqual(await document(events));
  // Without the part that is printed at once.
  const report = (reported: readonly RunEvent[]) =>
    plainOf(reported, ENGLISH).replace(/^.*?^Computer:/ms, '');
  expect(report(otherwise)).toBe(report(events));
  expect(screenOf(otherwise, ENGLISH)).toBe(screenOf(events, ENGLISH));
});

it.each([
  ['en', 'summary'],
  ['en', 'brief'],
  ['en', 'full'],
  ['ja', 'brief'],
] as const)(
  'ends with the error and exit code of a report that failed, in %s, %s',
  async (language, detail) => {
    const texts = await textsIn(language);
    const error = { code: 'report-failed', message: 'EFBIG', where: 'r1.md', next: null } as const;
    const failure: RunEvent = { type: 'error', error, messages: { message: say('EFBIG'), next: null } };
    const events: RunEvent[] = [...(STORIES.applied ?? []), failure];
    const lines = plainOf(events, texts, detail).split('\n');
    const codes = lines.filter((line) =>
      line.includes(texts.words(say('Exit code {code}: ', { code: '' })).slice(0, 4)),
    );
    expect(lines.at(-2)).toMatch(/^\[stderr\] .* report-failed.*r1\.md/);
    expect(codes).toEqual([lines.at(-1)]);
    expect(lines.at(-1)).toContain(
      texts.words(say('Exit code {code}: ', { code: 1 })) +
        texts.words(say('Something failed unexpectedly.')),
    );
  },
);

it.each(['backups', 'explained', 'applied'])(
  '--summary of %s is the conclusion and the exit code',
  (story) => {
    const events = STORIES[story] ?? [];
    const facts = recordOf(events);
    const lines = plainOf(events, ENGLISH, 'summary').split('\n');
    const { headline: sentence } = conclusionOf(factsOf(facts, ENGLISH), ENGLISH);
    const results = lines.filter((line) => !line.startsWith('[progress]'));
    expect(results[0]).toContain(sentence);
    expect(results.at(-1)).toMatch(/^Exit code 0: /);
    expect(results.length).toBeLessThan(8);
  },
);

it('as JSON, of the machine to fix, which has no language', async () => {
  const pages = await Promise.all(
    WHOLE_STORIES.slice(0, 1).map(
      async (story) => [story, await documentOf(recordOf(STORIES[story] ?? []))] as const,
    ),
  );
  const text = `${JSON.stringify(Object.fromEntries(pages), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('views.golden.json');
});
