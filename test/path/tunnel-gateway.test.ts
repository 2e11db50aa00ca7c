import net from 'node:net';
import tls from 'node:tls';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCa } from '../../scripts/world/ca.ts';
import { type Gateway, type GatewayBehaviour, startGateway } from '../../scripts/world/gateway.ts';
import { listen } from '../../scripts/world/sockets.ts';
import type { StageEvent } from '../../src/core/check.ts';
import { tunnelVerdict } from '../../src/core/verdict.ts';
import { checkTunnel } from '../../src/path/tunnel.ts';
import { waitFor } from '../support/process.ts';
import { CORRELATION_ID, evidenceOf, sha256Of, stagesOf, straightTo } from './ways.ts';

const ca = await createCa();
const leaf = await ca.issue({
  names: ['localhost'],
  ips: ['127.0.0.1'],
  crlUrls: ['http://crl.example/a.crl'],
});
const NONCE = Buffer.alloc(32, 0x5a);
const open: { close(): Promise<void> }[] = [];

async function gateway(behaviour: GatewayBehaviour, more: Partial<Parameters<typeof startGateway>[0]> = {}) {
  const started = await startGateway({ key: leaf.key, cert: leaf.cert, behaviour, nonce: NONCE, ...more });
  open.push(started);
  return started;
}

async function rawServer(onSocket: (socket: net.Socket) => void) {
  const listening = await listen(net.createServer(onSocket));
  open.push(listening);
  return listening;
}

const noSockets = () => (process.getActiveResourcesInfo().includes('TCPSocketWrap') ? undefined : true);

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  await waitFor('every socket to be gone', noSockets);
});

const PASSED = ['dns skip', 'tcp pass', 'tls pass', 'certificate pass', 'http pass', 'sstp pass'];
const closedOnServer = (at: Gateway) =>
  waitFor('the connection to be closed', () =>
    at.log.every(({ steps }) => steps.includes('closed')) ? true : undefined,
  );

describe('checkTunnel, straight to a gateway', () => {
  it.each<GatewayBehaviour>(['ok', 'byte-by-byte', 'ack-in-same-record', 'lcp-first'])(
    'reaches the Ack: %s',
    async (behaviour) => {
      const at = await gateway(behaviour);
      const outcome = await checkTunnel(straightTo(at, [ca.root.pem]));
      await outcome.settled;
      expect(stagesOf(outcome.results)).toEqual(PASSED);
      expect(tunnelVerdict(outcome.results)).toEqual({ verdict: 'reachable', stage: null });
      expect(evidenceOf(outcome.results, 'sstp')).toEqual({
        ack: `10010030000200010004002800000003${NONCE.toString('hex')}`,
        hashBits: 3,
      });
      expect(outcome.chain.map((der) => Buffer.from(der))).toEqual([
        leaf.der,
        ca.intermediate.der,
        ca.root.der,
      ]);
    },
  );

  it('sends the text of the specification, nothing before its time, and aborts politely', async () => {
    const at = await gateway('lcp-first', { closeDelayMs: 20 });
    const outcome = await checkTunnel(
      straightTo(at, [ca.root.pem], { gateway: { host: 'localhost', port: at.port, source: 'option' } }),
    );
    await outcome.settled;
    await closedOnServer(at);
    const [connection] = at.log;
    const expected = Buffer.concat([
      Buffer.from(
        'SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.1\r\n' +
          `SSTPCORRELATIONID: {${CORRELATION_ID}}\r\n` +
          'Content-Length: 18446744073709551615\r\n' +
          'Host: localhost\r\n' +
          '\r\n',
      ),
      Buffer.from('1001000e00010001000100060001', 'hex'),
      Buffer.from('1001000800090000', 'hex'),
      Buffer.from('10010014000500010002000c0000000000000000', 'hex'),
    ]);
    expect(connection?.received).toEqual(expected);
    expect(connection?.serverName).toBe('localhost');
    expect(connection?.steps).toEqual([
      'tcp',
      'tls',
      'request',
      'connect-request',
      'ack',
      'abort-received',
      'closed',
    ]);
    expect(at.log).toHaveLength(1);
  });

  it('sends no SNI for an address, and tells address, protocol and certificate', async () => {
    const at = await gateway('ok', { maxVersion: 'TLSv1.2' });
    const { results, settled } = await checkTunnel(straightTo(at, [ca.root.pem]));
    await settled;
    expect(at.log[0]?.serverName).toBeNull();
    expect(evidenceOf(results, 'tcp')).toMatchObject({ of: 'gateway', address: '127.0.0.1', port: at.port });
    expect(evidenceOf(results, 'tls')).toMatchObject({ protocol: 'TLSv1.2', alpn: null });
    expect(evidenceOf(results, 'certificate')).toMatchObject({
      sha256: sha256Of(leaf.pem),
      subject: 'CN=localhost',
      issuer: 'CN=P2S Sample Issuing CA',
      san: ['DNS:localhost', 'IP Address:127.0.0.1'],
      crlUrls: ['http://crl.example/a.crl'],
      matchedOn: 'san',
      authorizationError: null,
      trustedBy: 'extra',
      chainLength: 3,
      top: { subject: 'CN=P2S Sample Root', sha256: sha256Of(ca.root.pem) },
    });
    expect(evidenceOf(results, 'http')).toMatchObject({
      httpStatus: 200,
      httpReason: '',
      server: 'Microsoft-HTTPAPI/2.0',
      contentLength: '18446744073709551615',
    });
  });

  it('takes an HTTP/1.0 head in lower case', async () => {
    const at = await gateway('http10-lowercase-head');
    const { results, settled } = await checkTunnel(straightTo(at, [ca.root.pem]));
    await settled;
    expect(stagesOf(results)).toEqual(PASSED);
    expect(evidenceOf(results, 'http')).toMatchObject({ httpVersion: '1.0', httpReason: 'tunnel ready' });
  });

  it.each<[GatewayBehaviour, string, string, Record<string, unknown>, string]>([
    ['nak', 'sstp', 'nak', { sstpStatus: 4 }, 'not-sstp'],
    ['abort', 'sstp', 'abort', { sstpStatus: 0 }, 'not-sstp'],
    ['close-after-200', 'sstp', 'closed', {}, 'not-sstp'],
    ['garbage-packet', 'sstp', 'not-a-packet', {}, 'not-sstp'],
    [
      'http-200-no-ack',
      'sstp',
      'not-a-packet',
      { began: Buffer.from('<!doctype html><').toString('hex') },
      'not-sstp',
    ],
    ['close-after-tls', 'http', 'closed', {}, 'not-sstp'],
    ['http-404', 'http', 'status', { httpStatus: 404 }, 'not-sstp'],
    ['http-503', 'http', 'status', { httpStatus: 503 }, 'no-sstp-port-free'],
    ['endless-head', 'http', 'head-too-large', {}, 'not-sstp'],
    ['garbage', 'http', 'not-http', {}, 'not-sstp'],
    ['reset-on-client-hello', 'tls', 'reset-at-client-hello', { bytesReceived: 0 }, 'tls-failed'],
  ])('%s fails in %s: %s', async (behaviour, stage, reason, evidence, verdict) => {
    const at = await gateway(behaviour);
    const { results, settled } = await checkTunnel(straightTo(at, [ca.root.pem]));
    await settled;
    expect(results.at(-1)).toMatchObject({ stage, status: 'fail', evidence: { reason, ...evidence } });
    expect(tunnelVerdict(results)).toEqual({ verdict, stage });
    await closedOnServer(at);
    expect(JSON.stringify(results)).toMatch(/^[ -~]*$/);
  });

  it.each<[GatewayBehaviour, string]>([
    ['silent-after-tcp', 'tls'],
    ['silent-after-tls', 'http'],
    ['silent-after-200', 'sstp'],
  ])('%s ends in a timeout at %s', async (behaviour, stage) => {
    const at = await gateway(behaviour);
    const { results, settled } = await checkTunnel(straightTo(at, [ca.root.pem], { deadlineMs: 400 }));
    await settled;
    expect(results.at(-1)).toMatchObject({
      stage,
      status: 'fail',
      evidence: { reason: 'timeout', deadlineMs: 400 },
    });
    expect(tunnelVerdict(results)).toEqual({ verdict: 'timeout', stage });
    await closedOnServer(at);
  });

  it('does not let a byte now and then extend the deadline', async () => {
    const head = [...'HTTP/1.1 200\r\nX: '];
    const server = tls.createServer({ key: leaf.key, cert: leaf.cert }, (socket) => {
      socket.on('error', () => undefined);
      const drip = setInterval(() => socket.write(head.shift() ?? 'x'), 20);
      socket.once('close', () => clearInterval(drip));
    });
    open.push(await listen(server));
    const { port } = server.address() as net.AddressInfo;
    const request = straightTo({ host: '127.0.0.1', port }, [ca.root.pem], { deadlineMs: 500 });
    const { results, settled } = await checkTunnel(request);
    await settled;
    expect(tunnelVerdict(results)).toEqual({ verdict: 'timeout', stage: 'http' });
  });

  it('says of a plain server that it does not speak TLS', async () => {
    const at = await rawServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    const { results, settled } = await checkTunnel(straightTo(at));
    await settled;
    expect(results.at(-1)).toMatchObject({ stage: 'tls', evidence: { reason: 'not-tls' } });
  });

  it('does not go below TLS 1.2', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
    const server = tls.createServer({ key: leaf.key, cert: leaf.cert, ...old });
    server.on('tlsClientError', () => undefined);
    const listening = await listen(server);
    open.push(listening);
    const { results, settled } = await checkTunnel(straightTo(listening, [ca.root.pem]));
    await settled;
    expect(results.at(-1)).toMatchObject({ stage: 'tls', status: 'fail', evidence: { reason: 'old-tls' } });
  });

  it('takes no chunked 200 for a tunnel, and warns of an ordinary Content-Length', async () => {
    const answer = async (head: string) => {
      const server = tls.createServer({ key: leaf.key, cert: leaf.cert }, (socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.write(head));
      });
      const listening = await listen(server);
      open.push(listening);
      const { results, settled } = await checkTunnel(
        straightTo(listening, [ca.root.pem], { deadlineMs: 500 }),
      );
      await settled;
      return results.find(({ stage }) => stage === 'http');
    };
    const chunked = await answer('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
    expect(chunked).toMatchObject({ status: 'fail', evidence: { reason: 'chunked' } });
    const short = await answer('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n');
    expect(short).toMatchObject({ status: 'warn', evidence: { httpStatus: 200, contentLength: '5' } });
    const none = await answer('HTTP/1.1 200 OK\r\n\r\n');
    expect(none).toMatchObject({ status: 'warn', evidence: { contentLength: null } });
  });

  it('goes on behind a certificate that nobody trusts, and is decided by it', async () => {
    const at = await gateway('ok');
    const { results, settled, chain } = await checkTunnel(straightTo(at));
    await settled;
    expect(stagesOf(results)).toEqual(PASSED.with(3, 'certificate fail'));
    expect(tunnelVerdict(results)).toEqual({ verdict: 'untrusted-root', stage: 'certificate' });
    expect(chain.map((der) => Buffer.from(der))).toEqual([leaf.der, ca.intermediate.der]);
  });

  it('tells the stages as they start and end', async () => {
    const at = await gateway('http-404');
    const events: StageEvent[] = [];
    const outcome = await checkTunnel(straightTo(at, [ca.root.pem]), {
      onStage: (event) => events.push(event),
    });
    await outcome.settled;
    const told = events.map((event) =>
      event.type === 'started' ? `${event.stage} started` : `${event.result.stage} ${event.result.status}`,
    );
    expect(told).toEqual([
      'dns skip',
      'tcp started',
      'tcp pass',
      'tls started',
      'tls pass',
      'certificate started',
      'certificate pass',
      'http started',
      'http fail',
    ]);
    expect(events.flatMap((event) => (event.type === 'result' ? [event.result] : []))).toEqual(
      outcome.results,
    );
  });

  it('is cancelled at any moment', async () => {
    const silent = await gateway('silent-after-200');
    const before = AbortSignal.abort();
    await expect(checkTunnel(straightTo(silent), { signal: before })).rejects.toMatchObject({
      code: 'cancelled',
    });
    const during = new AbortController();
    const cancelled = checkTunnel(straightTo(silent), {
      signal: during.signal,
      onStage: (event) => void (event.type === 'started' && event.stage === 'sstp' && during.abort()),
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await closedOnServer(silent);
  });

  /** Accepts the call and ignores our Abort. */
  async function stubborn() {
    const ack = Buffer.from(`10010030000200010004002800000003${NONCE.toString('hex')}`, 'hex');
    const server = tls.createServer({ key: leaf.key, cert: leaf.cert }, (socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write('HTTP/1.1 200\r\nContent-Length: 18446744073709551615\r\n\r\n'));
      socket.on('data', (chunk) => {
        if (chunk[5] === 1) socket.write(ack);
      });
    });
    const listening = await listen(server);
    open.push(listening);
    return listening;
  }

  it('waits three seconds at most for the end of a call, and not at all when cancelled', async () => {
    const at = await stubborn();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const controller = new AbortController();
      const cancelled = await checkTunnel(straightTo(at, [ca.root.pem]), { signal: controller.signal });
      controller.abort();
      await cancelled.settled;
      const patient = await checkTunnel(straightTo(at, [ca.root.pem]));
      const settled = vi.fn();
      const end = patient.settled.then(settled);
      vi.advanceTimersByTime(2999);
      await new Promise((resolve) => setImmediate(resolve));
      expect(settled).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1);
      await end;
      for (const { results } of [cancelled, patient])
        expect(tunnelVerdict(results).verdict).toBe('reachable');
    } finally {
      vi.useRealTimers();
    }
  });

  it('does not read data packets for ever', async () => {
    const server = tls.createServer({ key: leaf.key, cert: leaf.cert }, (socket) => {
      socket.on('error', () => undefined);
      const frame = Buffer.from('10000008c0210101', 'hex');
      const pour = () =>
        void (!socket.destroyed && (socket.write(frame) ? setImmediate(pour) : socket.once('drain', pour)));
      socket.once('data', () => {
        socket.write('HTTP/1.1 200\r\n\r\n');
        pour();
      });
    });
    const listening = await listen(server);
    open.push(listening);
    const { results, settled } = await checkTunnel(straightTo(listening, [ca.root.pem]));
    await settled;
    expect(results.at(-1)).toMatchObject({
      stage: 'sstp',
      status: 'fail',
      evidence: { reason: 'too-many-packets' },
    });
  });
});

describe('checkTunnel, names and addresses', () => {
  it('says that a port is refused', async () => {
    const gone = await gateway('ok');
    await gone.close();
    const { results, settled } = await checkTunnel(straightTo(gone));
    await settled;
    expect(results.at(-1)).toMatchObject({
      stage: 'tcp',
      evidence: { of: 'gateway', reason: 'refused', errno: 'ECONNREFUSED' },
    });
    expect(tunnelVerdict(results)).toEqual({ verdict: 'gateway-unreachable', stage: 'tcp' });
  });

  it('says that a name does not exist', async () => {
    const { results, settled } = await checkTunnel(
      straightTo({ host: 'no-such-gateway.invalid', port: 443 }),
    );
    await settled;
    expect(stagesOf(results)).toEqual(['dns fail']);
    expect(evidenceOf(results, 'dns')).toMatchObject({ of: 'gateway', host: 'no-such-gateway.invalid' });
    expect(tunnelVerdict(results)).toEqual({ verdict: 'dns-failed', stage: 'dns' });
  });

  it('resolves a name and reports the address that answered', async () => {
    const at = await gateway('ok');
    const { results, settled } = await checkTunnel(
      straightTo({ host: 'localhost', port: at.port }, [ca.root.pem]),
    );
    await settled;
    expect(stagesOf(results)).toEqual(PASSED.with(0, 'dns pass'));
    expect(evidenceOf(results, 'dns').addresses).toContain('127.0.0.1');
    expect(evidenceOf(results, 'tcp').address).toBe('127.0.0.1');
  });

  it('goes over IPv6', async () => {
    const at = await gateway('ok', { host: '::1' });
    const { results, settled } = await checkTunnel(straightTo(at, [ca.root.pem]));
    await settled;
    expect(evidenceOf(results, 'tcp').address).toBe('::1');
    expect(at.log[0]?.received.toString('latin1')).toContain('\r\nHost: [::1]\r\n');
    expect(results.at(-1)).toMatchObject({ stage: 'sstp', status: 'pass' });
    expect(tunnelVerdict(results)).toEqual({ verdict: 'certificate-invalid', stage: 'certificate' });
  });

  it.each(['a b', 'host\r\nX: y', '', 'ho/st', 'user@host', '[::1]', 'bücher.example'])(
    'refuses %j as a host name before anything is sent',
    async (host) => {
      await expect(checkTunnel(straightTo({ host, port: 443 }))).rejects.toMatchObject({ code: 'input' });
    },
  );

  it('does not pretend to have tested a way that it cannot go', async () => {
    const route = { proxy: null, decidedBy: 'wininet/S-1-5-21-1/lan', unsupported: 'pac' };
    const { results } = await checkTunnel(straightTo({ host: 'gateway.example', port: 443 }, [], { route }));
    expect(results).toMatchObject([
      {
        stage: 'connect',
        status: 'skip',
        via: 'unknown',
        evidence: { reason: 'route-unsupported', detail: 'pac' },
      },
    ]);
    expect(tunnelVerdict(results)).toEqual({ verdict: 'not-tested', stage: 'connect' });
  });
});
