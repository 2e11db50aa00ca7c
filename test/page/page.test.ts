import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runExportPage } from '../../src/pipeline/export/page.ts';
import { systemPorts } from '../../src/pipeline/run/ports.ts';
import { documentOf } from '../../src/report/model/document.ts';
import { recordOf } from '../../src/report/model/record.ts';
import { endedEarly, transcript } from '../path/transcript/transcripts.ts';
import { folderForTest } from '../support/files.ts';
import { collectedFleet } from '../support/machines/fleets.ts';
import { alwaysOnProfile } from '../support/machines/profiles.ts';
import { machineText } from '../support/machines/reg-text.ts';
import { CHROMIUM, checkAccess } from '../support/programs/browser.ts';
import { skipWithout } from '../support/programs/process.ts';
import { fleetCollected, HOSTILE } from '../support/stories/stories.ts';
import { type Dropped, type OpenPage, openPage, PAGE } from './support.ts';

const FLEET = await documentOf(recordOf(fleetCollected(collectedFleet(40))));

const BROKEN = machineText({ flags: 3, proxy: 'proxy.contoso.example:8080' });
const LOOPS = 'function FindProxyForURL(url, host) { for (;;) {} }';

const json = (name: string, content: unknown): Dropped => ({
  name,
  bytes: Buffer.from(JSON.stringify(content)),
});

/** Each colour scheme and each width once: colours do not depend on the width. */
const DISPLAYS = [
  ['dark', 360],
  ['light', 1280],
] as const;

describe.skipIf(skipWithout(CHROMIUM))('the page that judges files', () => {
  let open: OpenPage;
  beforeAll(async () => {
    open = await openPage();
  });
  beforeEach(async () => {
    await open.page.setViewportSize({ width: 1280, height: 900 });
    await open.page.emulateMedia({ colorScheme: 'light' });
  });
  afterAll(() => open?.close());
  const sections = () => open.page.locator('#answers > section');
  const width = () => open.page.evaluate('document.documentElement.scrollWidth');

  /** The narrow display is enough for another language: colours do not depend on it, and space is scarcest there. */
  async function check(language: string): Promise<void> {
    const isFirst = language === 'en';
    const { violations, passed } = await checkAccess(open.page, isFirst ? DISPLAYS : DISPLAYS.slice(0, 1));
    expect(violations).toEqual([]);
    expect(passed).toEqual(
      expect.arrayContaining(['color-contrast', ...(isFirst ? ['color-contrast light'] : [])]),
    );
    for (const [, columns] of DISPLAYS) {
      await open.page.setViewportSize({ width: columns, height: 800 });
      expect(await width()).toBe(columns);
    }
  }

  it('is one file under 1.5 MB, which the command writes as it is', async () => {
    const folder = await folderForTest();
    const out = join(folder, 'page.html');
    const ports = systemPorts(join(PAGE, '..', 'ps1/'));
    expect((await runExportPage({ out }, ports)).exitCode).toBe(0);
    const bytes = await readFile(out);
    expect(bytes.equals(await readFile(PAGE))).toBe(true);
    expect(bytes.length).toBeLessThan(1_500_000);
    expect((await runExportPage({ out }, ports)).error).toMatchObject({ code: 'input', where: out });
  });

  it.each(['broken', 'quotes', 'aligned'] as const)('shows the sample computer %s', async (sample) => {
    await open.give([]);
    await open.page.click(`[data-text="sampleNames.${sample}"]`);
    await open.page.waitForSelector('#answers > section');
    const [document] = await open.documents();
    expect(document?.summary?.state).toBe(sample === 'aligned' ? 'as-desired' : 'fix-available');
    expect(await sections().locator('.primary a').allTextContents()).toEqual(
      sample === 'aligned' ? [] : ['repair.zip'],
    );
    const name = await sections().first().getAttribute('aria-label');
    expect(await open.page.textContent('#announced')).toBe(name);
    expect(await open.page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe(name);
  });

  const states: Record<string, { files: readonly Dropped[]; text?: string }> = {
    empty: { files: [] },
    'a computer to repair': { files: [{ name: 'broken.reg', bytes: BROKEN }] },
    'a computer that is aligned': { files: [{ name: 'aligned.reg', bytes: machineText({ flags: 1 }) }] },
    'a proxy that requires authentication': {
      files: [json('path.json', endedEarly()['proxy-auth-required'])],
    },
    'a name that is not found': { files: [json('path.json', endedEarly()['dns-failed'])] },
    'a transcript with certificates': { files: [json('path.json', transcript())] },
    'a profile alone': {
      files: [{ name: 'always-on.xml', bytes: Buffer.from(alwaysOnProfile('gw.contoso.example', 'Sstp')) }],
    },
    'a fleet': {
      files: [json('fleet.json', FLEET)],
    },
    'a code': { files: [], text: 'The error code returned on failure is 0x80092013. Error 798' },
    'a file that is cut off': {
      files: [{ name: 'cut.reg', bytes: machineText({ flags: 3 }).subarray(0, 201) }],
    },
  };

  it.each(Object.keys(states))('satisfies the checker of contrast and names: %s', async (state) => {
    const { files = [], text = '' } = states[state] ?? {};
    for (const language of ['en', 'ja']) {
      await open.page.selectOption('#language', language);
      await open.give(files, text);
      await open.page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
      expect(await sections().count()).toBe(state === 'empty' ? 0 : 1);
      await check(language);
    }
    await open.page.selectOption('#language', 'en');
    await open.give([]);
  });

  it('is there without its script, and says so', async () => {
    const context = await open.page.context().browser()?.newContext({ javaScriptEnabled: false });
    const page = await context?.newPage();
    await page?.goto(open.page.url());
    expect(await page?.textContent('noscript, .refused')).toMatch(/JavaScript/);
    expect(await page?.textContent('#line')).toMatch(/^reg export .*user\.reg \/y\nreg export/);
    expect(await page?.locator('[data-text]:empty').count()).toBe(0);
    await context?.close();
  });

  it('judges what is pasted, refuses garbage in one line, and says what a profile says', async () => {
    await open.give([], 'netsh: direct access\nProxyServer 10.0.0.1:3128\n0x80092013');
    const [pasted] = await open.documents();
    expect(pasted?.summary.next.map(({ text }) => text)).toEqual(['netsh winhttp set proxy 10.0.0.1:3128']);
    expect(await sections().textContent()).not.toContain('p2s-fix ');
    await open.give([{ name: 'x.bin', bytes: Uint8Array.from({ length: 2000 }, (_, at) => (at * 7) % 256) }]);
    expect(await sections().count()).toBe(0);
    expect(await open.page.textContent('#announced')).toMatch(/^x\.bin: left out/);
    await open.give([{ name: 'empty.reg', bytes: new Uint8Array() }]);
    expect(await sections().locator('.refused').textContent()).toMatch(
      /^empty\.reg, line 1 .*end of the file/,
    );
    const profile = Buffer.from(alwaysOnProfile('gw.contoso.example', 'Sstp'));
    await open.give([{ name: 'vpn.xml', bytes: profile }]);
    expect(await open.page.textContent('#announced')).toMatch(/UNKNOWN.*gw\.contoso\.example: /);
  });

  it('does what the options say, and names the same command', async () => {
    await open.give([{ name: 'broken.reg', bytes: BROKEN }]);
    const command = () => sections().locator('.clamped code').textContent();
    expect(await command()).toBe('p2s-fix --machine broken.reg');
    await open.page.evaluate('document.querySelector("#options").open = true');
    await open.page.fill('#proxy', 'other.contoso.example:3128');
    await open.page.waitForSelector('#answers code:has-text("--proxy other.contoso.example:3128")');
    const [document] = await open.documents();
    expect(JSON.stringify(document?.plan)).toContain('other.contoso.example');
    await open.page.fill('#proxy', '');
    await open.page.waitForSelector('#answers code:not(:has-text("--proxy"))');
  });

  it('replaces names by pseudonyms in all that it shows and gives', async () => {
    await open.give([{ name: 'broken.reg', bytes: BROKEN }]);
    await open.page.evaluate('document.querySelector("#options").open = true');
    await open.page.check('#redact');
    await expect.poll(async () => JSON.stringify(await open.documents())).toMatch(/^\[\{(?!.*contoso)/);
    const saved = await open.saved(0);
    for (const name of ['p2s-fix-report.html', 'p2s-fix-report.md', 'p2s-fix.json'])
      expect([name, saved.get(name)?.toString()]).toEqual([name, expect.not.stringContaining('contoso')]);
    await open.page.uncheck('#redact');
  });

  it('runs nothing of what files and their names say, and asks for nothing', async () => {
    const before = [...open.seen];
    const hostile = [
      {
        name: `${HOSTILE.replaceAll('/', '')}.reg`,
        bytes: machineText({ flags: 3, proxy: HOSTILE.slice(0, 60) }),
      },
      {
        name: 'x.json',
        bytes: Buffer.from(JSON.stringify([{ tool: { name: 'p2s-fix' }, machine: HOSTILE }])),
      },
      { name: 'loops.pac', bytes: Buffer.from(LOOPS) },
    ];
    for (const file of hostile) await open.give([file]);
    await open.give(hostile, HOSTILE);
    expect(await open.page.evaluate('document.querySelectorAll("img, iframe, object, embed").length')).toBe(
      0,
    );
    // The page, and its worker, which has a blob address.
    expect(before.filter((url) => !/^(?:file|blob):/.test(url))).toEqual([]);
    expect(open.seen.slice(before.length).filter((seen) => !seen.startsWith('blob:null/'))).toEqual([]);
    expect(
      await open.page.evaluate('document.cookie + String(localStorage.length + sessionStorage.length)'),
    ).toBe('0');
  });

  it('ends a PAC file that has no end', async () => {
    const pac = machineText({ flags: 5, pac: 'http://pac.contoso.example/p.pac' });
    await open.page.evaluate('document.querySelector("#options").open = true');
    await open.page.fill('#gateways', 'gateway.contoso.example');
    await open.give([
      { name: 'computer.reg', bytes: pac },
      { name: 'loops.pac', bytes: Buffer.from(LOOPS) },
    ]);
    await open.page.waitForSelector('#answers .refused');
    const errors = (await open.documents()).map(({ error }) => error?.message);
    expect(errors).toEqual([expect.stringContaining('The script in the PAC file does not end.')]);
    await open.page.fill('#gateways', '');
  });

  it('compares exports that differ as several computers, beside a damaged one', async () => {
    const exports = ['a', 'b'].map((host) => ({
      name: `${host}.reg`,
      bytes: machineText({ flags: 3, proxy: `${host}.contoso.example:8080` }),
    }));
    await open.give(exports);
    const [fleet, ...others] = await open.documents();
    expect(fleet?.fleet?.machines.map(({ computer, cause }) => [computer, cause])).toEqual([
      ['a', 'winhttp-not-aligned'],
      ['b', 'winhttp-not-aligned'],
    ]);
    expect(others).toEqual([]);
    await open.give([
      ...exports,
      { name: 'damaged.reg', bytes: Buffer.from('Windows Registry Editor Version 5.00\r\n[HKEY') },
    ]);
    expect((await open.documents()).map(({ mode }) => mode)).toEqual(['fleet']);
  });

  it('says which file is wrong, and still judges the others', async () => {
    await open.give([
      { name: 'good.reg', bytes: BROKEN },
      { name: 'settings.xml', bytes: Buffer.from('<vpnprofile><cut') },
    ]);
    const [judged, refused] = await open.documents();
    expect(judged?.summary?.state).toBe('fix-available');
    expect(refused?.error).toMatchObject({ code: 'input', where: expect.stringContaining('settings.xml') });
  });
});
