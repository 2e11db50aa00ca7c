import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway } from '../../../scripts/simulated/gateway.ts';
import { linuxPwsh } from '../../support/lab/lab.ts';
import { freePort, waitFor } from '../../support/ports.ts';
import { runJson } from '../../support/programs/cli.ts';
import { runProgram, skipWithout } from '../../support/programs/process.ts';
import { SQUID, type Squid, startSquid } from '../../support/servers/squid.ts';
import { startTinyproxy, TINYPROXY } from '../../support/servers/tinyproxy.ts';
import { PROXY_NAME, type Scene, setScene } from '../../support/stories/scene.ts';
import { NSS_WRAPPER, privateNames } from '../../support/texts/names.ts';

const CURL = '/usr/bin/curl';
const OPENSSL = '/usr/bin/openssl';
const CRL = 'http://crl3.digicert.example/issuing.crl';

let scene: Scene;
/** The addresses behind the proxies, and for the lines that go without one. */
let hosts: Record<string, string>;
const closing: (() => Promise<void>)[] = [];
const kept = <T extends { close(): Promise<void> }>(started: T): T => {
  closing.push(() => started.close());
  return started;
};

beforeAll(async () => {
  if (skipWithout(SQUID, TINYPROXY, NSS_WRAPPER, CURL)) return;
  scene = kept(await setScene());
  const { host } = scene.simulated.gateway;
  hosts = Object.fromEntries(scene.simulated.privateNames.map((name) => [name, host]));
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

/** The letter to a team, and the lines that its receiver runs. */
async function letterTo(
  to: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  gateway = scene.gateway,
) {
  const { requests } = await runJson(['verify', gateway, ...args], { env: { ...process.env, ...env } });
  const letter = requests.find((request) => request.to === to);
  const [, check = ''] =
    letter?.en.split('To check it without p2s-fix (in PowerShell, type curl.exe):\n') ?? [];
  const [lines = ''] = check.split('\nTo check afterwards');
  for (const line of lines.split('\n').filter((one) => one.startsWith('  ')))
    expect(letter?.ja).toContain(line);
  return {
    commands: lines.split('\n').flatMap((line) => (line.startsWith('  ') ? [line.slice(2)] : [])),
    shows: lines.split('\n').filter((line) => line.startsWith('- ')),
  };
}

/** Runs a line as printed. */
async function run(line: string | undefined, env: NodeJS.ProcessEnv = scene.names.env): Promise<string> {
  const options = { env: { ...process.env, ...env }, cwd: scene.folder, timeoutMs: 30_000 };
  const shell = line?.startsWith('Invoke') ? [linuxPwsh, '-NoProfile', '-Command'] : ['/bin/sh', '-c'];
  const [file = '', ...args] = shell;
  const { stdout, stderr } = await runProgram(file, [...args, line ?? 'exit 1'], options);
  return stdout + stderr;
}

const through = (port: number) => ['--proxy', `${PROXY_NAME}:${port}`, '--ca', scene.caFile];
const atPort = (line: string | undefined, port: number) =>
  line?.replace(/(proxy\.contoso\.example):\d+/, `$1:${port}`);
const inLog = (squid: Squid, result: string, method: string) =>
  squid.waitForEntry(result, (entry) => entry.result === result && entry.method === method);

describe.skipIf(skipWithout(SQUID, TINYPROXY, NSS_WRAPPER, CURL))(
  'the check for the receiver of a letter',
  () => {
    it.each([
      ['auth', 407],
      ['no-sstp', 403],
    ] as const)('shows that squid refuses CONNECT (%s), and that it grants it', async (policy, status) => {
      const closed = kept(await startSquid({ hosts, policy }));
      const { commands, shows } = await letterTo('proxy-team', through(closed.port), scene.names.env);
      expect(commands).toHaveLength(1);
      expect(await run(commands[0])).toContain(`< HTTP/1.1 ${status}`);
      await inLog(closed, `TCP_DENIED/${status}`, 'CONNECT');
      const granted = await run(atPort(commands[0], scene.squid.port));
      expect(granted).toMatch(/< HTTP\/1\.1 200 Connection established.*issuer: CN=P2S Sample Issuing CA/s);
      const { url, sstpVersion } = await inLog(scene.squid, 'TCP_TUNNEL/200', 'CONNECT');
      expect(sstpVersion).toBe('1.0');
      expect(shows.join('\n')).toContain(`TCP_TUNNEL/200 with CONNECT ${url} (squid`);
      expect(shows.join('\n')).toContain(`TCP_DENIED/${status}`);
    });

    it.each([
      ['BasicAuth user pass', 407],
      ['ConnectPort 563', 403],
    ])('shows that tinyproxy refuses CONNECT (%s), and that it grants it', async (conf, status) => {
      const closed = kept(await startTinyproxy({ hosts, conf: [conf] }));
      const { commands, shows } = await letterTo('proxy-team', through(closed.port), scene.names.env);
      const log = shows.join('\n').match(/Established connection to host "[^"]+"/)?.[0] ?? 'no line';
      expect(await run(commands[0])).toMatch(new RegExp(`< HTTP/1\\.\\d ${status}`));
      expect(closed.output()).not.toContain('Established connection');
      const open = kept(await startTinyproxy({ hosts }));
      expect(await run(atPort(commands[0], open.port))).toMatch(/< HTTP\/1\.0 200 .*issuer: CN=P2S Sample/s);
      await waitFor(log, () => open.output().includes(log) || undefined);
    });

    it('shows that squid and tinyproxy refuse the list of a certificate, and that they fetch it', async () => {
      const conf = ['acl web port 80', 'http_access deny web', 'http_access allow all'];
      const closed = kept(await startSquid({ hosts, conf }));
      const { commands, shows } = await letterTo('proxy-team', through(closed.port), scene.names.env);
      const [curl, powershell] = commands;
      expect(curl).toContain(CRL);
      expect(await run(curl)).toContain('HTTP/1.1 403 Forbidden');
      await inLog(closed, 'TCP_DENIED/403', 'HEAD');
      const fetched = await run(atPort(curl, scene.squid.port));
      expect(fetched.match(/^HTTP\/1\.1 \d+/gm)?.[0]).toBe('HTTP/1.1 200');
      const entry = await inLog(scene.squid, 'TCP_MISS/200', 'HEAD');
      expect(entry.userAgent).toBe('Microsoft-CryptoAPI/10.0');
      expect(shows.join('\n')).toContain(`TCP_MISS/200 with HEAD ${entry.url} (squid)`);

      const files = { filter: 'digicert\n' };
      const filtered = kept(await startTinyproxy({ hosts, conf: ['Filter "FOLDER/filter"'], files }));
      expect(await run(atPort(curl, filtered.port))).toContain(' 403 ');
      const open = kept(await startTinyproxy({ hosts }));
      expect(await run(atPort(curl, open.port))).toContain('HTTP/1.1 200');
      const log = shows.join('\n').match(/Established connection to host "[^"]+"/)?.[0] ?? 'no line';
      expect(open.output()).toContain(log);

      if (skipWithout(linuxPwsh)) return;
      expect(await run(powershell)).toContain('403');
      expect(await run(atPort(powershell, scene.squid.port))).toMatch(/StatusCode[^\n]*200/);
    });

    it('shows that the gateway is reached without a proxy, and that it is not', async () => {
      const { host } = scene.simulated.gateway;
      const port = await freePort(host);
      const direct = kept(await privateNames(hosts));
      const { env } = direct;
      const { commands } = await letterTo(
        'network-team',
        ['--ca', scene.caFile],
        env,
        `${scene.gateway}:${port}`,
      );
      expect(await run(commands[0], env)).toContain('Failed to connect');
      const { key, cert } = scene.simulated.leaf;
      const resets = await startGateway({ key, cert, host, port, behaviour: 'reset-on-client-hello' });
      expect(await run(commands[0], env)).toMatch(/reset by peer|SSL_ERROR_SYSCALL/i);
      await resets.close();
      kept(await startGateway({ key, cert, host, port }));
      expect(await run(commands[0], env)).toMatch(/issuer: CN=P2S Sample Issuing CA.*< HTTP\/1\.1 404/s);
    });

    it('shows whether the gateway has SSTP', async () => {
      const { host } = scene.simulated.gateway;
      const port = await freePort(host);
      const { key, cert } = scene.simulated.leaf;
      const { env } = kept(await privateNames(hosts));
      const full = await startGateway({ key, cert, host, port, behaviour: 'http-503' });
      const { commands } = await letterTo(
        'vpn-team',
        ['--ca', scene.caFile],
        env,
        `${scene.gateway}:${port}`,
      );
      expect(await run(commands[0], env)).toContain('< HTTP/1.1 503');
      await full.close();
      kept(await startGateway({ key, cert, host, port }));
      expect(await run(commands[0], env)).toMatch(
        /subject: CN=azuregateway.*issuer: CN=P2S.*< HTTP\/1\.1 200.*timed out after \d+ milliseconds with 0 bytes/s,
      );
    });

    it.skipIf(skipWithout(OPENSSL))('shows whether a published list has expired', async () => {
      const { ca, crlServer } = scene.simulated;
      const { env } = kept(await privateNames(hosts));
      const day = 86_400_000;
      const ended = {
        thisUpdate: new Date(Date.now() - 9 * day),
        nextUpdate: new Date(Date.now() - 2 * day),
      };
      crlServer.set('/issuing', { body: new Uint8Array(), mode: 'missing' });
      crlServer.set('/issuing.crl', { body: await ca.crl('intermediate', ended) });
      const { commands } = await letterTo('vpn-team', ['--ca', scene.caFile], env);
      const nextUpdate = async () => {
        await run(commands[0], env);
        const [, date = ''] = (await run(commands[1], env)).match(/^nextUpdate=(.*)$/m) ?? [];
        return Date.parse(date) - Date.now();
      };
      expect(await nextUpdate()).toBeLessThan(0);
      crlServer.set('/issuing.crl', { body: await ca.crl('intermediate') });
      expect(await nextUpdate()).toBeGreaterThan(0);
    });
  },
);
