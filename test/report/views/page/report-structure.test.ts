import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { OWNER_NAMES } from '../../../../src/core/causes/rule.ts';
import { SOURCES } from '../../../../src/core/explain/sources.ts';
import { conclusionOf } from '../../../../src/report/model/conclusion.ts';
import { recordOf } from '../../../../src/report/model/record.ts';
import { factsOf } from '../../../../src/report/model/record-facts.ts';
import { textsIn } from '../../../../src/report/text/texts.ts';
import { printable } from '../../../../src/report/views/page/escape.ts';
import { reportHtml } from '../../../../src/report/views/page/html/html.ts';
import { reportMarkdown } from '../../../../src/report/views/page/markdown.ts';
import { SCRIPT } from '../../../../src/report/views/page/script.ts';
import { STYLE } from '../../../../src/report/views/page/style.ts';
import { STORIES } from '../../../support/stories/stories.ts';

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
const decoded = (markup: string) =>
  markup.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => ENTITIES[name] ?? '');

/** The texts that have a button. */
const copies = (page: string) =>
  [...page.matchAll(/<div class="copy">.*?<\/button><\/div>/gs)].map(([block]) => {
    const text = /<(pre|code)>(.*?)<\/\1>/s.exec(block)?.[2] ?? '';
    return decoded(text);
  });

/** The order of the parts that a report has. */
const ORDER = [
  'fleet',
  'todo',
  'stores',
  'picture',
  'path',
  'findings',
  'notes',
  'change',
  'machine',
  'evidence',
];
const FOLDED = [
  'findings',
  'notes',
  'findings-before',
  'path-before',
  'path',
  'change',
  'machine',
  'evidence',
];

const recordOfStory = (story: string) => recordOf(STORIES[story] ?? []);

describe.each(['en', 'ja'] as const)('a report in %s', (language) => {
  it.each(Object.keys(STORIES))(
    'of %s: conclusion, owners, settings, routes, then the rest, closed',
    async (story) => {
      const texts = await textsIn(language);
      const page = reportHtml(recordOfStory(story), texts);
      const ids = [...page.matchAll(/<section aria-labelledby="([\w-]+)"/g)].map(([, id = '']) => id);
      expect(ids.filter((id) => ORDER.includes(id))).toEqual(ORDER.filter((id) => ids.includes(id)));
      expect(page.indexOf('<h1>')).toBeLessThan(page.indexOf('<section'));
      expect(page.match(/<h1>/g)).toHaveLength(1);
      const folded = [...page.matchAll(/<section aria-labelledby="([\w-]+)">\n<details>/g)].map(
        ([, id]) => id,
      );
      expect(folded).toEqual(ids.filter((id) => FOLDED.includes(id)));
      const titles = [...reportMarkdown(recordOfStory(story), texts).matchAll(/^## (.*)$/gm)].map(
        ([, title]) => title,
      );
      expect(titles).toEqual(
        [...page.matchAll(/<h2 id="[\w-]+">(.*?)<\/h2>/g)].map(([, title = '']) => decoded(title)),
      );
    },
  );

  it.each(Object.keys(STORIES))('of %s: each request and command with a button', async (story) => {
    const texts = await textsIn(language);
    const record = recordOfStory(story);
    const facts = factsOf(record, texts);
    const { owners, next } = conclusionOf(facts, texts);
    const page = reportHtml(record, texts);
    const sentences = [
      ...facts.requests.map(({ text }) => texts.words(text)),
      ...next.map(({ text }) => text),
    ];
    expect(copies(page)).toEqual(expect.arrayContaining(sentences.map(printable)));
    const named = [...page.matchAll(/<div class="owner">\n<h3>(.*?)<\/h3>/g)].map(([, name = '']) =>
      decoded(name),
    );
    // The causes of a fleet have their owners beside their bars.
    const acting = facts.fleet === undefined ? owners.map(({ owner }) => owner) : [];
    for (const { owner } of facts.fleet === undefined ? [] : owners)
      expect(page).toContain(texts.words(OWNER_NAMES[owner]));
    for (const owner of [...acting, ...facts.requests.map(({ to }) => to)])
      expect(named.filter((name) => name === texts.words(OWNER_NAMES[owner]))).toHaveLength(1);
    expect(page.match(/<button /g) ?? []).toHaveLength(
      page.match(/<button type="button"[^>]* hidden>/g)?.length ?? 0,
    );
  });

  it.each(Object.keys(STORIES))(
    'of %s: one script and one style, both by digest, and our links',
    async (story) => {
      const page = reportHtml(recordOfStory(story), await textsIn(language));
      expect([...page.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text]) => text)).toEqual([SCRIPT]);
      expect(page.match(/<script|<style/g)).toHaveLength(2);
      const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
      const [, policy = ''] = /http-equiv="Content-Security-Policy" content="(.*?)"/.exec(page) ?? [];
      expect(decoded(policy)).toBe(
        `default-src 'none'; style-src ${digest(STYLE)}; script-src ${digest(SCRIPT)}; base-uri 'none'; form-action 'none'`,
      );
      const ours: string[] = Object.values(SOURCES).map(({ url }) => url);
      for (const [, url = ''] of page.matchAll(/<a href="(.*?)"/g)) expect(ours).toContain(url);
    },
  );
});

it('completes its commands with the options of the run', async () => {
  const events = (STORIES.applied ?? []).map((event) =>
    event.type === 'started' ? { ...event, carried: { rollback: { 'state-dir': 'D' } } } : event,
  );
  const page = reportHtml(recordOf(events), await textsIn('en'));
  expect(copies(page)).toContain('p2s-fix rollback --state-dir D 0007');
});

it('calls a recording without a name by its file, without the folder', async () => {
  const events = (STORIES['not aligned'] ?? []).map((event) => {
    if (event.type === 'started')
      return { ...event, carried: { audit: { machine: ['C:\\exports\\laptop.reg'] } } };
    return event.type === 'machine' ? { ...event, machine: { ...event.machine, name: null } } : event;
  });
  const page = reportHtml(recordOf(events), await textsIn('en'));
  expect(page).toContain('<title>p2s-fix report: audit, laptop.reg, 2026-11-24 10:00 UTC</title>');
});

it('links each source of an explained code, and what somebody else calls a source is none', async () => {
  const texts = await textsIn('en');
  const record = recordOfStory('explained');
  const { explanation } = record;
  const links = (page: string) => [...page.matchAll(/<a href="(.*?)"/g)].map(([, url]) => url);
  expect(explanation?.sources.length).toBeGreaterThan(0);
  expect(links(reportHtml(record, texts)).sort()).toEqual(explanation?.sources.map(({ url }) => url).sort());
  const planted = ['javascript:alert(1)', 'https://evil.example/', 'http://learn.microsoft.com/'];
  const sources = planted.map((url) => ({ title: url, url }));
  const changed = { ...record, explanation: { ...explanation, sources } } as typeof record;
  const page = reportHtml(changed, texts);
  expect(links(page)).toEqual([]);
  expect(reportMarkdown(changed, texts)).not.toMatch(/\]\(/);
});

it('has a script that ends no element, and sources that are pages over TLS', () => {
  expect(SCRIPT).not.toContain('<');
  for (const { url } of Object.values(SOURCES)) expect(url).toMatch(/^https:\/\/[^"<>\s]+$/);
});
