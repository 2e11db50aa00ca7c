import { randomBytes } from 'node:crypto';
import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCa } from '../../scripts/simulated/ca.ts';
import { SecretBytes } from '../../src/core/security/control-key.ts';
import { NOTIFY } from '../../src/path/ike/payloads.ts';
import { IKE_TIMING } from '../../src/path/ike/probe.ts';
import { probeOpenVpn } from '../../src/path/openvpn/probe.ts';
import { framed } from '../../src/path/openvpn/reset.ts';
import { prepareIke } from '../../src/path/packets/ike.ts';
import { prepareOpenVpn } from '../../src/path/packets/openvpn.ts';
import { type PacketTranscript, packetTranscriptSchema } from '../../src/path/packets/transcript.ts';
import { SessionHost } from '../../src/powershell/open.ts';
import { linuxPwsh } from '../support/lab/lab.ts';
import { mayUnshare } from '../support/namespace.ts';
import { freePort, ownAddress } from '../support/ports.ts';
import {
  buildShippedScripts,
  hostOptions,
  openWorkshop,
  type Workshop,
} from '../support/programs/powershell.ts';
import { realRequired, skipWithout } from '../support/programs/process.ts';
import { OPENVPN, startOpenVpn } from '../support/servers/openvpn-server.ts';
import { SQUID, startSquid } from '../support/servers/squid.ts';
import { CHARON, startStrongSwan } from '../support/servers/strongswan.ts';
import { NSS_WRAPPER, privateNames } from '../support/texts/names.ts';
import { closeAfterEach } from './fixtures.ts';
import { startPlain } from './gateways.ts';
import { acceptance, notify, response } from './ike/answers.ts';
import { serverReset } from './openvpn/answers.ts';
import { openVpnTo, STATIC_KEY, tlsAuth } from './openvpn/routes.ts';
import { stagesOf, through } from './routes.ts';
import { startScriptedProxy } from './tunnel/proxy/scripted-proxy.ts';

let shop: Workshop;
let host: SessionHost;
const keep = closeAfterEach();

async function sent(request: Record<string, unknown>, by = host): Promise<PacketTranscript> {
  const { result, diagnostics } = await by.run(
    'Send-P2SPacket',
    { udp: [], tcp: [], ...request },
    { deadlineMs: 60_000 },
  );
  expect(diagnostics).toEqual([]);
  return packetTranscriptSchema.parse(result);
}

/** A UDP server that answers each packet with the result of `answer` for its SPI. */
async function startServer(
  answer: (spi: Buffer) => readonly Uint8Array[],
  address = '127.0.0.1',
  onPort = 0,
) {
  const socket = createSocket('udp4');
  const packets: Buffer[] = [];
  socket.on('message', (packet, { address: from, port }: RemoteInfo) => {
    packets.push(packet);
    for (const bytes of answer(packet.subarray(0, 8))) socket.send(bytes, port, from);
  });
  socket.bind(onPort, address);
  await once(socket, 'listening');
  let closing: Promise<void> | null = null;
  const close = () => {
    closing ??= new Promise<void>((resolve) => socket.close(() => resolve()));
    return closing;
  };
  return keep({ port: socket.address().port, packets, close });
}

const ikeTo = (port: number, more: Partial<Parameters<typeof prepareIke>[0]> = {}) =>
  prepareIke({ host: '127.0.0.1', port, nonEspMarker: false, deadlineMs: 12_000, randomBytes, ...more });

describe.skipIf(skipWithout(linuxPwsh))('packets that another machine sends', { timeout: 90_000 }, () => {
  beforeAll(async () => {
    shop = openWorkshop();
    const scriptsDir = join(shop.folder, 'scripts');
    await buildShippedScripts(scriptsDir);
    host = new SessionHost(hostOptions(linuxPwsh, { scriptsDir }));
  });
  afterAll(async () => {
    await host?.dispose();
    shop?.remove();
  });

  it('over UDP, side by side: an answer, other answers, foreign ones, a closed port, no reply, no such name', async () => {
    const accepts = await startServer((spi) => [response(spi, acceptance(spi))]);
    const cookie = await startServer((spi) => [response(spi, [notify(NOTIFY.cookie, randomBytes(20))])]);
    const late = await startServer((spi) => [
      Buffer.from('noise'),
      response(spi, [notify(NOTIFY.noProposalChosen)]),
    ]);
    const foreign = await startServer(() => [response(randomBytes(8), acceptance(randomBytes(8)))]);
    const mute = await startServer(() => []);
    const closed = await startServer(() => []);
    await closed.close();
    const prepared = [
      ikeTo(accepts.port),
      ikeTo(cookie.port),
      ikeTo(late.port),
      ikeTo(foreign.port),
      ikeTo(mute.port),
      ikeTo(closed.port),
      ikeTo(500, { host: 'no-such-name.invalid' }),
    ];
    const { udp } = await sent({ udp: prepared.map(({ request }) => request) });
    const outcomes = await Promise.all(
      prepared.map(({ judge }, index) => judge(udp[index] as (typeof udp)[number])),
    );
    expect(outcomes.map(({ result, answers }) => [result, answers.map(({ kind }) => kind)])).toEqual([
      ['answered', ['accepted']],
      ['answered', ['cookie']],
      ['answered', ['no-proposal']],
      ['not-ike', []],
      ['silent', []],
      ['refused', []],
      ['no-address', []],
    ]);
    expect(outcomes[0]?.answers[0]).toMatchObject({ nat: null });
    // The same packet as often as the timing has it; only once when there was an answer.
    expect(mute.packets).toEqual(Array(3).fill(mute.packets[0]));
    const [first] = accepts.packets;
    expect(udp[0]?.attempts).toMatchObject([{ sent: 1, end: 'silent', datagrams: [{}] }]);
    expect(prepared[0]?.request.answerStarts).toBe(first?.subarray(0, 8).toString('base64'));
    expect(outcomes[4]?.evidence).toEqual({ address: '127.0.0.1', packets: IKE_TIMING.sendAt.length });
    expect(accepts.packets).toHaveLength(1);
  });

  it.skipIf(skipWithout(NSS_WRAPPER))(
    'over UDP, to the next address of a name where one does not answer',
    async () => {
      const names = keep(await privateNames({ 'vpn.contoso.example': ['127.0.0.1', '127.0.0.2'] }));
      const options = hostOptions(linuxPwsh, { scriptsDir: join(shop.folder, 'scripts') });
      const there = new SessionHost({ ...options, env: { ...options.env, ...names.env } });
      keep({ close: () => there.dispose() });
      const accept = (spi: Buffer) => [response(spi, acceptance(spi))];
      const [refused, mute, foreign, unused] = [
        await startServer(accept, '127.0.0.2'),
        await startServer(accept, '127.0.0.2'),
        await startServer(accept, '127.0.0.2'),
        await startServer(accept, '127.0.0.2'),
      ];
      await startServer(() => [], '127.0.0.1', mute.port);
      await startServer(() => [Buffer.from('noise')], '127.0.0.1', foreign.port);
      await startServer(accept, '127.0.0.1', unused.port);
      const both = [refused, mute, foreign, unused].map(({ port }) =>
        ikeTo(port, { host: 'vpn.contoso.example' }),
      );
      const { udp } = await sent({ udp: both.map(({ request }) => request) }, there);
      const outcomes = await Promise.all(
        both.map(({ judge }, index) => judge(udp[index] as (typeof udp)[number])),
      );
      const also = (result: string) => ({ address: '127.0.0.2', also: [{ address: '127.0.0.1', result }] });
      expect(outcomes.map(({ result }) => result)).toEqual(Array(4).fill('answered'));
      expect(outcomes.map(({ evidence }) => evidence)).toMatchObject([
        also('refused'),
        also('silent'),
        also('not-ike'),
        { address: '127.0.0.1', packets: 1 },
      ]);
      expect(unused.packets).toEqual([]);
    },
  );

  it.skipIf(skipWithout(CHARON) || (!realRequired() && !mayUnshare()))(
    'to a real IKEv2 responder, on both ports',
    async () => {
      const server = keep(
        await startStrongSwan({
          proposals: { '127.0.0.1': 'aes256-sha256-modp2048', '127.0.0.2': 'aes256-sha1-modp1024' },
        }),
      );
      const prepared = [ikeTo(500), ikeTo(4500, { nonEspMarker: true }), ikeTo(500, { host: '127.0.0.2' })];
      const request = { udp: prepared.map((one) => one.request), tcp: [] };
      const script = join(shop.folder, 'scripts/Send-P2SPacket.ps1');
      const base64 = Buffer.from(JSON.stringify(request)).toString('base64');
      const args = ['-NoProfile', '-NonInteractive', '-File', script, '-RequestBase64', base64];
      const { stdout, stderr } = await server.namespace.run(linuxPwsh, args, 60_000);
      expect(stderr).toBe('');
      const { udp } = packetTranscriptSchema.parse(JSON.parse(stdout));
      const outcomes = await Promise.all(
        prepared.map(({ judge }, index) => judge(udp[index] as (typeof udp)[number])),
      );
      expect(outcomes.map(({ result, answers }) => [result, answers[0]?.kind])).toEqual([
        ['answered', 'accepted'],
        ['answered', 'accepted'],
        ['answered', 'other-group'],
      ]);
    },
  );

  describe.skipIf(skipWithout(OPENVPN, SQUID))('over TCP to a real OpenVPN server', () => {
    it('directly, through a proxy that passes it, and through one that does not', async () => {
      const ca = await createCa();
      const leaf = await ca.issue({ names: ['vpn.example'], ips: [] });
      const listen = { host: ownAddress(), port: await freePort() };
      const name = 'azuregateway-0.vpn.example';
      const hosts = { [name]: listen.host };
      const pems = { key: leaf.key, cert: leaf.cert, ca: ca.root.pem };
      const args = ['--tls-auth', 'KEY', '0', '--auth', 'SHA256'];
      const server = keep(await startOpenVpn({ ...pems, args, staticKey: STATIC_KEY, listen }));
      const [open, auth] = [
        keep(await startSquid({ policy: 'no-sstp', hosts })),
        keep(await startSquid({ policy: 'auth', hosts })),
      ];
      const named = { host: name, port: listen.port };
      const otherKey = tlsAuth({ key: new SecretBytes(randomBytes(256)) });
      const prepared = [
        openVpnTo(server),
        openVpnTo(server, { key: otherKey }),
        openVpnTo(named, { route: through(open) }),
        openVpnTo(named, { route: through(auth) }),
        openVpnTo({ host: '127.0.0.1', port: await freePort() }),
      ].map(prepareOpenVpn);
      const request = { tcp: prepared.map((one) => one.request) };
      expect(JSON.stringify(request)).not.toContain(STATIC_KEY.slice(0, 64));
      const { tcp } = await sent(request);
      const outcomes = await Promise.all(
        prepared.map(({ judge }, index) => judge(tcp[index] as (typeof tcp)[number])),
      );
      expect(outcomes.map((one) => [one?.answer, stagesOf(one?.stages ?? []).at(-1)])).toEqual([
        ['reset', 'tcp pass'],
        ['closed', 'tcp pass'],
        ['reset', 'connect pass'],
        [null, 'connect fail'],
        [null, 'tcp fail'],
      ]);
      expect(outcomes[3]?.stages.at(-1)?.evidence).toMatchObject({ reason: 'proxy-auth', httpStatus: 407 });
    });
  });

  it('over TCP through the proxies of a list in turn, until one gives a connection', async () => {
    const proxy = keep(await startScriptedProxy('HTTP/1.1 403 Forbidden\r\n\r\n'));
    const last = keep(await startScriptedProxy('HTTP/1.1 200 OK\r\n\r\n'));
    const dead = { host: '127.0.0.1', port: await freePort() };
    const to = { host: 'vpn.contoso.example', port: 443 };
    const prepared = [dead, proxy, last, dead].map((via, index) =>
      prepareOpenVpn({ ...openVpnTo(to, { route: through(via) }), isNext: index % 3 > 0, connectMs: 2000 }),
    );
    const { tcp } = await sent({ tcp: prepared.map((one) => one.request) });
    const outcomes = await Promise.all(
      prepared.map(({ judge }, index) => judge(tcp[index] as (typeof tcp)[number])),
    );
    expect(outcomes.map((one) => one && stagesOf(one.stages).at(-1))).toEqual([
      'tcp fail',
      'connect fail',
      null,
      'tcp fail',
    ]);
    expect(last.received).toEqual([]);
  });

  it('are judged alike here and there, whatever comes after a first answer', async () => {
    const key = tlsAuth();
    const foreign = framed(serverReset(tlsAuth({ direction: 0 }), Buffer.alloc(8)));
    const server = keep(await startPlain((socket) => socket.once('data', () => socket.write(foreign))));
    const other = keep(await startPlain((socket) => socket.once('data', () => socket.write('HTT'))));
    for (const [at, answer] of [
      [server, 'bad-hmac'],
      [other, 'not-openvpn'],
    ] as const) {
      const expected = { ...openVpnTo(at, { key, answerMs: 300 }) };
      const prepared = prepareOpenVpn(expected);
      const { tcp } = await sent({ tcp: [{ ...prepared.request, enoughBytes: 500, answerMs: 300 }] });
      expect((await prepared.judge(tcp[0] as (typeof tcp)[number]))?.answer).toBe(answer);
      expect((await probeOpenVpn(expected)).answer).toBe(answer);
    }
  });

  it.each([
    ['a port that cannot be', { udp: [{ ...ikeTo(500).request, port: 70_000 }] }],
    ['a packet that is none', { udp: [{ ...ikeTo(500).request, packet: '$(whoami)' }] }],
    ['a flood', { udp: [{ ...ikeTo(500).request, sendAtMs: [0, 1, 2, 3, 4, 5] }] }],
    ['an answer that begins with nothing', { udp: [{ ...ikeTo(500).request, answerStarts: '' }] }],
    ['something else than a host', { tcp: [{ host: 'a b', port: 1, packet: 'AAAA' }] }],
    ['no lists', { udp: 1 }],
  ])('are not sent for %s', async (_, request) => {
    await expect(sent(request)).rejects.toMatchObject({
      code: 'powershell-failed',
      evidence: { code: 'invalid-request' },
    });
  });
});
