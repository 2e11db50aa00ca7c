import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { SAMPLE_GATEWAY, startSimulatedServers } from '../../../scripts/simulated/simulated-servers.ts';
import type { GatewayMigration } from '../../../src/core/migration/model.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { closeAfterEach } from '../../path/fixtures.ts';
import { startMutePort } from '../../path/mute.ts';
import { CERTIFICATE_HELPER, startBumpingSquid } from '../../path/tunnel/proxy/bumping-squid.ts';
import { folderForAll } from '../../support/files.ts';
import { openVpnProfile, SECRET, vpnSettings } from '../../support/machines/profiles.ts';
import { machineText } from '../../support/machines/reg-text.ts';
import { mayUnshare } from '../../support/namespace.ts';
import { freePort, ownAddress } from '../../support/ports.ts';
import { CLI, readDocument, runCli, runJson } from '../../support/programs/cli.ts';
import { realRequired, skipWithout } from '../../support/programs/process.ts';
import { OPENVPN, type OpenVpnOptions, startOpenVpn } from '../../support/servers/openvpn-server.ts';
import { SQUID, startSquid } from '../../support/servers/squid.ts';
import { CHARON, startStrongSwan } from '../../support/servers/strongswan.ts';

const keep = closeAfterEach();
const ca = await createCa();
const leaf = await ca.issue({ names: ['vpn.example'], ips: [] });
const NAME = 'azuregateway-0.vpn.example';
const folder = folderForAll();

async function startServer(more: Partial<OpenVpnOptions> = {}) {
  const pems = { key: leaf.key, cert: leaf.cert, ca: ca.root.pem };
  const args = ['--tls-auth', 'KEY', '0'];
  return keep(await startOpenVpn({ ...pems, args, staticKey: SECRET, ...more }));
}

/** The OpenVPN profile of a gateway, as a file. */
async function profile(host: string, port: number, change = (text: string) => text): Promise<string> {
  const file = join(folder, `${host}-${port}.ovpn`);
  await writeFile(file, change(openVpnProfile(host, ca.root.pem).replace(' 443', ` ${port}`)));
  return file;
}

const reported = ({ migration = [] }: { migration?: readonly GatewayMigration[] }) => migration[0];
const words = (one: GatewayMigration | undefined, protocol: 'ikev2' | 'openvpn') =>
  one?.[protocol].ways.map(({ verdict }) => verdict);

describe.skipIf(skipWithout(CHARON, OPENVPN) || (!realRequired() && !mayUnshare()))(
  'a gateway with IKEv2 and OpenVPN',
  { timeout: 60_000 },
  () => {
    it('is ready, by both, on the real ports', async () => {
      const { namespace } = keep(
        await startStrongSwan({ proposals: { '127.0.0.1': 'aes256-sha256-modp2048' } }),
      );
      await startServer({ namespace, listen: { host: '127.0.0.1', port: 443 } });
      const file = await profile('127.0.0.1', 443);
      const args = [CLI, 'migrate', '--profile', file, '--json'];
      const { stdout, stderr } = await namespace.run(process.execPath, args, 30_000);
      const document = readDocument(stdout);
      expect(stderr).toBe('');
      expect(document).toMatchObject({
        mode: 'migrate',
        exitCode: 0,
        requests: [],
        migration: [
          {
            gateway: '127.0.0.1',
            sstp: 'sstp-not-offered',
            ikev2: { offered: null, outlook: 'works' },
            openvpn: { offered: true, outlook: 'works' },
            answer: 'ready',
            changes: [],
          },
        ],
      });
      const { ways } = document.migration?.[0]?.ikev2 ?? {};
      expect(ways?.map(({ port, verdict }) => [port, verdict])).toEqual([
        [500, 'reachable'],
        [4500, 'reachable'],
      ]);
      expect(ways?.[1]?.evidence.answers).toMatchObject([
        { kind: 'accepted', nat: { here: false, there: false } },
      ]);
    });

    it('has OpenVPN as its move where its profiles name no other, and another key blocks it', async () => {
      const { namespace } = keep(
        await startStrongSwan({ proposals: { '127.0.0.1': 'aes256-sha256-modp2048' } }),
      );
      await startServer({ staticKey: 'c0'.repeat(256), namespace, listen: { host: '127.0.0.1', port: 443 } });
      const file = await profile('127.0.0.1', 443);
      const args = [CLI, 'migrate', '--profile', file, '--deadline', '5'];
      const { stdout } = await namespace.run(process.execPath, [...args, '--json'], 30_000);
      const one = reported(readDocument(stdout));
      expect(one).toMatchObject({ ikev2: { outlook: 'works' }, openvpn: { outlook: 'blocked' } });
      // It drops packets of another key without a reply.
      expect(words(one, 'openvpn')).toEqual(['no-answer']);
      expect(one).toMatchObject({
        only: 'openvpn',
        answer: 'ready-after-changes',
        changes: [
          { code: 'compare-key', to: 'vpn-team' },
          { code: 'allow-tcp', to: 'network-team' },
        ],
      });
      // With a profile that lists IKEv2, the move is made by that.
      const settings = join(folder, 'VpnSettings.xml');
      await writeFile(settings, vpnSettings({ server: '127.0.0.1', types: 'IkeV2,OpenVPN' }));
      const both = [...args, '--profile', settings, '--plain'];
      const { stdout: text } = await namespace.run(process.execPath, both, 30_000);
      expect(text).toContain('What blocks OpenVPN, which this move does not need:');
    });
  },
);

describe.skipIf(skipWithout(OPENVPN, SQUID))('a gateway behind a proxy', { timeout: 60_000 }, () => {
  const behind = async () => {
    const listen = { host: ownAddress(), port: await freePort() };
    const server = await startServer({ listen });
    return { server, port: listen.port, hosts: { [NAME]: listen.host } };
  };
  const run = async (port: number, proxy: { host: string; port: number }, ...more: string[]) =>
    runJson([
      ...['migrate', '--profile', await profile(NAME, port)],
      ...['--proxy', `${proxy.host}:${proxy.port}`],
      ...more,
    ]);

  it('is ready for a client that can go through it', async () => {
    const { port, hosts } = await behind();
    const squid = keep(await startSquid({ policy: 'no-sstp', hosts }));
    const document = await run(port, squid);
    const one = reported(document);
    expect(words(one, 'ikev2')).toEqual(['dns-failed', 'dns-failed']);
    expect(words(one, 'openvpn')).toEqual(['dns-failed', 'reachable']);
    expect(one).toMatchObject({
      openvpn: { outlook: 'works-through-proxy' },
      answer: 'ready-after-changes',
      changes: [
        { code: 'client-with-proxy', to: 'admin', via: `127.0.0.1:${squid.port}` },
        { code: 'allow-tcp', to: 'network-team', ports: [port] },
      ],
    });
    expect(document.exitCode).toBe(7);
    expect(document.requests.map(({ to, verdict }) => [to, verdict])).toEqual([
      ['network-team', 'ready-after-changes'],
    ]);
    expect(document.requests[0]?.en).toContain(`allow TCP ${port} to ${NAME} directly`);
    expect(document.requests[0]?.ja).toContain(`${NAME} への直接の TCP ${port}`);
  });

  it('is reached by the next of a list where the first proxy is dead; each has a line of its own', async () => {
    const { port, hosts } = await behind();
    const squid = keep(await startSquid({ policy: 'no-sstp', hosts }));
    const [dead, alive] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${squid.port}`];
    const machine = join(folder, 'list.reg');
    await writeFile(machine, machineText({ flags: 3, proxy: `${dead};${alive}` }));
    const document = await runJson([
      ...['migrate', '--profile', await profile(NAME, port)],
      ...['--machine', machine],
    ]);
    const one = reported(document);
    expect(one?.openvpn.outlook).toBe('works-through-proxy');
    expect(one?.openvpn.ways.map(({ via, verdict }) => [via, verdict])).toEqual([
      ['direct', 'dns-failed'],
      [dead, 'proxy-unreachable'],
      [alive, 'reachable'],
    ]);
    expect(one?.openvpn.ways[1]?.evidence).toMatchObject({
      passedOver: true,
      stages: [{ stage: 'dns' }, { stage: 'tcp', status: 'warn', reason: 'refused' }],
    });
    expect(one?.changes[0]).toMatchObject({ code: 'client-with-proxy', via: alive });
  });

  it('that requires authentication is asked for an exception; without a direct way it is not possible', async () => {
    const { port, hosts } = await behind();
    const squid = keep(await startSquid({ policy: 'auth', hosts }));
    const document = await run(port, squid);
    expect(words(reported(document), 'openvpn')).toEqual(['dns-failed', 'proxy-auth-required']);
    expect(reported(document)?.answer).toBe('not-possible');
    expect(document.requests.map(({ to }) => to)).toEqual(['network-team', 'proxy-team']);
    expect(document.requests[1]?.en).toContain('without authentication');
  });

  it.skipIf(skipWithout(CERTIFICATE_HELPER))('that decrypts TLS is found out', async () => {
    const { port, hosts } = await behind();
    const inspector = await createCa();
    const { pem, keyPem } = inspector.root;
    const options = { inspector: { pem, keyPem }, upstreamRoot: ca.root.pem, hosts };
    const squid = keep(await startBumpingSquid(options));
    // The gateway is named, so SSTP is probed as well: its certificate shows who ends TLS.
    const document = await run(port, squid, '--gateway', `${NAME}:${port}`);
    expect(document.verdicts).toMatchObject([{ verdict: 'tls-inspection' }]);
    expect(words(reported(document), 'openvpn')).toEqual(['dns-failed', 'proxy-wants-tls']);
    expect(reported(document)?.answer).toBe('not-possible');
  });
});

describe('a gateway with SSTP', { timeout: 60_000 }, () => {
  it('cannot be tested for OpenVPN before the switch, which is reported', async () => {
    const simulated = keep(await startSimulatedServers({}));
    const settings = join(folder, 'VpnSettings.xml');
    await writeFile(
      settings,
      vpnSettings({ server: `${SAMPLE_GATEWAY}:${simulated.gatewayPort}`, types: 'SSTP' }),
    );
    const file = await profile(SAMPLE_GATEWAY, simulated.gatewayPort, (text) =>
      text.replace(ca.root.pem, simulated.ca.root.pem),
    );
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, simulated.caPem);
    const document = await runJson([
      ...['migrate', '--profile', settings, '--profile', file, '--ca', caFile],
      ...['--proxy', `${simulated.proxy.host}:${simulated.proxy.port}`],
    ]);
    const one = reported(document);
    expect(one).toMatchObject({ sstp: 'reachable', openvpn: { outlook: 'unknown' } });
    expect(words(one, 'openvpn')).toContain('gateway-speaks-sstp');
    expect(one?.changes).toContainEqual(
      expect.objectContaining({ code: 'enable-protocol', to: 'vpn-team', protocol: 'openvpn' }),
    );
    expect(one?.readiness).toMatchObject({ rootTrusted: null, rootGiven: true });
    expect(document.findings.map(({ code }) => code)).toContain('sstp-retirement');
    // This run is what the findings would propose.
    expect(JSON.stringify(document.findings.map((finding) => ENGLISH.finding(finding)))).not.toContain(
      'p2s-fix migrate',
    );
  });

  it('is exit 3 where none is known', async () => {
    const { exitCode, stderr } = await runCli(['migrate', '--plain']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('p2s-fix migrate --profile FILE');
  });
});

describe.skipIf(skipWithout(OPENVPN))('the key of a profile', { timeout: 120_000 }, () => {
  it('is in nothing that migrate says, whether it is right, wrong, or damaged', async () => {
    const server = await startServer({ staticKey: 'ab'.repeat(256) });
    const mute = keep(await startMutePort());
    const files = [
      await profile(server.host, server.port),
      await profile(mute.host, mute.port),
      await profile('damaged.example', 443, (text) => text.replace('5ec7e75ec7', '5ec7e75ec')),
    ];
    const runs = files.flatMap((file) =>
      ['--json', '--ndjson', '--plain'].map((mode) =>
        runCli(['migrate', '--profile', file, mode, '--deadline', '3', '--direct']),
      ),
    );
    const results = await Promise.all(runs);
    const shown = results.map(({ stdout, stderr }) => stdout + stderr).join('');
    const codes = results.map(({ exitCode }) => exitCode);
    expect(codes).toEqual([7, 7, 7, 7, 7, 7, 3, 3, 3]);
    expect(shown).toContain('no-answer');
    expect(shown).toContain('"silent"');
    const bytes = Buffer.from(SECRET, 'hex');
    // Any eight of its bytes, in any form; it repeats itself every three.
    for (const start of [0, 1, 2]) {
      const part = bytes.subarray(start, start + 9);
      for (const form of [
        part.toString('hex'),
        part.toString('base64'),
        [...part].join(','),
        part.toString('latin1'),
      ])
        expect(shown.toLowerCase()).not.toContain(form.toLowerCase());
    }
    expect(shown.length).toBeGreaterThan(5000);
  });
});
