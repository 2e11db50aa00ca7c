import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { recordApplied, recordRestored } from '../../../src/change/applied.ts';
import { createBackup } from '../../../src/change/backup/backup.ts';
import { stateDirElsewhere } from '../../../src/change/backup/files-elsewhere.ts';
import { composeChange } from '../../../src/change/compose.ts';
import type { StateDir } from '../../../src/change/state/state-dir.ts';
import { RegistrySnapshot } from '../../../src/core/model/registry.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { folderForTest } from '../../support/files.ts';
import { describeReal, RUN } from '../real-adapters.ts';

const MACHINE = { kind: 'local', id: '11111111-2222-3333-4444-555555555555' } as const;
const NOW = new Date('2026-11-24T10:00:00.000Z');

describeReal('the state folder of a computer of a fleet', (real) => {
  let folder: string;
  beforeEach(async () => {
    folder = await folderForTest();
  });

  /** The names of the files that a rollback gets, without those that do not exist. */
  async function names(id: string | null, backups = true): Promise<string[]> {
    const asked = { id, backups, folder: folder };
    const { result } = await real.host.run('Test-Change' as ScriptName, asked, RUN);
    const { files } = result as { files: { path: string; base64: string | null }[] };
    return files.filter(({ base64 }) => base64 !== null).map(({ path }) => path);
  }

  it('is read with the record of this computer alone, and its backup beside the newest', async () => {
    if (real.mode !== 'FullLanguage') return;
    const dir: StateDir = { path: folder, files: nodeFiles() };
    const content = { planId: null, machine: MACHINE, values: [], createdKeys: [], file: null };
    for (const _ of Array(7)) await createBackup(dir, { reason: 'apply', ...content }, NOW);
    const newest = ['0007', '0006', '0005', '0004', '0003'].map((number) => `backups/${number}.json`);
    const rest = ['backups/last-number', ...newest];
    expect(await names(MACHINE.id)).toEqual(rest);

    const applied = /^applied-[0-9a-f]{32}\.json$/;
    // No text of a value is taken for the number.
    const value = { kind: 'string', text: '"backup": "0002"' } as const;
    const values = [{ key: 'HKEY_LOCAL_MACHINE\\a', name: '"backup": "0002"', value }];
    await recordApplied(dir, MACHINE, { backup: '0001', appliedAt: NOW.toISOString(), values });
    await recordRestored(dir, { kind: 'recorded', id: join(folder, 'x.reg') }, '0002');
    const own = [...rest, expect.stringMatching(applied), 'backups/0001.json'];
    expect(await names(MACHINE.id)).toEqual(own);
    await recordRestored(dir, MACHINE, '0001');
    expect(await names(MACHINE.id)).toEqual(own);
    await recordRestored(dir, MACHINE, '0006');
    expect(await names(MACHINE.id)).toEqual([...rest, expect.stringMatching(applied)]);

    expect(await names(null)).toEqual(rest);
    expect(await names(MACHINE.id, false)).toEqual(['backups/last-number']);
  });

  it('gets a log of the writes that were made, without the values that were left', async () => {
    if (real.mode !== 'FullLanguage') return;
    const text = (value: string) => ({ kind: 'string', text: value }) as const;
    const user =
      'HKEY_USERS\\S-1-5-21-1-2-3-1001\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
    const found = { ProxyServer: 'theirs', ProxyOverride: 'ours', AutoConfigURL: 'ours', ProxyEnable: 'old' };
    const steps = Object.keys(found).map((name) => ({
      id: name,
      write: { key: user, name, expected: text('ours'), next: text('old') },
    }));
    const { request } = await composeChange(stateDirElsewhere([], [], true), [], {
      ...{ reason: 'rollback', planId: null, identity: MACHINE, confirm: null, now: NOW },
      ...{ registry: new RegistrySnapshot([]), steps },
    });
    await mkdir(join(folder, 'backups'));
    const entries = Object.entries(found).map(([name, value]) => [`${user}\\${name}`, text(value)]);
    // Its user sets the value again at once.
    const denied = { denied: [`${user}\\AutoConfigURL`], how: 'again' };
    const asked = { change: request, values: Object.fromEntries(entries), ...denied, folder: folder };
    const { result } = await real.host.run('Test-Change' as ScriptName, asked, RUN);
    expect(JSON.parse((result as { reply: string }).reply).result.ending).toBe('written');
    const log = await readFile(join(folder, 'writes.ndjson'), 'utf8');
    expect(log.split('\n').map((line) => (line === '' ? null : JSON.parse(line)))).toEqual([
      expect.objectContaining({ name: 'ProxyOverride', status: 'written', backup: '0001' }),
      expect.objectContaining({ name: 'AutoConfigURL', status: 'failed' }),
      null,
    ]);
  });
});
