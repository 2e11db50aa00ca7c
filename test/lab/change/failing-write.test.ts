import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChangeLab, changeLab, NATIVE_KEY, resetTo, WOW64_KEY } from '../../support/lab/lab-changes.ts';

/** A WinHTTP setting from outside p2s-fix: version 0x28, counter 7, direct. */
const THEIRS = '2800000007000000010000000000000000000000';

/** Writes without effect, on PowerShell for Windows and a real registry. */
describe('a write in the lab', () => {
  let lab: ChangeLab;
  let before: string[];

  beforeAll(async () => {
    lab = await changeLab('failing-write');
    await resetTo(lab.computer);
    before = await lab.dump();
  });
  afterAll(() => lab?.destroy());

  /** Only a backup is left of the change: there is no journal. */
  async function onlyBackup(number: string): Promise<void> {
    const files = Object.keys(await lab.state());
    expect(files).not.toContain('journal.json');
    expect(files).toContain(join('backups', `${number}.json`));
  }

  it('that a watcher undoes at once is found out: exit 6, and the registry is as before', async () => {
    const args = ['-Key', NATIVE_KEY, '-Name', 'WinHttpSettings'];
    const stop = await lab.background('Revert-Change.ps1', 'watching', 'stop', args);
    const document = await lab.run('apply');
    await stop();
    expect(document.exitCode).toBe(6);
    expect(document.error).toMatchObject({ code: 'write-failed', where: 'winhttp/native' });
    expect(document.error?.message).toMatch(/^A write did not take effect: .*All values were restored\.$/);
    expect(await readFile(lab.computer.unixPath('C:\\background-0\\reverted'), 'utf8')).toBe('x');
    expect(await lab.dump()).toEqual(before);
    await onlyBackup('0001');
    const audit = await lab.run('audit');
    expect(audit.exitCode).toBe(2);
    expect(audit.findings.map(({ code }) => code)).not.toContain('change-interrupted');
    // Both were written, and the one that stayed was restored.
    const writes = (await lab.state())['writes.ndjson'] ?? '';
    const ids = writes
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id);
    expect(ids).toEqual(['winhttp/wow64#0', 'winhttp/native#0', 'winhttp/wow64#0']);
  });

  it('over a value that somebody else has just changed is not made: exit 8, theirs stays, ours goes', async () => {
    // The lock of writers delays our writer until the other change is made.
    const release = await lab.background('Hold-Lock.ps1', 'held', 'release');
    let theirs: Promise<unknown> | null = null;
    const document = await lab.hear(['apply'], ({ type }) => {
      if (type !== 'backup') return;
      const value = ['/v', 'WinHttpSettings', '/t', 'REG_BINARY', '/d', THEIRS, '/f'];
      theirs = lab.computer.reg(['add', `HKLM\\${NATIVE_KEY}`, ...value], { retry: false }).then(release);
    });
    await theirs;
    expect(document?.exitCode).toBe(8);
    expect(document?.error).toMatchObject({
      code: 'stale',
      where: expect.stringContaining('WinHttpSettings'),
    });
    expect(document?.error?.message).toMatch(/It was not overwritten\. All values were restored\.$/);
    const query = await lab.computer.reg(['query', `HKLM\\${NATIVE_KEY}`, '/v', 'WinHttpSettings']);
    expect(query.stdout).toContain(THEIRS);
    await resetTo(lab.computer);
    expect(await lab.dump()).toEqual(before);
    await onlyBackup('0002');
  });

  it('that is denied after others succeeded: those are restored byte for byte, exit 4', async () => {
    await lab.computer.denyKey(`HKLM\\${WOW64_KEY}`, 'write');
    const document = await lab.run('apply', '--proxy', 'new.contoso.example:3128');
    expect(document.exitCode).toBe(4);
    expect(document.error).toMatchObject({
      code: 'needs-elevation',
      message: 'Windows denied the write. All values were restored.',
    });
    expect(document.error?.where).toContain('WOW6432Node');
    expect(await lab.dump()).toEqual(before);
    await onlyBackup('0003');
    const writes = (await lab.state())['writes.ndjson'] ?? '';
    const lines = writes
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { name: string; backup: string });
    const mine = lines.filter(({ backup }) => backup === '0003').map(({ name }) => name);
    const made = ['DefaultConnectionSettings', 'SavedLegacySettings', 'ProxyServer'];
    expect(mine).toEqual([...made, ...made.toReversed()]);
  });
});
