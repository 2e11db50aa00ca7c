import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../../support/files.ts';
import { openResource, type Resource } from '../../support/lab/dsc.ts';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { exportedBlob } from '../../support/machines/reg-export.ts';
import { runJson } from '../../support/programs/cli.ts';

const INTERNET = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const USER = `HKEY_CURRENT_USER\\Software\\${INTERNET}`;
const MACHINE = `HKEY_LOCAL_MACHINE\\SOFTWARE\\${INTERNET}`;
const WOW = `HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\${INTERNET}`;
const POLICY = `HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\${INTERNET}`;
const KEPT = ['HKEY_LOCAL_MACHINE\\SOFTWARE\\p2s-fix', 'HKEY_CURRENT_USER\\Software\\p2s-fix'];

const EXPECTED = { proxy: 'proxy.contoso.example:8080', bypass: '<local>' };

/** The resources as the engine calls them: JSON in, JSON out, a trace of JSON, declared exit codes. */
describe('resources for DSC v3', () => {
  let computer: Computer;
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  let out: string;
  let winHttp: Resource;
  let winInet: Resource;
  let before: string[];

  const regText = (...lines: string[]) => ['Windows Registry Editor Version 5.00', ...lines, ''].join('\r\n');
  const start = regText(
    `[-${POLICY}]`,
    ...KEPT.map((key) => `[-${key}]`),
    `[-${WOW}\\Connections]`,
    // The key exists, without the subkey of the value.
    `[${WOW}]`,
    `[${USER}]`,
    '"ProxyEnable"=dword:00000000',
    '"ProxyServer"=-',
    '"ProxyOverride"=-',
    '"AutoConfigURL"="http://pac.contoso.example/proxy.pac"',
    `[${USER}\\Connections]`,
    `"DefaultConnectionSettings"=${exportedBlob([0x46, 12, 13], ['', '', 'http://pac.contoso.example/proxy.pac'], 455)}`,
    `[${MACHINE}\\Connections]`,
    `"WinHttpSettings"=${exportedBlob([0x28, 3, 3], ['stale.contoso.example:1', ''])}`,
  );

  beforeAll(async () => {
    folder = await tempFolder();
    computer = await newComputer('export-dsc');
    out = join(folder.path, 'dsc');
    expect((await runJson(['export', 'dsc', '--out', out])).exitCode).toBe(0);
    winHttp = await openResource(computer, out, 'p2sfix.winhttpproxy.dsc.resource.json');
    winInet = await openResource(computer, out, 'p2sfix.wininetproxy.dsc.resource.json');
    await computer.regImport(start);
    before = await dumps();
  });
  afterAll(async () => {
    await computer?.destroy();
    await folder?.remove();
  });
  beforeEach(() => computer.regImport(start));

  const dumps = () =>
    Promise.all(
      [USER, MACHINE, WOW, ...KEPT].map(async (key) => {
        const there = !KEPT.includes(key) || (await computer.reg(['query', key])).exitCode === 0;
        return there ? (await computer.regExport(key)).toString('utf16le') : `${key} is not there`;
      }),
    );
  const restore = (type: string) => computer.script(join(out, 'Invoke-P2SResource.ps1'), ['undo', type]);

  it('get, test, preview, set, find set, export what set takes, and undo: WinHTTP', async () => {
    const found = { proxy: 'stale.contoso.example:1', bypass: '', viewsAgree: false, managedBy: null };
    expect(await winHttp.call('get')).toMatchObject({ exitCode: 0, trace: [], state: found });
    // "Not in the desired state" is not a failure.
    expect(await winHttp.call('test', EXPECTED)).toMatchObject({
      exitCode: 0,
      state: { _inDesiredState: false },
    });
    const preview = await winHttp.call('set', EXPECTED, { whatIf: true });
    expect(preview).toMatchObject({ exitCode: 0, trace: [], state: { ...EXPECTED, viewsAgree: true } });
    expect(await dumps()).toEqual(before);
    const set = await winHttp.call('set', EXPECTED);
    expect(set).toMatchObject({ exitCode: 0, trace: [{ warn: expect.any(String) }], state: preview.state });
    const after = await dumps();
    expect(await winHttp.call('test', EXPECTED)).toMatchObject({
      exitCode: 0,
      state: { _inDesiredState: true },
    });
    expect(await winHttp.call('set', EXPECTED)).toMatchObject({
      exitCode: 0,
      trace: [],
      state: preview.state,
    });
    const { state: exported } = await winHttp.call('export');
    expect(exported).toEqual(EXPECTED);
    expect(await dumps()).toEqual(after);
    expect(await restore('WinHttpProxy')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await dumps()).toEqual(before);
  });

  it('change only what an instance names: WinINET', async () => {
    const pac = 'http://pac.contoso.example/proxy.pac';
    expect(await winInet.call('get')).toMatchObject({
      state: { proxy: null, bypass: null, pac, autoDetect: true },
    });
    const preview = await winInet.call('set', { autoDetect: false }, { whatIf: true });
    expect(preview).toMatchObject({ exitCode: 0, state: { proxy: null, pac, autoDetect: false } });
    expect(await dumps()).toEqual(before);
    expect(await winInet.call('set', { autoDetect: false })).toMatchObject({
      exitCode: 0,
      state: preview.state,
    });
    const expected = { ...EXPECTED, pac: null };
    expect(await winInet.call('set', expected)).toMatchObject({
      exitCode: 0,
      state: { ...expected, autoDetect: false },
    });
    const { state: exported } = await winInet.call('export');
    expect(exported).toEqual({ ...expected, autoDetect: false });
    expect(await winInet.call('test', exported)).toMatchObject({ state: { _inDesiredState: true } });
    expect(await restore('WinInetProxy')).toMatchObject({ exitCode: 0 });
    expect(await dumps()).toEqual(before);
  });

  it('set and undo in Constrained Language Mode', async () => {
    const instance = join(folder.path, 'instance.json');
    await writeFile(instance, JSON.stringify(EXPECTED));
    await computer.constrained(true);
    try {
      expect(await winHttp.call('set', EXPECTED, { whatIf: true })).toMatchObject({ state: EXPECTED });
      expect(await dumps()).toEqual(before);
      const resource = join(out, 'Invoke-P2SResource.ps1');
      const set = await computer.pwsh(resource, ['set', 'WinHttpProxy'], {
        stdinFile: instance,
        retry: false,
      });
      expect([set.exitCode, JSON.parse(set.stdout)]).toMatchObject([0, { ...EXPECTED, viewsAgree: true }]);
      expect(await restore('WinHttpProxy')).toMatchObject({ exitCode: 0 });
    } finally {
      await computer.constrained(false);
    }
    expect(await dumps()).toEqual(before);
  });

  it('refuse input, a policy, and what may not be written, each by its exit code', async () => {
    const refused = (exitCode: number) => ({ exitCode, state: null, trace: [{ error: expect.any(String) }] });
    expect(await winHttp.call('set', { proxy: 'user:secret@proxy.contoso.example:8080' })).toEqual(
      refused(2),
    );
    expect(await winHttp.call('set', {})).toEqual(refused(2));
    await computer.regImport(regText(`[${POLICY}]`, '"ProxyServer"="policy.contoso.example:1"'));
    expect(await winInet.call('test', EXPECTED)).toMatchObject({
      exitCode: 0,
      state: { managedBy: 'policy:ProxyServer', _inDesiredState: false },
    });
    expect(await winInet.call('set', EXPECTED)).toEqual(refused(4));
    await computer.denyKey(`${MACHINE}\\Connections`, 'read');
    try {
      expect(await winHttp.call('get')).toEqual(refused(3));
    } finally {
      await computer.allowKey(`${MACHINE}\\Connections`);
    }
    await computer.denyKey(`${MACHINE}\\Connections`, 'write');
    try {
      expect(await winHttp.call('set', EXPECTED)).toEqual(refused(3));
    } finally {
      await computer.allowKey(`${MACHINE}\\Connections`);
    }
    expect(await winHttp.call('set', EXPECTED)).toMatchObject({ exitCode: 0 });
    await computer.denyKey(`${MACHINE}\\Connections`, 'write');
    try {
      expect(await restore('WinHttpProxy')).toMatchObject({ exitCode: 3 });
    } finally {
      await computer.allowKey(`${MACHINE}\\Connections`);
    }
    expect(await restore('WinHttpProxy')).toMatchObject({ exitCode: 0 });
    await computer.regImport(regText(`[-${POLICY}]`));
    expect(await dumps()).toEqual(before);
  });

  it('share one script, the one that ships', async () => {
    const shipped = new URL('../../../dist/ps1/Invoke-P2SResource.ps1', import.meta.url);
    expect(await readFile(join(out, 'Invoke-P2SResource.ps1'))).toEqual(await readFile(shipped));
    expect([winHttp, winInet].map(({ manifest }) => manifest.set.requireSecurityContext)).toEqual([
      'elevated',
      'current',
    ]);
  });
});
