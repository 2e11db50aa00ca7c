import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderForAll } from '../../support/files.ts';
import { machineText } from '../../support/machines/reg-text.ts';
import { runJson } from '../../support/programs/cli.ts';

const PAC_URL = 'http://pac.contoso.example/proxy.pac';

describe('a PAC file that is named', () => {
  const folder = folderForAll();
  beforeAll(async () => {
    await writeFile(join(folder, 'p.pac'), 'function FindProxyForURL() { return "DIRECT"; }');
    await writeFile(join(folder, 'static.reg'), machineText({ flags: 3, proxy: 'p.example:8080' }));
    const withPac = machineText({ flags: 5, pac: PAC_URL }, { AutoConfigURL: PAC_URL });
    await writeFile(join(folder, 'pac.reg'), withPac);
  });

  const unused = async (...args: string[]) => {
    const state = ['--state-dir', 'state', '--pac-file', 'p.pac'];
    const { findings } = await runJson([...args, ...state], { cwd: folder });
    return findings.filter(({ code }) => code === 'pac-file-unused').map(({ severity }) => severity);
  };

  it.each([
    ['audit', '--machine', 'static.reg'],
    ['apply', '--machine', 'static.reg', '--proxy', 'q.example:1', '--out', 'out.reg'],
    ['verify', '127.0.0.1:1', '--machine', 'static.reg'],
    ['verify', '127.0.0.1:1', '--proxy', '127.0.0.1:1'],
  ])('without an effect is reported: %s', async (...args) => {
    expect(await unused(...args)).toEqual(['warning']);
  });

  it.each([
    ['audit', '--machine', 'pac.reg'],
    ['audit', '--machine', 'pac.reg', '--proxy', 'q.example:1'],
    ['audit', '--machine', 'static.reg', '--pac', PAC_URL],
    ['verify', '127.0.0.1:1'],
  ])('with an effect is not: %s', async (...args) => {
    expect(await unused(...args)).toEqual([]);
  });
});
