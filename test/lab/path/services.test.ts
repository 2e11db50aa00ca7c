import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { ofStage } from '../../../src/core/model/check.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { type Commands, commandsOn } from '../../support/lab/kept-program.ts';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { readDocument } from '../../support/programs/cli.ts';
import { PROXY_NAME, type Scene, setScene } from '../../support/stories/scene.ts';

const SETTINGS = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const WATCHED = [
  `HKCU\\${SETTINGS}`,
  `HKLM\\${SETTINGS}`,
  'HKLM\\Software\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
];
const STATE = 'C:\\p2s-services';

/** A service behind a proxy that only the user has, on a real registry, with the real WinHTTP client and a real squid. */
describe('a service in the lab', () => {
  let scene: Scene;
  let computer: Computer;
  let commands: Commands;
  let before: string[];
  let url: string;

  beforeAll(async () => {
    scene = await setScene();
    computer = await newComputer('services', scene.names.env);
    commands = commandsOn(computer);
    // Only squid resolves the name of the service.
    url = scene.simulated.crlUrls.gateway[0] ?? '';
    await computer.regImport(
      sampleRegText({ proxyHost: PROXY_NAME, proxyPort: scene.squid.port, bypass: '' }),
    );
    before = await dump();
  });
  afterAll(async () => {
    await commands?.close().finally(() => computer.destroy());
    await scene?.close();
  });

  const dump = () =>
    Promise.all(WATCHED.map(async (key) => (await computer.regExport(key)).toString('utf16le')));

  async function run(...args: string[]): Promise<ReportDocument> {
    const { stdout, stderr, exitCode } = await commands.run([...args, '--state-dir', STATE, '--json']);
    const document = readDocument(stdout);
    expect([stderr, document.exitCode]).toEqual(['', exitCode]);
    return document;
  }

  const verdicts = ({ verdicts: all }: ReportDocument) =>
    all.map(({ gateway, stores, verdict }) => [gateway.replace(url, 'URL'), stores, verdict]);
  const byWindows = ({ checks }: ReportDocument) =>
    ofStage(checks, 'http').filter(({ evidence }) => evidence.client !== undefined);
  const gets = async () => (await scene.squid.log()).filter((one) => one.method === 'GET' && one.url === url);

  it('is reached as the user and not as the computer; the plan would help, and nothing is written', async () => {
    const document = await run('audit', '--url', url);
    expect([document.error, document.exitCode]).toEqual([undefined, 2]);
    expect(verdicts(document)).toEqual([
      ['URL (user)', 'current', 'reachable'],
      ['URL (user)', 'proposed', 'reachable'],
      ['URL (computer)', 'current', 'dns-failed'],
      ['URL (computer)', 'proposed', 'reachable'],
    ]);
    const [asked] = byWindows(document);
    expect(asked).toMatchObject({ via: 'direct', status: 'fail', evidence: { account: computer.user } });
    expect(await dump()).toEqual(before);
  });

  it('is reached by the WinHTTP client after apply, and squid saw its request', async () => {
    const seen = (await gets()).length;
    const document = await run('apply', '--url', url);
    expect([document.error, document.exitCode]).toEqual([undefined, 0]);
    expect(document.result?.changed).toEqual(['winhttp/wow64', 'winhttp/native']);
    expect(verdicts(document)).toEqual([
      ['URL (user)', 'current', 'reachable'],
      ['URL (computer)', 'current', 'reachable'],
    ]);
    const [asked] = byWindows(document).slice(-1);
    expect(asked).toMatchObject({ via: scene.proxy, status: 'pass', evidence: { httpStatus: 200 } });
    // That of p2s-fix under the proposed setting, which is the current one since, and that of Windows.
    expect((await gets()).length).toBeGreaterThanOrEqual(seen + 2);
  });

  it('is written once', async () => {
    const now = await dump();
    const document = await run('apply', '--url', url);
    expect([document.error, document.exitCode]).toEqual([undefined, 0]);
    expect(document.result).toEqual({ changed: [], backup: null, rolledBack: false });
    expect(await dump()).toEqual(now);
  });

  it('is rolled back, byte for byte', async () => {
    const document = await run('rollback');
    expect([document.error, document.exitCode]).toEqual([undefined, 0]);
    expect(await dump()).toEqual(before);
  });

  it('is not written for, where the proxy of the user does not reach it', async () => {
    const absent = 'http://absent.contoso.example/';
    const document = await run('apply', '--url', absent);
    expect(document.result?.changed ?? []).toEqual([]);
    expect(await dump()).toEqual(before);
  });
});
