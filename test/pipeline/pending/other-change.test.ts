import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { openChangeStore } from '../../../src/change/change-store.ts';
import { beginJournal } from '../../../src/change/state/journal.ts';
import type { ApplyOptions } from '../../../src/pipeline/run/options.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import { folderForTest } from '../../support/files.ts';
import { apply, audit, desiredFor, listBackups, rollback } from '../../support/stories/runs.ts';

it('names the rollback first while a change of another recording is interrupted in the same folder', async () => {
  const folder = await folderForTest();
  const state = join(folder, 'state');
  const [one, other] = ['one.reg', 'other.reg'].map((name) => join(folder, name)) as [string, string];
  const sample = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });
  for (const file of [one, other]) await writeFile(file, sample);
  const options = (file: string): ApplyOptions => ({
    ...{ machine: { file, write: { inPlace: true } }, user: null, stateDir: state, yes: true },
    desired: { source: 'wininet' },
    path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false },
  });
  const call = { use: 'apply', options: { machine: [one] } } as const;
  const ports = systemPorts('');
  const seen = () => audit({ ...options(one), machine: { file: one }, asked: { call, shell: 'sh' } }, ports);
  const first = async () => (await seen()).summary.next.map(({ text }) => text);
  const proposed = `p2s-fix --apply --machine ${one} --in-place`;
  expect(await first()).toEqual([proposed]);

  const done = await apply({ ...options(other), desired: desiredFor({ kind: 'direct' }) }, ports);
  expect(done.result).toMatchObject({ backup: '0001' });
  const place = { explicit: state, platform: process.platform, env: {}, elevated: false };
  const { dir } = await openChangeStore({ ...place, wallClock: () => new Date() });
  const machine = { kind: 'recorded' as const, id: other };
  await beginJournal(dir, { backup: '0001', planId: null, machine, steps: [] }, new Date());

  const { backups } = await listBackups({ ...options(other), machine: { file: other } }, ports);
  expect(backups).toMatchObject([{ number: '0001', own: true, due: true }]);
  // One that a rollback refuses is not marked.
  const left = await readFile(other);
  await writeFile(other, Buffer.concat([left, Buffer.from('\r\n', 'utf16le')]));
  const edited = await listBackups({ ...options(other), machine: { file: other } }, ports);
  expect(edited.backups?.map(({ due }) => due)).toEqual([undefined]);
  await writeFile(other, left);
  const rollingBack = `p2s-fix rollback 0001 --machine ${other} --in-place --state-dir ${state}`;
  expect(await first()).toEqual([rollingBack, proposed]);
  const { findings, exitCode } = await seen();
  expect(findings.find(({ code }) => code === 'other-change-interrupted')).toMatchObject({
    severity: 'warning',
    message: expect.stringContaining(other),
    remedy: expect.stringContaining(rollingBack),
  });
  expect(exitCode).toBe(2);
  // As the finding says: refused before, done after it.
  expect((await apply(options(one), ports)).error?.code).toBe('interrupted-change');
  expect((await rollback({ ...options(other), backup: '0001' }, ports)).exitCode).toBe(0);
  expect(await first()).toEqual([proposed]);
  expect((await apply(options(one), ports)).result?.changed).toHaveLength(2);
});

it('reports one whose recording cannot be looked for, and goes on', async () => {
  const folder = await folderForTest();
  const [file, state] = [join(folder, 'one.reg'), join(folder, 'state')];
  await writeFile(file, sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '' }));
  const place = { explicit: state, platform: process.platform, env: {}, elevated: false };
  const { dir } = await openChangeStore({ ...place, wallClock: () => new Date() });
  // Below a file, as it would be below a folder that may not be read.
  const machine = { kind: 'recorded' as const, id: join(file, 'other.reg') };
  await beginJournal(dir, { backup: '0001', planId: null, machine, steps: [] }, new Date());
  const options = {
    ...{ machine: { file }, user: null, stateDir: state, desired: desiredFor({ kind: 'direct' }) },
    path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false },
  };
  const document = await audit(options, systemPorts(''));
  expect(document.error).toBeUndefined();
  expect(document.findings.map(({ code }) => code)).toContain('other-change-interrupted');
  const writing = { ...options, machine: { file, write: { inPlace: true as const } }, yes: true };
  expect((await apply(writing, systemPorts(''))).error?.code).toBe('interrupted-change');
});
