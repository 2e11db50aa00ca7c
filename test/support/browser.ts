import { createRequire } from 'node:module';
import { type Browser, chromium } from 'playwright-core';
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
