/** Debian's Chromium without a window, which starts and draws in two thirds of the time of the one with windows. */
import { chromium } from 'playwright-core';

/** Path of the program; nothing is downloaded by its driver. */
export const CHROMIUM = '/usr/bin/chromium-headless-shell';

/** As root, for example in a container, there is no sandbox; only our own files are opened. */
export function openBrowser() {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
}
