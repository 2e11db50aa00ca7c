import { chmod, mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Computer, linuxPwsh } from '../../support/lab/lab.ts';
import { resetTo } from '../../support/lab/lab-changes.ts';
import { INTERNET, USER_SETTINGS } from '../../support/machines/reg-text.ts';
import { readDocument } from '../../support/programs/cli.ts';
import { runProgram } from '../../support/programs/process.ts';
import { openSshComputers, type SshComputers } from '../../support/servers/ssh-computers.ts';

const LAB_CLI = fileURLToPath(new URL('../../../build/lab-cli.js', import.meta.url));
const MACHINE = ['', 'WOW6432Node\\'].map((view) => `HKEY_LOCAL_MACHINE\\Software\\${view}${INTERNET}`);

describe('a fleet with a hostile user', () => {
  let lab: SshComputers;
  let computer: Computer;
  beforeAll(async () => {
    lab = await openSshComputers(['eves']);
    computer = lab.computers.get('eves') as Computer;
    await resetTo(computer);
  });
  afterAll(() => lab?.close());

  async function run(...args: string[]) {
    const table = await lab.table([{ name: 'eves' }]);
    const words = [
      LAB_CLI,
      'fleet',
      ...args,
      '--computers',
      table,
      '--powershell',
      linuxPwsh,
      ...lab.options,
    ];
    const { stdout, stderr } = await runProgram(process.execPath, [...words, '--json'], {
      timeoutMs: 120_000,
    });
    expect(stderr).toBe('');
    const [one] = readDocument(stdout).fleet?.machines ?? [];
    return one;
  }
  const dump = (keys: readonly string[]) =>
    Promise.all(keys.map(async (key) => (await computer.regExport(key)).toString('utf16le')));
  const apply = ['apply', '--proxy', 'p.contoso.example:8080'];

  it('sets WinHTTP all the same, and reports what was not set', async () => {
    const own = await dump([USER_SETTINGS]);
    await computer.denyKey(USER_SETTINGS, 'write');
    const one = await run(...apply);
    await computer.allowKey(USER_SETTINGS);
    expect(one).toMatchObject({ cause: 'needs-elevation', exitCode: 4, result: { rolledBack: false } });
    expect(one?.result?.changed).toEqual(['winhttp/wow64', 'winhttp/native']);
    expect(await dump([USER_SETTINGS])).toEqual(own);
  }, 200_000);

  it('sets WinHTTP all the same where the hive cannot be read', async () => {
    await resetTo(computer);
    const own = await dump([USER_SETTINGS]);
    await computer.denyKey(USER_SETTINGS, 'read');
    const audit = await run('audit', '--proxy', 'p.contoso.example:8080');
    const one = await run(...apply);
    await computer.allowKey(USER_SETTINGS);
    expect(audit).toMatchObject({ cause: 'not-judged', exitCode: 8 });
    expect(one).toMatchObject({ cause: 'not-judged', exitCode: 8, error: audit?.error });
    expect(one?.result?.changed).toEqual(['winhttp/wow64', 'winhttp/native']);
    expect(await dump([USER_SETTINGS])).toEqual(own);
  }, 200_000);

  it('restores WinHTTP all the same, and reports what was left', async () => {
    await resetTo(computer);
    const before = await dump(MACHINE);
    expect(await run(...apply)).toMatchObject({ cause: 'changed', exitCode: 0 });
    await computer.denyKey(USER_SETTINGS, 'write');
    const one = await run('rollback');
    await computer.allowKey(USER_SETTINGS);
    expect(one).toMatchObject({ cause: 'values-not-put-back', exitCode: 0, error: null });
    expect(await dump(MACHINE)).toEqual(before);
  }, 200_000);

  it('reads nothing in a state folder that the user made', async () => {
    await resetTo(computer);
    const state = computer.unixPath('C:\\Program Files\\p2s-fix\\state');
    await rm(state, { recursive: true, force: true });
    const before = await run('audit');
    await mkdir(join(state, 'backups'), { recursive: true });
    await chmod(state, 0o777);
    await writeFile(join(state, 'unconfirmed.json'), '');
    // Longer than any file of p2s-fix.
    await truncate(join(state, 'unconfirmed.json'), 5_000_000);
    const audited = await run('audit');
    const applied = await run(...apply);
    await rm(state, { recursive: true });
    expect(audited).toMatchObject({ cause: before?.cause, findings: before?.findings, error: null });
    expect(applied).toMatchObject({ cause: 'state-dir', result: null });
  }, 200_000);
});
