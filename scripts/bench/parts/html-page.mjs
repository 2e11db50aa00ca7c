// The page that judges files in a browser: many captures at once, and a large export. Timed in the page itself,
// from the moment it has the files until it shows the answer; a block is a time in which it does not react to
// keys.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBrowser } from '../../picture/browser.mjs';
import { summary } from '../measure.mjs';
import { largeExport } from './large.mjs';

const CAPTURES = 10_000;
const KINDS = 500;
const SEED = 1;
/** The aims, as baselines. */
const CAPTURES_MS = 30_000;
const BLOCK_MS = 200;
const DEADLINE_MS = 300_000;
const MAX_RUNS = 3;
const WATCH = `(() => {
  window.blocks = [];
  new PerformanceObserver((list) => blocks.push(...list.getEntries().map((one) => one.duration)))
    .observe({ entryTypes: ['longtask'] });
  document.getElementById('file').addEventListener('change', () => {
    blocks.length = 0;
    window.started = performance.now();
  }, true);
  const answers = document.getElementById('answers');
  new MutationObserver(() => {
    if (answers.childElementCount > 0) window.took ??= performance.now() - started;
  }).observe(answers, { childList: true, attributes: true });
})()`;

/**
 * @param {{ cli: string, support: typeof import('../support.mjs'), runs: number }} options
 * @returns {Promise<import('../results/result.mjs').Part>}
 */
export async function benchHtmlPage({ cli, support, runs }) {
  const folder = mkdtempSync(join(tmpdir(), 'p2s-bench-'));
  const html = join(dirname(cli), 'p2s-fix.html');
  const browser = await openBrowser();
  try {
    const captures = writeCaptures(join(folder, 'captures'), support);
    const reg = join(folder, 'large.reg');
    writeFileSync(reg, largeExport(support));
    const measured = { captures: [], reg: [] };
    for (let run = 0; run < Math.min(runs, MAX_RUNS); run += 1) {
      measured.captures.push(await judged(browser, html, captures));
      measured.reg.push(await judged(browser, html, [reg]));
    }
    const of = (kind, figure) => summary(measured[kind].map((one) => one[figure]));
    return {
      title: 'p2s-fix.html in Chromium',
      baseline: 'the aim itself',
      rows: [
        {
          name: `${CAPTURES} captures, to the answer`,
          ...of('captures', 'ms'),
          baseline: CAPTURES_MS,
          aim: 1,
        },
        { name: 'a .reg of 50 MB, longest block', ...of('reg', 'block'), baseline: BLOCK_MS, aim: 1 },
      ],
      besides: [
        { name: `${CAPTURES} captures, longest block`, ...of('captures', 'block') },
        { name: 'a .reg of 50 MB, to the answer', ...of('reg', 'ms') },
      ],
    };
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function judged(browser, html, files) {
  const page = await browser.newPage({ locale: 'en-US' });
  await page.goto(pathToFileURL(html).href);
  await page.evaluate(WATCH);
  await page.setInputFiles('#file', files, { timeout: DEADLINE_MS });
  await page.waitForSelector('#answers > section', { state: 'attached', timeout: DEADLINE_MS });
  const { took, blocks } = await page.evaluate('({ took, blocks })');
  await page.close();
  return { ms: took, block: Math.max(0, ...blocks) };
}

/** One file for each computer, of as many kinds as a fleet has. */
function writeCaptures(folder, { Random, randomMachine, readRecording, serializeCapture }) {
  mkdirSync(folder);
  const random = new Random(SEED);
  const texts = Array.from({ length: KINDS }, () =>
    JSON.stringify(serializeCapture(readRecording(randomMachine(random)).observation(new Date(0)))),
  );
  return Array.from({ length: CAPTURES }, (_, at) => {
    const path = join(folder, `pc-${at}.json`);
    writeFileSync(path, texts[at % KINDS]);
    return path;
  });
}
