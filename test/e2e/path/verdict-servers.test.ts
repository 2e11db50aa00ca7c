import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { type GatewayBehaviour, startGateway } from '../../../scripts/simulated/gateway.ts';
import { type Check, ofStage, type Stage } from '../../../src/core/model/check.ts';
import type { AnyFields } from '../../../src/core/path/stage-evidence.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { startMutePort } from '../../path/mute.ts';
import { folderForAll } from '../../support/files.ts';
import { openVpnProfile } from '../../support/machines/profiles.ts';
import { machineText } from '../../support/machines/reg-text.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { NGINX, NGINX_STREAM, startNginx } from '../../support/servers/nginx.ts';
import { OPENVPN, startOpenVpn } from '../../support/servers/openvpn.ts';
import { NSS_WRAPPER, privateNames } from '../../support/texts/names.ts';

const NAME = 'gateway.contoso.example';
const ca = await createCa();
/** Has no revocation address, so that these tests need no server for it. */
const leaf = await ca.issue({ names: [NAME], ips: ['127.0.0.1'] });
const closing: { close(): Promise<void> }[] = [];
const folder = folderForAll();
let caFile: string;

beforeAll(async () => {
  caFile = await file('ca.pem', ca.root.pem);
});
afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
});

function keep<T extends { close(): Promise<void> }>(one: T): T {
  closing.push(one);
  return one;
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const gateway = async (behaviour: GatewayBehaviour = 'ok', at: { host?: string; port?: number } = {}) =>
  keep(await startGateway({ key: leaf.key, cert: leaf.cert, behaviour, ...at }));
const evidence = <S extends Stage>({ checks }: ReportDocument, stage: S): AnyFields =>
  ofStage<Check, S>(checks, stage)[0]?.evidence ?? {};

describe.skipIf(skipWithout(OPENVPN))('verify, against a real OpenVPN server', () => {
  it('tls-failed, a firewall or OpenVPN; with the profile sure: sstp-not-offered', async () => {
    const root = ca.root.pem;
    const server = keep(await startOpenVpn({ key: leaf.key, cert: leaf.cert, root }));
    const args = ['verify', `127.0.0.1:${server.port}`];
    await server.listens();
    const document = await runJson(args);
    expect(server.output()).toContain('Bad encapsulated packet length from peer');
    expect(document.verdicts).toMatchObject([{ verdict: 'tls-failed', stage: 'tls' }]);
    expect(evidence(document, 'tls')).toMatchObject({ reason: 'reset-at-client-hello', bytesReceived: 0 });
    const profile = await file(
      'vpn.ovpn',
      openVpnProfile('127.0.0.1', root).replace(/(remote \S+) \d+/, `$1 ${server.port}`),
    );
    await server.listens();
    const { stdout } = await runCli([...args, '--verbose']);
    expect(stdout).toMatch(
      /Verdict: tls-failed: .*first byte of TLS: .*a gateway without SSTP \(OpenVPN only\)/,
    );
    await server.listens();
    const sure = await runJson([...args, '--profile', profile]);
    expect(sure.verdicts).toMatchObject([{ verdict: 'sstp-not-offered', stage: 'tls' }]);
    expect(sure.exitCode).toBe(7);
  });
});

describe.skipIf(skipWithout(NGINX, NGINX_STREAM))(
  'verify, where a real nginx terminates TLS in front of the gateway',
  () => {
    it('tls-offload by the root of the profile, although SSTP answers; wrong-root where it could be a new one', async () => {
      const behind = await gateway();
      const other = await createCa({ name: 'Offload' });
      const offload = async (crlUrls: readonly string[]) => {
        const { key, cert } = await other.issue({ names: [], ips: ['127.0.0.1'], crlUrls });
        return keep(await startNginx({ key, cert, carryTo: behind }));
      };
      const roots = await file('roots.pem', ca.root.pem + other.root.pem);
      const verify = async (port: number, ...more: string[]) => [
        'verify',
        `127.0.0.1:${port}`,
        '--profile',
        await file('root.cer', ca.root.der),
        '--ca',
        roots,
        ...more,
      ];
      const bare = await offload([]);
      const document = await runJson(await verify(bare.port));
      expect(document.verdicts).toMatchObject([{ verdict: 'tls-offload', stage: 'certificate' }]);
      expect(document.exitCode).toBe(7);
      expect(evidence(document, 'sstp')).toMatchObject({ hashBits: 3 });
      expect(behind.log.at(-1)?.steps).toContain('ack');
      expect(document.requests).toMatchObject([{ to: 'vpn-team', verdict: 'tls-offload' }]);
      const dressed = await offload(['http://127.0.0.1:9/none.crl']);
      const { stdout } = await runCli(await verify(dressed.port, '--verbose'));
      expect(stdout).toMatch(/Verdict: wrong-root: .*\n.*a reverse proxy carries SSTP/);
      const straight = await runJson(await verify(behind.port));
      expect(straight.verdicts).toMatchObject([{ verdict: 'reachable' }]);
    });
  },
);

describe('verify, against an SSTP server that refuses the call', () => {
  it.each<[GatewayBehaviour, string]>([
    [
      'nak',
      'Call Connect Nak, status 4 ATTRIB_STATUS_VALUE_NOT_SUPPORTED, attribute 1 SSTP_ATTRIB_ENCAPSULATED_PROTOCOL_ID',
    ],
    ['abort', 'Call Abort, status 0 ATTRIB_STATUS_NO_ERROR, attribute 0 SSTP_ATTRIB_NO_ERROR'],
    ['disconnect', 'Call Disconnect'],
  ])('%s: an SSTP server all the same, and with what it refuses', async (behaviour, packet) => {
    const { port } = await gateway(behaviour);
    const args = ['verify', `127.0.0.1:${port}`, '--ca', caFile];
    const { stdout } = await runCli([...args, '--verbose']);
    expect(stdout).toContain(`127.0.0.1:${port} is an SSTP server, but refuses the call (${packet}).`);
    expect(stdout).toContain('| - Check the log of the server for why it refuses');
    expect(stdout).not.toContain('not as an SSTP server');
    const { stdout: japanese } = await runCli([...args, '--verbose', '--lang', 'ja']);
    expect(japanese).toContain(`SSTP サーバーですが、接続の要求を拒否します (${packet})`);
  });

  it('behind a certificate that is not trusted: the certificate decides, and is what is asked about', async () => {
    const { port } = await gateway('nak');
    const { verdicts, requests } = await runJson(['verify', `127.0.0.1:${port}`]);
    expect(verdicts).toMatchObject([{ verdict: 'untrusted-root', stage: 'certificate' }]);
    expect(requests?.[0]?.en).toContain('is the root itself, check it');
    expect(requests?.[0]?.en).not.toContain('log of the server');
  });
});

describe('verify, by a way that cannot be gone from here', () => {
  it.each([
    ['SOCKS', { flags: 3, proxy: 'socks=socks.contoso.example:1080' }],
    ['PAC', { flags: 5, pac: 'http://pac.contoso.example/proxy.pac' }],
  ])('%s: not-tested', async (name, blob) => {
    const machine = await file(`${name}.reg`, machineText(blob));
    const document = await runJson(['verify', NAME, '--machine', machine]);
    expect(document.verdicts).toMatchObject([{ verdict: 'not-tested', stage: 'connect' }]);
  });
});

describe.skipIf(skipWithout(NSS_WRAPPER))('verify, by name and address', () => {
  const under = async (...addresses: string[]) => {
    const names = keep(await privateNames({ [NAME]: addresses }));
    return { env: { ...process.env, ...names.env } };
  };
  const addressOf = (document: ReportDocument) => evidence(document, 'tcp').address;

  it('an IPv6 address as it stands, and a name that has no other', async () => {
    const v6 = await ca.issue({ names: [NAME], ips: ['::1'] });
    const { port } = keep(await startGateway({ key: v6.key, cert: v6.cert, host: '::1' }));
    const literal = await runJson(['verify', `[::1]:${port}`, '--ca', caFile]);
    expect(literal.verdicts).toMatchObject([
      { gateway: `[::1]:${port}`, stores: 'current', verdict: 'reachable', stage: null },
    ]);
    const named = await runJson(['verify', `${NAME}:${port}`, '--ca', caFile], await under('::1'));
    expect(evidence(named, 'dns')).toMatchObject({ addresses: ['::1'] });
    expect(named.verdicts).toMatchObject([{ verdict: 'reachable' }]);
  });

  it.skipIf(process.platform !== 'linux')(
    'a dead IPv6 address costs nothing but a moment beside a live IPv4 one',
    async () => {
      const { port } = await gateway();
      keep(await startMutePort(port, '::1'));
      const document = await runJson(
        ['verify', `${NAME}:${port}`, '--ca', caFile],
        await under('::1', '127.0.0.1'),
      );
      expect(evidence(document, 'dns').addresses).toEqual(expect.arrayContaining(['::1', '127.0.0.1']));
      expect(addressOf(document)).toBe('127.0.0.1');
      expect(document.verdicts).toMatchObject([{ verdict: 'reachable' }]);
    },
  );

  it('a name that the proxy should have looked up: dns-failed, and which store knows that proxy', async () => {
    const machine = await file('machine.reg', machineText({}, {}, 'proxy.contoso.example:8080'));
    const document = await runJson(['verify', `${NAME}.invalid`, '--machine', machine]);
    // An apply would remove the proxy from WinHTTP, and fix nothing.
    expect(document.verdicts).toMatchObject([
      { stores: 'current', verdict: 'dns-failed', stage: 'dns', failsByProposal: true },
      { stores: 'proposed', verdict: 'dns-failed', stage: 'dns' },
    ]);
    expect(document.findings.find(({ code }) => code === 'name-needs-proxy')).toMatchObject({
      severity: 'warning',
      store: 'wininet/current/lan',
      evidence: { proxyStore: 'winhttp/native', proxy: 'proxy.contoso.example:8080' },
    });
  });
});
