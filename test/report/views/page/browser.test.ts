import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withoutControls } from '../../../../src/core/model/neutralise.ts';
import { recordOf } from '../../../../src/report/model/record.ts';
import type { Language } from '../../../../src/report/text/language.ts';
import { textsIn } from '../../../../src/report/text/texts.ts';
import { reportHtml } from '../../../../src/report/views/page/html/html.ts';
import { tempFolder } from '../../../support/files.ts';
import { CHROMIUM, checkAccess, onActivity, openBrowser } from '../../../support/programs/browser.ts';
import { skipWithout } from '../../../support/programs/process.ts';
import { HOSTILE, STORIES } from '../../../support/stories/stories.ts';

/** Each colour scheme and each width once: colours do not depend on the width. */
const DISPLAYS = [
  ['dark', 390],
  ['light', 1280],
] as const;

/** Two teams, planted texts, the routes of a move, and fleets. */
const LONG = ['second proxy used', 'hostile names', 'moving', 'a fleet moving', 'a fleet collected'];

/** Parts of a route that overlap, or a text that leaves its part. */
const MISPLACED = `Array.from(document.querySelectorAll('.route'), (route) => {
  const parts = Array.from(route.querySelectorAll('li'), (part) => ({ part, box: part.getBoundingClientRect() }));
  const leaves = ({ part }) => part.scrollWidth > part.clientWidth + 1 || part.getBoundingClientRect().right > innerWidth;
  const lies = ({ box: a }) => ({ box: b }) =>
    a !== b && a.x + 1 < b.right && b.x + 1 < a.right && a.y + 1 < b.bottom && b.y + 1 < a.bottom;
  return parts.filter((one) => leaves(one) || parts.some(lies(one))).map(({ part }) => part.innerText);
}).flat()`;

/** The contrast of every line and arrow with the ground. */
const CONTRASTS = `(() => {
  const light = (colour) => colour.match(/[0-9.]+/g).slice(0, 3).map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = getComputedStyle(document.body).backgroundColor;
  return Array.from(document.querySelectorAll('.link, .link + .node'), (shape) => {
    const [dark, bright] = [light(getComputedStyle(shape, '::before').borderTopColor), light(ground)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  });
})()`;

describe.skipIf(skipWithout(CHROMIUM))('a report in a browser', () => {
  let browser: Browser;
  let page: Page;
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  /** The requests and errors of the page. */
  let seen: string[] = [];

  beforeAll(async () => {
    folder = await tempFolder();
    browser = await openBrowser();
    page = await browser.newPage();
    onActivity(page, (text) => seen.push(text));
  });
  beforeEach(async () => {
    seen = [];
    await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
    await page.setViewportSize({ width: 1000, height: 800 });
  });
  afterAll(async () => {
    await browser?.close();
    await folder?.remove();
  });

  /** The address of the page, which is now shown. */
  async function open(story: string, language: Language = 'en'): Promise<string> {
    const file = join(folder.path, `${story}.html`);
    const record = recordOf(STORIES[story] ?? []);
    await writeFile(file, reportHtml(record, await textsIn(language)));
    await page.goto(pathToFileURL(file).href);
    return pathToFileURL(file).href;
  }
  const width = () => page.evaluate('document.documentElement.scrollWidth');

  it('asks for nothing but itself, complains of nothing, is styled, and fits 360 columns', async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    for (const story of Object.keys(STORIES)) {
      seen = [];
      const url = await open(story);
      expect([story, await width()]).toEqual([story, 360]);
      expect(await page.evaluate('getComputedStyle(document.querySelector("dd")).marginLeft')).toBe('0px');
      expect(seen).toEqual([url]);
    }
  });

  it('breaks no word of a protocol in a narrow window, and moves the table sideways instead', async () => {
    for (const viewport of [700, 500]) {
      await page.setViewportSize({ width: viewport, height: 800 });
      await open('moving');
      const widths = 'Array.from(document.querySelectorAll(".wide th, .wide td"), (e) => e.offsetWidth)';
      for (const cell of (await page.evaluate(widths)) as number[]) expect(cell).toBeGreaterThanOrEqual(144);
      expect(await width()).toBe(viewport);
    }
  });

  it('shows what somebody planted as the text that it is', async () => {
    const url = await open('hostile names');
    const text = String(await page.evaluate('document.body.innerText'));
    expect(text.split(withoutControls(HOSTILE)).length).toBeGreaterThan(8);
    expect(await page.evaluate('document.querySelectorAll("a,img,link,iframe,object").length')).toBe(0);
    expect(await page.evaluate('document.scripts.length')).toBe(1);
    expect(seen).toEqual([url]);
  });

  it.each(Object.keys(STORIES))('%s: contrast, landmarks and names satisfy the checker', async (story) => {
    await open(story);
    // Folded parts are checked as well.
    await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
    const { violations, passed } = await checkAccess(page, DISPLAYS);
    expect(violations).toEqual([]);
    expect(passed).toEqual(
      expect.arrayContaining([
        ...['color-contrast', 'landmark-one-main', 'region', 'page-has-heading-one'],
        'color-contrast light',
      ]),
    );
  });

  it('draws the routes without a text that leaves its part or lies on another one', async () => {
    for (const story of Object.keys(STORIES)) {
      for (const language of ['en', 'ja'] as const) {
        await open(story, language);
        for (const viewport of [390, 1280]) {
          await page.setViewportSize({ width: viewport, height: 800 });
          expect([story, await page.evaluate(MISPLACED)]).toEqual([story, []]);
          expect([story, await width()]).toEqual([story, viewport]);
        }
      }
    }
  });

  it.each(['en', 'ja'] as const)(
    'has a story on one screen and a half, its action first, in %s',
    async (language) => {
      const long: string[] = [];
      const end = `document.querySelector('.owner .copy, .owner')?.getBoundingClientRect().bottom ?? 0`;
      for (const story of Object.keys(STORIES)) {
        await page.setViewportSize({ width: 1000, height: 800 });
        await open(story, language);
        const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
        if (height > 1300 || Number(await page.evaluate(end)) > 400) long.push(story);
        // The first screen of a phone.
        await page.setViewportSize({ width: 360, height: 740 });
        if (!LONG.includes(story))
          expect([story, Number(await page.evaluate(end)) <= 740]).toEqual([story, true]);
      }
      expect(long).toEqual(LONG);
    },
  );

  it('fits the table of a fleet into 360 columns', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await open('a fleet collected');
    const hidden =
      'Array.from(document.querySelectorAll(".computers .wide"), (e) => e.scrollWidth - e.clientWidth)';
    expect(await page.evaluate(hidden)).toEqual([0]);
  });

  it.each(['light', 'dark'] as const)('draws lines and arrows that stand out, in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await open('revocation blocked');
    const contrasts = (await page.evaluate(CONTRASTS)) as number[];
    expect(contrasts.length).toBeGreaterThan(5);
    // WCAG 1.4.11: graphics need 3 to 1.
    for (const contrast of contrasts) expect(contrast).toBeGreaterThanOrEqual(3);
  });

  it('prints dark on white, without what is folded, and nothing cut off at the side', async () => {
    await page.setViewportSize({ width: 700, height: 900 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await open('applied');
    const evidence = page.locator('details dd').first();
    await page.emulateMedia({ media: 'print' });
    expect(await evidence.isVisible()).toBe(false);
    await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
    expect(await evidence.isVisible()).toBe(true);
    const colours = 'getComputedStyle(document.body).backgroundColor + getComputedStyle(document.body).color';
    expect(await page.evaluate(colours)).toBe('rgb(255, 255, 255)rgb(0, 0, 0)');
    expect(await width()).toBe(700);
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
  });
});
