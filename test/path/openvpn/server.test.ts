import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { type ControlKey, SecretBytes } from '../../../src/core/security/control-key.ts';
import { probeOpenVpn } from '../../../src/path/openvpn/probe.ts';
import { freePort, ownAddress } from '../../support/ports.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { OPENVPN, type OpenVpnOptions, startOpenVpn } from '../../support/servers/openvpn-server.ts';
import { SQUID, startSquid } from '../../support/servers/squid.ts';
import { closeAfterEach } from '../fixtures.ts';
import { stagesOf, through } from '../routes.ts';
import { CERTIFICATE_HELPER, startBumpingSquid } from '../tunnel/proxy/bumping-squid.ts';
import { openVpnTo, STATIC_KEY, tlsAuth } from './routes.ts';

const keep = closeAfterEach();
const ca = await createCa();
const leaf = await ca.issue({ names: ['vpn.example'], ips: [] });
const NAME = 'azuregateway-0.vpn.example';
const AUTH = ['--tls-auth', 'KEY', '0', '--auth', 'SHA256'];

async function start(args: readonly string[], more: Partial<OpenVpnOptions> = {}) {
  const pems = { key: leaf.key, cert: leaf.cert, ca: ca.root.pem };
  return keep(await startOpenVpn({ ...pems, args, staticKey: STATIC_KEY, ...more }));
}

describe.skipIf(skipWithout(OPENVPN))('a real OpenVPN server', { timeout: 60_000 }, () => {
  const secret = new SecretBytes(Buffer.from(STATIC_KEY, 'hex'));
  const bare: ControlKey = { kind: 'none' };

  it.each([
    ['tls-auth by SHA-256, as Azure has it', AUTH, tlsAuth()],
    ['tls-auth by SHA-1', ['--tls-auth', 'KEY', '0'], tlsAuth({ digest: 'sha1' })],
    [
      'tls-auth by SHA-512, without a direction',
      ['--tls-auth', 'KEY', '--auth', 'SHA512'],
      tlsAuth({ digest: 'sha512', direction: null }),
    ],
    [
      'tls-auth by SHA-384, the other direction',
      ['--tls-auth', 'KEY', '1', '--auth', 'SHA384'],
      tlsAuth({ digest: 'sha384', direction: 0 }),
    ],
    ['tls-crypt', ['--tls-crypt', 'KEY'], { kind: 'tls-crypt', key: secret } as const],
    ['no key at all', [], bare],
  ])('answers with %s', async (_, args, key) => {
    const server = await start(args);
    const { answer, stages } = await probeOpenVpn(openVpnTo(server, { key }));
    expect(server.log()).not.toContain('Error');
    expect(answer).toBe('reset');
    expect(stagesOf(stages)).toEqual(['dns skip', 'tcp pass']);
  });

  it('closes on another key, digest, direction, or none', async () => {
    const server = await start(AUTH);
    const keys: ControlKey[] = [
      tlsAuth({ key: new SecretBytes(randomBytes(256)) }),
      tlsAuth({ digest: 'sha512' }),
      tlsAuth({ direction: 0 }),
      { kind: 'tls-crypt', key: secret },
      bare,
    ];
    const answers = await Promise.all(
      keys.map(async (key) => (await probeOpenVpn(openVpnTo(server, { key }))).answer),
    );
    expect(answers).toEqual(Array(keys.length).fill('closed'));
    expect(server.log()).toContain('Error');
  });
});

describe.skipIf(skipWithout(OPENVPN, SQUID))('an OpenVPN server behind a proxy', { timeout: 60_000 }, () => {
  const behind = async () => {
    const listen = { host: ownAddress(), port: await freePort() };
    const server = await start(AUTH, { listen });
    return { server, named: { host: NAME, port: listen.port }, hosts: { [NAME]: listen.host } };
  };

  it('is reached by a CONNECT without SSTPVERSION, which the proxy would refuse', async () => {
    const { named, hosts } = await behind();
    const squid = keep(await startSquid({ policy: 'no-sstp', hosts }));
    const { answer, stages } = await probeOpenVpn(openVpnTo(named, { route: through(squid) }));
    expect(answer).toBe('reset');
    expect(stagesOf(stages)).toEqual(['dns skip', 'tcp pass', 'connect pass']);
    const entry = await squid.waitForEntry('the CONNECT', ({ method }) => method === 'CONNECT');
    expect(entry).toMatchObject({ url: `${NAME}:${named.port}`, status: 200, sstpVersion: null });
  });

  it.skipIf(skipWithout(CERTIFICATE_HELPER))('is not reached through one that decrypts TLS', async () => {
    const { named, hosts, server } = await behind();
    const inspector = await createCa();
    const { pem, keyPem } = inspector.root;
    const squid = keep(
      await startBumpingSquid({ inspector: { pem, keyPem }, upstreamRoot: ca.root.pem, hosts }),
    );
    const { answer, stages } = await probeOpenVpn(openVpnTo(named, { route: through(squid) }));
    expect(stagesOf(stages)).toEqual(['dns skip', 'tcp pass', 'connect pass']);
    // It closes the connection at the first byte that is not TLS, so the server receives nothing.
    expect(answer).toBe('closed');
    expect(server.log()).not.toContain('TCP connection established');
    const direct = await probeOpenVpn(openVpnTo(server));
    expect(direct.answer).toBe('reset');
    expect(server.log()).toContain('TCP connection established');
  });
});
