import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Download, Locator, Page } from 'playwright-core';
import type { ReportDocument } from '../../src/report/model/document.ts';
import { onActivity, openBrowser } from '../support/programs/browser.ts';

/** The built page, as it is in the package. */
export const PAGE = fileURLToPath(new URL('../../dist/p2s-fix.html', import.meta.url));

export interface Dropped {
  name: string;
  bytes: Uint8Array;
}

/** The page in some browser. */
export interface JudgingPage {
  /** Its network requests, and any sign that injected code ran; files of this computer do not count. */
  asked(): readonly string[];
  /** Gives these files, and waits for the answer. */
  give(files: readonly Dropped[], text?: string): Promise<void>;
  documents(): Promise<ReportDocument[]>;
  /** The files that one answer offers to save, by name; all of them, or those with these names. */
  saved(answer: number, names?: readonly string[]): Promise<Map<string, Buffer>>;
  close(): Promise<void>;
}

export interface OpenPage extends JudgingPage {
  page: Page;
  /** Requests, messages of the console, errors and dialogs since it was opened; none but the page and its worker. */
  seen: string[];
}

/** Chromium ignores further downloads of a page, without a sign, when ten began in a second. */
const BURST = { downloads: 10, ms: 1100 };

/**
 * Saves what a link offers, as a user does who clicks no faster than Chromium allows; or, where only the content
 * matters, without moving a mouse, which takes most of the time.
 */
function saver(page: Page): (link: Locator, by: 'click' | 'event') => Promise<Download> {
  let clicks = 0;
  let start = 0;
  return async (link, by) => {
    const first = clicks % BURST.downloads === 0;
    clicks += 1;
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      by === 'click' ? link.click() : link.dispatchEvent('click'),
    ]);
    // Chromium counts from the click, which may come late after it was asked for: it is past once the download began.
    if (first) start = Number(await page.evaluate('performance.now()'));
    if (clicks % BURST.downloads === 0)
      await page.waitForFunction((until) => performance.now() > until, start + BURST.ms);
    return download;
  };
}

export async function openPage(locale = 'en-US'): Promise<OpenPage> {
  const browser: Browser = await openBrowser();
  const page = await browser.newPage({ locale });
  const save = saver(page);
  const seen: string[] = [];
  onActivity(page, (text) => seen.push(text));
  await page.goto(pathToFileURL(PAGE).href);
  const asked = async () => Number(await page.getAttribute('#answers', 'data-asked'));
  /** Waits until a later request is answered. */
  const answered = (before: number) =>
    page.waitForSelector(`#answers[aria-busy="false"]:not([data-asked="${before}"])`, { state: 'attached' });
  await page.waitForSelector('#hash:not(:empty)', { state: 'attached' });
  const saved = async (answer: number, names?: readonly string[]) => {
    await page.evaluate('for (const one of document.querySelectorAll("#answers details")) one.open = true');
    const links = page.locator('#answers > section').nth(answer).locator('.saves a');
    const files = new Map<string, Buffer>();
    for (const link of await links.all()) {
      if (names?.includes((await link.getAttribute('download')) ?? '') === false) continue;
      const download = await save(link, names === undefined ? 'click' : 'event');
      files.set(download.suggestedFilename(), await readFile(await download.path()));
    }
    return files;
  };
  return {
    page,
    seen,
    asked: () => seen.filter((one) => !/^(?:file|blob):/.test(one)),
    async give(files, text = '') {
      if (await page.isVisible('#clear')) {
        const before = await asked();
        await page.click('#clear');
        await answered(before);
      }
      if (files.length === 0 && text === '') return;
      const before = await asked();
      if (text !== '') await page.fill('#text', text);
      if (files.length > 0)
        await page.setInputFiles(
          '#file',
          files.map(({ name, bytes }) => ({
            name,
            mimeType: 'application/octet-stream',
            buffer: Buffer.from(bytes),
          })),
        );
      await answered(before);
    },
    async documents() {
      const all: ReportDocument[] = [];
      for (const link of await page.locator('#answers .saves a[download="p2s-fix.json"]').all()) {
        const download = await save(link, 'event');
        all.push(JSON.parse((await readFile(await download.path())).toString()));
      }
      return all;
    },
    saved,
    close: () => browser.close(),
  };
}
