import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { requireProgram } from './process.ts';

/** Debian's package of the browser; nothing is downloaded by its driver. */
export const CHROMIUM = '/usr/bin/chromium';

export async function openBrowser(): Promise<Browser> {
  requireProgram(CHROMIUM, 'chromium');
  // As root, for example in a container, there is no sandbox; only our own files are opened.
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
}

/** Path of the accessibility checker's one script. */
export const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

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
