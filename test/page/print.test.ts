import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { documentOf } from '../../src/report/model/document.ts';
import { recordOf } from '../../src/report/model/record.ts';
import { endedEarly } from '../path/transcript/transcripts.ts';
import { collectedFleet } from '../support/machines/fleets.ts';
import { machineText } from '../support/machines/reg-text.ts';
import { CHROMIUM } from '../support/programs/browser.ts';
import { skipWithout } from '../support/programs/process.ts';
import { fleetCollected } from '../support/stories/stories.ts';
import { type Dropped, type OpenPage, openPage } from './support.ts';

/** A4 without its margins in CSS pixels, upright and on its side. */
const PAPERS = [
  { paper: 'upright', width: 688, height: 1016 },
  { paper: 'on its side', width: 1016, height: 688 },
  // A3 on its side, where the page on a screen has two columns.
  { paper: 'wide', width: 1481, height: 1016 },
];

const COMPUTER: Dropped = {
  name: 'broken.reg',
  bytes: machineText({ flags: 3, proxy: 'proxy.contoso.example:8080' }),
};
const json = (name: string, content: unknown): Dropped => ({
  name,
  bytes: Buffer.from(JSON.stringify(content)),
});
const FLEET = json('fleet.json', await documentOf(recordOf(fleetCollected(collectedFleet(240)))));
const REQUEST = json('path.json', endedEarly()['proxy-auth-required']);

/** Functions for the page; a report is in a shadow root. */
const TOOLS = `
  const all = (root = document.body) => [root, ...root.querySelectorAll('*')].flatMap((one) =>
    one.shadowRoot ? [one, ...[...one.shadowRoot.children].flatMap(all)] : [one]);
  const isShown = (one) => getComputedStyle(one).display === 'contents' ? isShown(one.parentElement)
    : one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
  const holdsText = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
  const ofReports = () => [...document.querySelectorAll('#answers > section > div')]
    .flatMap((host) => [...host.shadowRoot.children].flatMap(all));
  const isText = (one) => holdsText(one)
    && one.closest('.filter, .unseen, style, .facts .name, button:not(th *)') === null;
  const channels = (colour) => colour.match(/[0-9.]+/g).map(Number);
  const nameOf = (one) => one.tagName + ' ' + one.textContent.trim().slice(0, 60);`;

const CONTROLS = `(() => { ${TOOLS}
  return all().filter((one) => one.matches('button:not(th *), input, select, textarea, [download], #drop, #samples'))
    .filter(isShown).map(nameOf);
})()`;
const TEXTS = `(() => { ${TOOLS}
  const isFolded = (one) => one.closest('section > details:not([open])') !== null;
  const texts = ofReports().filter((one) => isText(one) && !isFolded(one));
  return { count: texts.length, hidden: texts.filter((one) => !isShown(one)).map(nameOf) };
})()`;
const TOO_WIDE = `(() => { ${TOOLS}
  return all().filter((one) => isShown(one) && one.getBoundingClientRect().right > innerWidth + 1).map(nameOf);
})()`;
/** Texts that are not dark, and grounds that are not white. */
const NOT_FOR_PAPER = `(() => { ${TOOLS}
  return [document.documentElement, ...all()].filter(isShown).filter((one) => {
    const { color, backgroundColor } = getComputedStyle(one);
    const [red, green, blue, opacity = 1] = channels(backgroundColor);
    const isWhite = opacity === 0 || Math.min(red, green, blue) === 255;
    const [r, g, b] = channels(color);
    return !isWhite || (holdsText(one) && 0.2126 * r + 0.7152 * g + 0.0722 * b > 128);
  }).map(nameOf);
})()`;
const LINKS = `(() => { ${TOOLS}
  return ofReports().filter((one) => one.matches('a[href^=http]'))
    .map((one) => [one.href, getComputedStyle(one, '::after').content]);
})()`;
const BREAKS = `(() => { ${TOOLS}
  const cards = '.outcome, .owner, .finding, .route, h2, .copy pre:not(.cause pre), tr';
  const cut = ofReports().filter((one) => one.matches(cards) && getComputedStyle(one).breakInside !== 'avoid');
  const before = [...document.querySelectorAll('#answers > section')].map((one) => getComputedStyle(one).breakBefore);
  return { cut: cut.map(nameOf), before };
})()`;

describe.skipIf(skipWithout(CHROMIUM))('the page on paper', () => {
  let open: OpenPage;
  beforeAll(async () => {
    open = await openPage();
  });
  afterAll(() => open?.close());
  beforeEach(() => open.page.emulateMedia({ media: 'screen', colorScheme: 'dark' }));
  const found = (script: string) => open.page.evaluate(script);

  const stories: Record<string, readonly Dropped[]> = {
    'a computer to repair': [COMPUTER],
    'a proxy that requires authentication': [REQUEST],
    'a fleet': [FLEET],
    'several answers': [COMPUTER, REQUEST, { name: 'message.txt', bytes: Buffer.from('error 798') }],
  };

  it.each(Object.keys(stories))(
    '%s: no controls, all text that is not folded, dark on white, nothing too wide',
    async (story) => {
      await open.give(stories[story] ?? []);
      const count = await open.page.locator('#answers > section').count();
      expect(count).toBe(stories[story]?.length);
      expect(await found(CONTROLS)).toContain('BUTTON Start again');
      expect(await found(NOT_FOR_PAPER)).not.toEqual([]);
      await open.page.emulateMedia({ media: 'print' });
      for (const { paper, ...size } of PAPERS) {
        await open.page.setViewportSize(size);
        expect([paper, await found(CONTROLS)]).toEqual([paper, []]);
        expect([paper, await found(TEXTS)]).toEqual([paper, { count: expect.any(Number), hidden: [] }]);
        expect([paper, await found(TOO_WIDE)]).toEqual([paper, []]);
        expect([paper, await found(NOT_FOR_PAPER)]).toEqual([paper, []]);
        const box = await open.page.locator('#answers').boundingBox();
        expect([paper, box?.width]).toEqual([paper, size.width]);
      }
      const { cut, before } = Object(await found(BREAKS));
      expect(cut).toEqual([]);
      expect(before).toEqual(Array.from({ length: count }, (_, at) => (at === 0 ? 'auto' : 'page')));
      await open.page.setViewportSize({ width: 1280, height: 900 });
    },
  );

  it('prints the addresses of links, and the request that is folded on the screen', async () => {
    await open.give([REQUEST], 'error 798');
    await open.page.emulateMedia({ media: 'print' });
    const request = open.page.locator('#answers .owner pre');
    expect(await request.isVisible()).toBe(true);
    expect(await request.textContent()).toContain('CONNECT gateway.example:443');
    const links = (await found(LINKS)) as [address: string, after: string][];
    expect(links.length).toBeGreaterThan(0);
    for (const [address, after] of links) expect(after).toContain(address);
  });

  it('prints every computer of a fleet, and then shows the first ones again', async () => {
    await open.give([FLEET]);
    const rows = open.page.locator('.computers tbody tr');
    expect(await rows.count()).toBe(200);
    const counted = open.page.evaluate(`new Promise((done) => addEventListener('beforeprint', () =>
      done(document.querySelector('#answers > section > div').shadowRoot.querySelectorAll('tbody tr').length)))`);
    const pdf = await open.page.pdf({ format: 'A4' });
    expect(await counted).toBe(240);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await rows.count()).toBe(200);
  });
});
