import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FleetMachine } from '../../../../src/core/fleet/result.ts';
import { recordOf } from '../../../../src/report/model/record.ts';
import { ENGLISH } from '../../../../src/report/text/texts.ts';
import { reportHtml } from '../../../../src/report/views/page/html/html.ts';
import { tempFolder } from '../../../support/files.ts';
import { collectedFleet, collectedMachine } from '../../../support/machines/fleets.ts';
import { CHROMIUM, checkAccess, onComplaint, openBrowser } from '../../../support/programs/browser.ts';
import { skipWithout } from '../../../support/programs/process.ts';
import { fleetCollected, HOSTILE } from '../../../support/stories/stories.ts';

describe.skipIf(skipWithout(CHROMIUM))('the table of a fleet', () => {
  let browser: Browser;
  let page: Page;
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  const seen: string[] = [];

  beforeAll(async () => {
    folder = await tempFolder();
    browser = await openBrowser();
  });
  afterEach(async () => {
    await page.context().close();
    expect(seen.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await folder?.remove();
  });

  async function open(machines: readonly FleetMachine[], options: object = {}): Promise<void> {
    const file = join(folder.path, 'fleet.html');
    await writeFile(file, reportHtml(recordOf(fleetCollected(machines)), ENGLISH));
    page = await (await browser.newContext(options)).newPage();
    onComplaint(page, (text) => seen.push(text));
    page.on('dialog', (dialog) => {
      seen.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(pathToFileURL(file).href);
  }

  const shown = () =>
    page.evaluate('Array.from(document.querySelectorAll(".computers tbody th"), (th) => th.textContent)');
  const head = (name: string) => page.locator('.computers thead th', { hasText: name });

  it('is sorted by a column in both directions, numbers as numbers, and says so', async () => {
    await open(collectedFleet(25));
    const names = collectedFleet(25).map(({ computer }) => computer);
    expect(await shown()).not.toEqual(names);
    const button = head('Computer').getByRole('button');
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await shown()).toEqual(names);
    expect(await head('Computer').getAttribute('aria-sort')).toBe('ascending');
    await button.click();
    expect(await shown()).toEqual(names.toReversed());
    expect(await head('Computer').getAttribute('aria-sort')).toBe('descending');
    await head('Cause').getByRole('button').click();
    expect(((await shown()) as string[])[0]).toBe('PC-19');
    expect(await page.locator('[aria-sort]').count()).toBe(1);
    // The column that only opens a row has no sort button.
    expect(await page.locator('.computers thead th.still button').count()).toBe(0);
  });

  it('is filtered by words of any column, says how many are left, and stays so when it is sorted', async () => {
    await open(collectedFleet(40));
    const input = page.getByLabel('Filter');
    await input.fill('proxy TEAM');
    expect(await shown()).toEqual(['PC-15', 'PC-16', 'PC-35', 'PC-36']);
    const count = page.locator('.filter [role=status]');
    expect(await count.textContent()).toBe('4 / 40');
    await head('Computer').getByRole('button').click();
    await head('Computer').getByRole('button').click();
    expect(await shown()).toEqual(['PC-36', 'PC-35', 'PC-16', 'PC-15']);
    await input.fill('no such words');
    expect(await count.textContent()).toBe('0 / 40');
    await input.fill(' ');
    expect(await shown()).toHaveLength(40);
    expect(await count.textContent()).toBe('40 / 40');
  });

  it('is complete without a script', async () => {
    await open(collectedFleet(40), { javaScriptEnabled: false });
    expect(await page.locator('.computers tbody tr').count()).toBe(40);
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.locator('.filter').isVisible()).toBe(false);
  });

  it('of ten thousand computers shows the first, and more when asked, or on paper', async () => {
    await open(collectedFleet(10_000));
    await head('Computer').getByRole('button').click();
    expect(((await shown()) as string[]).slice(0, 3)).toEqual(['PC-1', 'PC-2', 'PC-3']);
    expect(await shown()).toHaveLength(200);
    await page.getByRole('button', { name: 'Show more' }).click();
    expect(await shown()).toHaveLength(700);
    await page.getByLabel('Filter').fill('PC-9999');
    expect(await shown()).toEqual(['PC-9999']);
    expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
    await page.getByLabel('Filter').fill('requires authentication');
    expect(await shown()).toHaveLength(700);
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await shown()).toHaveLength(1000);
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    expect(await shown()).toHaveLength(700);
  });

  it('runs nothing that a computer is named, and sorts and finds it as text', async () => {
    const names = [HOSTILE, '</script><script>alert(1)</script>', '\u202egnp.exe', 'javascript:alert(3)'];
    await open([
      ...names.map((name) => collectedMachine(name, name as never, 2, { name })),
      ...collectedFleet(20),
    ]);
    for (const button of await page.getByRole('button').all()) await button.click();
    await page.getByLabel('Filter').fill('</script><script>');
    expect(await shown()).toEqual(['</script><script>alert(1)</script>']);
    expect(await page.evaluate('document.querySelectorAll("a, img, iframe").length')).toBe(0);
    expect(await page.evaluate('document.scripts.length')).toBe(1);
    expect(await page.evaluate('document.body.textContent.includes("\\u202e")')).toBe(false);
  });

  it('fits both widths and satisfies the checker, in both colour schemes', async () => {
    await open(collectedFleet(40));
    await head('Cause').getByRole('button').click();
    for (const columns of [390, 1280]) {
      await page.setViewportSize({ width: columns, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(columns);
    }
    const { violations, passed } = await checkAccess(page, [
      ['light', 390],
      ['dark', 1280],
    ]);
    expect(violations).toEqual([]);
    expect(passed).toEqual(
      expect.arrayContaining(['color-contrast', 'label', 'button-name', 'color-contrast dark']),
    );
  });
});
