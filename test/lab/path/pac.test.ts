import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { type Commands, commandsOn } from '../../support/lab/kept-program.ts';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { exportedBlob } from '../../support/machines/reg-export.ts';
import { readDocument } from '../../support/programs/cli.ts';
import { PROXY_NAME, type Scene, setScene } from '../../support/stories/scene.ts';

const SETTINGS = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const HKCU = `HKEY_CURRENT_USER\\${SETTINGS}`;

/** A user with a PAC file, which Windows itself evaluates for every address of the path. */
describe('a PAC file in the lab', () => {
  let scene: Scene;
  let computer: Computer;
  let commands: Commands;
  let server: Server;
  let script: string;
  let asked: number;

  beforeAll(async () => {
    scene = await setScene();
    computer = await newComputer('pac', scene.names.env);
    commands = commandsOn(computer);
    asked = 0;
    server = createServer((_, response) => {
      asked++;
      response.setHeader('content-type', 'application/x-ns-proxy-autoconfig');
      response.end(script);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/proxy.pac`;
    await computer.regImport(
      [
        'Windows Registry Editor Version 5.00',
        `[${HKCU}]`,
        '"ProxyEnable"=dword:00000000',
        `"AutoConfigURL"="${url}"`,
        `[${HKCU}\\Connections]`,
        `"DefaultConnectionSettings"=${exportedBlob([0x46, 3, 5], ['', '', url], 32)}`,
        '',
      ].join('\r\n'),
    );
  });
  afterAll(async () => {
    await commands?.close().finally(() => computer.destroy());
    await scene?.close();
    await new Promise((resolve) => (server === undefined ? resolve(null) : server.close(resolve)));
  });

  async function run(...args: string[]): Promise<ReportDocument> {
    const probing = ['--gateway', scene.gateway, '--ca', computer.path(scene.caFile)];
    const options = ['--state-dir', 'C:\\p2s-state', '--json'];
    const result = await commands.run([...args, ...probing, ...options]);
    expect(result.stderr).toBe('');
    return readDocument(result.stdout);
  }
  const hklm = async () => (await computer.regExport(`HKEY_LOCAL_MACHINE\\${SETTINGS}`)).toString('utf16le');

  it('with two different answers: refused, each of them shown, nothing written', async () => {
    script = `function FindProxyForURL(url, host) {
      return url.substring(0, 6) == "https:" ? "PROXY ${scene.proxy}" : "DIRECT"; }`;
    const before = await hklm();
    const document = await run('apply');
    expect(document.exitCode).toBe(8);
    const refused = document.findings.find(({ code }) => code === 'automatic-refused');
    expect(refused?.evidence).toMatchObject({
      kind: 'mixed',
      answers: expect.arrayContaining([
        { url: `https://${scene.gateway}/`, answer: `PROXY ${scene.proxy}` },
        { url: expect.stringMatching(/^http:.*\.crl$/), answer: 'DIRECT' },
      ]),
    });
    // The tunnel itself follows the file's answer.
    expect(document.checks.find(({ stage }) => stage === 'sstp')).toMatchObject({
      status: 'pass',
      via: scene.proxy,
    });
    expect(asked).toBeGreaterThan(0);
    expect(await hklm()).toBe(before);
  });

  it('with one answer for all: WinHTTP gets that proxy, and the path works', async () => {
    // A new text at the same address would have no effect, because the same process caches the file.
    await commands.close();
    script = `function FindProxyForURL(url, host) { return "PROXY ${PROXY_NAME}:${scene.squid.port}"; }`;
    const document = await run('apply');
    expect(document.error).toBeUndefined();
    expect(document.findings.map(({ code }) => code)).not.toContain('automatic-refused');
    expect(document.exitCode).toBe(0);
    // A new computer of the lab has no settings for 32-bit programs.
    expect(document.result?.changed).toEqual(['winhttp/native']);
    expect(document.verdicts).toMatchObject([{ stores: 'current', verdict: 'reachable' }]);
    expect((await run('apply')).result?.changed).toEqual([]);
  });
});
