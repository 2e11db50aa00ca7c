import { describe, expect, it } from 'vitest';
import type { Check } from '../../../src/core/model/check.ts';
import type { RunEvent } from '../../../src/core/model/events.ts';
import type { PicturedRoute } from '../../../src/report/facts/picture/model.ts';
import { pictureOf } from '../../../src/report/facts/picture/picture.ts';
import { type RunRecord, recordOf } from '../../../src/report/model/record.ts';
import { lineText } from '../../../src/report/text/lines.ts';
import { textsIn } from '../../../src/report/text/texts.ts';
import { printable } from '../../../src/report/views/page/escape.ts';
import { pictureHtml, SIGN } from '../../../src/report/views/page/html/picture.ts';
import { pictureText } from '../../../src/report/views/picture-text.ts';
import { ASCII_SIGNS, BOX_SIGNS, pictureLines } from '../../../src/report/views/text/picture-lines.ts';
import { STORIES } from '../../support/stories/stories.ts';

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

const drawn = (record: RunRecord) => pictureOf(record);

const pictured = Object.entries(STORIES).flatMap(([story, events]) => {
  const record = recordOf(events);
  const picture = drawn(record);
  return picture === null ? [] : [{ story, record, picture }];
});

function routeOf(story: string, route: PicturedRoute['route'], settings = 'current'): PicturedRoute {
  const picture = pictured.find((one) => one.story === story)?.picture;
  const found = picture?.routes.find(
    (one) => one.route === route && one.settings.includes(settings as 'current'),
  );
  if (found === undefined) throw new Error(`${story} has no ${route} route with ${settings} settings`);
  return found;
}
const marks = ({ mark, links }: PicturedRoute) => [mark, ...links.map((link) => link.mark)];
const allChecks = ({ paths, before }: RunRecord): Check[] =>
  [...paths, ...(before?.paths ?? [])].flatMap(({ checks }) => checks);

describe.each(pictured)('the picture of $story', ({ record, picture }) => {
  const rows = picture.routes.flatMap(({ links }) => links.flatMap((link) => link.rows));

  it('shows as passed only what a check has passed', () => {
    const passed = allChecks(record).filter(({ status }) => status === 'pass');
    for (const row of rows.filter(({ mark }) => mark === 'pass')) expect(passed).toContain(row.check);
    for (const route of picture.routes) {
      const links = route.links.filter(({ mark }) => mark === 'pass');
      const has = (stage: string) =>
        passed.some((check) => check.gateway === picture.gateway && check.stage === stage);
      const last = route.route === 'tunnel' ? 'sstp' : 'revocation';
      if (route.mark === 'pass') expect(has(last)).toBe(true);
      if (links.length > 0) expect(route.route === 'tunnel' ? has('tcp') : has('revocation')).toBe(true);
    }
  });

  it('marks the stage that the verdict fails at, and no route of it as working', () => {
    const { before, paths } = record;
    const isRetested = before !== null && before.paths !== paths;
    const seen = isRetested ? before.paths : paths;
    const shown = seen.filter((path) => path.gateway === picture.gateway && path.verdict !== null);
    for (const { verdict, stores } of shown) {
      if (verdict === null || verdict.verdict === 'reachable' || verdict.verdict === 'not-tested') continue;
      const label = stores === 'proposed' ? 'proposed' : isRetested ? 'before' : 'current';
      const kind = verdict.stage === 'revocation' ? 'revocation' : 'tunnel';
      const route = picture.routes.find((one) => one.route === kind && one.settings.includes(label));
      const failed = route?.links.flatMap((link) => link.rows).filter(({ mark }) => mark === 'fail') ?? [];
      expect(failed.map(({ stage }) => stage)).toContain(verdict.stage);
      expect(route?.mark).toBe('fail');
    }
  });

  it('names the proxies and hosts of the checks, else of the settings', () => {
    const checks = allChecks(record);
    const settings = JSON.stringify([record.stores, record.before?.stores, record.plan]);
    for (const { proxy, ends, from, route } of picture.routes) {
      if (proxy.kind === 'proxy' && from !== null) {
        const vias = new Set(checks.map(({ via }) => via));
        const host = proxy.address.replace(/:\d+$/, '');
        expect(vias.has(proxy.address) || settings.includes(`"${host}"`)).toBe(true);
      }
      const urls = checks.flatMap(({ url }) => (url === null ? [] : [new URL(url).host]));
      const names = route === 'tunnel' ? [picture.gateway] : urls;
      for (const { name } of ends) expect(names).toContain(name);
    }
  });

  it.each(['en', 'ja'] as const)('is the same in the HTML report as in words, in %s', async (language) => {
    const texts = await textsIn(language);
    const text = pictureText(picture, texts);
    const { markup } = pictureHtml(text, texts.words);
    const shown = markup
      .replaceAll(/<[^>]*>/g, '\n')
      .replaceAll(/&(lt|gt|quot|#39|amp);/g, (_, name) => ENTITIES[name] ?? '');
    // Every part whole, and in the order of the route.
    const parts = text.panels.flatMap(({ route, state, nodes, links }) => [
      `${route}: ${state}`,
      ...nodes.flatMap(({ heading, names }, at) => [
        heading,
        ...[...names, ...(links[at]?.rows ?? [])].map((row) => printable(row.text)),
      ]),
    ]);
    parts.reduce((from, part) => {
      const at = shown.indexOf(part, from);
      expect(at, part).not.toBe(-1);
      return at + part.length;
    }, 0);
    const links = text.panels.flatMap((panel) => panel.links);
    expect([...markup.matchAll(/class="link (\w+)"/g)].map(([, mark]) => mark)).toEqual(
      links.map(({ mark }) => mark),
    );
    // No state by color alone: its link says it, and a sign stands with each.
    for (const [, item = '', mark] of markup.matchAll(/<li class="link (\w+)">(.*?)<\/li>/gs))
      expect(mark).toContain(`<span class="${item}">${SIGN[item as 'pass']} `);
  });

  it.each(['en', 'ja'] as const)('fits a terminal in at most eight lines, in %s', async (language) => {
    const texts = await textsIn(language);
    const text = pictureText(picture, texts);
    for (const signs of [BOX_SIGNS, ASCII_SIGNS]) {
      const lines = pictureLines(text, texts.words, signs, 80);
      expect(lines.length).toBeLessThanOrEqual(8);
      const shown = lines.map(lineText).join('\n');
      for (const { mark, route } of text.panels) expect(shown).toContain(`${signs.marks[mark]} ${route}`);
    }
  });
});

describe('a route that', () => {
  it.each([
    ['works', 'healthy', 'tunnel', ['pass', 'pass', 'pass']],
    ['the proxy ends', 'wants a sign-in', 'tunnel', ['fail', 'fail', 'skip']],
    ['the proxy filters', 'SSTPVERSION filtered', 'tunnel', ['fail', 'fail', 'skip']],
    ['the proxy cannot follow', 'proxy does not reach the gateway', 'tunnel', ['fail', 'pass', 'fail']],
    ['ends before the proxy', 'proxy silent', 'tunnel', ['fail', 'fail', 'skip']],
    ['ends at the gateway', 'gateway port closed', 'tunnel', ['fail', 'fail']],
    ['is opened', 'opened on the way', 'tunnel', ['fail', 'pass', 'fail']],
    ['is opened under a trusted root', 'opened under a trusted root', 'tunnel', ['fail', 'pass', 'fail']],
    ['depends on a PAC file', 'PAC file', 'tunnel', ['skip', 'skip', 'skip']],
    ['has no proxy yet', 'not aligned', 'revocation', ['fail', 'fail']],
    ['finds a revoked certificate', 'revoked', 'revocation', ['fail', 'pass', 'fail']],
    ['is refused behind the proxy', 'revocation blocked', 'revocation', ['fail', 'fail', 'fail']],
    ['has another address', 'one address of two fails', 'revocation', ['pass', 'pass', 'pass']],
    ['no gateway leads to', 'partial export', 'tunnel', ['skip', 'skip', 'skip']],
  ] as const)('%s: its parts in order', (_, story, route, expected) => {
    expect(marks(routeOf(story, route))).toEqual(expected);
  });

  it('needs no name shows none', () => {
    const rows = routeOf('opened under a trusted root', 'tunnel').links.flatMap((link) => link.rows);
    expect(rows.map(({ stage }) => stage)).toEqual(['tcp', 'connect', 'tls', 'certificate', 'http', 'sstp']);
  });

  it('comes to the same with the proposed settings is drawn once, and one that does not twice', () => {
    expect(routeOf('not aligned', 'tunnel').settings).toEqual(['current', 'proposed']);
    expect(marks(routeOf('not aligned', 'revocation', 'proposed'))).toEqual(['pass', 'pass', 'pass']);
    expect(marks(routeOf('applied', 'revocation', 'before'))).toEqual(['fail', 'fail']);
    expect(marks(routeOf('applied', 'revocation', 'after'))).toEqual(['pass', 'pass', 'pass']);
  });

  it('works although an address failed says so in lines as well', async () => {
    const picture = pictured.find(({ story }) => story === 'one address of two fails')?.picture;
    if (picture === undefined) throw new Error('no picture');
    const texts = await textsIn('en');
    const lines = pictureLines(pictureText(picture, texts), texts.words, BOX_SIGNS, 200).map(lineText);
    const at = lines.findIndex((line) => line.includes('Revocation route'));
    expect(lines[at]).toMatch(/: works: ! .*another address answers$/);
    expect(lines[at + 1]).toMatch(/> crl3\.digicert\.example, ! ocsp\.digicert\.example/);
  });

  it('has no route for an address that is never fetched', () => {
    const ldap = { url: 'ldap://ldap.example/CN=a', via: 'unknown', status: 'skip' } as const;
    const events = STORIES['one address of two fails']?.flatMap((event): RunEvent[] => {
      if (event.type !== 'check' || event.check.url?.includes('ocsp') !== true) return [event];
      const skipped = { ...event.check, ...ldap, evidence: { kind: 'crl', position: 0, reason: 'ldap' } };
      return [event, { type: 'check', check: skipped }];
    });
    const picture = drawn(recordOf(events ?? []));
    const ends = picture?.routes.find(({ route }) => route === 'revocation')?.ends;
    expect(ends).toContainEqual({ name: 'ldap.example', mark: 'skip', via: null });
  });

  it('is one of several is the first that fails, and the rest are counted', () => {
    const picture = pictured.find(({ story }) => story === 'three gateways')?.picture;
    expect(picture).toMatchObject({ gateway: expect.stringMatching(/99887766/), others: 1, failing: 0 });
  });
});
