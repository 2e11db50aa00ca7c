import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { desiredStateJsonSchema } from '../../../src/pipeline/inputs/desired-schema.ts';
import { folderForAll } from '../../support/files.ts';
import { runJson } from '../../support/programs/cli.ts';

const DIST = fileURLToPath(new URL('../../../dist/', import.meta.url));
const SAMPLE = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });

describe('a state that is named outright, on a recorded machine', () => {
  const folder = folderForAll();
  beforeAll(async () => {
    await writeFile(join(folder, 'machine.reg'), SAMPLE);
  });

  const put = (state: object) =>
    writeFile(join(folder, 'desired.json'), JSON.stringify({ schemaVersion: '1.0', ...state }));
  const run = (...args: string[]) =>
    runJson([...args, '--machine', 'machine.reg', '--state-dir', 'state'], { cwd: folder });

  it('is planned, applied, and then there', async () => {
    await put({
      winInet: { proxy: 'a.contoso.example:1 b.contoso.example:2', bypass: '<local>,*.x' },
      winHttp: { direct: true },
      gateways: ['GW.contoso.example:444'],
    });
    const audit = await run('--desired', 'desired.json');
    expect(audit.exitCode).toBe(2);
    expect(audit.gateways).toEqual([{ host: 'gw.contoso.example', port: 444, source: 'option' }]);
    expect(audit.plan?.changes.map(({ store }) => store)).toEqual(['wininet/current/lan']);
    expect(audit.plan?.changes[0]?.after).toMatchObject({
      proxy: { servers: [{ host: 'a.contoso.example' }, { host: 'b.contoso.example' }] },
      bypass: ['<local>', '*.x'],
    });
    const notes = audit.findings.filter(({ code }) => code === 'alignment-note');
    expect(notes.map(({ evidence }) => evidence.reason)).toEqual(
      expect.arrayContaining(['blank-separator', 'comma-separator']),
    );
    expect((await run('apply', '--in-place', '--desired', 'desired.json')).exitCode).toBe(0);
    expect((await run('--desired', 'desired.json')).exitCode).toBe(0);
  });

  it('has its schema in the package', async () => {
    const shipped = JSON.parse(await readFile(join(DIST, 'desired-state.schema.json'), 'utf8'));
    expect(shipped).toEqual(desiredStateJsonSchema());
  });
});
