import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serializeCapture } from '../../src/machine/recorded/capture.ts';
import { readRecording } from '../../src/machine/recorded/recording.ts';
import { documentOf } from '../../src/report/model/document.ts';
import { recordOf } from '../../src/report/model/record.ts';
import { tempFolder } from '../support/files.ts';
import { collectedFleet } from '../support/machines/fleets.ts';
import { machineText } from '../support/machines/reg-text.ts';
import { CHROMIUM } from '../support/programs/browser.ts';
import { skipWithout } from '../support/programs/process.ts';
import { fleetCollected } from '../support/stories/stories.ts';
import { type OpenPage, openPage } from './support.ts';

const BROKEN = machineText({ flags: 3, proxy: 'proxy.contoso.example:8080' });

describe.skipIf(skipWithout(CHROMIUM))('somebody at the page', () => {
  let open: OpenPage;
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  beforeAll(async () => {
    [open, folder] = await Promise.all([openPage(), tempFolder()]);
  });
  afterAll(async () => {
    await Promise.all([open?.close(), folder?.remove()]);
  });
  const answer = () => open.page.locator('#answers > section');
  const status = () => open.page.textContent('#status');

  /** The accessible name of the focused element; inside a report, too. */
  const focused = () =>
    open.page.evaluate(`(() => {
      let one = document.activeElement;
      while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
      return one?.id || one?.download || one?.className || one?.textContent?.trim() || '';
    })()`) as Promise<string>;

  /** Every element that Tab reaches, from the start of the page until it starts again. */
  async function reached(): Promise<string[]> {
    await open.page.evaluate('document.activeElement?.blur(); scrollTo(0, 0)');
    await open.page.locator('h1').click();
    const all: string[] = [];
    for (let presses = 0; presses < 60; presses += 1) {
      await open.page.keyboard.press('Tab');
      all.push(await focused());
    }
    return all;
  }

  it('reaches all of it by keys, in the order in which it stands, and sees where they are', async () => {
    await open.give([{ name: 'broken.reg', bytes: BROKEN }]);
    await open.page.evaluate('document.querySelector("#answers details").open = true');
    await open.page.locator('#options > summary').focus();
    await open.page.keyboard.press('Enter');
    const all = await reached();
    const named = [
      ...['language', 'file', 'folder', 'text', 'proxy', 'bypass', 'pac', 'gateways', 'direct'],
      ...['redact', 'clear', 'repair.zip', 'repair.reg', 'undo.reg', 'README.txt', 'p2s-fix-report.html'],
      ...['p2s-fix.json', 'script'],
    ];
    expect(named.filter((name) => !all.includes(name))).toEqual([]);
    expect(named.map((name) => all.indexOf(name))).toEqual(
      named.map((name) => all.indexOf(name)).toSorted((a, b) => a - b),
    );
    for (const id of ['file', 'clear']) {
      await open.page.locator('h1').click();
      for (let presses = 0; (await focused()) !== id && presses < 60; presses += 1)
        await open.page.keyboard.press('Tab');
      // The label is the visible part of the file input.
      const outline = `getComputedStyle(document.activeElement.closest('label, button')).outlineStyle`;
      expect([id, await open.page.evaluate(outline)]).toEqual([id, 'solid']);
    }
  });

  it('ends long work by Escape, keeps the files, and can ask again', async () => {
    const loops = 'function FindProxyForURL(url, host) { for (;;) {} }';
    await open.give([]);
    await open.page.fill('#gateways', 'gateway.contoso.example');
    const asked = await open.page.getAttribute('#answers', 'data-asked');
    await open.page.setInputFiles('#file', [
      {
        name: 'pac.reg',
        mimeType: '',
        buffer: machineText({ flags: 5, pac: 'http://pac.contoso.example/p' }),
      },
      { name: 'loops.pac', mimeType: '', buffer: Buffer.from(loops) },
    ]);
    await open.page.waitForSelector(`#answers[aria-busy="true"]:not([data-asked="${asked}"])`, {
      state: 'attached',
    });
    await open.page.keyboard.press('Escape');
    await open.page.waitForSelector('#answers[aria-busy="false"]', { state: 'attached' });
    expect(await status()).toBe('Cancelled. The files are still here.');
    expect(await open.page.locator('#list li').count()).toBe(2);
    await open.page.fill('#gateways', '');
    await open.page.locator('#list li button').last().click();
    await open.page.waitForSelector('#answers code:has-text("--machine pac.reg")');
  });

  it('copies what another team is asked for, and hears of it', async () => {
    await open.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const record = recordOf(fleetCollected(collectedFleet(40)));
    await open.give([{ name: 'fleet.json', bytes: Buffer.from(JSON.stringify(await documentOf(record))) }]);
    const copies = answer().locator('.copy');
    expect(await copies.count()).toBeGreaterThan(1);
    for (const copy of await copies.all()) {
      await copy.getByRole('button').click();
      await expect.poll(status).toMatch(/^Copied/);
      const text = await copy.locator('pre, code').textContent();
      expect(await open.page.evaluate('navigator.clipboard.readText()')).toBe(text);
    }
  });

  it('sorts and filters the computers of a fleet, of which the first are shown', async () => {
    const record = recordOf(fleetCollected(collectedFleet(500)));
    await open.give([{ name: 'fleet.json', bytes: Buffer.from(JSON.stringify(await documentOf(record))) }]);
    const rows = answer().locator('.computers tbody tr');
    expect(await rows.count()).toBe(200);
    await answer().locator('.filter input').fill('sign-in page');
    expect(await rows.count()).toBe(25);
    await answer().locator('.computers thead button').first().click();
    expect(await rows.first().locator('th').textContent()).toBe('PC-20');
  });

  it('drops a folder of captures, and all in it are judged', async () => {
    const captures = join(folder.path, 'captures', 'below');
    await mkdir(captures, { recursive: true });
    const text = JSON.stringify(serializeCapture(readRecording(BROKEN).observation(new Date(0))));
    for (let number = 0; number < 120; number += 1)
      await writeFile(join(captures, `pc-${number}.json`), text);
    await open.give([]);
    const devtools = await open.page.context().newCDPSession(open.page);
    const data = { items: [], files: [join(folder.path, 'captures')], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await devtools.send('Input.dispatchDragEvent', { type, x: 300, y: 250, data });
    await open.page.waitForSelector('#answers > section');
    const [document] = await open.documents();
    expect(document?.fleet?.summary?.total).toBe(120);
    expect(await open.page.locator('#list li').count()).toBe(50);
    expect(await open.page.textContent('#unlisted')).toBe('and 70 more');
  });
});
