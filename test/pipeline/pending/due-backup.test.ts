import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import { folderForTest } from '../../support/files.ts';
import { apply, type Desired, desiredFor, listBackups, rollback } from '../../support/stories/runs.ts';

const proxyOn = (port: number): Desired =>
  desiredFor({ kind: 'proxy', servers: [{ scheme: 'all', host: '127.0.0.1', port }], bypass: null });

it('restores the backup again that the last rollback restored, so a second run writes nothing', async () => {
  const folder = await folderForTest();
  const file = join(folder, 'machine.reg');
  const text = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });
  await writeFile(file, text);
  const ports = systemPorts('');
  const common = {
    ...{ machine: { file, write: { inPlace: true as const } }, user: null, yes: true },
    ...{ stateDir: join(folder, 'state'), desired: proxyOn(1) },
    path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false },
  };
  const original = await readFile(file);
  const applyPort = async (port: number) => {
    const document = await apply({ ...common, desired: proxyOn(port) }, ports);
    expect(document.error).toBeUndefined();
    return readFile(file);
  };
  const back = async (backup: string | null) => {
    const { exitCode, result } = await rollback({ ...common, backup }, ports);
    return [exitCode, result?.rolledBack];
  };
  const due = async () =>
    (await listBackups(common, ports)).backups?.find((backup) => backup.due)?.number ?? null;

  const first = await applyPort(1);
  await applyPort(2);
  expect(await due()).toBe('0002');
  expect(await back('2')).toEqual([0, true]);
  expect(await readFile(file)).toEqual(first);
  expect(await due()).toBe('0002');
  expect(await back(null)).toEqual([0, false]);
  expect(await readFile(file)).toEqual(first);

  expect(await back('1')).toEqual([0, true]);
  expect(await readFile(file)).toEqual(original);
  expect(await due()).toBe('0001');
  for (const _ of ['a second', 'a third']) expect(await back(null)).toEqual([0, false]);
  expect(await readFile(file)).toEqual(original);

  await applyPort(3);
  expect(await due()).toBe('0003');
  expect(await back(null)).toEqual([0, true]);
  expect(await readFile(file)).toEqual(original);
});

it('replaces a damaged journal only by the newest backup, which is the one of its change', async () => {
  const folder = await folderForTest();
  const stateDir = join(folder, 'state');
  const ports = systemPorts('');
  const text = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });
  const [a, b] = ['a.reg', 'b.reg'].map((name) => join(folder, name)) as [string, string];
  const of = (file: string) => ({
    ...{ machine: { file, write: { inPlace: true as const } }, user: null, yes: true, stateDir },
    ...{ desired: proxyOn(1), path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false } },
  });
  for (const file of [b, a]) {
    await writeFile(file, text);
    expect((await apply(of(file), ports)).error).toBeUndefined();
  }
  const journal = join(stateDir, 'journal.json');
  await writeFile(journal, 'damaged');
  const refused = await rollback({ ...of(b), backup: '0001' }, ports);
  expect(refused.error?.code).toBe('interrupted-change');
  expect(await readFile(journal, 'utf8')).toBe('damaged');
  expect((await rollback({ ...of(a), backup: '2' }, ports)).exitCode).toBe(0);
  await expect(readFile(journal)).rejects.toMatchObject({ code: 'ENOENT' });
});
