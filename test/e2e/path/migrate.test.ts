import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { SAMPLE_GATEWAY, startSimulatedServers } from '../../../scripts/simulated/simulated-servers.ts';
import type { GatewayMigration } from '../../../src/core/migration/model.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { closeAfterEach } from '../../path/fixtures.ts';
import { startPlain } from '../../path/gateways.ts';
import { startMutePort } from '../../path/mute.ts';
import { CERTIFICATE_HELPER, startBumpingSquid } from '../../path/tunnel/proxy/bumping-squid.ts';
import { CLOSE, startScriptedProxy } from '../../path/tunnel/proxy/scripted-proxy.ts';
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

    it.each([
      ['another key', { staticKey: 'c0'.repeat(256) }],
      ['another digest', { args: ['--tls-auth', 'KEY', '0', '--auth', 'SHA512'] }],
    ])('has OpenVPN as its move where its profiles name no other, and %s blocks it', async (_name, how) => {
      const { namespace } = keep(
        await startStrongSwan({ proposals: { '127.0.0.1': 'aes256-sha256-modp2048' } }),
      );
      await startServer({ ...how, namespace, listen: { host: '127.0.0.1', port: 443 } });
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

  it('that does not know the name either leaves nothing to be allowed', async () => {
    const squid = keep(await startSquid({ policy: 'no-sstp', hosts: {} }));
    const unknown = 'HTTP/1.1 503 Service Unavailable\r\nX-Squid-Error: ERR_DNS_FAIL 0\r\n\r\n';
    const saying = keep(await startScriptedProxy(unknown));
    for (const [proxy, word] of [
      [squid, 'unreachable'],
      [saying, 'dns-failed'],
    ] as const) {
      const document = await run(443, proxy);
      expect(words(reported(document), 'openvpn')).toEqual(['dns-failed', word]);
      expect(reported(document)?.answer).toBe('not-known');
      expect(reported(document)?.changes.map(({ code, to }) => [code, to])).toEqual([
        ['resolve-name', 'admin'],
      ]);
      expect(document.requests).toEqual([]);
    }
  });

  it('that grants a tunnel and ends it is asked as the VPN team is, by a check that can check it', async () => {
    const proxy = keep(await startScriptedProxy(`HTTP/1.1 200 OK\r\n\r\n${CLOSE}`));
    const document = await run(443, proxy);
    const via = `${proxy.host}:${proxy.port}`;
    expect(words(reported(document), 'openvpn')).toEqual(['dns-failed', 'no-answer']);
    expect(document.requests.map(({ to }) => to)).toEqual(['network-team', 'proxy-team', 'vpn-team']);
    expect(document.requests[2]?.en).toContain(`${via} grants a tunnel to its port`);
    for (const { en } of document.requests)
      expect(en).toMatch(
        new RegExp(`To check afterwards: p2s-fix migrate --profile .*\\.ovpn --proxy ${via} ${NAME}$`),
      );
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

describe('a page on the direct way', { timeout: 60_000 }, () => {
  it('may be of something between, which the network team is asked for', async () => {
    const between = keep(
      await startPlain((socket) => {
        socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      }),
    );
    const file = await profile(between.host, between.port);
    const document = await runJson(['migrate', '--profile', file, '--direct', '--deadline', '5']);
    expect(words(reported(document), 'openvpn')).toEqual(['not-openvpn']);
    const asked = reported(document)?.changes.filter(({ protocol }) => protocol === 'openvpn');
    expect(asked?.map(({ code, to }) => [code, to])).toEqual([
      ['allow-tcp', 'network-team'],
      ['compare-key', 'vpn-team'],
    ]);
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

  it('is not known where its name is not, and nobody is asked for a port', async () => {
    const file = await profile('nosuch.invalid', 443);
    const document = await runJson(['migrate', 'nosuch.invalid', '--profile', file, '--direct']);
    const one = reported(document);
    expect(words(one, 'ikev2')).toEqual(['dns-failed', 'dns-failed']);
    expect(words(one, 'openvpn')).toEqual(['dns-failed']);
    expect(one?.answer).toBe('not-known');
    expect(one?.changes.map(({ code, to }) => [code, to])).toEqual([['resolve-name', 'admin']]);
    expect(document.requests).toEqual([]);
    expect(document.exitCode).toBe(7);
  });

  it('is not asked for OpenVPN by a profile of another port, which is named', async () => {
    const file = await profile('127.0.0.1', 21_943);
    const args = ['migrate', '127.0.0.1', '--profile', file, '--direct', '--deadline', '3'];
    const one = reported(await runJson(args));
    const evidence = { reason: 'profile-names-other-port', profilePort: 21_943 };
    expect(one?.openvpn.ways).toMatchObject([{ port: 443, verdict: 'not-tested', evidence }]);
    expect(one?.changes.map(({ code }) => code)).not.toContain('name-profile');
  });

  it('is exit 3 where none is known', async () => {
    const { exitCode, stderr } = await runCli(['migrate', '--plain']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('p2s-fix migrate --profile FILE');
  });
});

describe.skipIf(skipWithout(OPENVPN))('a profile that names a server twice', { timeout: 60_000 }, () => {
  it('is tried by its line for TCP, and asked for by nobody where it has none', async () => {
    const server = await startServer();
    const line = `remote ${server.host} ${server.port}`;
    const both = await profile(server.host, server.port, (text) =>
      text.replace(line, `${line} udp\n${line} tcp`),
    );
    const found = reported(await runJson(['migrate', '--profile', both, '--direct']));
    expect(words(found, 'openvpn')).toEqual(['reachable']);
    const udp = await profile(server.host, server.port, (text) => text.replace(line, `${line} udp`));
    const without = reported(await runJson(['migrate', '--profile', udp, '--direct', '--deadline', '3']));
    expect(without?.openvpn.ways[0]?.evidence).toEqual({ reason: 'profile-names-udp' });
    expect(without?.changes.map(({ code }) => code)).not.toContain('name-profile');
  });
});

describe.skipIf(skipWithout(OPENVPN))(
  'a profile in the forms that OpenVPN takes',
  { timeout: 60_000 },
  () => {
    const read = async (server: { host: string; port: number }, change: (text: string) => string) => {
      const file = await profile(server.host, server.port, change);
      return runJson(['migrate', '--profile', file, '--direct', '--deadline', '5']);
    };

    it('leads to its port, and to an answer under its key', async () => {
      const server = await startServer({ args: ['--tls-auth', 'KEY', '0', '--auth', 'SHA256'] });
      const line = `remote ${server.host} ${server.port}\n`;
      const bare = (text: string) =>
        text
          .replace(line, `rport "${server.port}" # the port\nremote '${server.host}' ; and no other\n`)
          .replace('key-direction 1', 'auth "SHA256"\ntls-auth [inline] 1');
      const inBlock = (text: string) =>
        bare(text).replace(/remote '.*\n/, (found) => `<connection>\n${found}proto tcp\n</connection>\n`);
      for (const change of [bare, inBlock]) {
        const { migration = [] } = await read(server, change);
        expect(migration.map(({ gateway }) => gateway)).toEqual([`${server.host}:${server.port}`]);
        expect(words(migration[0], 'openvpn')).toEqual(['reachable']);
      }
    });

    it('is judged by its port for TCP, beside which one for UDP does not count', async () => {
      const server = await startServer();
      const line = `remote ${server.host} ${server.port}`;
      const both = (text: string) => text.replace(line, `remote ${server.host} 1194 udp\n${line} tcp`);
      const { migration = [], exitCode } = await read(server, both);
      expect(migration.map(({ gateway, answer }) => [gateway, answer])).toEqual([
        [`${server.host}:${server.port}`, 'ready'],
      ]);
      expect(exitCode).toBe(0);
    });
  },
);

describe.skipIf(skipWithout(OPENVPN))('the key of a profile', { timeout: 120_000 }, () => {
  const withoutKey = (text: string) => text.replace(/<tls-auth>[\s\S]*<\/tls-auth>\n/, '');
  it.each([
    ['another one', (text: string) => text.replaceAll('5ec7e7', 'c0c0c0'), ['compare-key', 'allow-tcp']],
    ['missing', withoutKey, ['add-key', 'allow-tcp']],
    ['in another file', (text: string) => `${withoutKey(text)}tls-auth ta.key 1\n`, ['embed-key']],
  ])(
    'is what blocks a gateway with OpenVPN alone, and not IKEv2, where it is %s',
    async (_, change, codes) => {
      const server = await startServer();
      const file = await profile(server.host, server.port, change);
      const document = await runJson(['migrate', '--profile', file, '--direct', '--deadline', '5']);
      expect(words(reported(document), 'ikev2')).not.toContain('reachable');
      expect(reported(document)).toMatchObject({ only: 'openvpn', changes: codes.map((code) => ({ code })) });
      expect(document.requests.map(({ en }) => en).join()).not.toMatch(/IKE/);
      expect(document.summary?.owners[0]?.action).toMatch(/OpenVPN: .*key/);
    },
  );

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
