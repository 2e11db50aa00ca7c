import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../scripts/simulated/sample-reg.ts';
import { decodeWinHttpBlob, settingsOfWinHttp } from '../../src/core/codec/winhttp-blob.ts';
import { ofStage } from '../../src/core/model/check.ts';
import { parseRegFile } from '../../src/core/reg-file/parse.ts';
import { toSnapshot } from '../../src/core/reg-file/snapshot.ts';
import type { ReportDocument } from '../../src/report/model/document.ts';
import { type Commands, commandsOn } from '../support/lab/kept-program.ts';
import { type Computer, newComputer } from '../support/lab/lab.ts';
import { readDocument } from '../support/programs/cli.ts';
import { PROXY_NAME, type Scene, setScene } from '../support/stories/scene.ts';

const READER = join(dirname(fileURLToPath(import.meta.url)), 'ps/Read-EffectiveProxy.ps1');
const COLLECTOR = fileURLToPath(new URL('../../dist/ps1/Get-P2SMachine.ps1', import.meta.url));
const SETTINGS = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
/** The keys that an audit must not change: the proxy keys of user and machine in both views. */
const WATCHED = [
  `HKCU\\${SETTINGS}`,
  `HKLM\\${SETTINGS}`,
  'HKLM\\Software\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
];
const STATE = 'C:\\p2s-state';
const WINHTTP = 'WinHttp.WinHttpRequest.5.1';

/** The whole main job on PowerShell for Windows, Windows Node, a real registry, the real WinHTTP client and a real squid. */
describe('the main job in the lab', () => {
  let scene: Scene;
  let computer: Computer;
  let commands: Commands;
  let before: string[];

  beforeAll(async () => {
    scene = await setScene();
    // The computer resolves only the proxy's name; only squid resolves the gateway and CRL hosts.
    computer = await newComputer('main-job', scene.names.env);
    commands = commandsOn(computer);
    await computer.regImport(
      sampleRegText({ proxyHost: PROXY_NAME, proxyPort: scene.squid.port, bypass: '<local>' }),
    );
    before = await dump();
    await keepList(scene.simulated.crlUrls.gateway[0] ?? '');
  });
  afterAll(async () => {
    await commands?.close().finally(() => computer.destroy());
    await scene?.close();
  });

  /** Writes CryptoAPI's cache file of a fetched list, named by the address. The lab does not create one. */
  async function keepList(url: string): Promise<void> {
    const name = createHash('md5').update(url, 'utf16le').digest('hex').toUpperCase();
    const profile = (await computer.cmd('cmd.exe', ['/c', 'echo', '%USERPROFILE%'])).stdout.trim();
    const folder = computer.unixPath(`${profile}\\AppData\\LocalLow\\Microsoft\\CryptnetUrlCache\\MetaData`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, name), '');
  }

  const dump = () =>
    Promise.all(WATCHED.map(async (key) => (await computer.regExport(key)).toString('utf16le')));
  const probing = () => ['--gateway', scene.gateway, '--ca', computer.path(scene.caFile)];

  const complete = (args: readonly string[]) => [...args, '--state-dir', STATE, '--json'];
  /** In a process of its own, as a user does. */
  const runAlone = async (...args: string[]) =>
    documentOf(await computer.cli(complete(args), { retry: false }));
  const run = async (...args: string[]) => documentOf(await commands.run(complete(args)));

  function documentOf(result: { stdout: string; stderr: string; exitCode: number | null }): ReportDocument {
    const document = readDocument(result.stdout);
    expect(result.stderr).toBe('');
    expect(document.exitCode).toBe(result.exitCode);
    return document;
  }

  const verdicts = (document: ReportDocument) =>
    Object.fromEntries(document.verdicts.map(({ stores, verdict }) => [stores, verdict]));

  async function storedWinHttp(view: 32 | 64) {
    const key = `HKLM\\${SETTINGS}\\Connections`;
    const snapshot = toSnapshot(parseRegFile(await computer.regExport(key, { view })));
    const values = [...snapshot.keys].flatMap((found) => [...found.values]);
    const value = values.find(([name]) => name === 'WinHttpSettings')?.[1];
    const decoded = value?.kind === 'binary' ? decodeWinHttpBlob(value.bytes) : null;
    return decoded?.ok === true ? settingsOfWinHttp(decoded.blob) : null;
  }

  it('audits on real PowerShell: exit 2, the misaligned stores named, nothing written', async () => {
    const document = await runAlone(...probing());
    expect(document.exitCode).toBe(2);
    expect(document.machine).toMatchObject({
      kind: 'local',
      powershell: { version: '7.6.9', languageMode: 'FullLanguage' },
      vpnUser: { sid: computer.user },
    });
    const lan = document.stores.find(({ id }) => id === `wininet/${computer.user}/lan`);
    expect(lan?.settings?.proxy.servers).toEqual([
      { scheme: 'all', host: PROXY_NAME, port: scene.squid.port },
    ]);
    expect(document.plan?.changes.map(({ store }) => store)).toEqual(['winhttp/wow64', 'winhttp/native']);
    expect(
      document.findings.filter(({ severity }) => severity === 'error').map(({ store }) => store),
    ).toEqual(['winhttp/wow64', 'winhttp/native']);
    expect(verdicts(document)).toEqual({ current: 'revocation-unreachable', proposed: 'reachable' });
    expect(document.checks.find(({ stage }) => stage === 'sstp')).toMatchObject({
      status: 'pass',
      via: scene.proxy,
    });
    const byWinHttp = document.checks.filter(({ evidence }) => evidence.client === WINHTTP);
    expect(byWinHttp.map(({ stores, status }) => [stores, status])).toEqual([
      ['current', 'fail'],
      ['current', 'fail'],
      ['current', 'fail'],
    ]);
    // This Windows has no event log that can be read: that is reported, and the rest is read.
    expect(document.evidence).toMatchObject({
      unavailable: null,
      logs: [
        { name: 'System', state: 'failed' },
        { name: 'Application', state: 'failed' },
      ],
      crlCaches: [
        { account: 'user', state: 'present', files: 1 },
        { account: 'S-1-5-18', state: 'absent' },
        { account: 'S-1-5-19', state: 'absent' },
        { account: 'S-1-5-20', state: 'absent' },
      ],
    });
    const found = Object.fromEntries(document.findings.map(({ code, evidence }) => [code, evidence]));
    expect(found['evidence-unseen']?.logs).toEqual(['System (failed)', 'Application (failed)']);
    expect(found['revocation-cached']?.copies).toMatchObject([
      { url: scene.simulated.crlUrls.gateway[0], account: 'user' },
    ]);
    expect(await dump()).toEqual(before);
  });

  it('reports the same to an administrator who collects by hand', async () => {
    const file = computer.path(join(scene.folder, 'by-hand.json'));
    const made = await computer.pwsh(COLLECTOR, ['-OutFile', file]);
    expect(JSON.parse(made.stdout)).toEqual({ written: file });
    const document = await run('--machine', file);
    expect(document.machine).toMatchObject({ kind: 'recorded', vpnUser: { sid: computer.user } });
    expect(document.evidence?.logs).toMatchObject([{ name: 'System' }, { name: 'Application' }]);
    expect(document.evidence?.crlCaches[0]).toMatchObject({ account: 'user', files: 1 });
  });

  it('applies: exit 0, and squid saw the tunnel and a CRL fetched by the WinHTTP client', async () => {
    const seen = (await scene.squid.log()).length;
    const document = await runAlone('--apply', ...probing());
    expect(document.error).toBeUndefined();
    expect([document.error, document.exitCode]).toEqual([undefined, 0]);
    expect(document.result).toMatchObject({ changed: ['winhttp/wow64', 'winhttp/native'], backup: '0001' });
    expect(verdicts(document)).toEqual({ current: 'reachable' });
    const log = await scene.squid.log();
    expect(
      log.some(
        ({ method, status, sstpVersion }) => method === 'CONNECT' && status === 200 && sstpVersion === '1.0',
      ),
    ).toBe(true);
    // Only the WinHTTP client sends both, and only after the write does its own setting have this proxy.
    const gets = log.slice(seen).filter(({ method, url }) => method === 'GET' && url.endsWith('.crl'));
    const ours = ofStage(document.checks, 'revocation').filter(
      ({ evidence, status }) => evidence.kind === 'crl' && status === 'pass',
    ).length;
    const windows = document.checks.filter(
      ({ evidence, status }) => evidence.client === WINHTTP && status === 'pass',
    ).length;
    expect(windows).toBe(3);
    expect(gets.length).toBeGreaterThanOrEqual(ours + windows);
  });

  it('stored what was meant in both views, and readers that are not ours agree', async () => {
    const expected = {
      proxy: { enabled: true, servers: [{ host: PROXY_NAME, port: scene.squid.port }] },
      bypass: ['<local>'],
    };
    expect(await storedWinHttp(64)).toMatchObject(expected);
    expect(await storedWinHttp(32)).toMatchObject(expected);
    const read = await computer.pwsh(READER, ['-Url', `https://${scene.gateway}/`]);
    expect(JSON.parse(read.stdout)).toMatchObject({
      winhttp: { proxy: scene.proxy, bypass: '<local>' },
      ie: { proxy: scene.proxy, bypass: '<local>' },
      dotnet: `http://${scene.proxy}/`,
    });
  });

  it('applies twice: the second time writes nothing', async () => {
    const now = await dump();
    const document = await run('apply', ...probing());
    expect([document.error, document.exitCode]).toEqual([undefined, 0]);
    expect(document.result).toEqual({ changed: [], backup: null, rolledBack: false });
    expect(await dump()).toEqual(now);
  });

  it('rolls back: the proxy keys are what they were, byte for byte', async () => {
    const document = await run('rollback');
    expect([document.error, document.exitCode]).toEqual([undefined, 0]);
    expect(document.result?.rolledBack).toBe(true);
    expect(await dump()).toEqual(before);
    const list = await run('rollback', '--list');
    expect(list.backups).toMatchObject([
      { number: '0002', reason: 'rollback', own: true },
      { number: '0001', reason: 'apply', own: true },
    ]);
  });
});
