import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { tempFolder } from '../../support/files.ts';
import { runProgram } from '../../support/programs/process.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

interface Example {
  title: string;
  code: string;
  /** Its output; `null` if the page does not show it. */
  prints: string | null;
}

/** The JavaScript examples of a page, each with the text block after it. */
async function examplesOf(page: string): Promise<Example[]> {
  const text = await readFile(join(PROJECT, page), 'utf8');
  const blocks = text.matchAll(/^```js\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?/gms);
  return [...blocks].map(({ 1: code = '', 2: prints = null, index }) => ({
    title: `${page}, line ${text.slice(0, index).split('\n').length}`,
    code,
    prints,
  }));
}

const pages = ['docs/api.md', 'README.md', 'README.ja.md'];
const examples = (await Promise.all(pages.map(examplesOf))).flat();

describe('examples of the API', () => {
  it('are on each page', () => {
    for (const page of pages) expect(examples.map(({ title }) => title).join()).toContain(page);
    expect(examples.filter(({ prints }) => prints !== null).length).toBeGreaterThan(7);
  });

  it.concurrent.each(examples)('$title', async ({ code, prints }) => {
    const folder = await tempFolder();
    try {
      const recording = { proxyHost: 'proxy.contoso.com', proxyPort: 8080, bypass: '<local>' };
      for (const name of ['export.reg', 'other.reg'])
        await writeFile(join(folder.path, name), sampleRegText(recording));
      // Without one of its own, Node would read a package.json of the folders above.
      await writeFile(join(folder.path, 'package.json'), '{ "private": true }');
      await mkdir(join(folder.path, 'node_modules'));
      await symlink(PROJECT, join(folder.path, 'node_modules/p2s-fix'), 'junction');
      await writeFile(join(folder.path, 'example.mjs'), code);
      const ran = await runProgram(process.execPath, ['example.mjs'], {
        cwd: folder.path,
        timeoutMs: 60_000,
      });
      expect(ran).toMatchObject({ code: 0, stderr: '' });
      if (prints !== null) expect(ran.stdout).toBe(prints);
    } finally {
      await folder.remove();
    }
  });
});
