import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { say } from '../../../../src/core/model/say.ts';
import { documentOf } from '../../../../src/report/model/document.ts';
import { type RunRecord, recordOf } from '../../../../src/report/model/record.ts';
import { textsIn } from '../../../../src/report/text/texts.ts';
import { printable } from '../../../../src/report/views/page/escape.ts';
import { reportHtml } from '../../../../src/report/views/page/html/html.ts';
import { tempFolder } from '../../../support/files.ts';
import { CHROMIUM, onComplaint, openBrowser } from '../../../support/programs/browser.ts';
import { skipWithout } from '../../../support/programs/process.ts';
import { STORIES } from '../../../support/stories/stories.ts';
import { requestsIn } from '../../../support/texts/letters.ts';

const recordOfStory = (story: string) => recordOf(STORIES[story] ?? []);

/** Text that would end the script, run another one, or reverse the text. */
const HOSTILE = `</pre></script><script>planted = 1</script><img src=x onerror="planted = 2">
[x](javascript:planted=3) javascript:planted=4 \u202etxt.exe\u2066 "'\`\\ $(x) {{x}} &lt;b&gt;`;

describe.skipIf(skipWithout(CHROMIUM))('the copy buttons of a report', () => {
  let browser: Browser;
  let page: Page;
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  const errors: string[] = [];

  beforeAll(async () => {
    folder = await tempFolder();
    browser = await openBrowser();
  });
  afterEach(async () => {
    await page.context().close();
    expect(errors).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await folder?.remove();
  });

  async function open(record: RunRecord, language: 'en' | 'ja', options: object = {}): Promise<void> {
    const context = await browser.newContext(options);
    page = await context.newPage();
    onComplaint(page, (text) => errors.push(text));
    const file = join(folder.path, 'report.html');
    await writeFile(file, reportHtml(record, await textsIn(language)));
    await page.goto(pathToFileURL(file).href);
  }

  /** Records the page's clipboard writes, because a headless browser shares its clipboard. */
  const keepCopies = () =>
    page.evaluate('copies = []; navigator.clipboard.writeText = async (text) => { copies.push(text); }');

  it.each(['en', 'ja'] as const)('copy exactly the request, and say so: %s', async (language) => {
    const record = recordOfStory('wants a sign-in');
    const [request] = requestsIn(record);
    const { words } = await textsIn(language);
    await open(record, language, { permissions: ['clipboard-read', 'clipboard-write'] });
    const button = page.getByRole('button', { name: `${words(say('Copy'))} ${words(say('Request'))}` });
    await button.focus();
    await page.keyboard.press('Enter');
    const status = page.getByRole('status');
    await expect.poll(() => status.textContent()).toMatch(new RegExp(`^${words(say('Copied'))}: `));
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(request?.[language]);
    const after = page.getByRole('button', { name: `${words(say('Copied'))} ` });
    expect(await after.count()).toBe(1);
  });

  it('copy each command, and only the last one is marked', async () => {
    await open(recordOfStory('not aligned'), 'en');
    await keepCopies();
    const buttons = page.getByRole('button');
    const count = await buttons.count();
    expect(count).toBeGreaterThan(0);
    for (let at = 0; at < count; at += 1) await buttons.nth(at).click();
    const shown = 'Array.from(document.querySelectorAll(".copy pre, .copy code"), (one) => one.textContent)';
    expect(await page.evaluate('copies')).toEqual(await page.evaluate(shown));
    expect(await page.evaluate('copies')).toContain(
      (await documentOf(recordOfStory('not aligned'))).summary.next[0]?.text,
    );
    expect(await page.getByRole('button', { name: /^Copied/ }).count()).toBe(1);
  });

  it.each([
    ['refuses', 'navigator.clipboard.writeText = () => Promise.reject(new Error("denied"))'],
    ['has none', 'Object.defineProperty(navigator, "clipboard", { value: undefined })'],
  ])('select the text where the clipboard %s', async (_, broken) => {
    const record = recordOfStory('wants a sign-in');
    await open(record, 'en');
    await page.evaluate(broken);
    await page.getByRole('button').first().click();
    await expect.poll(() => page.getByRole('status').textContent()).toMatch(/^Selected: press Ctrl\+C: /);
    // Only visible text is selected, so it has to be open.
    expect(await page.locator('.copy details').first().getAttribute('open')).not.toBeNull();
    expect(await page.evaluate('getSelection().toString()')).toBe(requestsIn(record)[0]?.en);
  });

  it('are not there without a script, nor on paper', async () => {
    await open(recordOfStory('wants a sign-in'), 'en', { javaScriptEnabled: false });
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.locator('.copy pre').first().textContent()).toContain('SSTP');
    await page.context().close();
    await open(recordOfStory('wants a sign-in'), 'en');
    expect(await page.getByRole('button').count()).toBe(1);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button').count()).toBe(0);
  });

  it('copy a hostile request as the text that it is, and nothing in it runs', async () => {
    const record = recordOfStory('wants a sign-in');
    const at = <T>(one: T) => ({ ...one, gateway: HOSTILE });
    await open({ ...record, checks: record.checks.map(at), verdicts: record.verdicts.map(at) }, 'en');
    await keepCopies();
    for (const button of await page.getByRole('button').all()) await button.click();
    expect(await page.evaluate('copies.join()')).toContain(printable(HOSTILE));
    expect(printable(HOSTILE)).not.toMatch(/[\u202e\u2066]/);
    expect(await page.evaluate('typeof planted')).toBe('undefined');
    expect(await page.evaluate('document.querySelectorAll("a, img").length + document.scripts.length')).toBe(
      1,
    );
  });
});
