import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { requireProgram } from './process.ts';

/** Debian's package of the browser; nothing is downloaded by its driver. */
export const CHROMIUM = '/usr/bin/chromium';

export async function openBrowser(): Promise<Browser> {
  requireProgram(CHROMIUM, 'chromium');
  // Root, as in a container, has no sandbox; what is opened is made by ourselves.
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
}

/** Path of the accessibility checker's one script. */
export const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Errors and messages of the console, as they come. */
export function onComplaint(page: Page, seen: (text: string) => void): void {
  page.on('console', (message) => seen(message.text()));
  page.on('pageerror', (error) => seen(String(error)));
}

/** The same, and every request and dialog; dialogs are dismissed. */
export function onActivity(page: Page, seen: (text: string) => void): void {
  onComplaint(page, seen);
  page.on('request', (request) => seen(request.url()));
  page.on('dialog', (dialog) => {
    seen(dialog.message());
    void dialog.dismiss();
  });
}
