import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeWinInetBlob } from '../../../src/core/codec/wininet-blob.ts';
import { parseRegFile } from '../../../src/core/reg-file/parse.ts';
import { toSnapshot } from '../../../src/core/reg-file/snapshot.ts';
import { type ChangeLab, changeLab, resetTo } from '../../support/lab/lab-changes.ts';
import { SAMPLE_KEYS } from '../../support/machines/machines.ts';

const PROXY = 'new.contoso.example:3128';
const BOTH = ['DefaultConnectionSettings', 'SavedLegacySettings'];

/** Other programs write WinINET's values during a change, on a real registry. */
describe('WinINET blobs that are touched between write and read-back in the lab', () => {
  let lab: ChangeLab;

  beforeAll(async () => {
    lab = await changeLab('touched-blob');
    await resetTo(lab.computer);
  });
  afterAll(() => lab?.destroy());

  /** The blob as reg.exe sees it, and how many bytes stand behind its texts. */
  async function stored(name: string) {
    const exported = await lab.computer.regExport(SAMPLE_KEYS.connections);
    const value = toSnapshot(parseRegFile(exported)).value(SAMPLE_KEYS.connections, name);
    const decoded = value?.kind === 'binary' ? decodeWinInetBlob(value.bytes) : null;
    if (decoded?.ok !== true) throw new Error(`${name} cannot be read`);
    const { flags, proxy, tail } = decoded.blob;
    return { flags, proxy, tail: tail.length };
  }
  const touchedIn = async (folder: number) =>
    (await readFile(lab.computer.unixPath(`C:\\background-${folder}\\touched`), 'utf8')).trim().split('\n');

  it('counter and tail moved: the change stands, and so does its rollback', async () => {
    const stop = await lab.background('Touch-Blob.ps1', 'watching', 'stop');
    const applied = await lab.run('apply', '--proxy', PROXY);
    expect(applied.error).toBeUndefined();
    expect(applied.exitCode).toBe(0);
    for (const name of BOTH) expect(await stored(name)).toEqual({ flags: 3, proxy: PROXY, tail: 204 });
    const back = await lab.run('rollback');
    await stop();
    expect(back.error).toBeUndefined();
    expect((await stored('DefaultConnectionSettings')).proxy).toBe('proxy.contoso.example:8080');
    expect(new Set(await touchedIn(0))).toEqual(new Set(BOTH));
    await resetTo(lab.computer);
  });

  it('and the proxy bit cleared: exit 6, and what nobody else changed is as before', async () => {
    const before = await lab.dump();
    const stop = await lab.background('Touch-Blob.ps1', 'watching', 'stop', ['-ClearFlag', '2']);
    const document = await lab.run('apply', '--proxy', PROXY);
    await stop();
    expect(document.exitCode).toBe(6);
    expect(document.error).toMatchObject({ code: 'write-failed' });
    expect(await touchedIn(1)).toContain('DefaultConnectionSettings');
    const [user, native, wow64] = await lab.dump();
    expect([native, wow64]).toEqual(before.slice(1));
    expect(user).toContain('"ProxyServer"="proxy.contoso.example:8080"');
  });
});
