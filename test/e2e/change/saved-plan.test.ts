import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { folderForTest } from '../../support/files.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';

describe('a saved plan', () => {
  let folder: string;
  let file: string;
  let plan: string;
  let common: string[];
  let original: Buffer;

  beforeEach(async () => {
    folder = await folderForTest();
    file = join(folder, 'machine.reg');
    plan = join(folder, 'plan.json');
    original = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });
    await writeFile(file, original);
    common = ['--machine', file, '--state-dir', join(folder, 'state')];
  });

  const save = (...args: string[]) => runJson(['plan', ...common, '--out', plan, ...args]);
  const apply = () => runJson(['apply', plan, ...common, '--in-place']);

  it('is written by plan, which changes nothing, and carried out to the letter by apply', async () => {
    const saved = await save('--proxy', 'new.contoso.example:3128');
    expect(saved.exitCode).toBe(2);
    expect(saved.mode).toBe('plan');
    expect(await readFile(file)).toEqual(original);

    const done = await apply();
    expect(done.exitCode).toBe(0);
    expect(done.plan?.id).toBe(saved.plan?.id);
    expect(done.result?.changed).toEqual(['wininet/current/lan', 'winhttp/wow64', 'winhttp/native']);
    const after = await readFile(file);
    const direct = await runJson(['--apply', '--proxy', 'new.contoso.example:3128', ...common, '--in-place']);
    expect(direct.result?.changed).toEqual([]);

    const again = await apply();
    expect(again.exitCode).toBe(0);
    expect(again.result?.changed).toEqual([]);
    expect(await readFile(file)).toEqual(after);

    await runJson(['rollback', ...common, '--in-place']);
    expect(await readFile(file)).toEqual(original);
  });

  it('is refused when any value that it would replace has changed since, and nothing is written', async () => {
    await save('--proxy', 'new.contoso.example:3128');
    const changed = Buffer.from(
      original.toString('utf16le').replace('"ProxyEnable"=dword:00000001', '"ProxyEnable"=dword:00000000'),
      'utf16le',
    );
    expect(changed).not.toEqual(original);
    await writeFile(file, changed);
    const document = await apply();
    expect(document.exitCode).toBe(8);
    expect(document.error?.code).toBe('stale');
    expect(document.result).toBeNull();
    expect(await readFile(file)).toEqual(changed);
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 3)],
    ['changed by one letter', (bytes: Buffer) => Buffer.from(bytes.toString().replace('3128', '3129'))],
    ['empty', () => Buffer.alloc(0)],
  ])('is refused when it is %s', async (_, damage) => {
    await save('--proxy', 'new.contoso.example:3128');
    await writeFile(plan, damage(await readFile(plan)));
    const document = await apply();
    expect(document.exitCode).toBe(3);
    expect(document.error).toMatchObject({ code: 'input', where: plan });
    expect(await readFile(file)).toEqual(original);
  });

  it('is no file that is not there, and takes the place of none that is', async () => {
    expect((await apply()).error).toMatchObject({ code: 'input', where: plan });
    await writeFile(plan, 'mine');
    expect((await save()).error).toMatchObject({ code: 'input', where: plan });
    expect(await readFile(plan, 'utf8')).toBe('mine');
    const below = await runJson(['plan', ...common, '--out', join(plan, 'below.json')]);
    expect(below).toMatchObject({ exitCode: 3, error: { code: 'input' } });
    expect((await runJson(['plan', ...common])).error?.code).toBe('usage');
  });

  it('is not made of what is refused', async () => {
    const document = await save('--proxy', 'socks=s.contoso.example:1080');
    expect(document.exitCode).toBe(8);
    await expect(readFile(plan)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('holds no credentials that the stores hold', async () => {
    const secret = original
      .toString('utf16le')
      .replaceAll('"ProxyServer"="', '"ProxyServer"="anne:s3cr3t-word@');
    await writeFile(file, Buffer.from(secret, 'utf16le'));
    await save('--proxy', 'new.contoso.example:3128');
    const text = await readFile(plan, 'utf8');
    expect(text).not.toContain('s3cr3t-word');
    expect(text).not.toContain(Buffer.from('s3cr3t-word').toString('hex'));
  });

  it('names the state itself: no other desired state beside it', async () => {
    const { exitCode, stdout } = await runCli(['apply', plan, '--proxy', 'a:1', '--json']);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage' } });
  });
});
