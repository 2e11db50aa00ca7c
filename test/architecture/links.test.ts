import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const { files } = JSON.parse(read('package.json')) as { files: string[] };

const pagesIn = (folder: string) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
/** The pages that the package ships. */
const pages = files.filter((name) => name.endsWith('.md')).concat(pagesIn('docs'));
/** Those that only contributors have, who have the sources too. */
const others = ['CONTRIBUTING.md', ...pagesIn('contributing')];

/** The links of a page, in its text and in its HTML, without code. */
function linksOf(page: string): string[] {
  const text = read(page)
    .replace(/^```.*?^```/gms, '')
    .replace(/`[^`\n]*`/g, '``');
  const found = text.matchAll(/\]\(([^)\s]+)\)|\b(?:src|href|srcset)="([^"]+)"/g);
  return [...found].map((match) => match[1] ?? match[2] ?? '').filter((link) => !/^[a-z]+:/.test(link));
}

/** The anchors that GitHub creates for the headings of a page, and its explicit ones. */
function anchorsOf(page: string): Set<string> {
  const text = read(page).replace(/^```.*?^```/gms, '');
  const seen = new Map<string, number>();
  const anchors = [...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id = '']) => id);
  for (const [, heading = ''] of text.matchAll(/^#+ (.+)$/gm)) {
    const slug = heading
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    anchors.push(count === 0 ? slug : `${slug}-${count}`);
  }
  return new Set(anchors);
}

function isShipped(path: string): boolean {
  return existsSync(join(ROOT, path)) && files.some((name) => path === name || path.startsWith(`${name}/`));
}

/** Links of a page to a file that its readers do not have, or to a missing heading. */
function brokenIn(page: string, has = isShipped): string[] {
  return linksOf(page).filter((link) => {
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? page : posix.normalize(posix.join(dirname(page), decodeURI(file)));
    if (!has(target)) return true;
    return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor);
  });
}

describe('each link of a page in the package leads to what is in the package', () => {
  it('finds links', () => {
    expect(pages.flatMap(linksOf).length).toBeGreaterThan(100);
  });

  it.each(pages)('%s', (page) => {
    expect(brokenIn(page)).toEqual([]);
  });

  it.each(others)('%s, in the sources', (page) => {
    expect(brokenIn(page, (path) => existsSync(join(ROOT, path)))).toEqual([]);
  });
});

describe('the pages of the package are for its users', () => {
  it('docs has at most 3,000 lines', () => {
    const lines = pagesIn('docs').map((page) => read(page).split('\n').length - 1);
    expect(lines.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(3000);
  });

  it.each(pages.filter((page) => page !== 'CHANGELOG.md'))('%s names no file of the sources', (page) => {
    const sources = /(?<![\w./\\-])(?:src|test|scripts|ps1|contributing)\/\w[\w./-]*/g;
    expect(read(page).match(sources) ?? []).toEqual([]);
  });
});
