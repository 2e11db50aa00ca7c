import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openChangeStore } from '../../../src/change/change-store.ts';
import {
  intentsToConfirm,
  readUnconfirmed,
  writeUnconfirmed,
} from '../../../src/change/state/unconfirmed.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';
import type { WriteStep } from '../../../src/machine/port.ts';
import { restoreUnconfirmed } from '../../../src/pipeline/pending/unconfirmed.ts';
import { openMachine } from '../../../src/pipeline/run/open-machine.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import type { RunContext } from '../../../src/pipeline/run/run.ts';
import { failing, folderForTest } from '../../support/files.ts';

const KEY = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const TEXT = `Windows Registry Editor Version 5.00\r\n\r\n[${KEY}]\r\n"ProxyServer"="old"\r\n`;

it('rolls back an unconfirmed change while a user keeps the disk full, and records that later', async () => {
  const path = await folderForTest();
  const file = join(path, 'machine.reg');
  const original = Buffer.from(`\ufeff${TEXT}`, 'utf16le');
  await writeFile(file, original);
  const ports = systemPorts('');
  const machine = await openMachine({ file, write: { inPlace: true } }, ports, 'write');
  const context = { emit: () => undefined, ports } as unknown as RunContext;
  const place = { explicit: join(path, 'state'), platform: 'linux', env: {}, elevated: false } as const;
  const open = (files = nodeFiles()) => openChangeStore({ ...place, files, wallClock: ports.wallClock });
  const write = { key: KEY, name: 'ProxyServer', expected: text('old'), next: text('new') };
  const steps: WriteStep[] = [{ id: 'one', write }];
  const store = await open();
  const at = '2026-11-24T10:00:00.000Z';
  const change = {
    ...{ backup: '0001', machine: await machine.identity(), armedAt: at, deadline: at },
    ...{ steps: intentsToConfirm(steps), putBackAt: null, left: [] },
  };
  await writeUnconfirmed(store.dir, change);
  await machine.write(steps, { notify: false });
  expect(await readFile(file)).not.toEqual(original);

  const full = await open(failing(nodeFiles(), { replace: 'ENOSPC', append: 'ENOSPC' }));
  const back = (into: typeof full) => into.locked(() => restoreUnconfirmed(context, machine, into, change));
  await expect(back(full)).rejects.toMatchObject({ code: 'state-dir', evidence: { errno: 'ENOSPC' } });
  expect(await readFile(file)).toEqual(original);
  expect(await readUnconfirmed(store.dir)).toMatchObject({ putBackAt: null });
  expect(await back(store)).toEqual([]);
  expect(await readUnconfirmed(store.dir)).toMatchObject({ putBackAt: expect.any(String), left: [] });
  await machine.close();
});

function text(value: string) {
  return { kind: 'string', text: value } as const;
}
