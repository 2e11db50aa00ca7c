import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { startSimulatedServers } from '../../../scripts/simulated/simulated-servers.ts';
import { folderForAll } from '../../support/files.ts';
import { runJson } from '../../support/programs/cli.ts';
import { desiredFor, exportRepair } from '../../support/stories/runs.ts';

describe('export repair', () => {
  const root = folderForAll();
  let file: string;
  beforeAll(async () => {
    file = join(root, 'machine.reg');
    await writeFile(file, sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '' }));
  });
  const run = (...args: string[]) =>
    runJson(['export', 'repair', '--state-dir', join(root, 'state'), ...args]);

  it('writes the files, and repair.json is ASCII with what is expected of each value', async () => {
    const out = join(root, 'repair');
    const document = await run('--machine', file, '--out', out);
    expect([document.exitCode, document.mode]).toEqual([0, 'export']);
    expect((await readdir(out)).sort()).toEqual([
      'README.txt',
      'Repair-P2SRegistry.ps1',
      'repair.json',
      'repair.reg',
      'undo.reg',
    ]);
    const json = await readFile(join(out, 'repair.json'), 'latin1');
    expect(json).toMatch(/^[\n -~]*$/);
    const { writes } = JSON.parse(json) as { writes: { name: string; expected: unknown; next: unknown }[] };
    expect(writes.map(({ name }) => name)).toEqual(['WinHttpSettings', 'WinHttpSettings']);
    expect(await readFile(join(out, 'README.txt'), 'latin1')).toContain(
      '+ proxy proxy.contoso.example:8080\r\n',
    );
  });

  it('describes the files in the language of the run', async () => {
    const out = join(root, 'in-japanese');
    await run('--machine', file, '--out', out, '--lang', 'ja');
    const readme = await readFile(join(out, 'README.txt'), 'utf8');
    expect(readme.slice(0, 1)).toBe('\ufeff');
    expect(readme).toContain('  WinHTTP (32 ビット) を設定 (管理者権限が必要)\r\n    - 直接接続\r\n');
    expect(readme).toContain('-File Repair-P2SRegistry.ps1 -Apply   修復\r\n');
    expect(readme).not.toMatch(/[a-z] [a-z]+ [a-z]+ /);
  });

  it('names the script as the next step: a second export to the same folder would be refused', async () => {
    const second = join(root, 'second.reg');
    await writeFile(second, await readFile(file));
    const args = ['--machine', file, '--machine', second, '--out', join(root, 'repair-of-two')];
    const { summary, findings, needs } = await run(...args);
    const script = 'powershell.exe -NoProfile -ExecutionPolicy Bypass -File Repair-P2SRegistry.ps1 -Apply';
    expect(summary.next.map(({ text }) => text)).toEqual([script]);
    expect(summary.owners).toEqual([{ owner: 'administrator', action: script }]);
    expect(summary.change).toContain('proxy proxy.contoso.example:8080');
    expect(needs).toMatchObject({ elevation: ['winhttp/wow64', 'winhttp/native'], command: script });
    const remedies = findings.flatMap(({ code, remedy }) => (code === 'winhttp-not-aligned' ? remedy : []));
    expect(remedies).toEqual([`Run ${script}`, `Run ${script}`]);
    const again = await run(...args);
    expect(again.error?.code).toBeDefined();
    expect(again.findings.map(({ evidence }) => evidence.command)).not.toContain(script);
  });

  it('writes nothing where nothing has to change, or what has to is refused', async () => {
    const aligned = join(root, 'aligned.reg');
    await runJson(['apply', '--machine', file, '--out', aligned, '--state-dir', join(root, 'state')]);
    const [none, refused] = [join(root, 'none'), join(root, 'refused')];
    expect((await run('--machine', aligned, '--out', none)).exitCode).toBe(0);
    const socks = join(root, 'socks.reg');
    await writeFile(
      socks,
      sampleRegText({ proxyHost: 'socks=proxy.contoso.example', proxyPort: 1, bypass: '' }),
    );
    expect((await run('--machine', socks, '--out', refused)).exitCode).toBe(8);
    const names = await readdir(root);
    expect([names.includes('none'), names.includes('refused')]).toEqual([false, false]);
  });

  it('writes nothing that was checked and does not help, and writes what was seen to work', async () => {
    const simulated = await startSimulatedServers();
    const { gatewayHost, gatewayPort, proxy } = simulated;
    const dead = join(root, 'dead');
    const { exitCode, verdicts } = await run(
      ...['--machine', file, '--probe', '--gateway', `${gatewayHost}:${gatewayPort}`],
      ...['--proxy', '127.0.0.1:1', '--out', dead],
    );
    expect([exitCode, verdicts.map(({ verdict }) => verdict)]).toEqual([
      7,
      expect.arrayContaining(['proxy-unreachable']),
    ]);
    await expect(readdir(dead)).rejects.toThrow();
    const out = join(root, 'proved');
    const proved = await exportRepair({
      machine: { file },
      path: {
        ...{
          gateways: [{ host: gatewayHost, port: gatewayPort, source: 'option' as const }],
          deadlineMs: 20_000,
          probe: true,
        },
        extraRoots: [simulated.caPem],
      },
      desired: desiredFor({
        kind: 'proxy',
        servers: [{ scheme: 'all', host: proxy.host, port: proxy.port }],
        bypass: null,
      }),
      ...{ user: null, stateDir: join(root, 'state'), out },
    });
    await simulated.close();
    expect(proved.error).toBeUndefined();
    expect(proved.verdicts).toContainEqual(
      expect.objectContaining({ stores: 'proposed', verdict: 'reachable' }),
    );
    expect(proved.exitCode).toBe(0);
    expect(await readdir(out)).toContain('repair.reg');
  });

  it.each([
    ['a folder that holds something', ['--out', 'full'], 'input'],
    ['a file in its place', ['--out', 'machine.reg'], 'input'],
    ['no folder', [], 'usage'],
  ])('refuses %s', async (_, args, code) => {
    await mkdir(join(root, 'full/x'), { recursive: true });
    const [option, name] = args;
    const more = option === undefined ? [] : [option, join(root, name ?? '')];
    const { error, exitCode } = await run('--machine', file, ...more);
    expect([error?.code, exitCode]).toEqual([code, 3]);
  });

  it('needs a recording', async () => {
    const { error } = await run('--out', join(root, 'x'));
    expect([error?.code, error?.where]).toEqual(['usage', '--machine']);
  });
});
