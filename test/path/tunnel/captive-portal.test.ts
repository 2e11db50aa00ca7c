import type tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { gatewayVerdict } from '../../../src/core/causes/verdict.ts';
import { describePage } from '../../../src/path/tunnel/page.ts';
import { checkTunnel, type TunnelOutcome, type TunnelRequest } from '../../../src/path/tunnel/tunnel.ts';
import { closeAfterEach } from '../fixtures.ts';
import { ca, pour, startPlain, startTls } from '../gateways.ts';
import { evidenceOf, straightTo, through } from '../routes.ts';
import { startScriptedProxy } from './proxy/scripted-proxy.ts';

const keep = closeAfterEach();
const TARGET = { host: 'gateway.example', port: 443 };
const LOGIN = 'HTTP/1.1 302 Found\r\nLocation: https://login.example/?session=s3cr3t\r\n\r\n';
const WEB = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nServer: web\r\nContent-Length: 7\r\n\r\n<p>hi\r\n';

async function see(request: TunnelRequest): Promise<TunnelOutcome['results']> {
  const { results, settled } = await checkTunnel(request);
  await settled;
  return results;
}

/** Behind a proxy that gives these answers, one per connection, and then always the last one. */
async function proxied(...answers: string[]) {
  const at = keep(await startScriptedProxy(...answers));
  return { at, results: await see(straightTo(TARGET, [], { route: through(at) })) };
}

describe('checkTunnel, a page in place of the tunnel', () => {
  it('CONNECT answered with a redirect: where it leads, and nothing that follows the host', async () => {
    const { at, results } = await proxied(LOGIN);
    expect(gatewayVerdict(results)).toEqual({ verdict: 'captive-portal', stage: 'connect' });
    expect(evidenceOf(results, 'connect')).toMatchObject({
      reason: 'redirect',
      httpStatus: 302,
      locationHost: 'login.example',
      withoutSstpVersion: { status: 302 },
    });
    expect(JSON.stringify(results)).not.toContain('s3cr3t');
    expect(at.received).toHaveLength(2);
  });

  it('a redirect of SSTP alone is a filter, and no portal', async () => {
    const { results } = await proxied(LOGIN, 'HTTP/1.1 200 OK\r\n\r\n');
    expect(gatewayVerdict(results)).toEqual({ verdict: 'proxy-blocks-sstp', stage: 'connect' });
  });

  it('CONNECT answered with 511 is not asked again', async () => {
    const { at, results } = await proxied('HTTP/1.1 511 Network Authentication Required\r\n\r\n');
    expect(gatewayVerdict(results)).toEqual({ verdict: 'captive-portal', stage: 'connect' });
    expect(at.received).toHaveLength(1);
  });

  it.each([
    ['with the head', '<!DOCTYPE html><title>\x1b[31mBlocked</title>'],
    ['after blanks', '\r\n\t <html>Blocked'],
  ])('CONNECT answered with 200 and a page: %s', async (_name, page) => {
    const { results } = await proxied(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n${page}`);
    expect(gatewayVerdict(results)).toEqual({ verdict: 'captive-portal', stage: 'connect' });
    expect(evidenceOf(results, 'connect')).toMatchObject({
      reason: 'spoke-first',
      httpStatus: 200,
      contentType: 'text/html',
      began: expect.stringMatching(/^[ -~]*<[!h][ -~]*$/),
    });
  });

  it('says of a plain web server behind the proxy that it is one', async () => {
    const established = 'HTTP/1.1 200 OK\r\n\r\n';
    const server = keep(
      await startPlain((socket) => {
        socket.on('data', (chunk) => {
          if (chunk.subarray(0, 7).equals(Buffer.from('CONNECT'))) socket.write(established);
          else socket.end(chunk.subarray(0, 3).equals(Buffer.from('GET')) ? WEB : 'HTTP/1.1 400 x\r\n\r\n');
        });
      }),
    );
    const results = await see(straightTo(TARGET, [], { route: through(server) }));
    expect(gatewayVerdict(results)).toEqual({ verdict: 'not-sstp', stage: 'tls' });
    expect(evidenceOf(results, 'tls')).toMatchObject({
      page: { httpStatus: 200, server: 'web', signIn: false },
    });
  });
});

describe('checkTunnel, what a plain GET meets', () => {
  /** Without TLS: the first connection is the handshake, the second one sends the request. */
  const plain = async (answer: string, deadlineMs = 20_000) => {
    const server = keep(await startPlain((socket) => void socket.once('data', () => socket.end(answer))));
    return see(straightTo(server, [], { deadlineMs }));
  };

  it.each([
    ['a redirect to another host', LOGIN, { signIn: true, locationHost: 'login.example' }],
    [
      'a redirect on the same host',
      'HTTP/1.1 301 x\r\nLocation: https://127.0.0.1:8443/a\r\n\r\n',
      { signIn: false, locationHost: '127.0.0.1:8443' },
    ],
    [
      'a redirect without a host',
      'HTTP/1.1 302 x\r\nLocation: /login\r\n\r\n',
      { signIn: false, httpStatus: 302 },
    ],
    [
      'a refresh inside the page',
      'HTTP/1.1 200 OK\r\n\r\n<META HTTP-EQUIV="Refresh" CONTENT="0; URL=http://login.example/x">',
      { signIn: true, locationHost: 'login.example' },
    ],
    [
      'a form with a password',
      "HTTP/1.1 200 OK\r\n\r\n<form><input name=p type='password'></form>",
      { signIn: true, httpStatus: 200 },
    ],
    ['511', 'HTTP/1.1 511 x\r\n\r\n', { signIn: true, httpStatus: 511 }],
    ['an ordinary page', WEB, { signIn: false, httpStatus: 200, contentType: 'text/html' }],
    [
      'another protocol',
      'SSH-2.0-OpenSSH\r\n',
      { signIn: false, reason: 'not-http', began: 'SSH-2.0-OpenSSH\\x0d\\x0a' },
    ],
  ])('%s', async (_name, answer, page) => {
    const results = await plain(answer);
    expect(evidenceOf(results, 'tls')).toMatchObject({ reason: 'not-tls', page });
    const verdict = page.signIn
      ? 'captive-portal'
      : 'httpStatus' in page || 'locationHost' in page
        ? 'not-sstp'
        : 'tls-failed';
    expect(gatewayVerdict(results)).toEqual({ verdict, stage: 'tls' });
    expect(JSON.stringify(results)).toMatch(/^[ -~]*$/);
  });

  it.each<[string, string | Buffer, Record<string, unknown>]>([
    ['a body without end', 'HTTP/1.1 200 OK\r\n\r\n', { httpStatus: 200 }],
    ['a head without end', 'HTTP/1.1 200 OK\r\n', { reason: 'head-too-large' }],
  ])('%s is cut', async (_name, start, page) => {
    const server = keep(
      await startPlain((socket) => {
        socket.once('data', () => {
          socket.write(start);
          pour(socket, Buffer.from(`X: ${'<input '.repeat(1000)}\r\n`));
        });
      }),
    );
    const results = await see(straightTo(server));
    expect(evidenceOf(results, 'tls')).toMatchObject({ page: { signIn: false, ...page } });
  });

  it.each([
    ['no body', 'HTTP/1.1 401 x\r\nContent-Length: 0\r\n\r\n', 401],
    ['a body of known length', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<p>hi', 200],
    ['a status without a body', 'HTTP/1.1 204 x\r\n\r\n', 204],
  ])('%s on a connection that stays open is not waited for', async (_name, answer, httpStatus) => {
    let connections = 0;
    const server = keep(
      await startPlain((socket) => {
        connections += 1;
        if (connections === 1) socket.once('data', () => socket.end('HTTP/1.1 400 x\r\n\r\n'));
        else socket.once('data', () => socket.write(answer));
      }),
    );
    const results = await see(straightTo(server));
    expect(evidenceOf(results, 'tls')).toMatchObject({ reason: 'not-tls', page: { httpStatus } });
    expect(results.at(-1)?.durationMs).toBeLessThan(2_500);
  });

  it('a server without a reply does not cost the whole deadline', async () => {
    let connections = 0;
    const server = keep(
      await startPlain((socket) => {
        connections += 1;
        if (connections === 1) socket.once('data', () => socket.end('HTTP/1.1 400 x\r\n\r\n'));
        else socket.resume();
      }),
    );
    const results = await see(straightTo(server, [], { deadlineMs: 600_000 }));
    expect(evidenceOf(results, 'tls')).toMatchObject({ reason: 'not-tls', page: { reason: 'timeout' } });
    expect(gatewayVerdict(results)).toEqual({ verdict: 'tls-failed', stage: 'tls' });
  });

  it('asks inside TLS where SSTP was not understood, and a certificate for another name makes it a portal', async () => {
    const other = await (await createCa()).issue({ names: ['portal.example'] });
    const web = { key: other.key, cert: other.cert };
    const answering = (page: string) => (socket: tls.TLSSocket) =>
      socket.once('data', (bytes) => {
        const isGet = bytes.toString('latin1').startsWith('GET / ');
        socket.end(isGet ? page : 'HTTP/1.1 400 Bad Request\r\n\r\n');
      });
    const answer = answering(LOGIN);
    const portal = await see(straightTo(keep(await startTls(answer, web))));
    expect(evidenceOf(portal, 'http')).toMatchObject({
      httpStatus: 400,
      page: { httpStatus: 302, signIn: true },
    });
    expect(gatewayVerdict(portal)).toEqual({ verdict: 'captive-portal', stage: 'certificate' });
    // A wrong name may lead to a device that has its own sign-in page.
    const form = "HTTP/1.1 200 OK\r\n\r\n<form><input type='password'></form>";
    const device = await see(straightTo(keep(await startTls(answering(form), web))));
    expect(evidenceOf(device, 'http').page).toMatchObject({ signIn: true, elsewhere: false });
    expect(gatewayVerdict(device).verdict).toBe('untrusted-root');
    const own = await see(straightTo(keep(await startTls(answer)), [ca.root.pem]));
    expect(gatewayVerdict(own)).toEqual({ verdict: 'not-sstp', stage: 'http' });
  });
});

it.each([
  ['::1', 'https://[::1]:8443/a'],
  ['0:0:0:0:0:0:0:1', 'https://[::1]/'],
  ['gateway.example.', 'https://gateway.example/'],
  ['gateway.example', 'https://GATEWAY.example.:444/'],
])('%s that leads to %s leads nowhere else', (host, location) => {
  const head = {
    version: '1.1',
    status: 302,
    reason: '',
    headers: new Map([['location', [location]]]),
  } as const;
  expect(describePage(head, '', host)).toMatchObject({ signIn: false, elsewhere: false });
  expect(describePage(head, '', 'another.example')).toMatchObject({ signIn: true, elsewhere: true });
});
