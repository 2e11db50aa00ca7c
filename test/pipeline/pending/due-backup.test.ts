import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import { tempFolder } from '../../support/files.ts';
import { apply, type Desired, desiredFor, listBackups, rollback } from '../../support/stories/runs.ts';

const proxyOn = (port: number): Desired =>
  desiredFor({ kind: 'proxy', servers: [{ scheme: 'all', host: '127.0.0.1', port }], bypass: null });

it('restores the backup again that the last rollback restored, so a second run writes nothing', async () => {
  const folder = await tempFolder();
  onTestFinished(() => folder.remove());
  const file = join(folder.path, 'machine.reg');
  const text = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });
  await writeFile(file, text);
  const ports = systemPorts('');
  const common = {
    ...{ machine: { file, write: { inPlace: true as const } }, user: null, yes: true },
    ...{ stateDir: join(folder.path, 'state'), desired: proxyOn(1) },
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
