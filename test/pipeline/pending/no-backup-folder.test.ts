import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import type { ApplyOptions } from '../../../src/pipeline/run/options.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import { folderForTest, onWindows } from '../../support/files.ts';
import { apply, audit, listBackups, rollback } from '../../support/stories/runs.ts';

it.skipIf(onWindows)(
  'reports a file in place of the folder of backups as a state folder that cannot be used',
  async () => {
    const path = await folderForTest();
    const [file, state] = [join(path, 'machine.reg'), join(path, 'state')];
    const original = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '' });
    await writeFile(file, original);
    await mkdir(state, { mode: 0o700 });
    const where = join(state, 'backups');
    await writeFile(where, 'no folder');
    const options: ApplyOptions = {
      ...{ machine: { file, write: { inPlace: true } }, user: null, stateDir: state, yes: true },
      desired: { source: 'wininet' },
      path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false },
    };
    const ports = systemPorts('');
    const message = `The folder for backups cannot be used: ${where}: it is not a folder.`;
    const error = {
      code: 'state-dir',
      message,
      where: state,
      next: expect.stringContaining('--state-dir DIR'),
    };
    for (const backup of [null, '0001'])
      expect(await rollback({ ...options, backup }, ports)).toMatchObject({ exitCode: 1, error });
    expect(await apply(options, ports)).toMatchObject({ exitCode: 1, error });
    expect(await readFile(file)).toEqual(original);
    // An audit needs no backup, and a list shows what there is.
    const [audited, listed] = [
      await audit({ ...options, machine: { file } }, ports),
      await listBackups(options, ports),
    ];
    for (const { error, findings } of [audited, listed]) {
      expect(error).toBeUndefined();
      expect(findings.map(({ code }) => code)).toContain('state-folder-unusable');
    }
    expect(audited.exitCode).toBe(2);
  },
);
