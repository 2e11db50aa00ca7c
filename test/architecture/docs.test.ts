import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { GENERATED, GENERATED_SOURCES, withGenerated } from '../../scripts/docs/pages.ts';
import { ROUTE_TABLE } from '../../scripts/docs/route-table.ts';
import { VERDICT_CODES } from '../../src/core/causes/verdicts.ts';
import { KNOWN_CODES } from '../../src/core/explain/codes/codes.ts';
import { FINDING_RULES } from '../../src/core/findings/rules/rules.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(`${ROOT}${path}`, 'utf8');

describe('the documentation', () => {
  it.each(Object.keys(GENERATED))('%s is as the code says; if not: npm run docs', (name) => {
    const page = read(name);
    expect(withGenerated(name, page)).toBe(page);
  });

  it.each(Object.entries(GENERATED_SOURCES))(
    '%s is as the table says; if not: npm run docs',
    (name, make) => {
      expect(read(name)).toBe(make());
    },
  );

  it('has every verdict and every code', () => {
    const [verdicts, routes, codes] = ['verdicts', 'migrate', 'codes'].map((name) => read(`docs/${name}.md`));
    for (const verdict of VERDICT_CODES) expect(verdicts).toContain(`| \`${verdict}\` |`);
    for (const verdict of Object.keys(ROUTE_TABLE)) expect(routes).toContain(`| \`${verdict}\` |`);
    for (const name of Object.keys(FINDING_RULES)) expect(codes).toContain(`| \`${name}\` |`);
    for (const { name } of KNOWN_CODES) expect(codes).toContain(` \`${name}\``);
  });

  it('names the file that npm pack makes of this version', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    const pages = [
      'README.md',
      'README.ja.md',
      ...['deployment', 'schedule'].map((name) => `docs/${name}.md`),
      'src/core/findings/rules/machine.ts',
      'src/l10n/ja.json',
      'src/pipeline/run/folders/program-folder.ts',
    ];
    for (const page of pages) {
      const names = read(page).match(/p2s-fix[^ \s"'`)]*\.tgz/g) ?? [];
      expect(names.length, page).toBeGreaterThan(0);
      for (const name of names)
        expect(name.replace(/\{version\}/g, version), page).toBe(`p2s-fix-${version}.tgz`);
    }
  });

  it('refuses a page without markers', () => {
    expect(() => withGenerated('docs/codes.md', '# Codes\n')).toThrow('docs/codes.md');
  });
});
