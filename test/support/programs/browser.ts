import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { CHROMIUM, openBrowser as openChromium } from '../../../scripts/picture/browser.mjs';
import { requireProgram } from './process.ts';

export { CHROMIUM };

export async function openBrowser(): Promise<Browser> {
  requireProgram(CHROMIUM, 'chromium-headless-shell');
  return openChromium();
}

/** The accessibility checker, one script. */
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The rules that depend on colours or on the width. */
const OF_A_DISPLAY = ['color-contrast', 'scrollable-region-focusable', 'target-size'];

/** A colour scheme and a width. */
export type Display = readonly ['dark' | 'light', number];

/**
 * What the accessibility checker finds in a page, in each of the displays: all rules in the first, and in the rest
 * those that depend on the display.
 */
export async function checkAccess(page: Page, displays: readonly Display[]) {
  await page.evaluate(readFileSync(AXE, 'utf8'));
  const violations: unknown[] = [];
  const passed = new Set<string>();
  for (const [place, [colorScheme, width]] of displays.entries()) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    // One element is enough for a rule that passes, and there are no style sheets of other origins to fetch.
    const options = {
      resultTypes: ['violations'],
      preload: false,
      ...(place > 0 && { runOnly: OF_A_DISPLAY }),
    };
    const found = (await page.evaluate(`axe.run(${JSON.stringify(options)})`)) as AxeResults;
    for (const { id, nodes } of found.violations) violations.push([colorScheme, width, id, nodes[0]?.html]);
    for (const { id } of found.passes) passed.add(`${id} ${place === 0 ? '' : colorScheme}`.trim());
  }
  return { violations, passed: [...passed] };
}

/** Passes on errors and console messages. */
export function onComplaint(page: Page, seen: (text: string) => void): void {
  page.on('console', (message) => seen(message.text()));
  page.on('pageerror', (error) => seen(String(error)));
}

/** Also passes on every request and dialog; dialogs are dismissed. */
export function onActivity(page: Page, seen: (text: string) => void): void {
  onComplaint(page, seen);
  page.on('request', (request) => seen(request.url()));
  page.on('dialog', (dialog) => {
    seen(dialog.message());
    void dialog.dismiss();
  });
}
