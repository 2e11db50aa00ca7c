import { describe, expect, it } from 'vitest';
import { gatewayVerdict } from '../../../src/core/causes/verdict.ts';
import { checkTunnel } from '../../../src/path/tunnel/tunnel.ts';
import { requestsOf } from '../../../src/report/requests/proxy-request.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { closeAfterEach } from '../fixtures.ts';
import { ACK, ca, startPlain, startTls, startWith } from '../gateways.ts';
import { evidenceOf, reportedBy, straightTo, through } from '../routes.ts';
import { startScriptedProxy } from './proxy/scripted-proxy.ts';

const keep = closeAfterEach();
const TARGET = { host: 'gateway.example', port: 443 };
const ACCEPTED =
  'HTTP/1.1 200\r\nContent-Length: 18446744073709551615\r\nServer: Microsoft-HTTPAPI/2.0\r\n\r\n';

async function see(...request: Parameters<typeof straightTo>) {
  const { results, settled } = await checkTunnel(straightTo(...request));
  await settled;
  return results;
}

describe('a gateway that takes the SSTP request, and sends no Ack', () => {
  const behind200 = (then: string | Buffer | null) =>
    startTls((socket) => {
      socket.once('data', () => {
        socket.write(ACCEPTED);
        if (then === null) socket.end();
        else socket.write(then);
      });
    });

  it.each<[string, string | Buffer | null, string, RegExp]>([
    ['silence', '', 'timeout', /no answer in time/],
    ['the end of the connection', null, 'not-sstp', /closed before a complete answer/],
    [
      'half an Ack',
      ACK.subarray(0, 20),
      'timeout',
      /(?:too slow: 20 bytes in [\d.]+ s|stops after 20 bytes)/,
    ],
    ['something else', 'HTTP/1.1 500 Internal Server Error\r\n\r\n', 'not-sstp', /no SSTP packet/],
  ])('%s: SSTP is on, and the service behind it is stuck', async (_name, then, code, reason) => {
    const at = keep(await behind200(then));
    const results = await see(at, [ca.root.pem], { deadlineMs: 1_500 });
    expect(gatewayVerdict(results)).toEqual({ verdict: code, stage: 'sstp' });
    const { checks, verdict } = reportedBy(results);
    const { message, next } = ENGLISH.verdict(verdict, checks);
    expect(message).toMatch(reason);
    expect(message).toContain('accepts the SSTP request (HTTP 200), but no Call Connect Ack follows');
    expect(next).toMatch(/^VPN team: check the log/);
    expect(next).not.toContain('SSTP is enabled');
    const [request, ...others] = requestsOf(checks, [verdict], '2026-11-25T10:00:00.000Z');
    expect(others).toEqual([]);
    expect(request).toMatchObject({ to: 'vpn-team' });
    expect(request?.en).toContain('SSTP_DUPLEX_POST -> 200; Server: Microsoft-HTTPAPI/2.0');
    expect(request?.en).toContain('no Call Connect Ack follows');
  });

  it('is not reported for a 200 that any web server gives', async () => {
    const web = await startTls((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
    });
    const { checks, verdict } = reportedBy(await see(keep(web), [ca.root.pem]));
    expect(ENGLISH.verdict(verdict, checks).message).toContain('not as an SSTP server');
  });

  it('is not reported for a server that refuses the call', async () => {
    const { checks, verdict } = reportedBy(await see(keep(await startWith('nak')), [ca.root.pem]));
    expect(ENGLISH.verdict(verdict, checks).message).toContain('refuses the call');
  });
});

describe('a peer whose bytes drip', () => {
  /** Writes one byte now and then, for as long as the peer reads. */
  const drip = (socket: NodeJS.WritableStream & { destroyed?: boolean }, text: string) => {
    const bytes = [...text];
    const timer = setInterval(() => {
      const byte = bytes.shift();
      if (byte === undefined || socket.destroyed) clearInterval(timer);
      else socket.write(byte, 'latin1');
    }, 20);
    return timer;
  };
  const dripping = (text: string) => (socket: import('node:net').Socket) => {
    socket.once('data', () => {
      const timer = drip(socket, text);
      socket.once('close', () => clearInterval(timer));
    });
  };
  const SLOW_HEAD = `HTTP/1.1 200 OK\r\nX-Slow: ${'a'.repeat(5_000)}`;

  it.each([
    [
      'the proxy',
      'connect',
      /^The proxy 127\.0\.0\.1:\d+ is too slow: \d+ bytes arrived in [\d.]+ s/,
      ['proxy-team'],
    ],
    [
      'TLS',
      'tls',
      /^127\.0\.0\.1 is too slow \(direct\): \d+ bytes arrived in [\d.]+ s, and TLS/,
      ['network-team', 'vpn-team'],
    ],
    [
      'the gateway',
      'http',
      /is too slow \(direct\): \d+ bytes .* its answer to SSTP was not complete/,
      ['vpn-team'],
    ],
  ])('%s is too slow, not without a reply', async (_name, stage, message, teams) => {
    const at = keep(
      stage === 'http'
        ? await startTls(dripping(SLOW_HEAD))
        : await startPlain(
            dripping(stage === 'tls' ? `\x16\x03\x03\x40\x00${'\x02'.repeat(9_000)}` : SLOW_HEAD),
          ),
    );
    const request = { deadlineMs: 1500 };
    const results =
      stage === 'connect'
        ? await see(TARGET, [], { ...request, route: through(at) })
        : await see(at, [ca.root.pem], request);
    expect(gatewayVerdict(results)).toEqual({ verdict: 'timeout', stage });
    expect(evidenceOf(results, stage).bytesReceived).toBeGreaterThan(0);
    const { checks, verdict } = reportedBy(results);
    expect(ENGLISH.verdict(verdict, checks).message).toMatch(message);
    const requests = requestsOf(checks, [verdict], '2026-11-25T10:00:00.000Z');
    expect(requests.map((one) => one.to)).toEqual(teams);
    expect(requests[0]?.en).toMatch(/too slow.*: \d+ bytes arrived in/);
  });

  it('is without a reply if no byte arrives', async () => {
    const at = keep(await startPlain((socket) => socket.resume()));
    const results = await see(at, [], { deadlineMs: 300 });
    expect(evidenceOf(results, 'tls')).not.toHaveProperty('bytesReceived');
    const { checks, verdict } = reportedBy(results);
    expect(ENGLISH.verdict(verdict, checks).message).toMatch(
      /^The connection to .* is open, but nothing answers TLS/,
    );
  });
});

it('TCP refused on the direct way is a firewall, or nothing that listens', async () => {
  const gone = await startPlain(() => undefined);
  await gone.close();
  const { checks, verdict } = reportedBy(await see(gone));
  expect(verdict).toMatchObject({ verdict: 'gateway-unreachable', stage: 'tcp' });
  expect(ENGLISH.verdict(verdict, checks).next).toMatch(
    /^Network team: .* VPN team: .*nothing listens there/,
  );
  const requests = requestsOf(checks, [verdict], '2026-11-25T10:00:00.000Z');
  expect(requests.map(({ to }) => to)).toEqual(['network-team', 'vpn-team']);
});

it.each([
  ['an alert', '\x15\x03\x01\x00\x02\x02\x46'],
  ['a handshake', '\x16\x03\x03\x00\x04\x02\x00\x00\x00'],
])('%s from the port of a proxy says that it takes TLS', async (_name, record) => {
  const at = keep(await startScriptedProxy(record));
  const results = await see(TARGET, [], { route: through(at) });
  expect(evidenceOf(results, 'connect').reason).toBe('tls-record');
  const { checks, verdict } = reportedBy(results);
  expect(verdict.verdict).toBe('proxy-refused');
  expect(ENGLISH.verdict(verdict, checks).message).toContain('answers in TLS');
  const requests = requestsOf(checks, [verdict], '2026-11-25T10:00:00.000Z');
  expect(requests.map(({ to }) => to)).toEqual(['proxy-team']);
  expect(requests[0]?.en).toContain('answers in TLS');
});
