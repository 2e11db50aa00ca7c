import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const built = (path: string) => readFile(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');

it('the public API is the one that was reviewed; after a change of it: -u, and a line in CHANGELOG.md', async () => {
  const report = await built('build/api/p2s-fix.api.md');
  await expect(report).toMatchFileSnapshot('../../api/surface.api.md');
});

it('the declarations are one file, which imports nothing', async () => {
  const declarations = await built('dist/index.d.ts');
  expect(declarations).toContain(
    'export declare function audit(options?: AuditOptions): Promise<ReportDocument>;',
  );
  expect(declarations).not.toMatch(/^\s*import\b|\bimport\(|<reference/m);
});
