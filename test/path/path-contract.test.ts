import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCa } from '../../scripts/simulated/ca.ts';
import type { ServeMode } from '../../scripts/simulated/crl-server.ts';
import { type GatewayBehaviour, startGateway } from '../../scripts/simulated/gateway.ts';
import { type ProxyBehaviour, startProxy } from '../../scripts/simulated/proxy.ts';
import {
  type SimulatedServers,
  type SimulatedServersOptions,
  startSimulatedServers,
} from '../../scripts/simulated/simulated-servers.ts';
import type { VerdictCode } from '../../src/core/model/check.ts';
import { transcriptSchema } from '../../src/path/transcript/transcript.ts';
import type { TunnelRequest } from '../../src/path/tunnel/tunnel.ts';
import { SessionHost } from '../../src/powershell/open.ts';
import { linuxPwsh } from '../support/lab/lab.ts';
import { freePort } from '../support/ports.ts';
import {
  buildShippedScripts,
  hostOptions,
  openWorkshop,
  type Workshop,
} from '../support/programs/powershell.ts';
import { skipWithout } from '../support/programs/process.ts';
import { NGINX, startNginx } from '../support/servers/nginx.ts';
import { closeAfterEach } from './fixtures.ts';
import { ca, noConnections, pour, startPlain, startTls, startWith, startWithoutIssuer } from './gateways.ts';
import { startMutePort } from './mute.ts';
import {
  comparable,
  type Probe,
  type Probed,
  probeByScript,
  probeBySockets,
  seenByScript,
} from './path-ends.ts';
import { CORRELATION_ID, straightTo, through, throughSimulated } from './routes.ts';
import { CLOSE, RESET, startScriptedProxy } from './tunnel/proxy/scripted-proxy.ts';

/** The deadline of probes that end by it: the script needs a part of it to start. */
const PATIENCE_MS = 1500;
const TLS_1_2 = { maxVersion: 'TLSv1.2' } as const;

let shop: Workshop;
let host: SessionHost;
let probeScript: Probe;
const keep = closeAfterEach();

/** Probes by sockets, then by the script: both must see the same, and `sent` (what a server got) must be equal. */
async function byBothProbes(
  request: TunnelRequest,
  sent: () => readonly string[] = () => [],
): Promise<Probed> {
  const bySockets = await probeBySockets(request);
  const first = [...sent()];
  const byScript = await probeScript(request);
  expect(comparable(byScript)).toEqual(comparable(bySockets));
  // Only the sockets follow a redirect.
  const asked = first.filter((request) => !request.includes('blocked.example'));
  expect(sent().slice(first.length).toSorted()).toEqual(asked.toSorted());
  expect(JSON.stringify(byScript)).toMatch(/^[ -~]*$/);
  return byScript;
}

/** The requests to the proxy. */
function askedOf(simulated: SimulatedServers): string[] {
  return simulated.proxy.log.map(({ method, target, headers }) =>
    JSON.stringify([method, target, headers.host, headers.sstpversion, headers['user-agent']]),
  );
}

describe.skipIf(skipWithout(linuxPwsh))('the script sees what sockets see', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    shop = openWorkshop();
    const scriptsDir = join(shop.folder, 'scripts');
    await buildShippedScripts(scriptsDir);
    host = new SessionHost(hostOptions(linuxPwsh, { scriptsDir, maxReplyLength: 64 * 1024 * 1024 }));
    probeScript = probeByScript(host);
    // The first run compiles the script; its time does not matter here.
    const simulated = await startSimulatedServers();
    await probeScript(throughSimulated(simulated));
    await simulated.close();
  }, 120_000);
  afterAll(async () => {
    await host.dispose();
    shop.remove();
  });

  const gateways: Record<GatewayBehaviour, VerdictCode> = {
    ok: 'reachable',
    nak: 'not-sstp',
    abort: 'not-sstp',
    disconnect: 'not-sstp',
    'silent-after-tcp': 'timeout',
    'silent-after-tls': 'timeout',
    'close-after-tls': 'not-sstp',
    'silent-after-200': 'timeout',
    'close-after-200': 'not-sstp',
    'http-404': 'not-sstp',
    'http-503': 'no-sstp-port-free',
    'http-200-no-ack': 'not-sstp',
    'byte-by-byte': 'reachable',
    'ack-in-same-record': 'reachable',
    'lcp-first': 'reachable',
    'http10-lowercase-head': 'not-sstp',
    'endless-head': 'not-sstp',
    'long-head': 'not-sstp',
    garbage: 'not-sstp',
    'empty-ack': 'not-sstp',
    'garbage-packet': 'not-sstp',
    'reset-on-client-hello': 'tls-failed',
  };

  it.each(Object.entries(gateways) as [GatewayBehaviour, VerdictCode][])(
    'of a gateway: %s is %s',
    async (behaviour, verdict) => {
      // No addresses in the certificate: this tests only the tunnel.
      const bare = await createCa();
      const { key, cert } = await bare.issue({ names: ['localhost'], ips: ['127.0.0.1'] });
      const nonce = Buffer.alloc(32, 0x5a);
      const at = keep(await startGateway({ key, cert, behaviour, nonce, ...TLS_1_2 }));
      const deadlineMs = verdict === 'timeout' ? PATIENCE_MS : 20_000;
      const request = straightTo(at, [bare.root.pem], { deadlineMs });
      const probed = await byBothProbes(request, () =>
        at.log.map(({ received }) => received.toString('latin1')),
      );
      expect(probed.verdict).toBe(verdict);
    },
  );

  const proxies: Record<ProxyBehaviour, VerdictCode> = {
    ok: 'reachable',
    'auth-required': 'proxy-auth-required',
    'forbid-sstp-header': 'proxy-blocks-sstp',
    'forbid-all': 'proxy-refused',
    'bad-gateway': 'gateway-unreachable',
    silent: 'timeout',
    'slow-head': 'timeout',
    http10: 'reachable',
    'endless-head': 'proxy-refused',
  };
  const modes: Record<ServeMode, VerdictCode> = {
    ok: 'reachable',
    html: 'revocation-unreachable',
    redirect: 'revocation-unreachable',
    forbidden: 'revocation-unreachable',
    missing: 'revocation-unreachable',
    'auth-required': 'revocation-unreachable',
    // Its OCSP responders answer.
    'post-only': 'reachable',
    unavailable: 'revocation-unreachable',
    empty: 'revocation-unreachable',
    truncated: 'revocation-unreachable',
    'cut-off': 'revocation-unreachable',
    chunked: 'reachable',
    silent: 'revocation-unreachable',
  };
  const cases: [string, SimulatedServersOptions, VerdictCode][] = [
    ...Object.entries(proxies).map(([proxy, verdict]): [string, SimulatedServersOptions, VerdictCode] => [
      `a proxy: ${proxy}`,
      { proxy: proxy as ProxyBehaviour },
      verdict,
    ]),
    ...Object.entries(modes).map(([mode, verdict]): [string, SimulatedServersOptions, VerdictCode] => [
      `revocation: ${mode}`,
      { revocation: mode as ServeMode },
      verdict,
    ]),
    ['a revoked gateway', { revoked: true }, 'revoked'],
  ];

  it.each(cases)('of %s', async (_name, options, verdict) => {
    const simulated = keep(await startSimulatedServers(options));
    const slow = verdict === 'timeout' || options.revocation === 'silent';
    const request = throughSimulated(simulated, { deadlineMs: slow ? PATIENCE_MS : 20_000 });
    // Only the sockets send a second request while a proxy does not reply: the script is sequential.
    const isBeside = (one: string) => verdict === 'timeout' && /^\["CONNECT","[^"]*","[^"]*",null/.test(one);
    const probed = await byBothProbes(request, () => askedOf(simulated).filter((one) => !isBeside(one)));
    expect(probed.verdict).toBe(verdict);
  });

  const refusals: [string, string[]][] = [
    ['not HTTP', ['SSH-2.0-OpenSSH\r\n']],
    ['terminal escapes', ['\x1b]0;owned\x07\xff']],
    ['a login page', ['HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\n\r\n']],
    [
      'an interim answer first',
      ['HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 407 x\r\nProxy-Authenticate: NTLM\r\n\r\n'],
    ],
    ['silence to the second question', ['HTTP/1.1 403 Forbidden\r\n\r\n', '']],
    ['a close in place of an answer', [CLOSE]],
    ['a close half way in its head', [`HTTP/1.1 403${CLOSE}`]],
    ['a TLS alert right behind the head', ['HTTP/1.1 200 OK\r\n\r\n\x15\x03\x03\x00\x02\x02\x28']],
  ];
  const bothAsk = async (answers: readonly string[]) => {
    const bySockets = keep(await startScriptedProxy(...answers));
    const byScript = keep(await startScriptedProxy(...answers));
    const target = { host: 'gateway.example', port: 443 };
    const asked = (proxy: typeof byScript) =>
      straightTo(target, [], { route: through(proxy), deadlineMs: PATIENCE_MS });
    const text = (probed: Probed, proxy: typeof byScript) =>
      JSON.stringify(comparable(probed)).replaceAll(String(proxy.port), 'PORT');
    const sockets = text(await probeBySockets(asked(bySockets)), bySockets);
    const script = text(await probeScript(asked(byScript)), byScript);
    const heads = ({ received }: typeof byScript) =>
      received.map((one) => one.slice(0, one.indexOf('\r\n\r\n')));
    return { sockets, script, heads: { sockets: heads(bySockets), script: heads(byScript) } };
  };
  it.each(refusals)('of a proxy that answers with %s', async (_name, answers) => {
    const { sockets, script, heads } = await bothAsk(answers);
    expect(script).toEqual(sockets);
    expect(heads.script).toEqual(heads.sockets);
  });

  // The script makes no TLS handshake in what the second request was granted: that the proxy ends this too, it cannot see.
  it.each([
    ['a close', CLOSE],
    ['a reset', RESET],
  ])(
    'of a proxy that answers with %s where SSTPVERSION stands, and lets no TLS through without it',
    async (_name, end) => {
      const { sockets, script } = await bothAsk([end, 'HTTP/1.1 200 OK\r\n\r\n']);
      expect(sockets).toContain('"withoutSstpVersion":{"status":200,"tls":"timeout"}');
      expect(sockets).toContain('"verdict":"proxy-refused"');
      expect(script).toContain('"withoutSstpVersion":{"status":200,"tls":"evidence-ends"}');
      expect(script).toContain('"verdict":"proxy-blocks-sstp"');
    },
  );

  it('of addresses where nobody is', async () => {
    const port = await freePort();
    expect((await byBothProbes(straightTo({ host: '127.0.0.1', port }))).verdict).toBe('gateway-unreachable');
    expect((await byBothProbes(straightTo({ host: 'localhost', port }))).verdict).toBe('gateway-unreachable');
    expect((await byBothProbes(straightTo({ host: 'nobody.invalid', port }))).verdict).toBe('dns-failed');
    const route = through({ host: '127.0.0.1', port });
    expect((await byBothProbes(straightTo({ host: 'a.example', port }, [], { route }))).verdict).toBe(
      'proxy-unreachable',
    );
  });

  it.skipIf(process.platform !== 'linux')('of an address that answers no SYN', async () => {
    const at = keep(await startMutePort());
    expect((await byBothProbes(straightTo(at, [], { deadlineMs: 600 }))).verdict).toBe('timeout');
  });

  it.skipIf(skipWithout(NGINX))('of a real web server that has no such name, by its alert', async () => {
    const { key, cert } = await ca.issue({ names: ['elsewhere.example'] });
    const nginx = keep(await startNginx({ key, cert, serves: 'ssl_reject_handshake on;' }));
    for (const probe of [probeBySockets, probeScript]) {
      const { verdict, tunnel } = await probe(straightTo({ ...nginx, host: 'localhost' }));
      expect(tunnel.at(-1)).toMatchObject({ stage: 'tls', evidence: { reason: 'unrecognized-name' } });
      expect(verdict).toBe('tls-failed');
    }
  });

  it('of servers that are no SSTP gateway', async () => {
    const plain = keep(
      await startPlain((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))),
    );
    expect((await byBothProbes(straightTo(plain))).tunnel.at(-1)?.evidence).toMatchObject({
      reason: 'not-tls',
    });
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
    const oldTls = keep(await startTls(() => undefined, old));
    // The ciphers that a client offers decide whether such a server answers at all.
    expect((await probeScript(straightTo(oldTls))).verdict).toBe('tls-failed');
    for (const head of ['Transfer-Encoding: chunked\r\n', 'Content-Length: 5\r\n', '']) {
      const answer = `HTTP/1.1 200 OK\r\n${head}\r\n`;
      const web = keep(
        await startTls((socket) => {
          socket.once('data', () => socket.write(answer));
          socket.on('data', (bytes) => void (bytes[0] === 0x10 && socket.end()));
        }, TLS_1_2),
      );
      expect((await byBothProbes(straightTo(web, [ca.root.pem]))).verdict).toBe('not-sstp');
    }
    const endless = keep(
      await startTls((socket) => {
        socket.once('data', () => {
          socket.write('HTTP/1.1 200\r\n\r\n');
          pour(socket, Buffer.from('10000008c0210101', 'hex'));
        });
      }, TLS_1_2),
    );
    const { tunnel } = await byBothProbes(straightTo(endless, [ca.root.pem]));
    expect(tunnel.at(-1)?.evidence).toMatchObject({ reason: 'too-many-packets' });
    await noConnections(endless);
    // The script stopped by itself, not at the deadline.
    const seen = await seenByScript(host, straightTo(endless, [ca.root.pem]));
    expect(seen.tunnel.inside?.end).toBe('open');
  });

  it('of an issuer that is not sent and whose URL does not reply', async () => {
    const { gateway, silent, trusted } = await startWithoutIssuer(keep);
    const probed = await byBothProbes(straightTo(gateway, trusted));
    expect(probed).toMatchObject({ verdict: 'untrusted-root', stage: 'certificate' });
    expect(silent.sockets.size).toBe(0);
  });

  it('of certificates that nobody should accept', async () => {
    const past = new Date(Date.now() - 1000);
    const expired = await ca.issue({ names: ['localhost'], ips: ['127.0.0.1'], notAfter: past });
    const other = await ca.issue({ names: ['other.example'] });
    for (const [identity, reason] of [
      [expired, 'expired'],
      [other, 'name-mismatch'],
    ] as const) {
      const at = keep(await startGateway({ key: identity.key, cert: identity.cert, ...TLS_1_2 }));
      const probed = await byBothProbes(straightTo(at, [ca.root.pem]));
      expect(probed.tunnel[3]?.evidence).toMatchObject({ reason });
    }
    const unknown = keep(await startWith('ok', TLS_1_2));
    expect((await byBothProbes(straightTo(unknown))).verdict).toBe('untrusted-root');
    const inspector = await createCa({ name: 'Contoso Inspection' });
    const forged = await inspector.issue({ names: ['gateway.example'] });
    const simulated = keep(await startSimulatedServers({ gatewayHost: 'gateway.example' }));
    const between = keep(await startGateway({ key: forged.key, cert: forged.cert, ...TLS_1_2 }));
    const proxy = keep(await startProxy({ hosts: { 'gateway.example': between } }));
    const probed = await byBothProbes(throughSimulated(simulated, { route: through(proxy) }));
    expect(probed.verdict).toBe('tls-inspection');
  });

  it('asks for the addresses that are named, no further than it may, and for no others', async () => {
    const simulated = keep(await startSimulatedServers());
    const proxy = { host: simulated.proxyHost, port: simulated.proxyPort };
    const [url = ''] = simulated.crlUrls.gateway;
    const gateway = {
      host: simulated.gatewayHost,
      port: 443,
      proxy,
      correlationId: CORRELATION_ID,
      revocation: null,
    };
    const fetch = { url, kind: 'crl', position: 0, proxy, post: null };
    const ask = async (maxBytes: number) => {
      const request = { gateways: [gateway], fetches: [fetch], maxBytes };
      const { result } = await host.run('Test-P2SPath', request, { deadlineMs: 60_000 });
      return transcriptSchema.parse(result);
    };
    const { gateways, fetches } = await ask(1_000_000);
    expect(gateways[0]?.fetches).toEqual([]);
    const bytes = Buffer.from(fetches[0]?.proxy?.chunks[0]?.base64 ?? '', 'base64').toString('latin1');
    expect(bytes).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(bytes.split('\r\n\r\n')[1]).toMatch(/^0/);
    simulated.crlServer.set('/issuing.crl', { body: Buffer.alloc(200_000, 0x30) });
    expect((await ask(10_000)).fetches[0]?.proxy?.end).toBe('limit');
  });

  it('reads no more of all addresses together than a reply may hold', async () => {
    const simulated = keep(await startSimulatedServers());
    const proxy = { host: simulated.proxyHost, port: simulated.proxyPort };
    const [url = ''] = simulated.crlUrls.gateway;
    simulated.crlServer.set('/issuing.crl', { body: Buffer.alloc(4_000_000, 0x30) });
    const fetches = Array(6).fill({ url, kind: 'crl', position: 0, proxy, post: null });
    const { result } = await host.run('Test-P2SPath', { gateways: [], fetches }, { deadlineMs: 60_000 });
    const ends = transcriptSchema.parse(result).fetches.map((one) => one.proxy);
    const read = ends.reduce((sum, one) => sum + (one?.chunks[0]?.base64.length ?? 0) * 0.75, 0);
    expect(ends.some((one) => one?.end === 'limit')).toBe(true);
    expect(read).toBeLessThan(18_000_000);
  });
});
