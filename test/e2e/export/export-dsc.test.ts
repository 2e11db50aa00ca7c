import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderForAll } from '../../support/files.ts';
import { isValid } from '../../support/json-schema.ts';
import { DSC_VERSIONS, dscManifestSchema } from '../../support/lab/dsc.ts';
import { runJson } from '../../support/programs/cli.ts';

const NAMES = ['p2sfix.winhttpproxy.dsc.resource.json', 'p2sfix.wininetproxy.dsc.resource.json'];

describe('export dsc', () => {
  const root = folderForAll();

  it('writes manifests of which DSC 3.0 to 3.3 know every field, and whose schemas hold their instances', async () => {
    const out = join(root, 'dsc');
    const document = await runJson(['export', 'dsc', '--out', out]);
    expect([document.exitCode, document.mode]).toEqual([0, 'export']);
    expect((await readdir(out)).sort()).toEqual(['Invoke-P2SResource.ps1', 'README.txt', ...NAMES]);
    const [winHttp, winInet] = await Promise.all(
      NAMES.map(async (name) => {
        const manifest = JSON.parse(await readFile(join(out, name), 'utf8'));
        for (const version of DSC_VERSIONS) dscManifestSchema(version).parse(manifest);
        return dscManifestSchema('3.0').parse(manifest);
      }),
    );
    expect([winHttp?.type, winInet?.type]).toEqual(['P2SFix/WinHttpProxy', 'P2SFix/WinInetProxy']);
    const asArgument = { ...winHttp, set: { ...winHttp?.set, args: [{ whatIfArg: '-WhatIf' }] } };
    const accepts = (version: (typeof DSC_VERSIONS)[number]) =>
      dscManifestSchema(version).safeParse(asArgument).success;
    expect(DSC_VERSIONS.filter(accepts)).toEqual(['3.2', '3.3']);
    expect(winHttp?.whatIf.args).toEqual([...(winHttp?.set.args ?? []), '-WhatIf']);
    const proxy = { proxy: 'proxy.contoso.example:8080', bypass: null };
    const [http, inet] = [winHttp?.schema.embedded, winInet?.schema.embedded];
    expect([isValid(http, proxy), isValid(inet, { ...proxy, pac: null })]).toEqual([true, true]);
    expect([isValid(http, { pac: null }), isValid(inet, { autoDetect: 'yes' })]).toEqual([false, false]);
  });

  it('needs a folder that is empty', async () => {
    expect((await runJson(['export', 'dsc'])).error).toMatchObject({ code: 'usage', where: '--out' });
    await mkdir(join(root, 'full/x'), { recursive: true });
    const { error, exitCode } = await runJson(['export', 'dsc', '--out', join(root, 'full')]);
    expect([error?.code, exitCode]).toEqual(['input', 3]);
  });
});
