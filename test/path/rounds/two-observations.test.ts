import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { startGateway } from '../../../scripts/simulated/gateway.ts';
import { startProxy } from '../../../scripts/simulated/proxy.ts';
import {
  bare,
  callConnectAck,
  lcpConfigureRequest,
  MESSAGE,
} from '../../../scripts/simulated/sstp-packets.ts';
import { causeOf } from '../../../src/core/causes/verdict.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { askServers, createNames } from '../../../src/path/transport/names.ts';
import { checkTunnel } from '../../../src/path/tunnel/tunnel.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';
import { freePort } from '../../support/ports.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { startNameServer } from '../../support/servers/name-server.ts';
import { NGINX, startNginx } from '../../support/servers/nginx.ts';
import { SQUID, startSquid } from '../../support/servers/squid.ts';
import { startTinyproxy, TINYPROXY } from '../../support/servers/tinyproxy.ts';
import { closeAfterEach } from '../fixtures.ts';
import { ca, NONCE, startPlain, startTls, startWith } from '../gateways.ts';
import { reportedBy, straightTo, through } from '../routes.ts';
import { startScriptedProxy } from '../tunnel/proxy/scripted-proxy.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const keep = closeAfterEach();
const ACCEPTED =
  'HTTP/1.1 200\r\nContent-Length: 18446744073709551615\r\nServer: Microsoft-HTTPAPI/2.0\r\n\r\n';

async function see(...request: Parameters<typeof straightTo>) {
  const { results, settled } = await checkTunnel(straightTo(...request));
  await settled;
  const { checks, verdict } = reportedBy(results);
  const { code, steps } = causeOf(verdict, checks);
  const { message, next } = ENGLISH.verdict(verdict, checks);
  expect(JAPANESE.verdict(verdict, checks).message).toMatch(/[ぁ-ん]/);
  return { code, owners: steps.map(({ owner }) => owner), message, next, results };
}

describe('an SSTP server that does not send the Ack of MS-SSTP 2.2', () => {
  /** It answers the SSTP request, and each Call Connect Request with these bytes. */
  async function sending(...bytes: Buffer[]) {
    const at = await startTls((socket) => {
      socket.once('data', () => {
        socket.write(ACCEPTED);
        socket.once('data', () => socket.write(Buffer.concat(bytes)));
      });
    });
    return see(keep(at), [ca.root.pem], { deadlineMs: 1_500 });
  }
  const changed = (at: number, to: number) => {
    const ack = callConnectAck(NONCE);
    ack[at] = to;
    return ack;
  };

  it.each<[what: string, sent: Buffer, says: string]>([
    ['a hash of its own', callConnectAck(NONCE, 4), 'neither SHA-1 nor SHA-256 (hash bits 4)'],
    ['another version', changed(0, 0x20), 'SSTP version 2.0 instead of 1.0'],
    ['another attribute', changed(9, 2), 'another attribute than the Crypto Binding Request'],
    ['a wrong attribute length', changed(11, 8), 'the attribute of its Call Connect Ack has a wrong length'],
    ['no attribute', bare(MESSAGE.callConnectAck), 'does not have exactly one attribute'],
    ['Call Connected', bare(MESSAGE.callConnected), 'instead of the Call Connect Ack (Call Connected)'],
  ])('%s', async (_what, sent, says) => {
    const { code, owners, message, next } = await sending(sent);
    expect(code).toBe('not-sstp.misfit');
    expect(message).toContain('is an SSTP server, but its answer is not one that Windows accepts');
    expect(message).toContain(says);
    expect(next).toContain('The gateway name and the proxy settings are right');
    expect(owners).toEqual(['vpn-team']);
  });

  it.each([
    [1, 0, [bare(MESSAGE.echoRequest)]],
    [0, 1, [lcpConfigureRequest()]],
  ])('%i keepalives and %i data packets, and then nothing', async (echoes, data, sent) => {
    const { code, owners, message } = await sending(...sent);
    expect(code).toBe('timeout.before-ack');
    expect(message).toContain(`only keepalives (Echo Requests: ${echoes}) and data packets (${data})`);
    expect(owners).toEqual(['vpn-team']);
  });
});

describe('a router or a portal that was entered as the proxy', () => {
  const TARGET = { host: 'gateway.example', port: 443 };
  const HTML = 'Content-Type: text/html\r\n';
  const redirect = (to: string) => `HTTP/1.1 302 Found\r\nServer: httpd\r\nLocation: ${to}\r\n\r\n`;
  async function answering(answer: string) {
    const at = keep(await startScriptedProxy(answer));
    return see(TARGET, [], { route: through(at) });
  }

  it.each([
    ['a page of its own', `HTTP/1.1 200 OK\r\n${HTML}\r\n<html>Router</html>`],
    ['its login, by a path', redirect('/login.html')],
    ['its login, by its address', redirect('http://127.0.0.1/login.html')],
  ])('%s: its address is to be checked', async (_what, answer) => {
    const { code, owners, message, next } = await answering(answer);
    expect(code).toBe('captive-portal.own-page');
    expect(message).toMatch(/^The server at 127.* It may be a router or a web server, not a proxy\.$/);
    expect(next).toMatch(/^Administrator: check the proxy name and port\. /);
    expect(owners).toEqual(['administrator', 'proxy-team']);
  });

  it('its page after the ClientHello: its address is to be checked', async () => {
    const at = await startPlain((socket) => {
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\n${HTML}\r\n`);
        socket.once('data', () => socket.end('<html>Router</html>'));
      });
    });
    const { code, owners } = await see(TARGET, [], { route: through(keep(at)) });
    expect(code).toBe('captive-portal.own-page');
    expect(owners).toEqual(['administrator', 'proxy-team']);
  });

  it('a demand for a password of a web server (401): its address is to be checked', async () => {
    const { code, owners } = await answering(
      'HTTP/1.1 401 Unauthorized\r\nServer: micro_httpd\r\nWWW-Authenticate: Basic realm="router"\r\n\r\n',
    );
    expect(code).toBe('proxy-refused.no-proxy');
    expect(owners).toEqual(['administrator', 'proxy-team']);
  });

  it.each([
    ['a redirect elsewhere: the proxy team', 'proxy-team user', redirect('http://login.hotel.example/')],
    [
      '511: the user, who signs in to the network',
      'user proxy-team',
      `HTTP/1.1 511 Network Authentication Required\r\n${HTML}\r\n<html>Sign in</html>`,
    ],
  ])('%s', async (_what, asked, answer) => {
    const { code, owners } = await answering(answer);
    expect(code).toBe('captive-portal.sign-in');
    expect(owners.join(' ')).toBe(asked);
  });

  it.skipIf(skipWithout(SQUID))('a sign-in page of a real squid is the word of a proxy', async () => {
    const squid = keep(await startSquid({ policy: 'sign-in-page' }));
    const { code, owners } = await see(TARGET, [], { route: through(squid) });
    expect(code).toBe('captive-portal.proxy');
    expect(owners).toEqual(['proxy-team']);
  });
});

describe('what comes out of a granted CONNECT and is not TLS', () => {
  /** A real tinyproxy in front of a service. */
  async function behindTinyproxy(onSocket: Parameters<typeof startPlain>[0]) {
    const service = keep(await startPlain(onSocket));
    const proxy = keep(await startTinyproxy());
    return see(service, [], { route: through(proxy) });
  }

  it.skipIf(skipWithout(TINYPROXY)).each<[when: string, onSocket: Parameters<typeof startPlain>[0]]>([
    ['before the ClientHello', (socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')],
    ['after it', (socket) => socket.once('data', () => socket.write('220 mail.example ESMTP\r\n'))],
  ])('%s: both teams', async (_when, onSocket) => {
    const { code, owners, message } = await behindTinyproxy(onSocket);
    expect(code).toMatch(/^(?:proxy-refused|tls-failed)\.not-tls$/);
    expect(message).toContain('but what comes back is not an answer to TLS');
    expect(owners).toEqual(['proxy-team', 'vpn-team']);
  });

  it.skipIf(skipWithout(TINYPROXY))('a page in answer to the ClientHello: both teams', async () => {
    const page = 'HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\n\r\n<html>Blocked</html>';
    const { code, owners } = await behindTinyproxy((socket) => socket.once('data', () => socket.end(page)));
    expect(code).toBe('tls-failed.not-tls');
    expect(owners).toEqual(['proxy-team', 'vpn-team']);
  });
});

describe('a name that a DNS filter leads to a reserved address', () => {
  /** The answer of a real name server, which is asked alone. */
  async function filtered(address: string, port: number) {
    const server = keep(await startNameServer(() => [address]));
    const ask = (host: string) => askServers(host, [server.address]);
    const names = createNames({ patienceMs: 0, system: () => new Promise(() => undefined), ask });
    return see({ host: 'gateway.example', port }, [ca.root.pem], { names });
  }

  it('where nothing listens', async () => {
    const { code, owners, message } = await filtered('0.0.0.0', await freePort());
    expect(code).toBe('gateway-unreachable.reserved-address');
    expect(message).toContain('resolves to 0.0.0.0 on this computer');
    expect(owners).toEqual(['network-team', 'administrator']);
  });

  it.skipIf(skipWithout(NGINX))('where a web server answers', async () => {
    const { key, cert } = await ca.issue({ names: ['block.example'] });
    const nginx = keep(await startNginx({ key, cert }));
    const { code, owners, message } = await filtered('127.0.0.1', nginx.port);
    expect(code).toBe('gateway-unreachable.reserved-address');
    expect(message).toContain('resolves to 127.0.0.1 on this computer');
    expect(owners).toEqual(['network-team', 'administrator']);
  });

  it('and the gateway still answers: not the cause', async () => {
    const { key, cert } = await ca.issue({ names: ['gateway.example'] });
    const gateway = keep(await startGateway({ key, cert, behaviour: 'http-404' }));
    expect((await filtered('127.0.0.1', gateway.port)).code).toBe('not-sstp');
  });
});

describe('the direct route, where it is compared', () => {
  type Behaviour = Parameters<typeof startWith>[0];
  /** A proxy in front of a gateway `behind`, while the direct route leads to one that works or not. */
  async function compared(behind: Behaviour, direct: Behaviour) {
    const [far, near] = [keep(await startWith(behind)), keep(await startWith(direct))];
    const hosts = { localhost: { host: far.host, port: far.port } };
    const proxy = keep(await startProxy({ hosts }));
    const target = { host: 'localhost', port: near.port };
    const more = { route: through(proxy), compareDirect: true, deadlineMs: 4_000 };
    return see(target, [ca.root.pem], more);
  }

  it.each<Behaviour>([
    'close-after-tls',
    'silent-after-tls',
    'http-404',
    'silent-after-200',
    'close-after-200',
  ])('%s behind the proxy alone: its team alone', async (behind) => {
    const { owners, message } = await compared(behind, 'ok');
    expect(message).toContain('On the direct route, 127.0.0.1 answers SSTP, so the proxy is the cause.');
    expect(owners).toEqual(['proxy-team']);
  });

  it.each<Behaviour>(['close-after-tls', 'silent-after-200'])('%s on both: the VPN team', async (both) => {
    const { owners, message } = await compared(both, both);
    expect(message).toContain('It is the same on the direct route.');
    expect(owners).toEqual(['vpn-team']);
  });

  it('tries nothing behind TLS where the path through the proxy works', async () => {
    expect((await compared('ok', 'silent-after-tls')).code).toBe('reachable');
  });

  it('of another name through the proxy, from the same authority: it leads elsewhere', async () => {
    const wrong = await ca.issue({ names: ['other.example'], crlUrls: ['http://crl.example/a.crl'] });
    const far = keep(await startGateway({ key: wrong.key, cert: wrong.cert, behaviour: 'http-404' }));
    const near = keep(await startWith('ok'));
    const proxy = keep(await startProxy({ hosts: { localhost: { host: far.host, port: far.port } } }));
    const more = { route: through(proxy), compareDirect: true };
    const { code, owners } = await see({ host: 'localhost', port: near.port }, [ca.root.pem], more);
    expect(code).toBe('certificate-invalid.elsewhere');
    expect(owners).toEqual(['proxy-team']);
  });
});

describe('a few packets, and then nothing', () => {
  it('of the flight of TLS: large packets are lost, and it is not slow', async () => {
    const gateway = keep(await startWith('ok', { maxVersion: 'TLSv1.2' }));
    const hole = await startPlain((socket) => {
      const far = net.connect(gateway.port, gateway.host);
      far.on('error', () => socket.destroy());
      socket.once('close', () => far.destroy());
      socket.pipe(far);
      far.once('data', (bytes) => socket.write(bytes.subarray(0, 300)));
    });
    const { code, owners, message } = await see(keep(hole), [ca.root.pem], { deadlineMs: 3_000 });
    expect(code).toBe('timeout.stalled-tls');
    expect(message).toMatch(/: 300 bytes arrived, and then nothing for \d[\d.]* s\. Large packets/);
    expect(owners).toEqual(['network-team', 'vpn-team']);
  });

  it('of the answer of a proxy', async () => {
    const at = keep(await startScriptedProxy('HTTP/1.1 200 OK\r\nX-Long: '));
    const target = { host: 'gateway.example', port: 443 };
    const { code, owners } = await see(target, [], { route: through(at), deadlineMs: 3_000 });
    expect(code).toBe('timeout.stalled-connect');
    expect(owners).toEqual(['proxy-team']);
  });
});
