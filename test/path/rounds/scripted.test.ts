import type { Socket } from 'node:net';
import net from 'node:net';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { serveSstp } from '../../../scripts/simulated/gateway-session.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { checkTunnel } from '../../../src/path/tunnel/tunnel.ts';
import { requestsOf } from '../../../src/report/requests/proxy-request.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';
import { closeAfterEach } from '../fixtures.ts';
import { ACK, ca, leaf, startPlain, startTls } from '../gateways.ts';
import { evidenceOf, reportedBy, straightTo, through } from '../routes.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const keep = closeAfterEach();
/** Type 23: records after the handshake. */
const APPLICATION_DATA = 0x17;

async function see(...request: Parameters<typeof straightTo>) {
  const { results, settled } = await checkTunnel(straightTo(...request));
  await settled;
  const { checks, verdict } = reportedBy(results);
  const { message, next } = ENGLISH.verdict(verdict, checks);
  expect(JAPANESE.verdict(verdict, checks).message).toMatch(/[ぁ-ん]/);
  const requests = requestsOf(checks, [verdict], '2026-11-25T10:00:00.000Z');
  return { results, verdict, message, next, owners: requests.map(({ to }) => to), requests };
}

/** An SSTP server whose TLS accepts what `options` allow. */
async function startSstp(options: tls.TlsOptions) {
  return keep(
    await startTls((socket) => {
      const entry = {
        serverName: null,
        tlsVersion: null,
        received: Buffer.alloc(0),
        sent: Buffer.alloc(0),
        steps: [],
      };
      serveSstp(socket, entry, { behaviour: 'ok', nonce: null, closeDelayMs: 0 });
    }, options),
  );
}

/** Relays everything, until `onData` sees the client's first bytes after the handshake. */
function carry(socket: Socket, to: { host: string; port: number }, onData: () => void) {
  const far = net.connect(to.port, to.host);
  far.on('error', () => socket.destroy());
  socket.once('close', () => far.destroy());
  far.pipe(socket);
  socket.on('data', (bytes) => {
    if (bytes[0] !== APPLICATION_DATA) return void far.write(bytes);
    far.unpipe(socket);
    onData();
  });
}

describe('TLS is what Windows offers', () => {
  it.each([
    ['ChaCha20 alone', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-CHACHA20-POLY1305' }],
    ['ChaCha20 alone, in TLS 1.3', { minVersion: 'TLSv1.3', ciphers: 'TLS_CHACHA20_POLY1305_SHA256' }],
    ['P-521 alone', { ecdhCurve: 'P-521' }],
  ] as const)('%s does not reach it', async (_name, options) => {
    const { verdict, message, owners } = await see(await startSstp(options), [ca.root.pem]);
    expect(verdict).toMatchObject({ verdict: 'tls-failed', stage: 'tls' });
    expect(message).toContain('no cipher suite, curve or type of certificate in common with Windows');
    expect(owners).toEqual(['vpn-team']);
  });

  it.each([
    ['P-384 alone, after a HelloRetryRequest', { minVersion: 'TLSv1.3', ecdhCurve: 'P-384' }],
    ['the last suites of the list', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' }],
  ] as const)('%s does', async (_name, options) => {
    const { verdict } = await see(await startSstp(options), [ca.root.pem]);
    expect(verdict.verdict).toBe('reachable');
  });
});

describe('an end behind TLS', () => {
  it('by the alert of TLS 1.3 for a client certificate is that, and no word on SSTP', async () => {
    const options = { minVersion: 'TLSv1.3', requestCert: true, rejectUnauthorized: true } as const;
    const { results, verdict, message, next, owners } = await see(await startSstp(options), [ca.root.pem]);
    expect(evidenceOf(results, 'http').reason).toBe('client-certificate');
    expect(verdict).toMatchObject({ verdict: 'tls-failed', stage: 'http' });
    expect(message).toContain('asks for a client certificate');
    expect(next).not.toContain('SSTP is enabled');
    expect(owners).toEqual(['vpn-team']);
  });

  it('by a reset through a proxy may come from either, and a command shows which', async () => {
    const gateway = await startSstp({ maxVersion: 'TLSv1.2' });
    const proxy = keep(
      await startPlain((socket) => {
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
          carry(socket, gateway, () => socket.resetAndDestroy());
        });
      }),
    );
    const { verdict, message, next, owners } = await see(gateway, [ca.root.pem], { route: through(proxy) });
    expect(verdict).toMatchObject({ verdict: 'not-sstp', stage: 'http' });
    expect(message).toContain('accepts TLS, but the connection ends without an answer to SSTP');
    expect(next).toMatch(/p2s-fix verify 127\.0\.0\.1:\d+ --direct shows which/);
    expect(owners).toEqual(['proxy-team', 'vpn-team']);
  });
});

describe('an end in the middle of TLS', () => {
  it('of the handshake may be the gateway or something on the route', async () => {
    const gateway = await startSstp({ maxVersion: 'TLSv1.2' });
    const cut = await startPlain((socket) => {
      const far = net.connect(gateway.port, gateway.host);
      far.on('error', () => socket.destroy());
      socket.once('close', () => far.destroy());
      socket.pipe(far);
      far.once('data', (bytes) => socket.write(bytes.subarray(0, 500), () => socket.resetAndDestroy()));
    });
    const { verdict, message, next, owners } = await see(keep(cut), [ca.root.pem]);
    expect(verdict).toMatchObject({ verdict: 'tls-failed', stage: 'tls' });
    expect(message).toContain('ends the connection in the middle of the TLS handshake');
    expect(next).toContain('Network team: make sure that nothing on the route ends TLS');
    expect(owners).toEqual(['network-team', 'vpn-team']);
  });

  it('by bytes that cannot be decrypted is no failed handshake', async () => {
    const broken = await startPlain((raw) => {
      const secureContext = tls.createSecureContext({
        key: leaf.key,
        cert: leaf.cert,
        maxVersion: 'TLSv1.2',
      });
      const socket = new tls.TLSSocket(raw, { isServer: true, secureContext });
      socket.on('error', () => undefined);
      const record = Buffer.concat([Buffer.from([APPLICATION_DATA, 3, 3, 0, 64]), Buffer.alloc(64, 0x5a)]);
      socket.once('data', () => raw.write(record));
    });
    const { verdict, message, owners } = await see(keep(broken), [ca.root.pem]);
    expect(verdict).toMatchObject({ verdict: 'tls-failed', stage: 'http' });
    expect(message).toContain('completes the TLS handshake, but what follows is not valid TLS');
    expect(owners).toEqual(['vpn-team']);
  });
});

describe('a refusal of CONNECT', () => {
  it.each([
    ['407', 'proxy-auth-required', 'Proxy-Authenticate: Negotiate '],
    ['403', 'proxy-refused', 'X-Reason: '],
  ])('of %s is one, however long its head is', async (status, code, header) => {
    const at = keep(
      await startPlain((socket) => {
        const head = `HTTP/1.1 ${status} x\r\n${header}${'A'.repeat(40_000)}\r\n\r\n`;
        socket.once('data', () => socket.end(head));
      }),
    );
    const target = { host: 'gateway.example', port: 443 };
    const { results, verdict, owners } = await see(target, [], { route: through(at) });
    expect(evidenceOf(results, 'connect').httpStatus).toBe(Number(status));
    expect(verdict).toMatchObject({ verdict: code, stage: 'connect' });
    expect(owners).toEqual(['proxy-team']);
    expect(JSON.stringify(results)).not.toContain('AAAA');
  });
});

describe('a certificate that is out of date', () => {
  const HOUR = 3_600_000;
  const fromNow = (hours: number) => new Date(Date.now() + hours * HOUR);

  it.each([
    ['expired, where the gateway agrees with this computer', -48, -24, 0, false],
    ['expired by the clock of the gateway as well', -48, -24, 2, false],
    ['not yet valid, but by the clock of the gateway', 1, 24, 2, true],
  ])(
    '%s: names the clock of this computer only as a possible cause',
    async (_name, from, to, ahead, named) => {
      const { key, cert } = await ca.issue({
        ...{ names: ['localhost'], ips: ['127.0.0.1'], notBefore: fromNow(from), notAfter: fromNow(to) },
      });
      const head = `HTTP/1.1 200\r\nContent-Length: 18446744073709551615\r\nDate: ${fromNow(ahead).toUTCString()}\r\n\r\n`;
      const gateway = await startTls(
        (socket) => socket.once('data', () => socket.end(Buffer.concat([Buffer.from(head), ACK]))),
        { key, cert },
      );
      const { verdict, next, requests } = await see(keep(gateway), [ca.root.pem]);
      expect(verdict).toMatchObject({ verdict: 'certificate-invalid', stage: 'certificate' });
      for (const text of [next, requests[0]?.en]) {
        expect(text).toContain('he dates of the certificate');
        expect(String(text).includes('the clock of this computer')).toBe(named);
      }
    },
  );
});
