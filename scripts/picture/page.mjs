// The pictures of p2s-fix.html in the READMEs: a sample computer on it, in Debian's Chromium.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBrowser } from './browser.mjs';

/** Each picture, and the language of the browser. */
const PICTURES = { 'docs/pictures/page.en.png': 'en-US', 'docs/pictures/page.ja.png': 'ja-JP' };

/** Takes the pictures of the built page of the checkout in `root`; returns their names. */
export async function takePagePictures(root) {
  const browser = await openBrowser();
  try {
    for (const [name, locale] of Object.entries(PICTURES)) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      const page = await browser.newPage({ locale, viewport: { width: 1200, height: 960 } });
      await page.goto(pathToFileURL(join(root, 'dist/p2s-fix.html')).href);
      await page.click('[data-text="sampleNames.broken"]');
      await page.waitForSelector('#answers > section');
      await page.screenshot({ path: join(root, name) });
      await page.close();
    }
    return Object.keys(PICTURES);
  } finally {
    await browser.close();
  }
}
