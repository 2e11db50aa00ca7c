import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { folderForTest } from '../../support/files.ts';
import { machineText } from '../../support/machines/reg-text.ts';
import { runJson } from '../../support/programs/cli.ts';

const PROXY = 'proxy.contoso.example:8080';

describe('changes, compared with the desired state and with the last applied state', () => {
  let folder: string;
  let file: string;
  let common: string[];
  const original = machineText({ flags: 3, proxy: PROXY }, { ProxyEnable: 1, ProxyServer: PROXY });

  beforeEach(async () => {
    folder = await folderForTest();
    file = join(folder, 'machine.reg');
    await writeFile(file, original);
    common = ['--machine', file, '--state-dir', join(folder, 'state')];
  });

  const audit = (...args: string[]) => runJson([...common, ...args]);
  const apply = (...args: string[]) => runJson(['apply', ...common, '--in-place', ...args]);
  const history = (document: Awaited<ReturnType<typeof audit>>) =>
    document.findings
      .filter(({ code }) => code === 'winhttp-not-aligned')
      .map(({ evidence }) => evidence.history);
  const changed = (document: Awaited<ReturnType<typeof audit>>) =>
    document.findings.filter(({ code }) => code === 'changed-since-apply');

  it('never applied', async () => {
    const document = await audit();
    expect(history(document)).toEqual(['never-applied', 'never-applied']);
    expect(changed(document)).toEqual([]);
  });

  it('changed outside p2s-fix since, and which backup shows since when', async () => {
    await apply();
    expect(changed(await audit())).toEqual([]);
    // Another tool sets WinHTTP to direct in one view.
    const applied = await readFile(file);
    const blob = (document: Buffer) =>
      /"WinHttpSettings"=hex:[^"[]*/g.exec(document.toString('utf16le'))?.[0] ?? '';
    await writeFile(
      file,
      Buffer.from(applied.toString('utf16le').replace(blob(applied), blob(original)), 'utf16le'),
    );
    const document = await audit();
    expect(document.exitCode).toBe(2);
    expect(history(document)).toEqual(['changed-since-apply']);
    expect(changed(document)).toMatchObject([
      { store: 'winhttp/native', evidence: { backup: '0001' }, severity: 'warning' },
    ]);
  });

  it('as it was applied, while the desired state is now different', async () => {
    await apply();
    const document = await audit('--proxy', 'new.contoso.example:3128');
    expect(history(document)).toEqual(['as-applied', 'as-applied']);
    expect(changed(document)).toEqual([]);
  });

  it('nothing of ours is in force after a rollback', async () => {
    await apply();
    await runJson(['rollback', ...common, '--in-place']);
    expect(await readFile(file)).toEqual(original);
    expect(history(await audit())).toEqual(['never-applied', 'never-applied']);
  });
});
