import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/report/text/columns.ts';
import { textsIn } from '../../src/report/text/texts.ts';
import { reportPage } from '../../src/report/views/plain/pages.ts';
import { pictureRows } from '../../src/ui/picture-rows.ts';
import { INITIAL_STATE, reduce } from '../../src/ui/state.ts';
import { STORIES } from '../support/stories/stories.ts';

const pages = Object.entries(STORIES).flatMap(([story, events]) => {
  const page = reportPage(events.reduce<typeof INITIAL_STATE>(reduce, INITIAL_STATE));
  return page === undefined ? [] : [[story, page] as const];
});
const WINDOW = { colour: false, unicode: true, columns: 80, rows: 24, tick: null };

describe.each(['en', 'ja'] as const)('the routes in a terminal, in %s', (language) => {
  it.each([76, 80, 120])(
    'fit a window of %d columns, but for a reason that is shown whole',
    async (columns) => {
      const texts = await textsIn(language);
      const drawn = pages.flatMap(([, page]) => pictureRows(page, { ...WINDOW, columns, texts }));
      expect(drawn.length).toBeGreaterThan(40);
      const routes = drawn
        .map(({ spans }) => spans.map(({ text }) => text).join(''))
        .filter((row) => row.startsWith(' '));
      expect(routes.length).toBeGreaterThan(20);
      for (const row of routes) expect(displayWidth(row)).toBeLessThanOrEqual(columns);
    },
  );

  it('are not drawn in a narrow window, nor where no route was tested', async () => {
    const texts = await textsIn(language);
    for (const [, page] of pages) expect(pictureRows(page, { ...WINDOW, columns: 75, texts })).toEqual([]);
    for (const [, page] of pages.filter(([story]) => story === 'partial export' || story === 'hostile names'))
      expect(pictureRows(page, { ...WINDOW, texts })).toEqual([]);
  });
});

it('are in ASCII where the terminal has nothing else, and say in words what a sign says', async () => {
  const texts = await textsIn('en');
  const [, page] = pages.find(([story]) => story === 'not aligned') ?? [];
  if (page === undefined) throw new Error('no page');
  const rows = pictureRows(page, { ...WINDOW, unicode: false, texts });
  expect(rows.map(({ spans }) => spans.map(({ text }) => text).join(''))).toEqual([
    'ok Tunnel route (current settings, proposed settings): works',
    '  This computer --ok--> proxy.contoso.example:8080 --ok--> azuregateway-0a1b2...',
    'FAIL Revocation route (current settings): fails: name not found (2 addresses)',
    '  This computer ==FAIL==> crl3.digicert.example, ocsp.digicert.example',
    'ok Revocation route (proposed settings): works',
    '  This computer --ok--> proxy.contoso.example:8080 --ok--> crl3.digicert.exam...',
  ]);
});
